// @ts-check
// The guided tour of a page: a card lights up a control and says what it is for, waits until it was used, and goes on.
// Where a visitor is, is kept in the browser, so that a tour goes on after a reload, or another day.

import { element, icon } from "../map/dom.js"
import { keep, kept } from "./kept.js"
import { placeFirst } from "./skip.js"

/**
 * One stop. at: selectors of its control, of which the first that is in sight counts. named: the button inside of it
 * that bears this name. look: nothing is to be used; it is enough to have read it.
 * @typedef {{ title: string, text: string, at: string, named?: string, look?: boolean }} Stop
 * @typedef {{ stop: number, open: boolean }} Place
 */

const ID = "guide"
const RING = "guide-ring"
export const BUTTON = "guide-button"
const EVERY = 250 // milliseconds between looks at where the control is: Streamlit may draw it anew at any time
const PAUSE = 900 // milliseconds in which what a control did can be seen before the card goes on
const ROOM = 12 // pixels between a control and its card
const SIGN = "M3 13.5V2.5M3 3h8.5l-2 2.75 2 2.75H3"

/** @param {string} pathname @returns {string} */
export const pageOf = pathname => pathname.split("/").pop() || "home"

/**
 * Where a visitor is after something happened. used: the control was used; next and back: the buttons; close: for now.
 * @type {(place: Place, event: "used" | "next" | "back" | "close" | "open", stops: number) => Place}
 */
export function after(place, event, stops) {
  if (event === "open") return { stop: place.stop < stops ? place.stop : 0, open: true }
  if (event === "close") return { ...place, open: false }
  if (event === "back") return { stop: Math.max(0, place.stop - 1), open: true }
  const stop = place.stop + 1
  return { stop, open: stop < stops }
}

/**
 * Where the card stands: below its control, above it, beside it, or in a corner, wherever it is whole.
 * @type {(control: { left: number, top: number, right: number, bottom: number } | null, card: { width: number, height: number },
 *   window: { width: number, height: number }) => { left: number, top: number }}
 */
export function placed(control, card, window) {
  const corner = { left: Math.max(ROOM, window.width - card.width - ROOM), top: Math.max(ROOM, window.height - card.height - ROOM) }
  if (!control) return corner
  const across = Math.max(ROOM, Math.min(control.left, window.width - card.width - ROOM))
  const down = Math.max(ROOM, Math.min(control.top, window.height - card.height - ROOM))
  if (control.bottom + ROOM + card.height <= window.height) return { left: across, top: control.bottom + ROOM }
  if (control.top - ROOM - card.height >= 0) return { left: across, top: control.top - ROOM - card.height }
  if (control.right + ROOM + card.width <= window.width) return { left: control.right + ROOM, top: down }
  if (control.left - ROOM - card.width >= 0) return { left: control.left - ROOM - card.width, top: down }
  return corner
}

/** A click into a field only puts the cursor there; it is used when its text was changed, or sent by Enter. @param {Event} event */
const isCursor = ({ type, target }) => type === "click" && (target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && ["text", "number", "search"].includes(target.type) && target.getAttribute("role") !== "combobox"))

/** The guide of a document: the button, the card, the ring, and the page that they are for. */
class Guide {
  /** @param {Window & typeof globalThis} window */
  constructor(window) {
    this.window = window
    this.page = ""
    /** @type {Stop[]} */
    this.stops = []
    this.advancing = 0
    this.shown = ""
    this.button = element("button", { id: BUTTON, type: "button", hidden: true, title: "Guided tour of this page",
      "aria-label": "Guided tour of this page", onclick: () => this.go(this.place.open ? "close" : "open") }, icon(SIGN))
    this.ring = element("div", { id: RING, hidden: true })
    this.card = element("div", { id: ID, role: "dialog", "aria-label": "Guided tour", hidden: true })
    placeFirst(window.document, this.button, this.card, this.ring)
    for (const type of ["click", "change"]) window.document.addEventListener(type, event => this.saw(event), true)
    window.document.addEventListener("keydown", event => {
      if (event.key === "Enter") this.saw(event)
      if (event.key === "Escape" && this.card.contains(window.document.activeElement)) this.go("close")
    })
    for (const type of ["scroll", "resize"]) window.addEventListener(type, () => this.follow(), { capture: true, passive: true })
    window.setInterval(() => this.follow(), EVERY)
  }

  /** Take the page that is open; toured: the names of those that have a tour. @param {string[]} toured */
  async enter(toured) {
    const page = pageOf(this.window.location.pathname)
    if (page === this.page) return
    this.page = page
    this.stops = []
    this.draw()
    if (!toured.includes(page)) return
    const stops = await (await fetch(new URL(`../guides/${page}.json`, import.meta.url))).json()
    if (page !== this.page) return // the visitor went on meanwhile
    this.stops = stops
    this.draw()
  }

  /** @returns {Place} */
  get place() {
    try {
      const { stop, open } = JSON.parse(kept(`guide-${this.page}`) || "{}")
      return { stop: Number.isInteger(stop) && stop >= 0 ? stop : 0, open: open === true }
    } catch {
      return { stop: 0, open: false } // what another program left there
    }
  }

  set place(place) {
    keep(`guide-${this.page}`, JSON.stringify(place))
  }

  /** @returns {Stop | undefined} */
  get stop() {
    return this.place.open ? this.stops[this.place.stop] : undefined
  }

  /** @param {"used" | "next" | "back" | "close" | "open"} event */
  go(event) {
    this.window.clearTimeout(this.advancing)
    this.advancing = 0
    const had = this.card.contains(this.window.document.activeElement)
    this.place = after(this.place, event, this.stops.length)
    this.draw()
    const control = this.control()
    if (event !== "close" && control) control.scrollIntoView({ block: "nearest" })
    if (event === "open" || (had && this.stop)) this.card.querySelector("button")?.focus({ preventScroll: true })
    else if (had) this.button.focus()
  }

  /** Something was used: was it the control of this stop? @param {Event} event */
  saw(event) {
    const { stop } = this
    const control = stop && !stop.look ? this.control() : null
    if (!control || this.advancing || isCursor(event) || !(event.target instanceof Node) || !control.contains(event.target)) return
    this.card.classList.add("used")
    this.advancing = this.window.setTimeout(() => this.go("used"), PAUSE)
  }

  /** The control of this stop, if it is on the page. @returns {Element | null} */
  control() {
    const { stop } = this
    if (!stop) return null
    const seen = [...this.window.document.querySelectorAll(stop.at)].filter(one => one.getClientRects().length)
    if (!stop.named) return seen[0] ?? null
    const buttons = seen.flatMap(one => [...one.querySelectorAll("button")])
    return buttons.find(one => one.textContent?.trim() === stop.named) ?? null
  }

  /** Card and button as the place says. */
  draw() {
    const { stop, place, stops } = this
    this.button.hidden = !stops.length
    this.button.setAttribute("aria-pressed", String(Boolean(stop)))
    this.button.classList.toggle("begun", place.stop > 0 && place.stop < stops.length)
    this.card.hidden = !stop
    this.card.classList.remove("used")
    if (stop) {
      const last = place.stop === stops.length - 1
      this.card.replaceChildren(
        element("p", { class: "guide-count" }, element("span", {}, `${place.stop + 1} of ${stops.length}`),
          element("button", { type: "button", title: "Leave the tour; it goes on here", "aria-label": "Leave the tour", onclick: () => this.go("close") }, "×")),
        element("div", { "aria-live": "polite" }, element("h2", {}, stop.title), element("p", {}, stop.text),
          element("p", { class: "guide-absent" }, "It is not in sight at the moment: skip this stop, or come back to it.")),
        element("p", { class: "guide-ways" },
          element("button", { type: "button", disabled: place.stop === 0, onclick: () => this.go("back") }, "Back"),
          element("button", { type: "button", class: stop.look ? "guide-next" : "", onclick: () => this.go("next") },
            last ? "Finish" : stop.look ? "Next" : "Skip")))
    }
    this.follow()
  }

  /** Ring and card go where the control is. */
  follow() {
    const { stop, window } = this
    this.ring.hidden = true
    if (!stop) return
    const control = this.control()
    const at = control?.getBoundingClientRect() ?? null
    this.card.classList.toggle("absent", !at)
    if (at) {
      this.ring.hidden = false
      Object.assign(this.ring.style, { left: `${at.left - 4}px`, top: `${at.top - 4}px`, width: `${at.width + 8}px`, height: `${at.height + 8}px` })
    }
    const room = { width: window.innerWidth, height: window.innerHeight }
    const { left, top } = placed(at, { width: this.card.offsetWidth, height: this.card.offsetHeight }, room)
    Object.assign(this.card.style, { left: `${left}px`, top: `${top}px` })
  }
}

/** Once for a window; then for each page. @param {Window & typeof globalThis & { guide?: Guide }} window @param {string[]} toured */
export function guide(window, toured) {
  window.guide ??= new Guide(window)
  return window.guide.enter(toured)
}
