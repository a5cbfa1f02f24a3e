// @ts-check
// A word under the pointer is lit up wherever else it stands: in the sentences drawn here, and in charts of the page,
// at points and beside the rows and columns of a matrix. The charts themselves are neither sent nor drawn anew.

/**
 * What hover.py sends. sentences: their words. words: names of rows and columns of a matrix. charts: parts of the class
 * names of the charts' containers. kept: the word that stays lit up.
 * @typedef {{ sentences: string[][], words: string[], charts: string[], kept: string }} Linked
 * @typedef {{ x: unknown, y: unknown, text?: unknown, data?: { type?: string } }} Point
 * @typedef {HTMLElement & { on: (event: string, listener: (told: { points: Point[] }) => void) => void }} Chart
 */

const COLOR = "#E69F00"
const TOLD = [".xtick text", ".ytick text", ".textpoint text", "g.textpoint"].join()
/** Charts that listen already, and to what. @type {WeakMap<Chart, (words: string[]) => void>} */
const listening = new WeakMap()

/** @param {{ data: Linked | null, parentElement: ParentNode }} component */
export function mount({ data, parentElement }) {
  const list = parentElement.querySelector("ul")
  if (!list || !data) return undefined
  list.replaceChildren(...data.sentences.map(sentence))
  const spans = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("span")])
  /** @param {string[]} words */
  const light = words => {
    for (const span of spans) span.classList.toggle("lit", [...words, data.kept].includes(span.textContent ?? ""))
    for (const chart of charts(data.charts)) for (const text of texts(chart)) mark(text, words)
  }
  /** @param {Event} event */
  const over = event => {
    const span = event.target instanceof HTMLElement ? event.target.closest("span") : null
    light(span ? [span.textContent ?? ""] : [])
  }
  light([])
  const listen = () => {
    for (const chart of charts(data.charts)) {
      if (!listening.has(chart)) {
        chart.on("plotly_hover", ({ points }) => listening.get(chart)?.(named(points, data.words)))
        chart.on("plotly_unhover", () => listening.get(chart)?.([]))
      }
      listening.set(chart, light)
    }
  }
  list.addEventListener("pointerover", over)
  list.addEventListener("pointerleave", over)
  // Charts come and go with the page's runs; before one is hovered, the pointer moves.
  document.addEventListener("pointermove", listen, { passive: true })
  return () => {
    list.removeEventListener("pointerover", over)
    list.removeEventListener("pointerleave", over)
    document.removeEventListener("pointermove", listen)
  }
}

/** The words of what is hovered: a point's, of which some share a place, or a cell's row and column.
 * @type {(points: Point[], words: string[]) => string[]} */
export function named(points, words) {
  const [point] = points
  if (!point) return []
  if (point.data?.type === "heatmap") {
    return [point.y, point.x].flatMap(place => (typeof place === "number" ? (words[place] ?? []) : []))
  }
  return typeof point.text === "string" ? point.text.split(", ").map(plain) : []
}

/** A label as it was before it was made safe for Plotly. @param {string} text */
export const plain = text =>
  text.replaceAll("&#36;", "$").replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&")

/** @type {(names: string[]) => Chart[]} */
function charts(names) {
  return names.flatMap(name => [.../** @type {NodeListOf<Chart>} */ (
    document.querySelectorAll(`[class*="st-key-"][class*="${name}"] .js-plotly-plot`))])
}

/** @type {(chart: Element) => SVGTextElement[]} */
const texts = chart => /** @type {SVGTextElement[]} */ ([...chart.querySelectorAll(TOLD)].filter(each => each.tagName === "text"))

/** @type {(text: SVGTextElement, words: string[]) => void} */
function mark(text, words) {
  const is = words.length > 0 && (text.textContent ?? "").split(", ").some(word => words.includes(word))
  if (is === (text.dataset.lit === "yes")) return
  text.dataset.lit = is ? "yes" : ""
  if (is) {
    text.dataset.fill = text.style.fill
    text.style.fill = COLOR
    text.style.fontWeight = "700"
  } else {
    text.style.fill = text.dataset.fill ?? ""
    text.style.fontWeight = ""
  }
}

/** @type {(words: string[]) => HTMLLIElement} */
function sentence(words) {
  const item = document.createElement("li")
  for (const word of words) {
    const span = document.createElement("span")
    span.textContent = word
    item.append(span, " ")
  }
  return item
}
