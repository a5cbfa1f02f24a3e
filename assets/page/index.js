// @ts-check
// What every page does in the browser beyond its elements.

import { keepSteps } from "./steps.js"

/** @param {{ parentElement: Element | ShadowRoot }} component */
export function mount({ parentElement }) {
  takeNoRoom(parentElement)
  keepSteps(window)
}

/** The element that Streamlit makes for this script is empty, yet would have a gap below it. @param {Node} parent */
function takeNoRoom(parent) {
  const inside = parent instanceof ShadowRoot ? parent.host : /** @type {Element} */ (parent)
  const box = /** @type {HTMLElement | null} */ (inside.closest("[data-testid=stElementContainer]"))
  if (box) box.style.display = "none"
}
