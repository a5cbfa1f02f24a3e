// @ts-check
// The button that saves a bookmark. What of a view only the browser knows, the cameras of the maps and the classes that
// are shown alone, is put into the file when it is pressed.

import { words } from "../map/address.js"
import { save } from "../map/download.js"

/**
 * What bookmark_button.py sends: the bookmark, the name of its file, what stands on the button.
 * @typedef {{ bookmark: object, name: string, label: string }} Offer
 */

/** @param {{ data: Offer | null, parentElement: ParentNode }} component */
export function mount({ data, parentElement }) {
  const button = parentElement.querySelector("button")
  const label = parentElement.querySelector("span")
  if (!button || !label || !data) return
  label.textContent = data.label
  button.onclick = () => save(file(data.bookmark, words()), data.name)
}

/** @type {(bookmark: object, camera: string) => Blob} */
export const file = (bookmark, camera) =>
  new Blob([JSON.stringify({ ...bookmark, camera }, null, 1), "\n"], { type: "application/json" })
