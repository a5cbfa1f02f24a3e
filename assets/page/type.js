// @ts-check
// The switch for large type: for a projector, or for eyes that want it. Streamlit's own elements grow with the type of
// the document; figures and maps grow as wholes.

import { element } from "../map/dom.js"
import { keep, kept } from "./kept.js"
import { placeFirst } from "./skip.js"

export const BUTTON = "large-type-button"
const LARGE = "large-type"
const TIMES = 1.25 // as large

/** Once for a document. changed: what must know of it. @param {Document} document @param {(document: Document) => void} changed */
export function addTypeSwitch(document, changed) {
  if (document.getElementById(BUTTON)) return
  const root = document.documentElement
  const button = element("button", { id: BUTTON, type: "button", title: "Large type", "aria-label": "Large type",
    onclick: () => set(!root.classList.contains(LARGE)) }, "Aa")
  placeFirst(document, button)

  /** @param {boolean} large */
  const set = large => {
    root.classList.toggle(LARGE, large)
    root.style.fontSize = ""
    root.style.removeProperty("--type")
    if (large) {
      root.style.fontSize = `${TIMES * parseFloat(getComputedStyle(root).fontSize)}px`
      root.style.setProperty("--type", String(TIMES)) // for what has letters of its own: maps, their keys, lists
    }
    button.setAttribute("aria-pressed", String(large))
    keep(LARGE, large ? "yes" : "")
    changed(document)
    dispatchEvent(new Event("typechange")) // maps draw their letters themselves
    dispatchEvent(new Event("resize"))
  }
  set(kept(LARGE) === "yes")
}
