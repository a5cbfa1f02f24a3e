// @ts-check
// Elements with attributes and children. Text always becomes a text node, so nothing in it is ever read as markup.

/** @typedef {Record<string, string | boolean | null | ((event: any) => void)>} Attributes */

/**
 * Attributes that begin with "on" are listeners; true is an attribute without a value, false and null are none.
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Attributes} [attributes]
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name.slice(2), value)
    else if (value !== false && value !== null) node.setAttribute(name, value === true ? "" : value)
  }
  node.append(...children)
  return node
}

/** Whether a list or a pop-over of the page is open, which Escape then closes and nothing else. @param {Document} document */
export const isOpenAbove = document =>
  document.activeElement?.getAttribute("aria-expanded") === "true" || document.querySelector("[data-testid=stPopoverBody]") !== null

/** @type {(canvas: HTMLCanvasElement, settings?: CanvasRenderingContext2DSettings) => CanvasRenderingContext2D} */
export function context2d(canvas, settings) {
  const context = canvas.getContext("2d", settings)
  if (!context) throw new Error("The browser gives no context to draw on; it may be out of memory: close other tabs")
  return context
}

const SVG = "http://www.w3.org/2000/svg"

/** A 16 x 16 line icon from path data. @param {string} path */
export function icon(path) {
  const svg = document.createElementNS(SVG, "svg")
  svg.setAttribute("viewBox", "0 0 16 16")
  svg.setAttribute("aria-hidden", "true")
  const shape = document.createElementNS(SVG, "path")
  shape.setAttribute("d", path)
  svg.append(shape)
  return svg
}
