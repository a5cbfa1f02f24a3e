// The brush: which pixels a touch and a stroke paint.

import assert from "node:assert/strict"
import { test } from "node:test"

import { stamp, stroke } from "../../assets/brush/mask.js"
import { generator } from "./random.js"

const SHAPE = { height: 9, width: 12 }
const blank = () => new Uint8Array(SHAPE.height * SHAPE.width)
const painted = mask => [...mask].flatMap((value, at) => (value ? [`${at % 12},${Math.floor(at / 12)}`] : [])).sort()

test("a touch paints the pixels whose center is within the radius", () => {
  const mask = blank()
  stamp(mask, SHAPE, [5, 4], 1, 1)
  assert.deepEqual(painted(mask), ["4,4", "5,3", "5,4", "5,5", "6,4"])
  stamp(mask, SHAPE, [5, 4], 1.5, 1)
  assert.equal(painted(mask).length, 9)
})

test("the finest brush paints a pixel wherever it stands on the picture", () => {
  const random = generator(21)
  for (let i = 0; i < 200; i++) {
    const mask = blank()
    stamp(mask, SHAPE, [12 * random() - 0.5, 9 * random() - 0.5], 0, 1)
    assert.ok(painted(mask).length >= 1 && painted(mask).length <= 4)
  }
})

test("an eraser takes away what it covers, and nothing else", () => {
  const mask = blank().fill(1)
  stamp(mask, SHAPE, [0, 0], 1, 0)
  assert.equal(mask.length - painted(mask).length, 3)
})

test("a fast stroke has no gaps", () => {
  const mask = blank()
  stroke(mask, SHAPE, [0, 0], [11, 8], 0.5, 1)
  for (let column = 0; column < 12; column++) assert.ok(painted(mask).some(place => place.startsWith(`${column},`)))
  for (let row = 0; row < 9; row++) assert.ok(painted(mask).some(place => place.endsWith(`,${row}`)))
})

test("a stroke along a row keeps to it", () => {
  const mask = blank()
  stroke(mask, SHAPE, [0, 4], [11, 4], 0.5, 1)
  assert.deepEqual(painted(mask), Array.from({ length: 12 }, (_, column) => `${column},4`).sort())
})

test("a stroke that leaves the picture paints no other row", () => {
  const mask = blank()
  stroke(mask, SHAPE, [9, 2], [20, 2], 0.5, 1)
  assert.deepEqual(painted(mask), ["10,2", "11,2", "9,2"])
})
