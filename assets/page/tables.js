// @ts-check
// What Streamlit's tables lack for the keyboard: a name, and that one press of Tab leaves them. Arrows lead within. The
// mark around the one that has the focus is in page.css.

import { beforeTab } from "./tab_key.js"

const TABLE = "[data-testid=stDataFrame]"
const CELLS = "canvas[data-testid=data-grid-canvas]"

/** Once for a document. @param {Document} document */
export function easeTables(document) {
  beforeTab(document, "easesTables", event => {
    for (const table of document.querySelectorAll(TABLE)) ease(table)
    const { target } = event
    if (target instanceof Element && target.closest(CELLS)) event.stopPropagation() // else it goes to the next cell
  })
}

/** Before the focus moves: the cells are called by their columns, and are a stop of their own already. @param {Element} table */
function ease(table) {
  for (const cells of table.querySelectorAll(CELLS)) {
    const heads = [...cells.querySelectorAll("[role=columnheader]")].map(head => head.textContent ?? "")
    cells.setAttribute("aria-label", named(heads))
  }
  for (const scroller of table.querySelectorAll(".dvn-scroller")) scroller.setAttribute("tabindex", "-1")
}

/** @param {string[]} heads */
export const named = heads => ["Table", heads.filter(head => head.trim()).join(", ")].filter(Boolean).join(": ")
