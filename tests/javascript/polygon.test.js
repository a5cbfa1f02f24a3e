// The lasso: inside or outside, by two other ways of telling.

import assert from "node:assert/strict"
import { test } from "node:test"

import { insidePolygon, rectangle, rowsInside } from "../../assets/map/polygon.js"
import { generator } from "./random.js"

const SQUARE = [[0, 0], [10, 0], [10, 10], [0, 10]]
const ARROWHEAD = [[0, 0], [10, 10], [0, 20], [4, 10]]

// Sum of the angles under which the sides are seen, in full turns.
function turns(x, y, polygon) {
  let sum = 0
  polygon.forEach(([x0, y0], i) => {
    const [x1, y1] = polygon[(i + 1) % polygon.length]
    const [ax, ay, bx, by] = [x0 - x, y0 - y, x1 - x, y1 - y]
    sum += Math.atan2(ax * by - ay * bx, ax * bx + ay * by)
  })
  return Math.round(sum / (2 * Math.PI))
}

test("the middle of a square is inside, what is beside, above and below is not", () => {
  assert.ok(insidePolygon(5, 5, SQUARE))
  for (const [x, y] of [[-1, 5], [11, 5], [5, -1], [5, 11], [11, 11]]) assert.ok(!insidePolygon(x, y, SQUARE))
})

test("the notch of an arrowhead is outside", () => {
  assert.ok(!insidePolygon(2, 10, ARROWHEAD))
  assert.ok(insidePolygon(6, 10, ARROWHEAD))
})

test("a ray through a corner counts it once", () => {
  const diamond = [[0, -5], [5, 0], [0, 5], [-5, 0]]
  assert.ok(insidePolygon(0, 0, diamond))
  assert.ok(!insidePolygon(-6, 0, diamond))
  assert.ok(!insidePolygon(-6, 5, diamond))
})

test("polygons that share a side share no point and miss none", () => {
  const beside = SQUARE.map(([x, y]) => [x + 10, y])
  for (let y = 0; y < 10; y++) assert.ok(insidePolygon(10, y, SQUARE) !== insidePolygon(10, y, beside))
})

test("simple polygons agree with the sum of angles, drawn either way round", () => {
  const random = generator(11)
  for (let trial = 0; trial < 20; trial++) {
    const n = 3 + Math.floor(9 * random())
    const corners = Array.from({ length: n }, (_, i) => {
      const [angle, r] = [(2 * Math.PI * (i + 0.8 * random())) / n, 20 + 80 * random()]
      return [r * Math.cos(angle), r * Math.sin(angle)]
    })
    for (let i = 0; i < 50; i++) {
      const [x, y] = [200 * random() - 100, 200 * random() - 100]
      const expected = turns(x, y, corners) !== 0
      assert.equal(insidePolygon(x, y, corners), expected)
      assert.equal(insidePolygon(x, y, [...corners].reverse()), expected)
    }
  }
})

test("a line that crosses itself holds what it goes round an odd number of times", () => {
  const star = Array.from({ length: 5 }, (_, i) => [Math.sin(0.8 * Math.PI * i), -Math.cos(0.8 * Math.PI * i)])
  assert.equal(turns(0, 0, star), 2)
  assert.ok(!insidePolygon(0, 0, star)) // the middle of a pentagram
  assert.equal(turns(0, -0.8, star), 1)
  assert.ok(insidePolygon(0, -0.8, star))
})

test("a point, a line and nothing at all hold nothing", () => {
  for (const polygon of [[], [[5, 5]], [[0, 0], [10, 10]]]) assert.ok(!insidePolygon(5, 5, polygon))
})

test("a box is the same from whichever corner it is drawn", () => {
  for (const [from, to] of [[[0, 0], [10, 10]], [[10, 10], [0, 0]], [[10, 0], [0, 10]], [[0, 10], [10, 0]]]) {
    const box = rectangle(from, to)
    assert.ok(insidePolygon(1, 9, box) && insidePolygon(9, 1, box) && !insidePolygon(11, 5, box))
  }
})

test("of the rows inside only those admitted count, and none behind the camera", () => {
  const pixels = new Float32Array([5, 5, 1, 20, 5, 1, 2, 2, 1, NaN, 5, -1, 9, 9, 1])
  assert.deepEqual(rowsInside(pixels, SQUARE, () => true), [0, 2, 4])
  assert.deepEqual(rowsInside(pixels, SQUARE, row => row > 0), [2, 4])
})
