// Classes as buttons that isolate (Ctrl or Shift adds one), or the ramp with its ends.

import { element } from "./dom.js"
import { number } from "./paint.js"
import { css } from "./theme.js"

export function legend(place, view) {
  const { header } = view.paint
  const focused = [...place.children].indexOf(place.getRootNode().activeElement)
  if (header.kind === "classes") place.replaceChildren(...title(header), ...classes(view))
  else if (header.kind === "ramp") place.replaceChildren(...title(header), ...ramp(view))
  else place.replaceChildren()
  place.children[focused]?.focus()
}

const title = ({ title }) => (title ? [element("span", { class: "title", dir: "auto" }, title)] : [])

function classes(view) {
  const palette = view.paint.palette(view.theme)
  return view.paint.header.names.map((name, code) => {
    const count = view.paint.counts[code]
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
    )
  })
}

function ramp(view) {
  const { paint, theme } = view
  const [low, high] = paint.range
  const colors = paint.palette(theme).map(color => css(color)).join(",")
  return [
    element("span", { class: "number" }, number(low)),
    element("span", { class: "ramp", style: `background:linear-gradient(to right,${colors})` }),
    element("span", { class: "number" }, number(high)),
    ...(paint.header.log ? [element("span", { class: "title" }, "(logarithmic)")] : []),
  ]
}
