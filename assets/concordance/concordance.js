// @ts-check
// Keywords in context: all keywords below each other. What has no room is cut off at the far ends of the line, so that
// the words next to the keyword can always be read. Words of users come in as text alone.

/**
 * What concordance.py sends: for each line the words before the keyword, the keyword, the words after it.
 * @typedef {{ lines: [string, string, string][], label: string }} Lines
 */

/** @param {{ data: Lines | null, parentElement: ParentNode }} component */
export function mount({ data, parentElement }) {
  const list = parentElement.querySelector("ul")
  if (!list || !data) return
  list.setAttribute("aria-label", data.label)
  list.replaceChildren(...data.lines.map(line))
}

/** @type {(parts: [string, string, string]) => HTMLLIElement} */
export function line(parts) {
  const item = document.createElement("li")
  item.title = parts.join(" ").trim()
  const names = ["before", "keyword", "after"]
  item.append(...parts.map((part, place) => cell(part, names[place])))
  return item
}

/** The text stands in an element of its own: its cell runs from right to left where the left end is to be cut off.
 * @type {(text: string, name: string) => HTMLSpanElement} */
function cell(text, name) {
  const outer = document.createElement("span")
  const inner = document.createElement("bdi")
  outer.className = name
  inner.textContent = text
  outer.append(inner)
  return outer
}
