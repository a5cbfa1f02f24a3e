// @ts-check
// A map that is a file: what Streamlit and Python do for it in the app is done here, from what the file holds. The page
// is packed by pages/parts/map/portable.py, together with the scripts of the map itself.

import { bytesOf } from "../map/bits.js"
import { element } from "../map/dom.js"
import { mount } from "../map/index.js"
import { header, lines, unpack } from "../map/packet.js"
import { nearest } from "./nearest.js"
import { Panel } from "./panel.js"

/** @import { Bytes, StateHead } from "../map/packet.js" */
/** @import { Near } from "./nearest.js" */

/**
 * What the file holds: a heading, sentences below it, the parts of the map as base64, and the nearest items or the
 * reason why they are left out.
 * @typedef {{ title: string, told: string[], packets: string[], state: StateHead, near: Near | null, why: string }} Content
 */

/** @type {(content: Content) => Promise<void>} */
async function open(content) {
  const packets = content.packets.map(base64 => /** @type {Bytes} */ (bytesOf(base64)))
  const names = packets.find(packet => header(packet).part === "names")
  const labels = names ? lines((await unpack(names)).labels) : []
  const near = content.near && nearest(content.near)
  const place = stage()
  /** @param {Bytes | StateHead} data */
  const show = data => mount({ data, parentElement: place, setTriggerValue: follow })

  /** @param {number | null} row */
  const choose = row => {
    const found = row === null || !near ? [] : near(row)
    show({ ...content.state, selected: row, neighbors: found.map(one => one.row) })
    panel.choose(row, found)
  }

  /** What the map tells Python in the app. @type {(name: string, value: any) => void} */
  const follow = (name, value) => {
    if (name === "click") choose(value.row)
    if (name === "select") panel.circle(value.bits)
    if (name === "escape") {
      choose(null)
      panel.circle(null)
    }
  }

  const panel = new Panel(labels, content.near ? content.near.measure : content.why, choose)
  document.title = content.title
  document.body.append(
    element("header", {}, element("h1", { dir: "auto" }, content.title), element("p", {}, content.told.join(" "))),
    element("main", {}, /** @type {Node} */ (place.host), panel.root),
  )
  packets.forEach(show)
  choose(content.state.selected)
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => show(packets[0])) // the theme is read anew
}

/** Where the map is, in a tree of its own, so that its style sheet is for itself; all of the window it has already. */
function stage() {
  const place = element("div", { id: "map" }).attachShadow({ mode: "open" })
  place.append(element("style", {}, "[data-tool=full] { display: none }"), element("div", { class: "map" }))
  return place
}

open(JSON.parse(document.getElementById("content")?.textContent ?? ""))
