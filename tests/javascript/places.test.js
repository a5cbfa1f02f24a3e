// Positions: from uint16 columns to the map's units and back to the data's.

import assert from "node:assert/strict"
import { test } from "node:test"

import { blend, core, ease, extent, places, unitsOf } from "../../assets/map/places.js"
import { close } from "./close.js"
import { generator } from "./random.js"

// As fixed_point of map_packets.py: columns of uint16 between the lowest and highest value of each axis.
function fixedPoint(rows) {
  const axes = rows[0].map((_, k) => rows.map(row => row[k]))
  const [low, high] = [axes.map(axis => Math.min(...axis)), axes.map(axis => Math.max(...axis))]
  const steps = axes.flatMap((axis, k) => axis.map(v => Math.round(((v - low[k]) / (high[k] - low[k] || 1)) * 65535)))
  return { columns: new Uint16Array(steps), low, high }
}

for (const dims of [2, 3]) {
  test(`${dims}-D coordinates come back within half a step of their axis`, () => {
    const random = generator(dims)
    const row = () => Array.from({ length: dims }, (_, k) => 1000 * k + (k + 1) * 20 * random())
    const rows = Array.from({ length: 50 }, row)
    const { columns, low, high } = fixedPoint(rows)
    const found = places(columns, 0, 50, low, high)
    const { half, center } = unitsOf(low, high)
    rows.forEach((row, i) => row.forEach((value, k) => {
      const step = (high[k] - low[k]) / 65535
      close(found[3 * i + k] * half + center[k], value, step / 2 + half * 1e-7)
    }))
  })
}

test("the longest axis fills [-1, 1], the others keep their proportion, and flat maps have z = 0", () => {
  const { columns, low, high } = fixedPoint([[0, 10], [8, 12], [4, 11]])
  close(places(columns, 0, 3, low, high), [-1, -0.25, 0, 1, 0.25, 0, 0, 0, 0], 2e-5)
  assert.deepEqual(extent(low, high), [1, 0.25])
  assert.deepEqual(unitsOf(low, high), { half: 4, center: [4, 11] })
})

test("frames lie one after another and each has its own range", () => {
  const [first, second] = [fixedPoint([[0, 0], [1, 1]]), fixedPoint([[5, -3], [9, 1]])]
  const columns = new Uint16Array([...first.columns, ...second.columns])
  close(places(columns, 0, 2, first.low, first.high), [-1, -1, 0, 1, 1, 0])
  close(places(columns, 4, 2, second.low, second.high), [-1, -1, 0, 1, 1, 0])
})

test("points that are all equal lie in the middle", () => {
  const { columns, low, high } = fixedPoint([[3, 3], [3, 3]])
  close(places(columns, 0, 2, low, high), [0, 0, 0, 0, 0, 0])
})

test("a blend lies on the line between two places", () => {
  close(blend([0, 10, -4], [1, 20, 4], 0.25, [0, 0, 0]), [0.25, 12.5, -2])
})

test("a glide starts and ends slowly, passes the middle at half time and is symmetric", () => {
  close([ease(0), ease(0.5), ease(1)], [0, 0.5, 1])
  for (let t = 0; t <= 1; t += 1 / 64) close(ease(t) + ease(1 - t), 1)
  assert.ok(ease(0.1) < 0.01 && ease(0.9) > 0.99)
  close(ease(0.5 + 1e-9), ease(0.5 - 1e-9), 1e-7)
})

test("most of the points, without the outermost fiftieth at each end of either axis", () => {
  const grid = Float32Array.from({ length: 3 * 400 }, (_, at) => [(at / 3 | 0) % 20 / 100, ((at / 3 | 0) / 20 | 0) / 100, 0][at % 3])
  grid.set([1, 0.1, 0, -1, 0.1, 0])
  const found = core(grid)
  assert.ok(found)
  const [[x, y], [width, height]] = [found.center, found.extent]
  assert.ok(Math.abs(x - 0.095) < 0.01 && Math.abs(y - 0.095) < 0.01)
  assert.ok(width > 0.095 && width < 0.12 && height > 0.095 && height < 0.12)
  assert.equal(core(grid.slice(0, 3 * 99)), null)
})
