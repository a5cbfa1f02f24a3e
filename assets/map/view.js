// @ts-check
// A map on the page: receives the parts, reacts to the user, tells Python what the user did.

import { appear, vanish } from "./address.js"
import { flagsOf, packBits } from "./bits.js"
import { Flat, Orbit } from "./camera.js"
import { png, save, svg } from "./download.js"
import { Drawing } from "./drawing.js"
import { calm } from "./places.js"
import { rowsInside } from "./polygon.js"
import { Stage } from "./stage.js"
import { readTheme } from "./theme.js"
import { ahead } from "./walk.js"

/** @import { Arrays, Head } from "./packet.js" */
/** @import { Spot } from "./polygon.js" */
/** @import { Mode } from "./stage.js" */

/** What a lasso does to what is circled already. @typedef {"anew" | "add" | "subtract"} Way */

/** Sends an event to Python. @typedef {(name: string, value: unknown) => void} Trigger */

/** @type {(head: Head) => string} */
const identity = head => head.digest ?? JSON.stringify(head)

export class View extends Drawing {
  /** What is shown of each part, or on its way. @type {Map<Head["part"], string>} */
  digests = new Map()
  /** Streamlit's element of each part. @type {Map<Head["part"], Node>} */
  owners = new Map()
  /** @type {Trigger} */
  trigger = () => {}
  /** All maps on the page. @type {() => Iterable<View>} */
  peers = () => []
  keeping = 0 // timer
  /** The picture that was first seen beside those that are linked to it. @type {string | null} */
  begun = null

  // --- parts ---

  /** @param {Head} head */
  wants(head) {
    return this.digests.get(head.part) !== identity(head)
  }

  /** @param {Head} head */
  expect(head) {
    this.digests.set(head.part, identity(head))
  }

  get empty() {
    return this.digests.size === 0
  }

  /** @param {Head["part"]} part */
  drop(part) {
    this.digests.delete(part)
    if (part === "edges") this.setEdges({ counts: [], palette: [] }, { ends: new Int32Array() })
    if (part === "cards") this.cards = []
    if (part === "regions") this.named = { layer: 0, regions: [] }
    if (part === "frames") {
      this.player.reset()
      this.stale.add("places").add("colors")
    }
    if (part === "tour") {
      Object.assign(this, { ticket: null, tour: null })
      this.stale.add("places")
    }
    this.invalidate()
  }

  /** arrays: those of the part; the state has none. @type {(head: Head, arrays: Arrays) => void} */
  set(head, arrays) {
    if (head.part === "points") this.setPoints(head, arrays)
    else if (head.part === "names") this.setNames(arrays)
    else if (head.part === "paint") this.setPaint(head, arrays)
    else if (head.part === "frames") this.setFrames(head, arrays)
    else if (head.part === "edges") this.setEdges(head, arrays)
    else if (head.part === "thumbs") this.setThumbs(head, arrays)
    else if (head.part === "cards") this.setCards(arrays)
    else if (head.part === "regions") this.named = head
    else if (head.part === "tour") this.setTour(head, arrays)
    else this.setState(head)
    this.invalidate()
  }

  // --- where it is shown ---

  /** @type {(parent: ParentNode, trigger: Trigger) => void} */
  attach(parent, trigger) {
    this.trigger = trigger
    const root = /** @type {HTMLElement} */ (parent.querySelector(".map"))
    if (this.stage?.root !== root) this.open(root)
    appear(this.key)
    this.takeTheme()
  }

  /** Look as the page around does. */
  takeTheme() {
    if (!this.stage) return
    this.theme = readTheme(this.stage.root)
    this.stale.add("colors").add("legend")
    this.invalidate()
  }

  /** @param {HTMLElement & { embeddingMap?: View }} root */
  open(root) {
    this.stage?.dispose()
    const style = document.createElement("link")
    Object.assign(style, { rel: "stylesheet", href: new URL("./map.css", import.meta.url).href })
    style.addEventListener("load", () => this.invalidate())
    root.before(style)
    root.embeddingMap = this
    this.stage = new Stage(root, this)
    this.stale.add("places").add("edges")
  }

  /** @param {Node} parent */
  detach(parent) {
    if (!this.stage || !parent.contains(this.stage.root)) return
    this.stage.dispose()
    this.stage = null
    vanish(this.key)
    this.digests.delete("points")
    this.shown = new Float32Array()
  }

  /** @override @type {(stage: Stage, now: number) => void} */
  draw(stage, now) {
    super.draw(stage, now)
    const others = this.linked()
    if (this.begun === this.revision || !others.length || !others.every(other => other.sized)) return
    this.begun = this.revision
    this.beginWith(others)
  }

  // --- camera ---

  moved() {
    this.turned()
    for (const other of this.linked()) other.lookWhere(this)
  }

  /** Begin with one view that holds what each of the linked maps would show by itself. @param {View[]} others */
  beginWith(others) {
    const { camera, units } = this
    if (camera instanceof Flat) {
      const seen = [this, ...others].map(view => view.window())
      const [left, bottom] = [0, 2].map(edge => Math.min(...seen.map(window => window[edge])))
      const [right, top] = [1, 3].map(edge => Math.max(...seen.map(window => window[edge])))
      const [own] = seen
      const closer = Math.min((own[1] - own[0]) / (right - left), (own[3] - own[2]) / (top - bottom))
      const [x, y] = [(left + right) / 2, (bottom + top) / 2].map((value, axis) => (value - units.center[axis]) / units.half)
      const { near } = camera
      camera.restore([x, y, camera.zoom * closer])
      camera.near = near
      this.turned()
    }
    for (const other of others) other.lookWhere(this)
  }

  /** Left, right, bottom and top edges of what a flat map shows, in units of the data. */
  window() {
    const { camera, units } = this
    const edges = camera instanceof Flat ? camera.window() : []
    return edges.map((edge, i) => edge * units.half + units.center[i < 2 ? 0 : 1])
  }

  /** The maps that show what is pointed at here, and look where this one does. */
  linked() {
    const { group, linked } = this.state
    return linked && group ? [...this.peers()].filter(other => other !== this && other.state.linked && other.state.group === group) : []
  }

  /** Whether it was drawn, so that its camera knows how large the picture is. */
  get sized() {
    return this.camera.width > 1
  }

  /** Look where another map of the same units looks, at the same scale. @param {View} view */
  lookWhere(view) {
    const { units, camera } = view
    const ratio = units.half / this.units.half
    /** @param {number[]} place */
    const here = place => place.map((value, axis) => value * ratio + (units.center[axis] - this.units.center[axis]) / this.units.half)
    if (!this.sized) return
    if (camera instanceof Flat && this.camera instanceof Flat) {
      const [x, y] = here([camera.x, camera.y])
      this.camera.restore([x, y, camera.scale / ratio / this.camera.unit])
    } else if (camera instanceof Orbit && this.camera instanceof Orbit) {
      this.camera.restore([camera.yaw, camera.pitch, camera.away * ratio, ...here(camera.target)])
    } else return
    this.turned()
  }

  turned() {
    this.rock.stop()
    this.hurried = true
    clearTimeout(this.keeping)
    this.keeping = setTimeout(() => {
      this.keep(this.camera.save())
      this.rest()
    }, 150)
    this.stage?.showCard(null)
    this.hovered = null
    this.invalidate()
  }

  /** @param {number} factor */
  zoom(factor) {
    this.camera.zoomAt(this.camera.width / 2, this.camera.height / 2, factor)
    this.moved()
  }

  resetCamera() {
    for (const view of [this, ...this.linked()]) view.lookAtAll()
  }

  lookAtAll() {
    this.camera.reset()
    this.turned()
    clearTimeout(this.keeping)
    this.keep(null)
    this.rest()
  }

  /**
   * For tests and for the console: where on the page an item is, in CSS pixels.
   * @type {(row: number) => Spot | null}
   */
  where(row) {
    if (!this.stage) return null
    const { left, top } = this.stage.field.getBoundingClientRect()
    const [x, y] = this.pixel(row)
    return [left + x, top + y]
  }

  // --- what the user does ---

  /**
   * Show one class alone, or all if it already is. add: keep those that are.
   * @type {(code: number, add: boolean) => void}
   */
  isolate(code, add) {
    const only = this.isolated.size === 1 && this.isolated.has(code)
    const next = new Set(add ? this.isolated : [])
    if (only || (add && next.has(code))) next.delete(code)
    else next.add(code)
    this.choice.isolated = next
    this.stale.add("colors").add("legend")
    this.invalidate()
    this.lead()
  }

  /** Show all classes of the legend, or the first ones alone. */
  unfold() {
    this.legendOpen = !this.legendOpen
    this.stale.add("legend")
    this.invalidate()
  }

  /** Let the other maps of the group show what is circled and isolated here. */
  lead() {
    if (!this.state.group) return
    for (const other of this.peers()) if (other !== this && other.state.group === this.state.group) other.follow(this)
  }

  /** A class of other colors is shown as its items, circled. @param {View} view */
  follow(view) {
    const { choice, isolated } = view
    const alike = choice.classes === this.choice.classes
    const shown = Array.from({ length: view.n }, (_, row) => row).filter(
      row => (!choice.rows || choice.rows.has(row)) && (alike || view.admits(row)))
    const some = choice.rows || (!alike && isolated.size)
    this.choice.rows = some ? new Set(shown.filter(row => row < this.n)) : null
    this.choice.isolated = alike ? new Set(isolated) : new Set()
    this.stale.add("colors").add("legend")
    this.invalidate()
  }

  /** @type {(row: number | null, spot?: Spot) => void} */
  hover(row, spot) {
    for (const other of this.linked()) other.point(row)
    this.point(row, spot)
  }

  /** Show the card of an item, by default where it is. @type {(row: number | null, spot?: Spot) => void} */
  point(row, spot) {
    const shown = row !== null && row < this.n ? row : null
    if (this.hovered !== shown) this.invalidate()
    this.hovered = shown
    this.stage?.showCard(shown, spot ?? (shown === null ? undefined : this.pixel(shown)))
  }

  /** Goes to the nearest point in a direction, from where the keyboard is or from what is chosen. @param {Spot} arrow */
  walk(arrow) {
    const from = this.walked ?? this.chosen().selected
    const { width, height } = this.camera
    const spot = from === null ? /** @type {Spot} */ ([width / 2, height / 2]) : this.pixel(from)
    const inside = /** @param {number} row */ row => row !== from && this.admits(row) && this.isInside(this.pixel(row))
    this.walkTo(ahead(this.pixels, [spot[0], spot[1]], arrow, inside) ?? from)
  }

  /** @param {Spot} pixel */
  isInside([x, y]) {
    return x >= 0 && y >= 0 && x <= this.camera.width && y <= this.camera.height
  }

  /** The keyboard is at an item: its card shows it, and the status says it. @param {number | null} row */
  walkTo(row) {
    this.walked = row
    if (row === null) return this.hover(null)
    const [x, y] = this.pixel(row)
    this.hover(row, [x, y])
  }

  /** Chooses where the keyboard is. */
  take() {
    if (this.walked === null) return
    this.hover(null)
    this.click(this.walked, this.pixel(this.walked))
  }

  /** A click beside the points drops the selection. @type {(row: number | null, spot: Spot) => void} */
  click(row, spot) {
    if (row !== null) {
      this.pending = row
      this.trigger("click", { row })
      this.invalidate()
    } else if (this.state.spots && this.camera instanceof Flat) this.spot(this.camera.at(...spot))
    else if (this.choice.rows) this.select([])
  }

  /** A click on the ground, told in the units of the coordinates. @param {Spot} place in map units */
  spot([x, y]) {
    const { half, center } = this.units
    this.trigger("spot", { x: x * half + center[0], y: y * half + center[1] })
  }

  /** @param {Spot[] | null} path */
  trace(path) {
    this.lasso = path
    this.invalidate()
  }

  /** The lasso is closed: what is inside is circled, or added to what is, or taken out of it. @param {Way} way */
  circle(way) {
    const inside = rowsInside(this.pixels, this.lasso ?? [], row => this.admits(row))
    this.lasso = null
    const before = way === "anew" ? [] : [...(this.choice.rows ?? [])]
    const rows = new Set(way === "subtract" ? before : [...before, ...inside])
    if (way === "subtract") for (const row of inside) rows.delete(row)
    this.select([...rows].sort((a, b) => a - b))
  }

  /** @param {number[]} rows */
  select(rows) {
    this.choice.rows = rows.length ? new Set(rows) : null
    this.trigger("select", { bits: packBits(flagsOf(rows, this.n)), n: this.n })
    this.stale.add("colors").add("legend")
    this.invalidate()
    this.lead()
  }

  clear() {
    this.walked = null
    const something = this.choice.rows || this.isolated.size || this.highlighted().length
    this.choice.rows = null
    this.choice.isolated = new Set()
    if (something) this.trigger("escape", true)
    this.stale.add("colors").add("legend")
    this.invalidate()
    this.lead()
  }

  /** @param {Mode} mode */
  setMode(mode) {
    this.mode = mode
    this.invalidate()
  }

  play() {
    this.player.toggle()
    this.invalidate()
  }

  /** @param {number} at */
  seek(at) {
    this.player.seek(at)
    this.stale.add("places")
    this.invalidate()
  }

  // --- tour and rocking ---

  playTour() {
    this.touring?.toggle()
    this.rest()
  }

  /** @param {number} dims */
  limitTour(dims) {
    this.touring?.limit(dims)
    this.invalidate()
  }

  /** @param {number} speed radians a second */
  paceTour(speed) {
    if (this.touring) this.touring.speed = speed
    this.invalidate()
  }

  /** Rocks a map in space until it is asked to rest, or touched. */
  rockOrRest() {
    if (!calm()) this.rock.toggle()
    this.rest()
  }

  /** A hand is on the map. */
  touch() {
    if (!this.rock.on) return
    this.rock.stop()
    this.rest()
  }

  /** @param {"png" | "svg"} kind */
  async download(kind) {
    if (!this.stage) return
    if (kind === "png") this.drawNow(this.stage, true)
    save(kind === "png" ? await png(this, this.stage) : svg(this), `map.${kind}`)
  }
}
