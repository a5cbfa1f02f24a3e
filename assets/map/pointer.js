// Mouse, pen, touch and keyboard on the map. A click is a press and release less than 4 pixels apart.

const STILL = 4
const STEP = 40
const WHEEL = 0.0016

export function listen(field, view) {
  const gesture = new Gesture(field, view)
  const on = (name, handler, options) => field.addEventListener(name, handler, options)
  on("pointerdown", event => gesture.down(event))
  on("pointermove", event => gesture.move(event))
  on("pointerup", event => gesture.up(event))
  on("pointercancel", event => gesture.cancel(event))
  on("pointerleave", () => view.hover(null))
  on("dblclick", event => gesture.pick(event) === null && view.resetCamera())
  on("contextmenu", event => event.preventDefault())
  on("wheel", event => wheel(event, field, view), { passive: false })
  on("keydown", event => key(event, view))
}

class Gesture {
  constructor(field, view) {
    Object.assign(this, { field, view, pointers: new Map(), start: null })
  }

  spot(event) {
    const { left, top } = this.field.getBoundingClientRect()
    return [event.clientX - left, event.clientY - top]
  }

  pick(event) {
    return this.view.pick(...this.spot(event), event.pointerType === "touch" ? 14 : 6)
  }

  down(event) {
    this.field.setPointerCapture(event.pointerId)
    this.pointers.set(event.pointerId, this.spot(event))
    if (this.pointers.size > 1) this.view.lasso = null
    this.start = { spot: this.spot(event), moved: this.pointers.size > 1, shift: event.shiftKey || event.button === 2 }
    this.view.hover(null)
  }

  move(event) {
    const before = this.pointers.get(event.pointerId)
    const now = this.spot(event)
    if (!before) return this.view.hover(this.pick(event), now)
    const { start, view } = this
    start.moved ||= distance(start.spot, now) >= STILL
    if (!start.moved) return undefined
    if (this.pointers.size === 2) this.pinch(event.pointerId, before, now)
    else if (view.mode === "move" || start.shift) this.drag(before, now)
    else view.trace(view.mode === "box" ? corners(start.spot, now) : [...(view.lasso ?? [start.spot]), now])
    return this.pointers.set(event.pointerId, now)
  }

  drag(before, now) {
    const [dx, dy] = [now[0] - before[0], now[1] - before[1]]
    if (this.start.shift) this.view.camera.pan(dx, dy)
    else this.view.camera.turn(dx, dy)
    this.view.moved()
  }

  pinch(id, before, now) {
    const other = [...this.pointers].find(([key]) => key !== id)[1]
    const middle = [(now[0] + other[0]) / 2, (now[1] + other[1]) / 2]
    this.view.camera.zoomAt(...middle, distance(now, other) / Math.max(1, distance(before, other)))
    this.view.camera.pan((now[0] - before[0]) / 2, (now[1] - before[1]) / 2)
    this.view.moved()
  }

  up(event) {
    const { start, view } = this
    this.pointers.delete(event.pointerId)
    if (!start || this.pointers.size) return
    this.start = null
    if (view.lasso) view.circle()
    else if (!start.moved && event.button === 0) view.click(this.pick(event), this.spot(event))
  }

  cancel(event) {
    this.pointers.delete(event.pointerId)
    this.start = null
    this.view.trace(null)
  }
}

const distance = (a, b) => Math.hypot(a[0] - b[0], a[1] - b[1])

const corners = ([x0, y0], [x1, y1]) => [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]

// The wheel scrolls the page until the map has been clicked, so that nobody gets stuck on it.
function wheel(event, field, view) {
  if (!event.ctrlKey && !field.matches(":focus")) return view.stage.hint()
  event.preventDefault()
  const { left, top } = field.getBoundingClientRect()
  const lines = event.deltaMode === 1 ? 16 : 1
  view.camera.zoomAt(event.clientX - left, event.clientY - top, Math.exp(-event.deltaY * lines * WHEEL))
  return view.moved()
}

const KEYS = {
  ArrowLeft: view => view.camera.turn(STEP, 0),
  ArrowRight: view => view.camera.turn(-STEP, 0),
  ArrowUp: view => view.camera.turn(0, STEP),
  ArrowDown: view => view.camera.turn(0, -STEP),
  "+": view => view.zoom(1.25),
  "=": view => view.zoom(1.25),
  "-": view => view.zoom(0.8),
  0: view => view.resetCamera(),
  Home: view => view.resetCamera(),
  Escape: view => view.clear(),
}

function key(event, view) {
  const action = KEYS[event.key]
  if (!action || event.ctrlKey || event.metaKey || event.altKey) return
  event.preventDefault()
  action(view)
  view.moved()
}

// Even-odd rule.
export function insidePolygon(x, y, polygon) {
  let inside = false
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [[xi, yi], [xj, yj]] = [polygon[i], polygon[j]]
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}
