// Names of parts of a map: which layer, the largest first, none over another; and how a box is brought into view.

import assert from "node:assert/strict"
import { test } from "node:test"

import { Flat, Orbit, ORDINARY } from "../../assets/map/camera.js"
import { placeLabels } from "../../assets/map/labels.js"
import { layerInView, placeRegions } from "../../assets/map/regions.js"
import { Scene } from "../../assets/map/scene.js"
import { generator } from "./random.js"

const [WIDTH, HEIGHT] = [800, 500]
const context = { font: "", measureText: text => ({ width: 7 * [...text].length }) }

function scene(spots, regions, layer = 0) {
  const map = new Scene(`regions ${Math.random()}`)
  map.camera.resize(WIDTH, HEIGHT)
  Object.assign(map, {
    n: spots.length,
    labels: spots.map((_, i) => `word${i}`),
    landmarks: new Int32Array(spots.map((_, i) => i)),
    pixels: new Float32Array(spots.flatMap(([x, y]) => [x, y, 1])),
    faint: new Uint8Array(spots.length),
    named: { layer, regions },
  })
  return map
}

const region = (row, changes = {}) => ({ layer: 0, row, text: `part ${row}`, size: 10, muted: false, ...changes })
const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom

test("a name is centered on its item", () => {
  const [label] = placeRegions(scene([[300, 200]], [region(0)]), context)
  assert.equal(label.kind, "region")
  assert.equal((label.box.left + label.box.right) / 2, 300)
  assert.equal(label.y, 200)
})

test("no name is over another, and the larger part has its name first", () => {
  const random = generator(5)
  const spots = Array.from({ length: 60 }, () => [WIDTH * random(), HEIGHT * random()])
  const shown = placeRegions(scene(spots, spots.map((_, row) => region(row, { size: 1 + row }))), context)
  assert.ok(shown.length > 5 && shown.length < 60)
  for (const [i, one] of shown.entries()) for (const other of shown.slice(i + 1)) assert.ok(!overlap(one.box, other.box))
  const near = placeRegions(scene([[300, 200], [302, 203]], [region(0, { size: 3 }), region(1, { size: 30 })]), context)
  assert.deepEqual(near.map(label => label.row), [1])
})

test("the chosen part comes before larger ones that are muted", () => {
  const regions = [region(0, { size: 90, muted: true }), region(1)]
  assert.deepEqual(placeRegions(scene([[300, 200], [302, 203]], regions), context).map(label => label.row), [1])
})

test("letters are larger where parts are few, and for large parts", () => {
  const sizes = n => {
    const spots = Array.from({ length: n }, (_, i) => [60 + 130 * (i % 6), 30 + 40 * Math.floor(i / 6)])
    return placeRegions(scene(spots, spots.map((_, row) => region(row, { size: 100 - row }))), context).map(l => l.size)
  }
  assert.ok(sizes(3)[0] > sizes(40)[0])
  assert.ok(sizes(3)[0] > sizes(3)[2])
})

test("a finer layer is named for each time the view is twice as close, up to the last", () => {
  const map = scene([[300, 200], [500, 200]], [region(0, { layer: 1 }), region(0, { layer: 2 }), region(1, { layer: 3 })], 1)
  const at = zoom => {
    map.camera.zoom = zoom
    return layerInView(map)
  }
  assert.deepEqual([0.5, 1, 1.9, 2, 4, 300].map(at), [1, 1, 1, 2, 3, 3])
})

test("from afar names of parts stand alone; items are named closer by, and beside them", () => {
  const map = scene([[300, 200], [500, 300]], [region(0)])
  const names = () => placeLabels(map, context, placeRegions(map, context)).map(label => label.text)
  assert.deepEqual(names(), [])
  map.camera.zoom = 3
  assert.deepEqual(names(), ["word1"]) // that of the first is under the name of the part
})

test("parts whose item is not on the map have no name", () => {
  assert.deepEqual(placeRegions(scene([[300, 200]], [region(4)]), context), [])
})

test("a box is brought into view whole, on flat maps and in space", () => {
  const flat = new Flat([1, 0.6])
  flat.resize(WIDTH, HEIGHT)
  flat.frame([0.4, -0.2], [0.1, 0.05])
  const [left, right, bottom, top] = flat.window()
  assert.ok(left < 0.3 && right > 0.5 && bottom < -0.25 && top > -0.15 && flat.zoom > 2)
  const orbit = new Orbit()
  orbit.resize(WIDTH, HEIGHT)
  orbit.frame([0.5, 0, -0.5], [0.2, 0.1, 0.1])
  assert.deepEqual(orbit.target, [0.5, 0, -0.5])
  assert.ok(orbit.closeness > 2 && orbit.away < ORDINARY)
})

test("what is wanted is gone to once for each id, in the units of the data", () => {
  const map = scene([[300, 200]], [])
  map.units = { half: 10, center: [100, 50] }
  const focus = { id: "a", low: [104, 48], high: [106, 52] }
  map.setState({ ...map.state, focus })
  assert.ok(map.goThere())
  assert.deepEqual([map.camera.x, map.camera.y].map(value => value.toFixed(6)), ["0.500000", "0.000000"])
  map.setState({ ...map.state, focus })
  assert.ok(!map.goThere())
  map.setState({ ...map.state, focus: null })
  map.setState({ ...map.state, focus })
  assert.ok(map.goThere())
})
