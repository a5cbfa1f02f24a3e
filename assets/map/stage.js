// @ts-check
// The map's elements: bar with legend and tools, the field with its canvases and hover card, the player.

import { element, icon, isOpenAbove } from "./dom.js"
import { legend } from "./legend.js"
import { listen } from "./pointer.js"
import { calm } from "./places.js"
import { pointsRenderer } from "./points.js"
import { keepStop, rove } from "./roving.js"
import { Timeline } from "./timeline.js"
import { TourBar } from "./tourbar.js"

/** @import { Spot } from "./polygon.js" */
/** @import { View } from "./view.js" */

/** What dragging does. @typedef {"move" | "lasso" | "box"} Mode */

const ICONS = {
  move: "M8 1.5v13M1.5 8h13M8 1.5 6 3.5M8 1.5l2 2M8 14.5l-2-2M8 14.5l2-2M1.5 8l2-2M1.5 8l2 2M14.5 8l-2-2M14.5 8l-2 2",
  rock: "M2.5 6.5a7 7 0 0 0 11 0M2.5 10V6.5H6M13.5 10V6.5H10",
  turn: "M13.5 8A5.5 5.5 0 1 1 11.6 3.8M11.8 1v3h-3",
  lasso: "M8 2.5c3.4 0 6 1.6 6 3.8s-2.6 3.9-6 3.9-6-1.7-6-3.9 2.6-3.8 6-3.8M5 9.8c-1.6.6-1.4 2.6.2 2.6 1.3 0 1.4 1 .6 2.1",
  box: "M2.5 2.5h2.2M7 2.5h2.2M11.3 2.5h2.2v2.2M13.5 7v2.2M13.5 11.3v2.2h-2.2M9 13.5H6.8M4.7 13.5H2.5v-2.2M2.5 9V6.8M2.5 4.7V2.5",
  closer: "M8 3v10M3 8h10",
  farther: "M3 8h10",
  reset: "M3 8a5 5 0 1 0 1.5-3.5M3 2.5v3h3M8 7.2v1.6M7.2 8h1.6",
  full: "M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10",
  save: "M8 2v8M4.8 7 8 10.2 11.2 7M2.5 13.5h11",
}

const FULL = "map-full"
const BESIDE = 206 // pixels above and below a map on its page: menu, title, toolbar, tabs
const BESIDE_FULL = 70
const SHEET = 0.38 // share of a narrow screen that the inspector takes from a map that fills it (page.css)
const NARROW = 640
const [BAR, PLAYER] = [32, 32] // pixels of legend and tools, and of the player
const [LEAST, MOST] = [420, 1100]
const UPRIGHT = [480, 0.9] // a map may be as high as this, or this share of its width: below it stand the neighbors
const LEAST_ASKED = 330

export class Stage {
  under = element("canvas")
  points = element("canvas")
  over = element("canvas")
  legend = element("div", { class: "legend" })
  card = element("div", { class: "card", hidden: true })
  note = element("div", { class: "hint", hidden: true }, "Click the map or hold Ctrl to zoom with the wheel")
  strays
  status = element("div", { class: "status", "aria-live": "polite" })
  field = element("div", { class: "field", tabindex: "0", role: "application" })
  fading = 0
  resized = () => this.view.invalidate()
  retyped = () => this.view.takeTheme()
  /** @param {KeyboardEvent} event */
  leaveFull = event => {
    if (event.key === "Escape" && document.documentElement.classList.contains(FULL) && !isOpenAbove(document)) this.toggleFull()
  }

  /** @param {HTMLElement} root @param {View} view */
  constructor(root, view) {
    this.root = root
    this.view = view
    this.strays = element("button", { type: "button", class: "strays", hidden: true, onclick: () => view.resetCamera(),
      onpointerdown: event => event.stopPropagation(), onkeydown: event => event.stopPropagation() })
    this.field.append(this.under, this.points, this.over, this.card, this.note, this.strays)
    this.tools = element("div", { class: "tools", role: "toolbar", "aria-label": "Map tools" }, ...this.buttons())
    this.timeline = new Timeline(view)
    this.tourbar = new TourBar(view)
    const bar = element("div", { class: "bar" }, this.legend, this.tools)
    root.replaceChildren(bar, this.field, this.timeline.root, this.tourbar.root, this.status)
    listen(this.field, view)
    for (const row of [this.legend, this.tools]) rove(row)
    this.observer = new ResizeObserver(() => {
      view.stale.add("legend")
      view.invalidate()
    })
    this.observer.observe(this.field)
    window.addEventListener("resize", this.resized)
    window.addEventListener("typechange", this.retyped)
    document.addEventListener("keydown", this.leaveFull, true)
    this.renderer = pointsRenderer(this.points)
    this.points.addEventListener("webglcontextlost", event => event.preventDefault())
    this.points.addEventListener("webglcontextrestored", () => this.rebuild())
  }

  rebuild() {
    this.renderer.build()
    this.view.restart()
  }

  dispose() {
    this.observer.disconnect()
    window.removeEventListener("resize", this.resized)
    window.removeEventListener("typechange", this.retyped)
    document.removeEventListener("keydown", this.leaveFull, true)
    document.documentElement.classList.remove(FULL)
    this.renderer.dispose()
    this.root.replaceChildren()
  }

  buttons() {
    const { view } = this
    /** @type {(name: keyof typeof ICONS, label: string, action: () => void, more?: string) => HTMLElement} */
    const tool = (name, label, action, more = "") =>
      element("button", { type: "button", "data-tool": name, "aria-label": label, title: label + more, onclick: action },
        icon(ICONS[name]))
    /** @type {(name: Mode, label: string) => HTMLElement} */
    const mode = (name, label) => tool(name, label, () => view.setMode(name), name === "move" ? "" : "; Shift adds, Alt takes out")
    /** @type {(kind: "png" | "svg") => HTMLElement} */
    const save = kind =>
      element("button", { type: "button", "data-tool": kind, "aria-label": `Download as ${kind.toUpperCase()}`,
        title: `Download as ${kind.toUpperCase()}`, class: "wide", onclick: () => view.download(kind) },
      icon(ICONS.save), kind.toUpperCase())
    return [
      mode("move", "Move the map by dragging"),
      mode("lasso", "Select with a lasso"),
      mode("box", "Select with a box"),
      tool("rock", "Rock the map slowly to and fro", () => view.rockOrRest(), "; a touch stops it"),
      element("span", { class: "gap" }),
      tool("closer", "Zoom in", () => view.zoom(1.4)),
      tool("farther", "Zoom out", () => view.zoom(1 / 1.4)),
      tool("reset", "Reset the view", () => view.resetCamera()),
      element("span", { class: "gap" }),
      save("png"),
      save("svg"),
      tool("full", "Full screen (Escape leaves it)", () => this.toggleFull()),
    ]
  }

  /**
   * The height that the page asks for is that of the field with its bar, so that two pictures side by side are equal
   * though one of them has a player; without one (0) the map with all of it has what the window has.
   * @param {number} height CSS pixels
   */
  take(height) {
    const asked = height && this.asked(height)
    this.root.style.height = asked ? "auto" : `${this.room()}px`
    Object.assign(this.field.style, { flex: asked ? "none" : "", height: asked ? `${asked - BAR}px` : "" })
  }

  /** Of such a height what fits the width: one that is higher than wide would be half empty. @param {number} height */
  asked(height) {
    const upright = Math.max(LEAST_ASKED, this.root.clientWidth + BAR)
    return Math.min(upright, this.isFull() ? this.room() - PLAYER : height)
  }

  /** The height that the window has for a map that says none, in CSS pixels: all of it but what stands above and below. */
  room() {
    if (this.isFull()) return innerHeight - BESIDE_FULL - (innerWidth > NARROW ? 0 : Math.round(SHEET * innerHeight))
    const upright = Math.max(UPRIGHT[0], Math.round(UPRIGHT[1] * this.root.clientWidth))
    return Math.min(MOST, Math.max(LEAST, Math.min(upright, innerHeight - BESIDE)))
  }

  /** Whether it is one of the maps that fill the screen: those of the explorer (page.css). */
  isFull() {
    if (!document.documentElement.classList.contains(FULL)) return false
    const root = this.root.getRootNode()
    const inside = root instanceof ShadowRoot ? root.host : this.root
    return inside.closest(".st-key-explorer") !== null
  }

  /** The map and what is beside it take the window, or leave it. */
  toggleFull() {
    const full = document.documentElement.classList.toggle(FULL)
    this.tool("full").setAttribute("aria-pressed", String(full))
    this.view.invalidate()
  }

  /** Size in CSS pixels and the screen's pixels for each; the canvases follow the screen's own resolution. */
  fit() {
    const [width, height] = [this.field.clientWidth, this.field.clientHeight]
    const ratio = Math.min(window.devicePixelRatio || 1, 2.5)
    for (const canvas of [this.under, this.points, this.over]) {
      const [w, h] = [Math.round(width * ratio), Math.round(height * ratio)]
      if (canvas.width !== w || canvas.height !== h) Object.assign(canvas, { width: w, height: h })
    }
    return { width, height, ratio }
  }

  /** @type {(mode: Mode, dims: number) => void} */
  showMode(mode, dims) {
    this.field.dataset.mode = mode
    for (const name of ["move", "lasso", "box"]) this.tool(name).setAttribute("aria-pressed", String(name === mode))
    const move = this.tool("move")
    const label = dims === 3 ? "Turn the map by dragging (Shift: move it)" : "Move the map by dragging"
    if (move.title !== label) {
      move.replaceChildren(icon(dims === 3 ? ICONS.turn : ICONS.move))
      Object.assign(move, { title: label, ariaLabel: label })
    }
  }

  /** Offered in space, unless the system asks for less motion. @type {(on: boolean, dims: number) => void} */
  showRock(on, dims) {
    const rock = this.tool("rock")
    rock.hidden = dims !== 3 || calm()
    rock.setAttribute("aria-pressed", String(on))
    keepStop(this.tools)
  }

  /** A button of the toolbar. @param {string} name */
  tool(name) {
    return /** @type {HTMLElement} */ (this.tools.querySelector(`[data-tool=${name}]`))
  }

  showLegend() {
    legend(this.legend, this.view)
  }

  /** The points outside the view that the map opened with: how many, and a way to see them. @param {number} count */
  showStrays(count) {
    this.strays.hidden = count === 0
    const text = `${count.toLocaleString("en")} ${count === 1 ? "point" : "points"} farther out: show all`
    if (count && this.strays.textContent !== text) this.strays.textContent = text
  }

  /** The hover card of an item, beside the pointer; null hides it. @param {number | null} row @param {Spot} [spot] */
  showCard(row, spot = [0, 0]) {
    const { card, view } = this
    card.hidden = row === null
    this.field.dataset.over = row === null ? "" : "point"
    if (row === null) return
    const note = view.paint.note(row)
    const title = element("div", { class: "name", dir: "auto" }, view.label(row))
    const chosen = (view.cards[row] ?? "").split(" · ").filter(Boolean)
    const repeated = note && chosen.some(line => line.startsWith(`${note[0]} `))
    const told = note && !repeated ? [note[0] ? note.join(": ") : note[1], ...chosen] : chosen
    const lines = told.map(line => element("div", { class: "note", dir: "auto" }, line))
    const picture = view.sprites?.has(row) ? [view.sprites.element(row, 84)] : []
    card.replaceChildren(...picture, title, ...lines)
    this.placeCard(spot)
  }

  /** @param {Spot} spot */
  placeCard([x, y]) {
    const { card } = this
    const { width, height } = this.view.camera
    const left = x + 14 + card.offsetWidth > width ? x - 14 - card.offsetWidth : x + 14
    const top = y + 14 + card.offsetHeight > height ? y - 10 - card.offsetHeight : y + 14
    card.style.transform = `translate(${Math.max(2, left)}px, ${Math.max(2, top)}px)`
  }

  hint() {
    this.note.hidden = false
    clearTimeout(this.fading)
    this.fading = setTimeout(() => { this.note.hidden = true }, 1600)
  }

  /** @param {string} text */
  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text
  }
}
