// What is under the pointer: the words of a point, or the row and the column of a cell.

import assert from "node:assert/strict"
import { test } from "node:test"

import { named, plain } from "../../assets/hover/hover.js"

const WORDS = ["START", "all", "gold", "3"]

test("a cell names its row and its column, whatever number stands in it", () => {
  const data = { type: "heatmap" }
  assert.deepEqual(named([{ x: 2, y: 1, text: "4", data }], WORDS), ["all", "gold"])
  assert.deepEqual(named([{ x: 0, y: 3, text: "-0.69", data }], WORDS), ["3", "START"])
  assert.deepEqual(named([{ x: 0, y: 9, data }], WORDS), ["START"])
})

test("a point names all words that share its place", () => {
  assert.deepEqual(named([{ x: 0.5, y: 0.25, text: "all, gold" }], WORDS), ["all", "gold"])
  assert.deepEqual(named([{ x: 1, y: 2, text: "3", data: { type: "scatter" } }], WORDS), ["3"])
  assert.deepEqual(named([], WORDS), [])
})

test("labels are compared as they were typed", () => {
  assert.equal(plain("a &lt;b&gt; &amp;amp; &#36;x&#36;"), "a <b> &amp; $x$")
})
