// @ts-check
// A tree of clusters from few to many, left to right; arrows lead from one to the next, a click or Enter tells Python
// which one was chosen.

import { keepStop, rove } from "../map/roving.js"
import { layout } from "./layout.js"

/** @import { Node } from "./layout.js" */

/**
 * What tree.py sends. color: #rrggbb. told: what the tool tip says.
 * @typedef {Node & { name: string, color: string, told: string }} Cluster
 * @typedef {{ layers: number, layer: number, chosen: number, clusters: Cluster[], label: string }} Tree
 *
 * @typedef {(name: string, value: unknown) => void} Trigger
 */

const SPACE = "http://www.w3.org/2000/svg"
const LETTERS = 6.6 // pixels of a letter
const LINE = 13

/** @type {<K extends keyof SVGElementTagNameMap>(name: K, attributes: Record<string, string | number>, ...inside: (Element | string)[]) => SVGElementTagNameMap[K]} */
function svg(name, attributes, ...inside) {
  const made = document.createElementNS(SPACE, name)
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value))
  made.append(...inside)
  return made
}

/** @param {{ data: Tree | null, parentElement: ParentNode, setTriggerValue: Trigger }} component */
export function mount({ data, parentElement, setTriggerValue }) {
  const root = /** @type {HTMLElement | null} */ (parentElement.querySelector(".tree"))
  if (!data || !root) return undefined
  const draw = () => drawn(root, data, setTriggerValue)
  const observer = new ResizeObserver(draw)
  observer.observe(root)
  return () => observer.disconnect()
}

/** @type {(root: HTMLElement, tree: Tree, tell: Trigger) => void} */
function drawn(root, tree, tell) {
  const { width, height } = root.getBoundingClientRect()
  if (!width || !height) return
  const places = layout(tree.clusters, tree.layers)
  const focused = root.querySelector("g:focus")?.getAttribute("data-at")
  const nodes = tree.clusters.map((cluster, at) => {
    const { left, right, top, bottom } = places[at]
    const [x, y, w, h] = [left * width, top * height, (right - left) * width, (bottom - top) * height]
    const faded = cluster.layer !== tree.layer
    const rect = svg("rect", { x, y, width: w, height: h, fill: cluster.color, "fill-opacity": faded ? 0.35 : 0.9 })
    const room = Math.floor((w - 8) / LETTERS)
    const text = h >= LINE && room > 2 ? [svg("text", { x: x + 4, y: y + h / 2 }, cut(cluster.name, room))] : []
    const node = svg("g", {
      class: ["node", at === tree.chosen ? "chosen" : "", faded ? "faded" : isDark(cluster.color) ? "dark" : ""].join(" "),
      tabindex: at === tree.chosen ? 0 : -1, role: "button", "data-at": at, "aria-label": `${cluster.name}. ${cluster.told}`,
      "aria-pressed": String(at === tree.chosen),
    }, svg("title", {}, `${cluster.name}\n${cluster.told}`), rect, ...text)
    const choose = () => tell("cluster", { place: at === tree.chosen ? -1 : at })
    node.addEventListener("click", choose)
    node.addEventListener("keydown", event => {
      if (event.key !== "Enter" && event.key !== " ") return
      event.preventDefault()
      choose()
    })
    return node
  })
  const group = svg("svg", { role: "group", "aria-label": tree.label }, ...nodes)
  root.replaceChildren(group)
  rove(group, "g.node")
  keepStop(group, "g.node")
  const again = focused && root.querySelector(`g[data-at="${focused}"]`)
  if (again instanceof SVGElement) again.focus()
}

/** @type {(text: string, room: number) => string} */
const cut = (text, room) => ([...text].length > room ? [...text].slice(0, room - 1).join("") + "…" : text)

/** Whether white is easier to read on a color than black. @param {string} color */
function isDark(color) {
  const [r, g, b] = [1, 3, 5].map(at => parseInt(color.slice(at, at + 2), 16))
  return 0.299 * r + 0.587 * g + 0.114 * b < 120
}
