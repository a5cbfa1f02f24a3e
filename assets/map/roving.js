// @ts-check
// A row of buttons is one stop of the Tab key; arrows, Home and End lead within it.

/** @type {Record<string, number>} */
const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }

/**
 * Where a key leads in a row of so many, around its ends; null if it leads nowhere.
 * @type {(key: string, at: number, count: number) => number | null}
 */
export function onward(key, at, count) {
  if (!count) return null
  if (key === "Home") return 0
  if (key === "End") return count - 1
  return key in STEPS ? (at + STEPS[key] + count) % count : null
}

/** Once for a row; which elements take part: selector. @param {Element} row @param {string} [selector] */
export function rove(row, selector = "button") {
  row.addEventListener("focusin", event => stopAt(members(row, selector), /** @type {Element} */ (event.target)))
  row.addEventListener("keydown", event => {
    const { key, target, ctrlKey, altKey, metaKey } = /** @type {KeyboardEvent} */ (event)
    if (ctrlKey || altKey || metaKey) return
    const found = members(row, selector)
    const next = onward(key, found.indexOf(/** @type {HTMLElement} */ (target)), found.length)
    if (next === null) return
    event.preventDefault()
    found[next].focus()
  })
}

/** After its buttons were made anew, or some were hidden: one of them is the stop. @param {Element} row @param {string} [selector] */
export function keepStop(row, selector = "button") {
  const found = members(row, selector)
  const pressed = found.find(one => one.getAttribute("aria-pressed") === "true")
  stopAt(found, found.find(one => one.getAttribute("tabindex") === "0") ?? pressed ?? found[0])
}

/** Those that can have the focus. @type {(row: Element, selector: string) => HTMLElement[]} */
const members = (row, selector) =>
  /** @type {HTMLElement[]} */ ([...row.querySelectorAll(selector)]).filter(one => !one.hidden && !one.hasAttribute("disabled"))

/** @type {(found: HTMLElement[], stop: Element | undefined) => void} */
function stopAt(found, stop) {
  if (!found.some(one => one === stop)) return
  for (const one of found) one.setAttribute("tabindex", one === stop ? "0" : "-1")
}
