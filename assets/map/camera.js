// @ts-check
// Two cameras with one interface: matrix (column-major, map units -> clip space), pan, zoomAt, turn, save, restore.

/** @typedef {Flat | Orbit} Camera */
/** @typedef {[number, number, number]} Vector */

/** @import { Core } from "./places.js" */

const MARGIN = 0.9
// A view of most points is worth the strays that it leaves out if it shows the others so much larger.
const WORTH = 1.35
const AROUND = 1.4 // of a box that is brought into view

/** @type {(value: number, low: number, high: number) => number} */
const clamp = (value, low, high) => Math.min(high, Math.max(low, value))

export class Flat {
  x = 0
  y = 0
  zoom = 1
  width = 1
  height = 1
  unit = 1 // pixels per map unit before zooming
  near = false // whether this is the view of most points that the map opened with

  /**
   * extent: half the length of each axis in map units. core: where most points are, which the map opens with.
   * @param {number[]} extent
   * @param {Core | null} core
   */
  constructor(extent = [1, 1], core = null) {
    this.extent = extent
    this.core = core
  }

  /** All points. */
  reset() {
    this.restore([0, 0, 1])
  }

  /** @param {Core} core */
  open({ center, extent }) {
    const zoom = this.unitOf(extent) / this.unit
    if (zoom < WORTH) return
    this.restore([...center, clamp(zoom, 1, 400)])
    this.near = true
  }

  /** @type {(width: number, height: number) => void} */
  resize(width, height) {
    Object.assign(this, { width, height })
    this.unit = Math.min(this.unitOf(this.extent), (MARGIN / 2) * Math.max(width, height))
    if (this.core) this.open(this.core)
    this.core = null
  }

  /** Pixels per map unit so that half axes of this length fill the frame. @param {number[]} extent */
  unitOf([x, y]) {
    return (MARGIN / 2) * Math.min(this.width / Math.max(x, 1e-3), this.height / Math.max(y, 1e-3))
  }

  get scale() {
    return this.unit * this.zoom // pixels per map unit
  }

  matrix() {
    const sx = (2 * this.scale) / this.width
    const sy = (2 * this.scale) / this.height
    return [sx, 0, 0, 0, 0, sy, 0, 0, 0, 0, 0, 0, -this.x * sx, -this.y * sy, 0, 1]
  }

  /** By pixels to the right and down. @type {(dx: number, dy: number) => void} */
  pan(dx, dy) {
    this.near = false
    this.x = clamp(this.x - dx / this.scale, -2, 2)
    this.y = clamp(this.y + dy / this.scale, -2, 2)
  }

  /** What is under the pixel stays there. @type {(px: number, py: number, factor: number) => void} */
  zoomAt(px, py, factor) {
    const before = this.scale
    this.near = false
    this.zoom = clamp(this.zoom * factor, 0.4, 400)
    const shift = 1 / before - 1 / this.scale
    this.x = clamp(this.x + (px - this.width / 2) * shift, -2, 2)
    this.y = clamp(this.y - (py - this.height / 2) * shift, -2, 2)
  }

  /** @type {(dx: number, dy: number) => void} */
  turn(dx, dy) {
    this.pan(dx, dy)
  }

  /** Left, right, bottom and top edges in map units. */
  window() {
    const [w, h] = [this.width / 2 / this.scale, this.height / 2 / this.scale]
    return [this.x - w, this.x + w, this.y - h, this.y + h]
  }

  /** Map units under a pixel. @type {(px: number, py: number) => [number, number]} */
  at(px, py) {
    const [left, right, bottom, top] = this.window()
    return [left + ((right - left) * px) / this.width, top - ((top - bottom) * py) / this.height]
  }

  growth() {
    return clamp(this.zoom ** 0.25, 0.8, 2.6)
  }

  /** How much nearer than all of the map. */
  get closeness() {
    return this.zoom
  }

  /** Show a box of the map whole, with what lies around it. @type {(center: number[], extent: number[]) => void} */
  frame([x, y], extent) {
    this.restore([x, y, clamp(this.unitOf(extent.map(half => half * AROUND)) / this.unit, 1, 60)])
  }

  save() {
    return [this.x, this.y, this.zoom]
  }

  /** @param {number[]} saved */
  restore([x, y, zoom]) {
    Object.assign(this, { x, y, zoom, core: null, near: false })
  }
}

/**
 * Whether a place is inside a window of a flat camera.
 * @type {(window: number[], x: number, y: number) => boolean}
 */
export const within = ([left, right, bottom, top], x, y) => x >= left && x <= right && y >= bottom && y <= top

const FIELD = Math.PI / 5
// Distance at which the whole cube is in view, and points have their ordinary size.
export const ORDINARY = 5.7
const FOCAL = 1 / Math.tan(FIELD / 2)
const [NEAR, FAR] = [0.05, 40]

export class Orbit {
  yaw = 0.65
  pitch = 0.42
  away = ORDINARY
  width = 1
  height = 1
  /** @type {Vector} */
  target = [0, 0, 0]

  reset() {
    this.restore([0.65, 0.42, ORDINARY, 0, 0, 0])
  }

  /** @type {(width: number, height: number) => void} */
  resize(width, height) {
    Object.assign(this, { width, height })
  }

  /**
   * Right, up and backward directions of the camera; the third data axis points up.
   * @returns {{ right: Vector, up: Vector, back: Vector }}
   */
  axes() {
    const [cy, sy, cp, sp] = [Math.cos(this.yaw), Math.sin(this.yaw), Math.cos(this.pitch), Math.sin(this.pitch)]
    return { right: [-sy, cy, 0], up: [-sp * cy, -sp * sy, cp], back: [cp * cy, cp * sy, sp] }
  }

  matrix() {
    const { right, up, back } = this.axes()
    const shorter = Math.min(this.width, this.height)
    /** @type {(axis: Vector, scale: number) => number[]} */
    const row = (axis, scale) => [...axis.map(a => a * scale), -dot(axis, this.target) * scale]
    const x = row(right, (FOCAL * shorter) / this.width)
    const y = row(up, (FOCAL * shorter) / this.height)
    const w = row(back, -1)
    w[3] += this.away
    const a = (FAR + NEAR) / (FAR - NEAR)
    const z = w.map((v, i) => v * a + (i === 3 ? (-2 * FAR * NEAR) / (FAR - NEAR) : 0))
    return [0, 1, 2, 3].flatMap(i => [x[i], y[i], z[i], w[i]])
  }

  /** By pixels to the right and down, at the target. @type {(dx: number, dy: number) => void} */
  pan(dx, dy) {
    const { right, up } = this.axes()
    const unit = (2 * this.away) / FOCAL / Math.min(this.width, this.height)
    /** @param {number} i */
    const moved = i => clamp(this.target[i] - right[i] * dx * unit + up[i] * dy * unit, -2, 2)
    this.target = [moved(0), moved(1), moved(2)]
  }

  /** @type {(px: number, py: number, factor: number) => void} */
  zoomAt(_px, _py, factor) {
    this.away = clamp(this.away / factor, 0.15, 12)
  }

  /** @type {(dx: number, dy: number) => void} */
  turn(dx, dy) {
    this.yaw -= dx * 0.008
    this.pitch = clamp(this.pitch + dy * 0.008, -1.55, 1.55)
  }

  growth() {
    return 1
  }

  get closeness() {
    return ORDINARY / this.away
  }

  /** @type {(center: number[], extent: number[]) => void} */
  frame([x, y, z], extent) {
    this.restore([this.yaw, this.pitch, clamp(ORDINARY * AROUND * Math.max(...extent), 0.6, ORDINARY), x, y, z])
  }

  save() {
    return [this.yaw, this.pitch, this.away, ...this.target]
  }

  /** @param {number[]} saved */
  restore([yaw, pitch, away, ...target]) {
    Object.assign(this, { yaw, pitch, away, target })
  }
}

/** @param {Vector} a @param {Vector} b */
const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

/**
 * Pixels and distance of each place: out holds x, y, w by row. w is the distance from the camera (1 on flat maps);
 * places behind the camera get x = NaN, which no comparison finds.
 * @template {Float32Array | number[]} Out
 * @param {number[]} matrix
 * @param {ArrayLike<number>} places x, y, z by row
 * @param {number} width
 * @param {number} height
 * @param {Out} out
 */
export function project(matrix, places, width, height, out) {
  const m = matrix
  const n = places.length / 3
  for (let i = 0; i < n; i++) {
    const [x, y, z] = [places[3 * i], places[3 * i + 1], places[3 * i + 2]]
    const w = m[3] * x + m[7] * y + m[11] * z + m[15]
    out[3 * i] = w > 0.05 ? ((m[0] * x + m[4] * y + m[8] * z + m[12]) / w / 2 + 0.5) * width : NaN
    out[3 * i + 1] = (0.5 - (m[1] * x + m[5] * y + m[9] * z + m[13]) / w / 2) * height
    out[3 * i + 2] = w
  }
  return out
}
