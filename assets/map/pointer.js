// @ts-check
// Mouse, pen, touch and keyboard on the map. A click is a press and release less than 4 pixels apart.

import { rectangle } from "./polygon.js"
import { along } from "./walk.js"

/** @import { Spot } from "./polygon.js" */
/** @import { View, Way } from "./view.js" */

const STILL = 4
const STEP = 40
const WHEEL = 0.0016

/** @type {(field: HTMLElement, view: View) => void} */
export function listen(field, view) {
  const gesture = new Gesture(field, view)
  field.addEventListener("pointerdown", event => gesture.down(event))
  field.addEventListener("pointermove", event => gesture.move(event))
  field.addEventListener("pointerup", event => gesture.up(event))
  field.addEventListener("pointercancel", event => gesture.cancel(event))
  field.addEventListener("pointerleave", () => view.hover(null))
  field.addEventListener("dblclick", event => gesture.pick(event) === null && view.resetCamera())
  field.addEventListener("contextmenu", event => event.preventDefault())
  field.addEventListener("wheel", event => wheel(event, field, view), { passive: false })
  field.addEventListener("keydown", event => key(event, view))
}

/**
 * How a press began, and whether it has moved since.
 * @typedef {{ spot: Spot, moved: boolean, shift: boolean, way: Way }} Press
 */

class Gesture {
  /** Where each finger or the mouse is. @type {Map<number, Spot>} */
  pointers = new Map()
  /** @type {Press | null} */
  start = null

  /** @param {HTMLElement} field @param {View} view */
  constructor(field, view) {
    this.field = field
    this.view = view
  }

  /** @param {MouseEvent} event @returns {Spot} */
  spot(event) {
    const { left, top } = this.field.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }

  /** The item there; a finger is less exact than a mouse. @param {MouseEvent} event */
  pick(event) {
    const touch = event instanceof PointerEvent && event.pointerType === "touch"
    return this.view.pick(...this.spot(event), touch ? 14 : 6)
  }

  /** @param {PointerEvent} event */
  down(event) {
    this.view.touch()
    this.field.setPointerCapture(event.pointerId)
    this.pointers.set(event.pointerId, this.spot(event))
    const several = this.pointers.size > 1
    if (several) this.view.lasso = null
    const shift = event.button === 2 || (event.shiftKey && this.view.mode === "move")
    const way = event.shiftKey ? "add" : event.altKey ? "subtract" : "anew"
    this.start = { spot: this.spot(event), moved: several, shift, way }
    this.view.hover(null)
  }

  /** @param {PointerEvent} event */
  move(event) {
    const before = this.pointers.get(event.pointerId)
    const now = this.spot(event)
    if (before && this.start) this.pull(event.pointerId, this.start, before, now)
    else this.view.hover(this.pick(event), now)
  }

  /** @type {(id: number, start: Press, before: Spot, now: Spot) => void} */
  pull(id, start, before, now) {
    const { view } = this
    start.moved ||= distance(start.spot, now) >= STILL
    if (!start.moved) return
    if (this.pointers.size === 2) this.pinch(id, before, now)
    else if (view.mode === "move" || start.shift) this.drag(start, before, now)
    else view.trace(view.mode === "box" ? rectangle(start.spot, now) : [...(view.lasso ?? [start.spot]), now])
    this.pointers.set(id, now)
  }

  /** @type {(start: Press, before: Spot, now: Spot) => void} */
  drag(start, before, now) {
    const [dx, dy] = [now[0] - before[0], now[1] - before[1]]
    if (start.shift) this.view.camera.pan(dx, dy)
    else this.view.camera.turn(dx, dy)
    this.view.moved()
  }

  /** @type {(id: number, before: Spot, now: Spot) => void} */
  pinch(id, before, now) {
    const other = [...this.pointers].find(([key]) => key !== id)?.[1] ?? now
    const { camera } = this.view
    const closer = distance(now, other) / Math.max(1, distance(before, other))
    camera.zoomAt((now[0] + other[0]) / 2, (now[1] + other[1]) / 2, closer)
    camera.pan((now[0] - before[0]) / 2, (now[1] - before[1]) / 2)
    this.view.moved()
  }

  /** @param {PointerEvent} event */
  up(event) {
    const { start, view } = this
    this.pointers.delete(event.pointerId)
    if (!start || this.pointers.size) return
    this.start = null
    if (view.lasso) view.circle(start.way)
    else if (!start.moved && event.button === 0) view.click(this.pick(event), this.spot(event))
  }

  /** @param {PointerEvent} event */
  cancel(event) {
    this.pointers.delete(event.pointerId)
    this.start = null
    this.view.trace(null)
  }
}

/** @type {(a: Spot, b: Spot) => number} */
const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1])

/**
 * The wheel scrolls the page until the map has been clicked, so that nobody gets stuck on it.
 * @type {(event: WheelEvent, field: HTMLElement, view: View) => void}
 */
function wheel(event, field, view) {
  if (!event.ctrlKey && !field.matches(":focus")) {
    view.stage?.hint()
    return
  }
  event.preventDefault()
  const { left, top } = field.getBoundingClientRect()
  const lines = event.deltaMode === 1 ? 16 : 1
  view.camera.zoomAt(event.clientX - left, event.clientY - top, Math.exp(-event.deltaY * lines * WHEEL))
  view.moved()
}

/** With Shift the map moves, without it the keyboard walks. @type {Record<string, Spot>} */
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

/** @type {Record<string, (view: View) => void>} */
const WALKS = {
  PageDown: view => view.walkTo(along(view.n, view.walked, 1, row => view.admits(row))),
  PageUp: view => view.walkTo(along(view.n, view.walked, -1, row => view.admits(row))),
  Enter: view => view.take(),
  " ": view => view.take(),
}

/** @type {Record<string, (view: View) => void>} */
const KEYS = {
  "+": view => view.zoom(1.25),
  "=": view => view.zoom(1.25),
  "-": view => view.zoom(0.8),
  0: view => view.resetCamera(),
  Home: view => view.resetCamera(),
  Escape: view => view.clear(),
}

/** @type {(event: KeyboardEvent, view: View) => void} */
function key(event, view) {
  if (event.ctrlKey || event.metaKey || event.altKey) return
  const arrow = ARROWS[event.key]
  const walk = arrow && !event.shiftKey ? () => view.walk(arrow) : WALKS[event.key]
  const action = arrow ? () => view.camera.turn(-STEP * arrow[0], -STEP * arrow[1]) : KEYS[event.key]
  if (!walk && !action) return
  event.preventDefault()
  if (walk) return walk(view)
  action(view)
  view.moved()
}
