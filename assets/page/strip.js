// @ts-check
// The steps Data, Method and Train. Once a run is open (page.css) the sidebar folds to a strip of three buttons, and
// each opens it over the page, at its step; a pin keeps it beside the page, as it was at first.

import { element, icon, isOpenAbove } from "../map/dom.js"
import { keep, kept } from "./kept.js"
import { placeFirst } from "./skip.js"

const ID = "steps"
const PINNED = "steps-pinned"
const OPEN = "steps-open"

/** @typedef {{ name: string, target: string, told: string, icon: string }} Step */

/** @type {Step[]} */
const STEPS = [
  { name: "Data", target: ".st-key-step_data", told: "Choose the data, or upload your own",
    icon: "M3 4.2C3 3 5.2 2 8 2s5 1 5 2.2-2.2 2.2-5 2.2-5-1-5-2.2M3 4.2v7.6C3 13 5.2 14 8 14s5-1 5-2.2V4.2M3 8c0 1.2 2.2 2.2 5 2.2s5-1 5-2.2" },
  { name: "Method", target: ".st-key-step_method", told: "Choose the method and its settings",
    icon: "M2 4h5M10 4h4M2 8h2M7 8h7M2 12h6M11 12h3M8.5 2.5v3M5.5 6.5v3M9.5 10.5v3" },
  { name: "Train", target: "[class*='st-key-a_step.train'], [class*='st-key-a_step-train']", told: "Train, or open what was trained",
    icon: "M5 3l8 5-8 5z" },
]
const PIN = "M6 2h4l-.5 5 2.5 2.5H4L6.5 7zM8 9.5V14"

/** Once for a document. @param {Document} document */
export function addStrip(document) {
  if (document.getElementById(ID)) return
  const root = document.documentElement
  const steps = STEPS.map(step => button(step.name, step.told, step.icon, () => open(document, step)))
  const fold = () => pin(document, !isPinned())
  placeFirst(document, element("nav", { id: ID, "aria-label": "Steps" }, ...steps,
    button("Pin", "Keep the steps beside the page, or fold them again", PIN, fold)))
  root.classList.toggle(PINNED, isPinned())
  document.addEventListener("pointerdown", event => leave(document, event), true)
  document.addEventListener("keydown", event => { if (event.key === "Escape" && !isOpenAbove(document)) close(document) }, true)
}

/** @type {(name: string, told: string, path: string, onclick: () => void) => HTMLElement} */
const button = (name, told, path, onclick) =>
  element("button", { type: "button", title: told, "aria-label": `${name}: ${told}`, onclick },
    icon(path), element("span", {}, name))

/**
 * Open a step, also before a run is open that folds it. wish: its name and a word; the same wish, which every run of the
 * page repeats, is granted once.
 * @type {(document: Document, wish: string) => void}
 */
export function openStep(document, wish) {
  const { dataset } = document.body
  const step = STEPS.find(one => one.name === wish.split(" ")[0])
  if (!step || dataset.granted === wish) return
  dataset.granted = wish
  if (document.documentElement.dataset.step !== step.name) open(document, step)
}

/** @type {(document: Document, step: Step) => void} */
function open(document, step) {
  const { classList, dataset } = document.documentElement
  if (classList.contains(OPEN) && dataset.step === step.name) return close(document)
  classList.add(OPEN)
  dataset.step = step.name
  const target = /** @type {HTMLElement | null} */ (document.querySelector(step.target))
  target?.scrollIntoView({ block: step.name === "Train" ? "end" : "start" })
  const first = /** @type {HTMLElement | null} */ (target?.querySelector("input, button, textarea"))
  first?.focus({ preventScroll: true })
}

/** @param {Document} document */
function close(document) {
  const { classList, dataset } = document.documentElement
  const left = document.querySelector("[data-testid=stSidebarContent]")?.contains(document.activeElement)
  const from = STEPS.findIndex(step => step.name === dataset.step)
  classList.remove(OPEN)
  delete dataset.step
  if (left && from >= 0) /** @type {HTMLElement} */ (document.querySelectorAll(`#${ID} button`)[from]).focus() // what had the focus is gone
}

/** A press on the page behind closes it; lists and pop-overs of the sidebar lie outside of it, in layers of their own.
 * @type {(document: Document, event: Event) => void} */
function leave(document, event) {
  const target = /** @type {Element | null} */ (event.target)
  if (target?.closest("[data-testid=stMain], [data-testid=stHeader]")) close(document)
}

/** @type {(document: Document, pinned: boolean) => void} */
function pin(document, pinned) {
  close(document)
  document.documentElement.classList.toggle(PINNED, pinned)
  keep(PINNED, pinned ? "yes" : "")
}

/** Whether the visitor wants the steps beside the page. */
const isPinned = () => kept(PINNED) === "yes"
