// @ts-check
// Beside the map of a file: the search, the chosen item with its neighbors, and the labels of what is circled.

import { unpackBits } from "../map/bits.js"
import { element } from "../map/dom.js"
import { holding } from "./nearest.js"

/** @import { Neighbor } from "./nearest.js" */

const FOUND = 20 // answers of the search

export class Panel {
  search = element("input", { type: "search", "aria-label": "Find", placeholder: "Find an item",
    oninput: () => this.find(), onkeydown: event => event.key === "Enter" && this.takeFirst() })
  found = element("div", { class: "list", "aria-label": "Found" })
  chosen = element("section", { "aria-label": "Neighbors" })
  circled = element("section", { "aria-label": "Circled", hidden: true })
  root = element("aside", {}, this.search, this.found, this.chosen, this.circled)

  /**
   * measure: what the scores of neighbors are, or why there are none.
   * @param {string[]} labels
   * @param {string} measure
   * @param {(row: number) => void} choose
   */
  constructor(labels, measure, choose) {
    this.labels = labels
    this.measure = measure
    this.take = choose
  }

  find() {
    const rows = holding(this.labels, this.search.value, FOUND)
    const nothing = this.search.value.trim() && !rows.length ? [element("p", {}, "No item is called so.")] : []
    this.found.replaceChildren(...rows.map(row => this.item(row)), ...nothing)
  }

  takeFirst() {
    const [row] = holding(this.labels, this.search.value, 1)
    if (row !== undefined) this.take(row)
  }

  /** A button that chooses an item. @type {(row: number, more?: string) => HTMLElement} */
  item(row, more = "") {
    const parts = [element("span", { dir: "auto" }, this.labels[row]), ...(more ? [element("span", {}, more)] : [])]
    return element("button", { type: "button", class: "item", onclick: () => this.take(row) }, ...parts)
  }

  /** @type {(row: number | null, neighbors: Neighbor[]) => void} */
  choose(row, neighbors) {
    const hint = "Click a point, or find one by its name. With the lasso of the toolbar you circle some."
    if (row === null) return this.chosen.replaceChildren(element("p", {}, hint))
    const list = neighbors.map(one => this.item(one.row, one.score.toFixed(3)))
    this.chosen.replaceChildren(
      element("h2", { dir: "auto" }, this.labels[row]),
      element("p", {}, this.measure),
      element("div", { class: "list" }, ...list),
    )
  }

  /** bits: a flag for each item, see bits.js; null: nothing. @param {string | null} bits */
  circle(bits) {
    const flags = bits === null ? [] : unpackBits(bits, this.labels.length)
    const labels = this.labels.filter((_, row) => flags[row])
    this.circled.hidden = labels.length === 0
    const text = element("textarea", { readonly: true, rows: "8", "aria-label": "Labels of the circled items" })
    text.value = labels.join("\n")
    const button = element("button", { type: "button", onclick: () => copy(text, button) }, "Copy")
    const count = `${labels.length.toLocaleString("en")} circled`
    this.circled.replaceChildren(element("h2", {}, count), text, button)
  }
}

/** A file may be denied the clipboard; what is marked can then be copied by hand. @type {(text: HTMLTextAreaElement, button: HTMLElement) => Promise<void>} */
async function copy(text, button) {
  text.select()
  try {
    await navigator.clipboard.writeText(text.value)
    button.textContent = "Copied"
  } catch {
    button.textContent = document.execCommand("copy") ? "Copied" : "Press Ctrl+C to copy"
  }
}
