// Two cameras with one interface: matrix (column-major, map units -> clip space), pan, zoomAt, turn, save, restore.

const MARGIN = 0.9
const clamp = (value, low, high) => Math.min(high, Math.max(low, value))

export class Flat {
  constructor() {
    this.extent = [1, 1]
    this.reset()
  }

  reset() {
    Object.assign(this, { x: 0, y: 0, zoom: 1 })
  }

  resize(width, height) {
    Object.assign(this, { width, height })
    const [x, y] = this.extent
    this.unit = (MARGIN / 2) * Math.min(width / Math.max(x, 1e-3), height / Math.max(y, 1e-3))
    this.unit = Math.min(this.unit, (MARGIN / 2) * Math.max(width, height))
  }

  get scale() {
    return this.unit * this.zoom // pixels per map unit
  }

  matrix() {
    const sx = (2 * this.scale) / this.width
    const sy = (2 * this.scale) / this.height
    return [sx, 0, 0, 0, 0, sy, 0, 0, 0, 0, 0, 0, -this.x * sx, -this.y * sy, 0, 1]
  }

  pan(dx, dy) {
    this.x = clamp(this.x - dx / this.scale, -2, 2)
    this.y = clamp(this.y + dy / this.scale, -2, 2)
  }

  zoomAt(px, py, factor) {
    const before = this.scale
    this.zoom = clamp(this.zoom * factor, 0.4, 400)
    const shift = 1 / before - 1 / this.scale
    this.x = clamp(this.x + (px - this.width / 2) * shift, -2, 2)
    this.y = clamp(this.y - (py - this.height / 2) * shift, -2, 2)
  }

  turn(dx, dy) {
    this.pan(dx, dy)
  }

  // Left, right, bottom, top edges in map units.
  window() {
    const [w, h] = [this.width / 2 / this.scale, this.height / 2 / this.scale]
    return [this.x - w, this.x + w, this.y - h, this.y + h]
  }

  growth() {
    return clamp(this.zoom ** 0.25, 0.8, 2.6)
  }

  save() {
    return [this.x, this.y, this.zoom]
  }

  restore([x, y, zoom]) {
    Object.assign(this, { x, y, zoom })
  }
}

const FIELD = Math.PI / 5
// Distance at which the whole cube is in view, and points have their ordinary size.
export const ORDINARY = 5.7

export class Orbit {
  constructor() {
    this.reset()
  }

  reset() {
    Object.assign(this, { yaw: 0.65, pitch: 0.42, away: ORDINARY, target: [0, 0, 0] })
  }

  resize(width, height) {
    Object.assign(this, { width, height })
  }

  get focal() {
    return 1 / Math.tan(FIELD / 2)
  }

  // Right, up and backward directions of the camera; the third data axis points up.
  axes() {
    const [cy, sy, cp, sp] = [Math.cos(this.yaw), Math.sin(this.yaw), Math.cos(this.pitch), Math.sin(this.pitch)]
    return { right: [-sy, cy, 0], up: [-sp * cy, -sp * sy, cp], back: [cp * cy, cp * sy, sp] }
  }

  matrix() {
    const { right, up, back } = this.axes()
    const f = this.focal
    const [fx, fy] = this.width < this.height ? [f, (f * this.width) / this.height] : [(f * this.height) / this.width, f]
    const [near, far] = [0.05, 40]
    const row = (axis, scale) => [...axis.map(a => a * scale), -dot(axis, this.target) * scale]
    const x = row(right, fx)
    const y = row(up, fy)
    const w = row(back, -1)
    w[3] += this.away
    const a = (far + near) / (far - near)
    const z = w.map((v, i) => v * a + (i === 3 ? (-2 * far * near) / (far - near) : 0))
    return [0, 1, 2, 3].flatMap(i => [x[i], y[i], z[i], w[i]])
  }

  pan(dx, dy) {
    const { right, up } = this.axes()
    const unit = (2 * this.away) / this.focal / Math.min(this.width, this.height)
    this.target = this.target.map((t, i) => clamp(t - right[i] * dx * unit + up[i] * dy * unit, -2, 2))
  }

  zoomAt(_px, _py, factor) {
    this.away = clamp(this.away / factor, 0.15, 12)
  }

  turn(dx, dy) {
    this.yaw -= dx * 0.008
    this.pitch = clamp(this.pitch + dy * 0.008, -1.55, 1.55)
  }

  growth() {
    return 1
  }

  save() {
    return [this.yaw, this.pitch, this.away, ...this.target]
  }

  restore([yaw, pitch, away, ...target]) {
    Object.assign(this, { yaw, pitch, away, target })
  }
}

const dot = (a, b) => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]

// Pixels and distance of each place: out holds x, y, w by row. w is the distance from the camera (1 on flat maps);
// places behind the camera get x = NaN, which no comparison finds.
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
