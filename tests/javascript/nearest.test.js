import assert from "node:assert/strict"
import { test } from "node:test"

import { holding, nearest } from "../../assets/portable/nearest.js"

const base64 = numbers => Buffer.from(new Uint16Array(numbers).buffer).toString("base64")

test("neighbors are those of the row, with scores between the lowest and the highest; what is none is left out", () => {
  const near = { k: 2, rows: base64([1, 2, 0, 65535, 1, 0]), scores: base64([65535, 0, 65535, 0, 13107, 0]), low: -1, high: 1, measure: "" }
  const of = nearest(near)
  assert.deepEqual(of(0), [{ row: 1, score: 1 }, { row: 2, score: -1 }])
  assert.deepEqual(of(1), [{ row: 0, score: 1 }])
  assert.ok(Math.abs(of(2)[0].score - -0.6) < 1e-12)
})

test("a search finds what begins with the letters first, whatever their case, and no more than asked for", () => {
  const labels = ["aking", "King", "kingdom", "queen", "viking"]
  assert.deepEqual(holding(labels, " kING ", 10), [1, 2, 0, 4])
  assert.deepEqual(holding(labels, "king", 3), [1, 2, 0])
  assert.deepEqual(holding(labels, "king", 1), [1])
  assert.deepEqual(holding(labels, "  ", 10), [])
})
