// @ts-check
// Elements with attributes and a text, and line icons of 16 x 16.

const SVG = "http://www.w3.org/2000/svg"

/** @type {(document: Document, tag: string, attributes?: Record<string, string>, text?: string) => HTMLElement} */
export function element(document, tag, attributes = {}, text = "") {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.textContent = text
  return made
}

/** @type {(document: Document, path: string) => SVGElement} */
export function icon(document, path) {
  const made = document.createElementNS(SVG, "svg")
  made.setAttribute("viewBox", "0 0 16 16")
  made.setAttribute("aria-hidden", "true")
  const shape = document.createElementNS(SVG, "path")
  shape.setAttribute("d", path)
  made.append(shape)
  return made
}
