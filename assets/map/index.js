// Entry: Streamlit calls mount() for each part of a map, again with every change of its data or of the theme.
// The parts of one map (points, names, paint, frames, state) meet in a View under the map's key.

import { View } from "./view.js"
import { header, unpack } from "./packet.js"

const views = new Map()

const viewOf = key => {
  if (!views.has(key)) views.set(key, new View(key))
  return views.get(key)
}

export function mount({ data, parentElement, setTriggerValue }) {
  if (!data) return undefined
  const head = data instanceof Uint8Array ? header(data) : data
  const view = viewOf(head.view)
  view.owners[head.part] = parentElement
  if (head.part === "points") view.attach(parentElement, setTriggerValue)
  if (view.wants(head)) receive(view, head, data)
  return () => unmount(head, parentElement)
}

// Unpacking takes a moment; what arrives meanwhile for the same part is newer and wins.
async function receive(view, head, data) {
  view.expect(head)
  const arrays = data instanceof Uint8Array ? await unpack(data) : {}
  if (view.expects(head)) view.set(head, arrays)
}

// Streamlit may remove an old element after it has mounted the new one of the same part, which then stays.
function unmount(head, parentElement) {
  const view = views.get(head.view)
  if (!view || view.owners[head.part] !== parentElement) return
  if (head.part === "points") view.detach(parentElement)
  else view.drop(head.part)
  if (view.empty) views.delete(head.view)
}
