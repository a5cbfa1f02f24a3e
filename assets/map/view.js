// A map on the page: receives the parts, reacts to the user, draws when something has changed.

import { project } from "./camera.js"
import { png, save, svg } from "./download.js"
import { keepCamera } from "./memory.js"
import { drawOver, drawUnder } from "./overlay.js"
import { bitsOf } from "./packet.js"
import { blend, ease } from "./places.js"
import { insidePolygon } from "./pointer.js"
import { depthRange, drawOrder, pointsRenderer } from "./points.js"
import { Scene } from "./scene.js"
import { Stage } from "./stage.js"
import { readTheme } from "./theme.js"

const GLIDE = 650 // milliseconds in which points move to new coordinates

export class View extends Scene {
  constructor(key) {
    super(key)
    Object.assign(this, { digests: {}, owners: {}, mode: "move", lasso: null })
  }

  // --- parts ---

  identity(head) {
    return head.digest ?? JSON.stringify(head)
  }

  wants(head) {
    return this.digests[head.part] !== this.identity(head)
  }

  expect(head) {
    this.digests[head.part] = this.identity(head)
  }

  expects(head) {
    return !this.wants(head)
  }

  get empty() {
    return Object.keys(this.digests).length === 0
  }

  drop(part) {
    delete this.digests[part]
    if (part === "edges") this.setEdges({}, {})
    if (part === "frames") {
      this.player.reset()
      this.restart()
    }
  }

  set(head, arrays) {
    const setters = { points: "setPoints", names: "setNames", paint: "setPaint", frames: "setFrames", state: "setState",
      edges: "setEdges", thumbs: "setThumbs" }
    this[setters[head.part]](head, arrays)
    this.invalidate()
  }

  // --- where it is shown ---

  attach(parent, trigger) {
    this.trigger = trigger
    const root = parent.querySelector(".map")
    if (this.stage?.root !== root) this.open(root)
    this.theme = readTheme(root)
    this.stale.add("colors").add("legend")
    this.invalidate()
  }

  open(root) {
    this.stage?.dispose()
    const style = document.createElement("link")
    Object.assign(style, { rel: "stylesheet", href: new URL("./map.css", import.meta.url).href })
    style.addEventListener("load", () => this.invalidate())
    root.before(style)
    root.embeddingMap = this
    this.stage = new Stage(root, this)
    this.renderer = pointsRenderer(this.stage.points)
    this.stage.points.addEventListener("webglcontextlost", event => event.preventDefault())
    this.stage.points.addEventListener("webglcontextrestored", () => this.rebuild())
    this.stale.add("places")
  }

  rebuild() {
    this.renderer.build()
    this.restart()
  }

  detach(parent) {
    if (!this.stage || !parent.contains(this.stage.root)) return
    this.renderer.dispose()
    this.stage.dispose()
    delete this.digests.points
    Object.assign(this, { stage: null, renderer: null, shown: null })
  }

  // --- camera ---

  moved() {
    clearTimeout(this.keeping)
    this.keeping = setTimeout(() => keepCamera(this.key, this.dims, this.revision, this.camera.save()), 150)
    this.stage?.showCard(null)
    this.hovered = null
    this.invalidate()
  }

  zoom(factor) {
    this.camera.zoomAt(this.camera.width / 2, this.camera.height / 2, factor)
    this.moved()
  }

  resetCamera() {
    this.camera.reset()
    this.moved()
    clearTimeout(this.keeping)
    keepCamera(this.key, this.dims, this.revision, null)
  }

  // For tests and for the console: where on the page an item is, in CSS pixels.
  where(row) {
    const { left, top } = this.stage.field.getBoundingClientRect()
    const [x, y] = this.pixel(row)
    return [left + x, top + y]
  }

  // --- what the user does ---

  isolate(code, add) {
    const only = this.isolated.size === 1 && this.isolated.has(code)
    const next = new Set(add ? this.isolated : [])
    if (only || (add && next.has(code))) next.delete(code)
    else next.add(code)
    this.choice.isolated = next
    this.stale.add("colors").add("legend")
    this.invalidate()
  }

  hover(row, spot) {
    if (this.hovered !== row) this.invalidate()
    this.hovered = row
    this.stage.showCard(row, spot)
  }

  // A click beside the points drops the selection.
  click(row, spot) {
    if (row === null && this.state.spots && this.dims === 2) return this.spot(spot)
    if (row === null) return this.choice.rows ? this.select([]) : undefined
    this.pending = row
    this.trigger("click", { row })
    return this.invalidate()
  }

  // A click on the ground, in the units of the coordinates.
  spot([px, py]) {
    const [left, right, bottom, top] = this.camera.window()
    const { half, center } = this.units
    const x = left + ((right - left) * px) / this.camera.width
    const y = top - ((top - bottom) * py) / this.camera.height
    this.trigger("spot", { x: x * half + center[0], y: y * half + center[1] })
  }

  trace(path) {
    this.lasso = path
    this.invalidate()
  }

  // The lasso is closed: report what is inside.
  circle() {
    const rows = []
    for (let row = 0; row < this.n; row++) {
      if (this.isolated.size && !this.inClass(row)) continue
      if (insidePolygon(...this.pixel(row), this.lasso)) rows.push(row)
    }
    this.lasso = null
    this.select(rows)
  }

  select(rows) {
    this.choice.rows = rows.length ? new Set(rows) : null
    this.trigger("select", { bits: bitsOf(rows, this.n) })
    this.stale.add("colors")
    this.invalidate()
  }

  clear() {
    const something = this.choice.rows || this.isolated.size || this.highlighted().length
    this.choice.rows = null
    this.choice.isolated = new Set()
    if (something) this.trigger("escape", true)
    this.stale.add("colors").add("legend")
    this.invalidate()
  }

  setMode(mode) {
    this.mode = mode
    this.invalidate()
  }

  // --- time ---

  play() {
    this.player.toggle()
    this.invalidate()
  }

  seek(at) {
    this.player.seek(at)
    this.stale.add("places")
    this.invalidate()
  }

  // Moves the points a moment on; true while they are still moving.
  advance(now) {
    const seconds = Math.min(0.1, (now - (this.before ?? now)) / 1000)
    this.before = now
    if (this.timed && this.player.moving) {
      this.player.advance(seconds)
      this.stale.add("places")
    }
    if (!this.stale.has("places") && !this.glide) return false
    if (this.timed) this.player.show(this.shown)
    else this.glideOn(now)
    this.stale.delete("places")
    this.renderer.upload("place", this.shown)
    this.stale.add("points")
    return Boolean(this.glide) || this.player.moving
  }

  glideOn(now) {
    if (!this.glide) return this.shown.set(this.target)
    this.glide.start ??= now
    const share = Math.min(1, (now - this.glide.start) / GLIDE)
    blend(this.glide.from, this.target, ease(share), this.shown)
    if (share === 1) this.glide = null
    return undefined
  }

  // --- drawing ---

  invalidate() {
    if (this.drawing || !this.stage) return
    this.drawing = requestAnimationFrame(now => {
      this.drawing = null
      if (!this.ready) return
      if (this.draw(now)) this.invalidate()
      else this.before = null
    })
  }

  get ready() {
    const colored = (this.paint.codes ?? this.paint.values ?? this.paint.sizes ?? { length: this.n }).length === this.n
    return this.stage && this.target && this.shown && colored && this.stage.field.clientWidth > 0
  }

  draw(now) {
    if (this.film && this.film.head.revision === this.revision) this.addFilm()
    const moving = this.advance(now)
    if (this.stale.delete("legend")) this.stage.showLegend()
    if (this.stale.delete("colors")) this.color()
    this.drawNow()
    this.tell()
    return moving
  }

  // Points are drawn again only if something about them has changed: pointing at them draws the overlay alone.
  drawNow(again = false) {
    const { stage, camera } = this
    stage.root.style.height = `${this.height}px`
    const [width, height, ratio] = stage.fit()
    camera.resize(width, height)
    this.matrix = camera.matrix()
    const looks = [width, height, ratio, ...this.matrix, ...this.state.titles].join()
    if (again || this.stale.delete("points") || looks !== this.looks) this.drawPoints(width, height, ratio)
    this.looks = looks
    this.labelsShown = drawOver(clean(stage.over, ratio), this)
  }

  drawPoints(width, height, ratio) {
    project(this.matrix, this.shown, width, height, this.pixels)
    if (this.dims === 3 || this.stale.delete("order")) {
      this.renderer.upload("order", drawOrder(this.pixels, this.faint, this.dims === 3, this.order))
    }
    this.renderer.draw({ matrix: this.matrix, size: this.size, perspective: this.perspective, ratio,
      pixels: this.pixels, background: this.theme.background, depth: depthRange(this.pixels) })
    drawUnder(clean(this.stage.under, ratio), this)
  }

  // Reflects the state in attributes: for assistive technology, styles and tests.
  tell() {
    const { stage, n, dims } = this
    const { selected, neighbors } = this.chosen()
    stage.showMode(this.mode, dims)
    stage.showPlayer(this.player)
    stage.field.setAttribute("aria-label", `Map of ${n.toLocaleString("en")} points in ${dims}-D. Arrow keys ` +
      `${dims === 3 ? "turn" : "move"} it, plus and minus zoom, 0 resets, Escape clears. Search finds items by name.`)
    stage.say(selected === null ? "" : `${this.label(selected)} selected, ${neighbors.length} neighbors`)
    Object.assign(stage.root.dataset, {
      ready: "yes", revision: this.revision, selected: selected ?? "", neighbors: neighbors.join(" "),
      circled: this.choice.rows?.size ?? "", isolated: [...this.isolated].join(" "),
      step: this.timed ? this.player.step : "", camera: this.camera.save().map(v => v.toFixed(4)).join(" "),
    })
  }

  async download(kind) {
    save(kind === "png" ? await png(this) : svg(this), `map.${kind}`)
  }
}

function clean(canvas, ratio) {
  const context = canvas.getContext("2d")
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, canvas.width, canvas.height)
  return context
}

