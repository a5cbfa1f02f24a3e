// What a map shows and where: its parts as they came, the camera, positions, colors, what lies under a spot.

import { Flat, ORDINARY, Orbit, project } from "./camera.js"
import { cameraOf, choiceOf } from "./memory.js"
import { lines } from "./packet.js"
import { FAINT, Paint } from "./paint.js"
import { calm, extent, places, unitsOf } from "./places.js"
import { Player } from "./player.js"
import { Sprites } from "./sprites.js"
import { diameter } from "./points.js"

const NOTHING = { selected: null, neighbors: [], lines: true, titles: [] }

export class Scene {
  constructor(key) {
    Object.assign(this, { key, n: 0, dims: 2, items: null, labels: [], landmarks: [], state: NOTHING })
    Object.assign(this, { paint: new Paint(), player: new Player(), choice: choiceOf(key), marked: new Set() })
    Object.assign(this, { hovered: null, pending: null, labelsShown: [], stale: new Set(), glide: null })
  }

  // --- parts ---

  setPoints(head, { place }) {
    const same = this.items === head.items && this.dims === head.dims && this.shown
    const turned = this.revision !== head.revision || this.dims !== head.dims
    Object.assign(this, { n: head.n, dims: head.dims, items: head.items, revision: head.revision })
    this.height = head.height
    this.units = unitsOf(head.low, head.high)
    this.target = places(place, 0, head.n, head.low, head.high)
    const from = same ? this.shown : null
    this.allocate(!same)
    if (turned) this.openCamera(extent(head.low, head.high))
    if (from && !calm() && !this.timed) this.glide = { from: from.slice(), start: null }
    if (this.choice.items !== head.items) Object.assign(this.choice, { items: head.items, rows: null })
    Object.assign(this, { hovered: null, pending: null })
    this.restart()
  }

  allocate(anew) {
    if (!anew) return
    this.shown = new Float32Array(3 * this.n)
    this.pixels = new Float32Array(3 * this.n)
    this.order = new Uint32Array(this.n)
    this.colors = new Uint8Array(4 * this.n)
    this.faint = new Uint8Array(this.n)
    this.relative = new Float32Array(this.n)
  }

  restart() {
    this.stale.add("places").add("colors")
    this.invalidate()
  }

  setNames(head, { labels, landmarks }) {
    this.labels = lines(labels)
    this.landmarks = landmarks
  }

  setPaint(head, arrays) {
    this.paint = new Paint(head, arrays)
    const classes = JSON.stringify([head.title, head.names])
    if (this.choice.classes !== classes) Object.assign(this.choice, { classes, isolated: new Set() })
    this.stale.add("colors").add("legend")
  }

  setFrames(head, { place }) {
    this.film = { head, place }
    this.stale.add("places")
  }

  setEdges(head, { ends }) {
    this.edges = ends ?? null
    this.stale.add("points")
  }

  setThumbs(head, arrays) {
    this.sprites = new Sprites(head, arrays)
  }

  setState(head) {
    this.state = head
    this.pending = null
    this.stale.add("colors")
  }

  // --- where things are ---

  openCamera(reach) {
    this.camera = this.dims === 3 ? new Orbit() : new Flat()
    if (this.dims === 2) this.camera.extent = reach
    const saved = cameraOf(this.key, this.dims, this.revision)
    if (saved) this.camera.restore(saved)
  }

  toPixel(place) {
    return project(this.matrix, place, this.camera.width, this.camera.height, [0, 0, 0])
  }

  pixel(row) {
    return [this.pixels[3 * row], this.pixels[3 * row + 1]]
  }

  get size() {
    return Math.min(11, Math.max(2.6, 11 * (50 / Math.max(1, this.n)) ** 0.17)) * this.camera.growth()
  }

  get perspective() {
    return this.dims === 3 ? ORDINARY : 0
  }

  radius(row) {
    const plain = diameter(this.size * this.paint.size(row), this.perspective, this.pixels[3 * row + 2]) / 2
    return this.marked.has(row) ? plain * 1.15 + 1 : plain
  }

  colorOf(row) {
    return this.colors.subarray(4 * row, 4 * row + 3)
  }

  // --- what is chosen ---

  label(row) {
    return this.labels[row] ?? ""
  }

  chosen() {
    const fits = row => row !== null && row < this.n
    const selected = fits(this.state.selected) ? this.state.selected : null
    return { selected, neighbors: this.state.neighbors.filter(row => fits(row) && row !== selected) }
  }

  highlighted() {
    const { selected, neighbors } = this.chosen()
    return selected === null ? neighbors : [selected, ...neighbors]
  }

  get isolated() {
    return this.choice.isolated
  }

  inClass(row) {
    return this.isolated.has(this.paint.codes?.[row])
  }

  // The nearest point to the eye that covers the spot, or else the closest within `reach` pixels; null if none.
  pick(x, y, reach) {
    let [best, nearest, cover, front] = [null, Infinity, null, Infinity]
    for (let row = 0; row < this.n; row++) {
      const apart = Math.hypot(this.pixels[3 * row] - x, this.pixels[3 * row + 1] - y)
      if (!(apart < reach + 12) || (this.isolated.size && this.faint[row])) continue
      const gap = apart - this.radius(row)
      if (gap < Math.min(nearest, reach)) [best, nearest] = [row, gap]
      if (gap <= 0 && this.pixels[3 * row + 2] < front - 1e-6) [cover, front] = [row, this.pixels[3 * row + 2]]
    }
    return this.dims === 3 && cover !== null ? cover : best
  }

  // --- time and color ---

  get timed() {
    return this.player.frames.length > 0 && this.player.revision === this.revision
  }

  addFilm() {
    this.player.add(this.film.head, this.film.place, this.n)
    if (this.dims === 2) this.camera.extent = [1, 1]
    this.film = null
    this.glide = null
    this.stale.add("places")
  }

  color() {
    const { n, choice } = this
    this.marked = new Set(this.highlighted())
    this.paint.fill(n, this.theme, this.colors)
    const full = n > 5000 ? 205 : 235
    const alpha = this.marked.size ? Math.round(full * 0.5) : full
    for (let row = 0; row < n; row++) {
      const out = (this.isolated.size && !this.inClass(row)) || (choice.rows && !choice.rows.has(row))
      this.faint[row] = out ? 1 : 0
      this.colors[4 * row + 3] = out ? FAINT : alpha
      this.relative[row] = this.paint.size(row)
    }
    this.renderer.upload("color", this.colors)
    this.renderer.upload("relative", this.relative)
    this.stale.add("order").add("points")
  }
}
