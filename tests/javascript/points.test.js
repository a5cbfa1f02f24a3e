// Points: their size by distance, and the order in which they are drawn.

import assert from "node:assert/strict"
import { test } from "node:test"

import { depthRange, diameter, drawOrder } from "../../assets/map/points.js"
import { close } from "./close.js"
import { generator } from "./random.js"

function cloud(n, seed) {
  const random = generator(seed)
  return {
    pixels: Float32Array.from({ length: 3 * n }, () => 3 + 5 * random()),
    faint: Uint8Array.from({ length: n }, () => (random() < 0.3 ? 1 : 0)),
  }
}

test("points have their size at the ordinary distance, and never less than two pixels", () => {
  assert.equal(diameter(8, 5.7, 5.7), 8)
  close(diameter(8, 5.7, 5.7 * 16), 2) // a sixteenth of the nearness, an eighth of the size, the least
  close(diameter(80, 5.7, 5.7 * 16), 10)
  assert.equal(diameter(8, 0, 123), 8) // flat
  assert.equal(diameter(1, 0, 1), 2)
})

test("the range of distances is that of every third number", () => {
  assert.deepEqual(depthRange(new Float32Array([100, -100, 3, 0, 0, 2, 0, 0, 7])), [2, 7])
})

test("in space the farther are drawn first, the faint before all others", () => {
  const { pixels, faint } = cloud(3000, 4)
  const order = drawOrder(pixels, faint, true, new Uint32Array(3000))
  assert.deepEqual([...order].sort((a, b) => a - b), Array.from({ length: 3000 }, (_, i) => i))
  const [near, far] = depthRange(pixels)
  for (let i = 1; i < order.length; i++) {
    const [before, after] = [order[i - 1], order[i]]
    assert.ok(faint[before] >= faint[after])
    if (faint[before] === faint[after]) {
      assert.ok(pixels[3 * before + 2] > pixels[3 * after + 2] - (far - near) / 1023 - 1e-6)
    }
  }
})

test("on flat maps and at equal distance the order of rows is kept", () => {
  const { pixels, faint } = cloud(100, 5)
  const rows = Array.from({ length: 100 }, (_, i) => i)
  const expected = [...rows.filter(i => faint[i]), ...rows.filter(i => !faint[i])]
  assert.deepEqual([...drawOrder(pixels, faint, false, new Uint32Array(100))], expected)
  const level = pixels.map((value, i) => (i % 3 === 2 ? 5 : value))
  assert.deepEqual([...drawOrder(level, faint, true, new Uint32Array(100))], expected)
})

test("of every so many rows one is drawn, in the same order, the faint first", () => {
  const pixels = new Float32Array(300).map((_, at) => at)
  const faint = new Uint8Array(100).map((_, row) => (row < 50 ? 0 : 1))
  for (const every of [3, 4, 7]) {
    const blocks = Array.from({ length: Math.ceil(100 / every) }, (_, block) => block)
    const order = [...drawOrder(pixels, faint, false, new Uint32Array(100), every)]
    const rows = [...order].sort((a, b) => a - b)
    assert.deepEqual(rows.map(row => Math.floor(row / every)), blocks)
    assert.deepEqual(order, [...rows.filter(row => faint[row]), ...rows.filter(row => !faint[row])])
    const deep = [...drawOrder(pixels, new Uint8Array(100), true, new Uint32Array(100), every)]
    assert.deepEqual(deep, [...rows].reverse())
  }
})

test("classes that come in turns are drawn alike when fewer points are", () => {
  const n = 70_000
  for (const classes of [2, 3, 6, 10]) {
    const counts = new Array(classes).fill(0)
    const order = drawOrder(new Float32Array(3 * n), new Uint8Array(n), false, new Uint32Array(n), 6)
    for (const row of order) counts[row % classes]++
    for (const count of counts) assert.ok(Math.abs(count / order.length - 1 / classes) < 0.02, `${counts}`)
  }
})
