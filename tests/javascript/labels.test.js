// Labels: which are shown, in which order, and that none covers another or a chosen point.

import assert from "node:assert/strict"
import { test } from "node:test"

import { PAPER } from "../../assets/map/colors.js"
import { fontOf, HEIGHT, placeLabels, shorten } from "../../assets/map/labels.js"
import { Scene } from "../../assets/map/scene.js"
import { generator } from "./random.js"

const [WIDTH, HEIGHT_OF_MAP] = [800, 500]
// Seven pixels a character.
const context = { font: "", measureText: text => ({ width: 7 * [...text].length }) }

// A flat map of 800 x 500 pixels with labeled points at these pixels.
function scene(spots, changes = {}, state = {}) {
  const map = new Scene(`labels ${Math.random()}`)
  map.camera.resize(WIDTH, HEIGHT_OF_MAP)
  Object.assign(map, {
    n: spots.length,
    labels: spots.map((_, i) => `word${i}`),
    landmarks: new Int32Array(spots.map((_, i) => i)),
    pixels: new Float32Array(spots.flatMap(([x, y]) => [x, y, 1])),
    faint: new Uint8Array(spots.length),
  }, changes)
  map.setState({ ...map.state, ...state })
  return map
}

const boxOf = ({ text, x, y }) =>
  ({ left: x, right: x + context.measureText(text).width, top: y - HEIGHT / 2, bottom: y + HEIGHT / 2 })
const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

function cloud(n, seed) {
  const random = generator(seed)
  return Array.from({ length: n }, () => [WIDTH * random(), HEIGHT_OF_MAP * random()])
}

test("long labels are cut to 28 characters, of which surrogate pairs are one", () => {
  assert.equal(shorten("x".repeat(28)), "x".repeat(28))
  assert.equal(shorten("x".repeat(29)), "x".repeat(27) + "…")
  assert.equal(shorten("🙂".repeat(29)), "🙂".repeat(27) + "…")
  assert.equal(shorten("the red fox runs, a dog sleeps (row 12)"), "the red fox runs, a dog…")
  assert.equal(shorten("the red fox runs and then, a dog sleeps"), "the red fox runs and then…")
  assert.equal(shorten("the red fox runs and stands still"), "the red fox runs and stands…")
  assert.equal(shorten("so " + "x".repeat(29)), "so " + "x".repeat(24) + "…")
  assert.equal(shorten("sklearn.linear_model._logistic.LogisticRegression"), "…LogisticRegression")
  assert.equal(shorten("scipy.linalg._decomp_svd.svd"), "scipy.linalg._decomp_svd.svd")
  assert.equal(shorten(`${"x".repeat(29)}.py`), "x".repeat(27) + "…")
})

test("the chosen item is written in bold", () => {
  assert.match(fontOf(PAPER, true), /^600 .*sans-serif$/)
  assert.match(fontOf(PAPER, false), /^400 /)
})

test("a lone point has its label at its right, on its own height", () => {
  const map = scene([[300, 200]])
  const [label] = placeLabels(map, context)
  assert.deepEqual({ ...label, x: 0 }, { row: 0, text: "word0", kind: "landmark", x: 0, y: 200 })
  assert.equal(label.x, 300 + map.radius(0) + 5)
})

test("labels one below the other need the height of a line and no more", () => {
  for (const gap of [-16, 16]) {
    const [first, second] = placeLabels(scene([[300, 200], [300, 200 + gap]]), context)
    assert.deepEqual([second.x, second.y], [first.x, first.y + gap])
  }
})

test("at the right edge the label stands left of its point", () => {
  const map = scene([[790, 200]])
  const [label] = placeLabels(map, context)
  assert.equal(boxOf(label).right, 790 - map.radius(0) - 5)
})

for (const seed of [1, 2, 3]) {
  test(`in a crowd no label covers another, a chosen point or the edge (seed ${seed})`, () => {
    const map = scene(cloud(600, seed), {}, { selected: 7, neighbors: [8, 9, 10, 11] })
    const labels = placeLabels(map, context)
    const boxes = labels.map(boxOf)
    boxes.forEach((box, i) => {
      assert.ok(boxes.every((other, j) => i === j || !overlap(box, other)))
      if (labels[i].kind !== "selected") {
        assert.ok(box.left >= 2 && box.right <= WIDTH - 2 && box.top >= 2 && box.bottom <= HEIGHT_OF_MAP - 2)
        for (const row of map.highlighted()) {
          const [x, y] = map.pixel(row)
          assert.ok(!overlap(box, { left: x - 1, right: x + 1, top: y - 1, bottom: y + 1 }))
        }
      }
    })
    assert.equal(new Set(labels.map(label => label.row)).size, labels.length)
    assert.ok(labels.length > 20)
    assert.ok(labels.length <= 5 + 1 + (WIDTH * HEIGHT_OF_MAP) / 8000)
  })
}

test("the chosen item comes first even where there is no room, then its neighbors, then landmarks", () => {
  const map = scene([[400, 250], [400, 250], [100, 100], [600, 400]], {}, { selected: 0, neighbors: [2] })
  const kinds = placeLabels(map, context).map(({ row, kind }) => [row, kind])
  assert.deepEqual(kinds.slice(0, 2), [[0, "selected"], [2, "neighbor"]])
  assert.ok(kinds.some(([row, kind]) => row === 3 && kind === "landmark"))
  const outside = scene([[-50, 250]], {}, { selected: 0 })
  assert.deepEqual(placeLabels(outside, context).map(({ row }) => row), [0])
})

test("neighbors out of view, faint landmarks and blank labels are left out", () => {
  const spots = [[100, 100], [300, 100], [500, 100], [900, 100]]
  const map = scene(spots, { faint: new Uint8Array([0, 1, 0, 0]), labels: ["a", "b", "  ", "d"] }, { neighbors: [3] })
  assert.deepEqual(placeLabels(map, context).map(({ row }) => row), [0])
})

test("landmarks are spread: a far one is named before the second of a crowd", () => {
  const crowd = [[85, 85], [100, 115], [85, 145], [700, 400]]
  const rows = placeLabels(scene(crowd), context).map(({ row }) => row)
  assert.ok(rows.indexOf(3) < rows.indexOf(1))
})

test("close by, points that are no landmarks are named too; among very many they are not", () => {
  const few = scene(cloud(20, 5), { landmarks: new Int32Array() })
  assert.ok(placeLabels(few, context).length > 10)
  const many = scene(cloud(201, 5), { landmarks: new Int32Array() })
  assert.equal(placeLabels(many, context).length, 0)
})
