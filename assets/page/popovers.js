// @ts-check
// Streamlit puts what a pop-over shows, and the further pages of the menu, at the end of the page, where the Tab key
// would come to it last. Here it comes right behind its button.

import { beforeTab } from "./tab_key.js"

const BODY = "[data-testid=stPopoverBody]"
const BUTTON = "[data-testid=stPopoverButton][aria-expanded=true], [data-testid=stTopNavSection][aria-expanded=true]"
const CONTROL = "a[href], button, input, textarea, select, summary, canvas, [tabindex]"
const GROUP = "[role=radiogroup]"

/** Once for a document. @param {Document} document */
export function easePopovers(document) {
  beforeTab(document, "easesPopovers", event => lead(document, event))
}

/** @type {(document: Document, event: KeyboardEvent) => void} */
function lead(document, event) {
  const button = /** @type {HTMLElement | null} */ (document.querySelector(BUTTON))
  const body = document.getElementById(button?.getAttribute("aria-controls") ?? "") ?? document.querySelector(BODY)
  const at = focused(document)
  if (!body || !button || !at) return
  const inside = controls(body)
  if (at === button && !event.shiftKey && inside.length) {
    event.preventDefault()
    inside[0].focus()
  } else if (leaves(inside, at, event.shiftKey)) {
    if (event.shiftKey) event.preventDefault()
    button.focus() // and the key leads on from there
  }
}

/** Whether the focus is at the end, or at the beginning; of a row of buttons one has it. @type {(inside: HTMLElement[], at: Element, back: boolean) => boolean} */
function leaves(inside, at, back) {
  const end = back ? inside[0] : inside[inside.length - 1]
  const group = end?.closest(GROUP)
  return end !== undefined && (end === at || (group !== null && group.contains(at)))
}

/** @param {Document} document @returns {Element | null} */
function focused(document) {
  let at = document.activeElement
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement
  return at
}

/** What can have the focus, in its order. @param {ParentNode} root @returns {HTMLElement[]} */
function controls(root) {
  return [...root.querySelectorAll("*")].flatMap(one => {
    const own = one instanceof HTMLElement && one.matches(CONTROL) && one.tabIndex >= 0 && !one.hasAttribute("disabled") && one.getClientRects().length
    return [...(own ? [one] : []), ...(one.shadowRoot ? controls(one.shadowRoot) : [])]
  })
}
