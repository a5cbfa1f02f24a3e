import assert from "node:assert/strict"
import { test } from "node:test"

import { ahead, along } from "../../assets/map/walk.js"

const all = () => true
// A cross around the first point, and one far to the upper right.
const PIXELS = new Float32Array([50, 50, 0, 80, 55, 0, 20, 50, 0, 50, 90, 0, 50, 10, 0, 300, 0, 0])

test("an arrow goes to the nearest point in its direction", () => {
  const from = [50, 50]
  assert.equal(ahead(PIXELS, from, [1, 0], all), 1)
  assert.equal(ahead(PIXELS, from, [-1, 0], all), 2)
  assert.equal(ahead(PIXELS, from, [0, 1], all), 3)
  assert.equal(ahead(PIXELS, from, [0, -1], all), 4)
  assert.equal(ahead(PIXELS, [80, 55], [1, 0], all), 5)
})

test("points that are not shown are passed over, and where nothing lies ahead nothing is found", () => {
  assert.equal(ahead(PIXELS, [50, 50], [1, 0], row => row !== 1), 5)
  assert.equal(ahead(PIXELS, [300, 0], [1, 0], all), null)
  assert.equal(ahead(PIXELS, [50, 50], [1, 0], () => false), null)
})

test("the list is gone through in both directions, around its ends", () => {
  assert.equal(along(3, null, 1, all), 0)
  assert.equal(along(3, null, -1, all), 2)
  assert.equal(along(3, 2, 1, all), 0)
  assert.equal(along(3, 0, -1, all), 2)
  assert.equal(along(3, 0, 1, row => row !== 1), 2)
  assert.equal(along(3, 0, 1, () => false), null)
})
