// @ts-check
// Planes in a space of several dimensions, and the shortest way from one to another.

import { normal } from "./random.js"

/** Two directions of length 1 at a right angle: the axes of a flat map. @typedef {[x: number[], y: number[]]} Plane */

const SAME = 1e-7 // an angle in radians below which two directions are one

/** @type {(a: number[], b: number[]) => number} */
const dot = (a, b) => a.reduce((sum, value, k) => sum + value * b[k], 0)

/** p times a plus q times b. @type {(a: number[], p: number, b: number[], q: number) => number[]} */
const mix = (a, p, b, q) => a.map((value, k) => p * value + q * b[k])

/** @param {number[]} a */
const unit = a => a.map(value => value / Math.sqrt(dot(a, a)))

/** The plane of the first two dimensions. @type {(dims: number) => Plane} */
export const firstPlane = dims => {
  /** @param {number} axis */
  const along = axis => Array.from({ length: dims }, (_, k) => (k === axis ? 1 : 0))
  return [along(0), along(1)]
}

/**
 * A plane within the first `within` of so many dimensions, each as likely as any other.
 * @type {(dims: number, within: number, uniform: () => number) => Plane}
 */
export function randomPlane(dims, within, uniform) {
  const direction = () => Array.from({ length: dims }, (_, k) => (k < within ? normal(uniform) : 0))
  const x = unit(direction())
  const y = direction()
  return [x, unit(mix(y, 1, x, -dot(x, y)))]
}

/**
 * The singular values of [[a, b], [c, d]] = turn(left) * diag(first, second) * turn(right), where turn(w) is
 * [[cos w, -sin w], [sin w, cos w]]; the second one may be negative.
 * @type {(a: number, b: number, c: number, d: number) => { left: number, right: number, first: number, second: number }}
 */
function singular(a, b, c, d) {
  const [even, odd] = [Math.hypot(a + d, c - b) / 2, Math.hypot(a - d, c + b) / 2]
  const [sum, difference] = [Math.atan2(c - b, a + d), Math.atan2(c + b, a - d)]
  return { left: (sum + difference) / 2, right: (sum - difference) / 2, first: even + odd, second: even - odd }
}

/** The same plane with its axes turned by an angle. @type {(plane: Plane, angle: number) => Plane} */
export const turned = ([x, y], angle) =>
  [mix(x, Math.cos(angle), y, Math.sin(angle)), mix(x, -Math.sin(angle), y, Math.cos(angle))]

/**
 * The way from a plane to another that turns through no more than the two angles between them, at an even pace, and
 * does not spin within the plane; so it ends with the axes of the second one turned, and may be mirrored, to fit the
 * first (Buja, Cook, Asimov and Hurley, 2005, Computational methods for high-dimensional rotations in data
 * visualization). length: of both angles together, in radians. at: [0, 1] -> the plane there.
 */
export class Geodesic {
  /** @param {Plane} from @param {Plane} to */
  constructor(from, to) {
    const [p, q, r, s] = from.flatMap(a => to.map(b => dot(a, b)))
    const { left, right, first, second } = singular(p, q, r, s)
    this.left = left
    this.from = turned(from, left)
    const ends = turned(to, -right)
    if (second < 0) ends[1] = ends[1].map(value => -value)
    this.angles = [first, Math.abs(second)].map(cosine => Math.acos(Math.min(1, cosine)))
    /** What each axis turns towards, at a right angle to it. */
    this.towards = ends.map((end, axis) => {
      const rest = mix(end, 1, this.from[axis], -dot(end, this.from[axis]))
      return this.angles[axis] > SAME ? unit(rest) : rest.map(() => 0)
    })
    this.length = Math.hypot(...this.angles)
  }

  /** @param {number} share @returns {Plane} */
  at(share) {
    const [x, y] = this.from.map((start, axis) => {
      const angle = this.angles[axis] > SAME ? share * this.angles[axis] : 0
      return mix(start, Math.cos(angle), this.towards[axis], Math.sin(angle))
    })
    return turned([x, y], -this.left)
  }
}
