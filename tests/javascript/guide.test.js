// The guided tour: where a visitor is after each event, and where its card stands.

import assert from "node:assert/strict"
import { readdirSync, readFileSync } from "node:fs"
import { test } from "node:test"

import { after, pageOf, placed } from "../../assets/page/guide.js"

const GUIDES = new URL("../../assets/guides/", import.meta.url)
const CARD = { width: 300, height: 150 }
const WINDOW = { width: 1000, height: 800 }

test("the page is the last part of the address, below any path", () => {
  assert.equal(pageOf("/words"), "words")
  assert.equal(pageOf("/class/of/2026/runs"), "runs")
  assert.equal(pageOf("/"), "home")
  assert.equal(pageOf("/class/"), "home")
})

test("a tour goes on where it was left, and begins anew once it was finished", () => {
  let place = after({ stop: 0, open: false }, "open", 3)
  assert.deepEqual(place, { stop: 0, open: true })
  place = after(place, "used", 3)
  place = after(place, "close", 3)
  assert.deepEqual(place, { stop: 1, open: false })
  place = after(place, "open", 3)
  assert.deepEqual(place, { stop: 1, open: true })
  assert.deepEqual(after(place, "back", 3), { stop: 0, open: true })
  assert.deepEqual(after({ stop: 0, open: true }, "back", 3), { stop: 0, open: true })
  place = after(after(place, "next", 3), "next", 3)
  assert.deepEqual(place, { stop: 3, open: false })
  assert.deepEqual(after(place, "open", 3), { stop: 0, open: true })
})

test("the card is below its control, else above, else beside, else in the corner, and always whole", () => {
  assert.deepEqual(placed({ left: 100, top: 100, right: 200, bottom: 140 }, CARD, WINDOW), { left: 100, top: 152 })
  assert.deepEqual(placed({ left: 900, top: 700, right: 990, bottom: 760 }, CARD, WINDOW), { left: 688, top: 538 })
  assert.deepEqual(placed({ left: 20, top: 10, right: 600, bottom: 790 }, CARD, WINDOW), { left: 612, top: 12 })
  assert.deepEqual(placed({ left: 400, top: 10, right: 990, bottom: 790 }, CARD, WINDOW), { left: 88, top: 12 })
  assert.deepEqual(placed({ left: 5, top: 5, right: 995, bottom: 795 }, CARD, WINDOW), { left: 688, top: 638 })
  assert.deepEqual(placed(null, CARD, WINDOW), { left: 688, top: 638 })
  assert.deepEqual(placed(null, CARD, { width: 200, height: 100 }), { left: 12, top: 12 })
})

test("each stop of each tour has a title, a text and a control", () => {
  const files = readdirSync(GUIDES).filter(name => name.endsWith(".json"))
  assert.ok(files.length >= 14)
  for (const name of files)
    for (const stop of JSON.parse(readFileSync(new URL(name, GUIDES), "utf-8"))) {
      assert.ok(stop.title && stop.text && stop.at, `${name}: ${JSON.stringify(stop)}`)
      assert.deepEqual(Object.keys(stop).filter(key => !["title", "text", "at", "named", "look"].includes(key)), [])
    }
})
