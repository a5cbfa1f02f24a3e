// @ts-check
// Classes as buttons that isolate (Ctrl or Shift adds one), with their counts, or the ramp with its ends. Many classes
// fold to two lines.

import { css } from "./colors.js"
import { element } from "./dom.js"
import { number } from "./paint.js"
import { keepStop } from "./roving.js"

/** @import { View } from "./view.js" */

const FOLDED = 12 // classes shown at first
const FEWEST = 3 // which are shown in any case
const COLOR = /^#[0-9a-f]{6}$/i

/** @param {number} count */
const short = count => count.toLocaleString("en")

/** @type {(place: HTMLElement, view: View) => void} */
export function legend(place, view) {
  const focused = focusedChild(place)
  const folds = place.children[focused]?.classList.contains("fold")
  place.replaceChildren(...content(view))
  place.classList.toggle("open", view.legendOpen)
  if (!view.legendOpen) fit(place, view)
  name(place)
  const again = /** @type {HTMLElement | null | undefined} */ (folds ? place.querySelector(".fold") : place.children[focused])
  again?.focus()
  keepStop(place)
}

/** Classes that two lines (map.css) have no room for are behind the last button. @type {(place: HTMLElement, view: View) => void} */
function fit(place, view) {
  const shown = [...place.querySelectorAll(".class")]
  while (place.scrollHeight > place.clientHeight + 1 && shown.length > FEWEST) {
    shown.pop()?.remove()
    if (!place.querySelector(".fold")) place.append(folding(view))
  }
}

/** Classes are a row of buttons, a ramp is none. @param {HTMLElement} place */
function name(place) {
  const roved = { role: "toolbar", "aria-label": "Classes" }
  for (const [attribute, value] of Object.entries(roved)) {
    if (place.querySelector("button")) place.setAttribute(attribute, value)
    else place.removeAttribute(attribute)
  }
}

/** Index of the child that has the focus, or -1. @param {HTMLElement} place */
function focusedChild(place) {
  const root = /** @type {Document | ShadowRoot} */ (place.getRootNode())
  return [...place.children].findIndex(child => child === root.activeElement)
}

/** @type {(view: View) => HTMLElement[]} */
function content(view) {
  const { kind, title } = view.paint.header
  if (kind === "plain") return []
  const head = title ? [element("span", { class: "title", dir: "auto" }, title)] : []
  if (kind === "classes" && ownColors(view.paint.names)) return [...head, element("span", { class: "text" }, "each its own")]
  if (kind === "ramp") return [...head, ...ramp(view)]
  if (view.legendOpen) return [...head, folding(view), ...classes(view)]
  return [...head, ...classes(view), ...(view.paint.names.length > FOLDED ? [folding(view)] : [])]
}

/** Whether the classes are many colors (#rrggbb), whose names say nothing. @param {string[]} names */
const ownColors = names => names.length > FOLDED && names.every(name => COLOR.test(name))

/** A button that shows all classes, and folds them again. @param {View} view */
function folding(view) {
  const label = view.legendOpen ? "Fold" : `All ${view.paint.names.length}`
  return element("button", { type: "button", class: "fold", "aria-expanded": String(view.legendOpen),
    title: view.legendOpen ? "Show the first classes alone" : "Show all classes",
    onclick: () => view.unfold() }, label)
}

/** @param {View} view */
function classes(view) {
  const palette = view.paint.palette(view.theme)
  const within = view.countsWithin()
  const shown = view.legendOpen ? view.paint.names : view.paint.names.slice(0, FOLDED)
  return shown.map((name, code) => {
    const count = view.paint.counts[code]
    const told = within ? `${short(within[code])} / ${short(count)}` : short(count)
    const pressed = view.isolated.has(code)
    const swatch = element("span", { class: "swatch", style: `background:${css(palette[code])}` })
    return element(
      "button",
      {
        type: "button",
        class: view.isolated.size && !pressed ? "class quiet" : "class",
        "aria-pressed": String(pressed),
        title: `${name}: ${count.toLocaleString("en")} items. Click to show only these, Ctrl-click to add.`,
        onclick: event => view.isolate(code, event.ctrlKey || event.metaKey || event.shiftKey),
      },
      swatch,
      element("span", { class: "text", dir: "auto" }, name),
      element("span", { class: "count" }, told),
    )
  })
}

/** @param {View} view */
function ramp({ paint, theme }) {
  const [low, high] = paint.range
  const colors = paint.palette(theme).map(color => css(color)).join(",")
  const logarithmic = paint.header.kind === "ramp" && paint.header.log
  return [
    element("span", { class: "number" }, number(low)),
    element("span", { class: "ramp", style: `background:linear-gradient(to right,${colors})` }),
    element("span", { class: "number" }, number(high)),
    ...(logarithmic ? [element("span", { class: "title" }, "(logarithmic)")] : []),
  ]
}
