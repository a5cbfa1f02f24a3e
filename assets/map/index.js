// @ts-check
// Entry: Streamlit calls mount() for each part of a map, again with every change of its data or of the theme.
// The parts of one map (points, names, paint, frames, state) meet in a View under the map's key.

import { header, unpack } from "./packet.js"
import { View } from "./view.js"

/** @import { Arrays, Bytes, Head, StateHead } from "./packet.js" */
/** @import { Trigger } from "./view.js" */

/**
 * What Streamlit hands to a component. data: a packet; of the state, the object itself.
 * @typedef {Element | ShadowRoot} Parent
 * @typedef {{ data: Bytes | StateHead | null, parentElement: Parent, setTriggerValue: Trigger }} Component
 */

/** @type {Map<string, View>} */
const views = new Map()

/** @type {(key: string) => View} */
const viewOf = key => {
  const view = views.get(key) ?? new View(key)
  views.set(key, view)
  view.peers = () => views.values()
  return view
}

/** @param {Component} component @returns {(() => void) | undefined} */
export function mount({ data, parentElement, setTriggerValue }) {
  if (!data) return undefined
  const head = data instanceof Uint8Array ? header(data) : data
  const view = viewOf(head.view)
  view.owners.set(head.part, parentElement)
  if (head.part === "points") view.attach(parentElement, setTriggerValue)
  if (view.wants(head)) receive(view, head, data)
  return () => unmount(head, parentElement)
}

/**
 * Unpacking takes a moment; what arrives meanwhile for the same part is newer and wins.
 * @type {(view: View, head: Head, data: Bytes | StateHead) => Promise<void>}
 */
async function receive(view, head, data) {
  view.expect(head)
  const arrays = data instanceof Uint8Array ? await unpack(data) : /** @type {Arrays} */ ({})
  if (!view.wants(head)) view.set(head, arrays)
}

/**
 * Streamlit may remove an old element after it has mounted the new one of the same part, which then stays.
 * @type {(head: Head, parentElement: Parent) => void}
 */
function unmount(head, parentElement) {
  const view = views.get(head.view)
  if (!view || view.owners.get(head.part) !== parentElement) return
  if (head.part === "points") view.detach(parentElement)
  else view.drop(head.part)
  if (view.empty) views.delete(head.view)
}
