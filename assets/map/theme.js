// @ts-check
// The theme of the page around the map.

import { luminance, PAPER } from "./colors.js"
import { context2d } from "./dom.js"

/** @import { Rgb, Theme } from "./colors.js" */

const probe = context2d(document.createElement("canvas"), { willReadFrequently: true })

/** Any CSS color, as the browser paints it. @type {(color: string) => Rgb} */
function rgb(color) {
  probe.fillStyle = "#888888"
  probe.fillStyle = color
  probe.clearRect(0, 0, 1, 1)
  probe.fillRect(0, 0, 1, 1)
  const [r, g, b] = probe.getImageData(0, 0, 1, 1).data
  return [r, g, b]
}

/** @type {(element: Element) => Theme} */
export function readTheme(element) {
  const style = getComputedStyle(element)
  /** @param {string} name */
  const value = name => style.getPropertyValue(`--st-${name}`).trim()
  /** @type {(name: string, fallback: Rgb) => Rgb} */
  const color = (name, fallback) => (value(name) ? rgb(value(name)) : fallback)
  const background = color("background-color", PAPER.background)
  return {
    background,
    dark: luminance(background) < 0.3,
    text: color("text-color", PAPER.text),
    accent: color("primary-color", PAPER.accent),
    border: color("border-color", PAPER.border),
    font: value("font") || PAPER.font,
    type: parseFloat(style.getPropertyValue("--type")) || PAPER.type,
  }
}
