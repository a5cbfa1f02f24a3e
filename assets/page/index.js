// @ts-check
// What every page does in the browser beyond its elements.

import { guide } from "./guide.js"
import { easePopovers } from "./popovers.js"
import { addSkipLink } from "./skip.js"
import { keepSteps } from "./steps.js"
import { addStrip, openStep } from "./strip.js"
import { easeTables } from "./tables.js"
import { addTypeSwitch } from "./type.js"

const STYLE = "page-style"

/**
 * step: of the sidebar, to be opened. folded: whether a run is about to be shown, for which the sidebar makes room at once.
 * toured: the pages that have a guided tour.
 * @param {{ parentElement: Element | ShadowRoot, data: { step?: string, folded?: boolean, toured?: string[] } | null }} component
 */
export function mount({ parentElement, data }) {
  takeNoRoom(parentElement)
  keepSteps(window)
  addStyle(document, hostOf(parentElement))
  addSkipLink(document)
  addTypeSwitch(document, tellMenu)
  guide(window, data?.toured ?? [])
  addStrip(document)
  easeTables(document)
  easePopovers(document)
  tellWhole(document)
  document.documentElement.classList.toggle("steps-folded", Boolean(data?.folded))
  if (data?.step) openStep(document, data.step)
}

/** The element of the document that a component is in. @type {(parent: Element | ShadowRoot) => Element} */
const hostOf = parent => parent instanceof ShadowRoot ? parent.host : parent

/** The element that Streamlit makes for this script is empty, yet would have a gap below it. @param {Element | ShadowRoot} parent */
function takeNoRoom(parent) {
  const box = /** @type {HTMLElement | null} */ (hostOf(parent).closest("[data-testid=stElementContainer]"))
  if (box) box.style.display = "none"
}

/** The sheet, once, and what it cannot know: the ground of the theme, and where the menu ends. @type {(document: Document, host: Element) => void} */
function addStyle(document, host) {
  const app = document.querySelector("[data-testid=stApp]")
  tellMenu(document)
  document.querySelector("[data-testid=stMain]")?.setAttribute("aria-label", "Page") // a stop of the keyboard, to scroll it
  if (app) takeColors(document.documentElement, app, host)
  if (document.getElementById(STYLE)) return
  const sheet = document.createElement("link")
  Object.assign(sheet, { id: STYLE, rel: "stylesheet", href: new URL("./page.css", import.meta.url).href })
  document.head.append(sheet)
}

/** Where the menu ends; it grows with the type. @param {Document} document */
function tellMenu(document) {
  const menu = document.querySelector("[data-testid=stHeader]")?.getBoundingClientRect().bottom ?? 0
  document.documentElement.style.setProperty("--page-top", `${menu}px`)
}

/** Colors of the theme, which Streamlit keeps to its own elements; that of the sidebar before there is one. @type {(root: HTMLElement, app: Element, host: Element) => void} */
function takeColors(root, app, host) {
  const { backgroundColor, color } = getComputedStyle(app)
  root.style.setProperty("--page-ground", backgroundColor)
  root.style.setProperty("--page-text", color)
  root.style.setProperty("--page-side", getComputedStyle(host).getPropertyValue("--st-secondary-background-color"))
}

/** A list that is too narrow for what is chosen shows it whole when it is pointed at. @param {Document} document */
function tellWhole(document) {
  if (document.body.dataset.tellsWhole) return
  document.body.dataset.tellsWhole = "yes"
  document.addEventListener("pointerover", ({ target }) => {
    if (target instanceof HTMLInputElement && target.getAttribute("role") === "combobox") target.title = target.value
  })
}
