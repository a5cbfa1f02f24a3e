// @ts-check
// The first stop of the keyboard: a link that leads past menu and sidebar to the map, shown while it has the focus.

import { element } from "../map/dom.js"

const ID = "skip-to-the-map"
const FIRST = "comes-first"

/** Once for a document. @param {Document} document */
export function addSkipLink(document) {
  if (document.getElementById(ID)) return
  const link = document.createElement("a")
  Object.assign(link, { id: ID, href: "#", textContent: "Skip to the map" })
  link.addEventListener("click", event => {
    event.preventDefault()
    const field = mapOf(document)
    field?.focus()
    field?.scrollIntoView({ block: "nearest" })
  })
  document.addEventListener("keydown", ({ key }) => {
    if (key === "Tab") link.classList.toggle("nowhere", !mapOf(document)) // before the focus moves
  }, true)
  document.body.prepend(link)
}

/**
 * Put what stands at the edges of the window behind the link, so that the keyboard comes by before it is on the page.
 * @type {(document: Document, ...elements: Element[]) => void}
 */
export function placeFirst(document, ...elements) {
  const { body } = document
  body.insertBefore(element("div", { class: FIRST }, ...elements), body.querySelector(`:scope > :not(#${ID}, .${FIRST})`))
}

/** The first map of the page; maps lie in trees of their own. @param {Document} document @returns {HTMLElement | null} */
function mapOf(document) {
  for (const host of document.querySelectorAll("[data-testid=stMain] [data-testid=stBidiComponentIsolated], [data-testid=stMain] *")) {
    const field = host.shadowRoot?.querySelector(".map .field")
    if (field) return /** @type {HTMLElement} */ (field)
  }
  return document.querySelector("[data-testid=stMain] .map .field")
}
