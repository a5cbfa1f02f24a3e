// @ts-check
// A grand tour: the map as a plane that turns through the first principal components, from one random plane to the next
// (Asimov, 1985, The grand tour: a tool for viewing multidimensional data).

import { firstPlane, Geodesic, randomPlane } from "./planes.js"
import { generator } from "./random.js"

/** @import { Plane } from "./planes.js" */
/** @import { TourHead } from "./packet.js" */

const STEPS = 65535
const SEED = 1985
const MOST = 0.97 // of the points are in view while the tour shows the plane that it begins with
const ROOM = 1.1
export const FEWEST = 3 // dimensions: a plane has nowhere to turn in two
export const [SLOWEST, USUAL, FASTEST] = [0.05, 0.3, 1.2] // radians a second

export class Tour {
  speed = USUAL
  playing = false
  /** Planes reached. */
  reached = 0
  /** In [0, 1], on the way to the next one. */
  share = 0

  /** @param {TourHead} head @param {Uint16Array} columns @param {number} n */
  constructor({ revision, low, high, titles, ratios }, columns, n) {
    this.revision = revision
    this.titles = titles
    this.ratios = ratios
    this.dims = low.length
    /** How many of the first components it turns through; on the way to the next plane the others are left behind. */
    this.within = this.dims
    this.values = valuesOf(columns, n, low, high)
    this.half = halfOf(this.values, this.dims)
    this.uniform = generator(SEED)
    this.way = this.next(firstPlane(this.dims))
  }

  get moving() {
    return this.playing
  }

  toggle() {
    this.playing = !this.playing
  }

  /** Turn through another number of components from now on: the way bends where it is. @param {number} within */
  limit(within) {
    const wanted = Math.min(this.dims, Math.max(FEWEST, Math.round(within)))
    if (wanted === this.within) return
    const here = this.plane()
    this.within = wanted
    Object.assign(this, { way: this.next(here), share: 0 })
  }

  /** The way to another random plane. @param {Plane} from */
  next(from) {
    return new Geodesic(from, randomPlane(this.dims, this.within, this.uniform))
  }

  /** @param {number} seconds */
  advance(seconds) {
    if (!this.playing) return
    this.share += (seconds * this.speed) / Math.max(this.way.length, 1e-3)
    if (this.share < 1) return
    this.reached += 1
    Object.assign(this, { way: this.next(this.way.at(1)), share: 0 })
  }

  /** The plane shown. */
  plane() {
    return this.way.at(this.share)
  }

  /** How much of the plane each component is; together 1. */
  weights() {
    const [x, y] = this.plane()
    return x.map((value, k) => (value * value + y[k] * y[k]) / 2)
  }

  /** Share of the vectors' variance on the plane: components are uncorrelated, so each adds its own. */
  get variance() {
    return this.weights().reduce((sum, weight, k) => sum + 2 * weight * this.ratios[k], 0)
  }

  /** Writes the places of this moment: x, y, 0 by row, around the mean. @param {Float32Array} out */
  show(out) {
    const { values, dims, half } = this
    const [x, y] = this.plane().map(axis => Float64Array.from(axis, value => value / half))
    for (let i = 0, at = 0; 3 * i < out.length; i++, at += dims) {
      let [right, up] = [0, 0]
      for (let k = 0; k < dims; k++) {
        right += x[k] * values[at + k]
        up += y[k] * values[at + k]
      }
      out[3 * i] = right
      out[3 * i + 1] = up
      out[3 * i + 2] = 0
    }
  }
}

/** By row, all components of an item together. @type {(columns: Uint16Array, n: number, low: number[], high: number[]) => Float32Array} */
function valuesOf(columns, n, low, high) {
  const dims = low.length
  const out = new Float32Array(n * dims)
  low.forEach((least, k) => {
    const step = (high[k] - least) / STEPS
    for (let i = 0; i < n; i++) out[i * dims + k] = least + columns[k * n + i] * step
  })
  return out
}

/**
 * The radius around the mean that becomes 1 on the map, throughout: no plane spreads the points more than the first.
 * @type {(values: Float32Array, dims: number) => number}
 */
function halfOf(values, dims) {
  const n = values.length / dims
  const radii = Float32Array.from({ length: n }, (_, i) => Math.hypot(values[i * dims], values[i * dims + 1])).sort()
  return ROOM * radii[Math.floor(MOST * (n - 1))] || 1
}
