// Maps of the same items that follow each other: what is circled or isolated on one is so on the others.

import assert from "node:assert/strict"
import { test } from "node:test"

import { close } from "./close.js"

// Colors of the theme are read from a canvas, which is not needed here.
globalThis.document ??= { createElement: () => ({ getContext: () => ({}) }) }
const { View } = await import("../../assets/map/view.js")
const { Flat, Orbit } = await import("../../assets/map/camera.js")

let pairs = 0
const POINTS = { part: "points", view: "v", revision: "r", items: "i", height: 400, dims: 2, low: [0, 0], high: [1, 1] }
const CLASSES = { part: "paint", view: "v", kind: "classes", title: "club", names: ["a", "b"], other: "#C0C0C0",
  palette: ["#000000", "#0072B2"] }
const STATE = { part: "state", view: "v", selected: null, neighbors: [], lines: true, titles: [], path: [],
  look: "", spots: false }

function view(key, n, codes, header = CLASSES, group = "both") {
  const made = new View(key)
  made.setPoints({ ...POINTS, n }, { place: new Uint16Array(2 * n) })
  made.setPaint(header, { codes: new Uint8Array(codes) })
  made.setState({ ...STATE, group })
  return made
}

// A map of four items, and a drawing of the first three.
function linked(header = CLASSES, group = "both") {
  const name = `pair ${pairs++}`
  const views = [view(`${name} map`, 4, [0, 0, 1, 1]), view(`${name} drawing`, 3, [0, 1, 1], header, group)]
  for (const each of views) each.peers = () => views
  return views
}

const rows = ({ choice }) => choice.rows && [...choice.rows]

test("a lasso on one map is one on the other, as far as it has the items", () => {
  const [map, drawing] = linked()
  map.select([1, 2, 3])
  assert.deepEqual(rows(drawing), [1, 2])
  drawing.select([0])
  assert.deepEqual([rows(map), rows(drawing)], [[0], [0]])
  drawing.select([])
  assert.deepEqual([rows(map), rows(drawing)], [null, null])
})

test("a class isolated on one is isolated on the other, and Escape clears both", () => {
  const [map, drawing] = linked()
  map.isolate(1, false)
  assert.deepEqual([[...drawing.isolated], rows(drawing)], [[1], null])
  drawing.isolate(0, true)
  assert.deepEqual([...map.isolated], [1, 0])
  map.clear()
  assert.deepEqual([map.isolated.size, drawing.isolated.size], [0, 0])
})

test("a map of other colors shows the items of an isolated class", () => {
  const [map, drawing] = linked({ ...CLASSES, title: "closeness" })
  map.isolate(0, false)
  assert.deepEqual([drawing.isolated.size, rows(drawing)], [0, [0, 1]])
  map.isolate(0, false)
  assert.equal(rows(drawing), null)
})

test("maps of another group, or of none, stay as they are", () => {
  for (const group of ["other", ""]) {
    const [map, drawing] = linked(CLASSES, group)
    map.select([1])
    assert.equal(rows(drawing), null)
  }
})

// Two maps that are linked; of the second all places are twice as far apart, about another middle.
function pair() {
  const [one, other] = linked(CLASSES, "both")
  other.setPoints({ ...POINTS, n: 3, revision: "s", items: "others", low: [-2, -2], high: [2, 2] }, { place: new Uint16Array(6) })
  for (const each of [one, other]) {
    each.setState({ ...STATE, group: "both", linked: true })
    each.camera = new Flat()
    each.camera.resize(400, 400)
    Object.assign(each, { keep: () => {} })
  }
  return [one, other]
}

test("what is pointed at on one linked map is on the other, as far as it has the item", () => {
  const [map, drawing] = pair()
  map.hover(2, [0, 0])
  assert.deepEqual([map.hovered, drawing.hovered], [2, 2])
  map.hover(3, [0, 0])
  assert.deepEqual([map.hovered, drawing.hovered], [3, null])
  drawing.hover(1, [0, 0])
  assert.deepEqual([map.hovered, drawing.hovered], [1, 1])
  map.hover(null)
  assert.deepEqual([map.hovered, drawing.hovered], [null, null])
})

test("a linked map looks at the same place, at the same scale", () => {
  const [map, drawing] = pair()
  map.camera.restore([0.5, -0.5, 8])
  map.moved()
  close(drawing.window(), map.window(), 1e-6)
  drawing.camera.restore([0, 0, 1])
  drawing.moved()
  close(map.window(), drawing.window(), 1e-6)
  map.resetCamera()
  assert.deepEqual([map, drawing].map(view => view.camera.zoom), [1, 1])
  for (const view of [map, drawing]) clearTimeout(view.keeping)
})

test("two linked maps begin with what either would show by itself, at one scale", () => {
  const [map, drawing] = pair()
  Object.assign(map, { units: { half: 1, center: [0, 0] } })
  Object.assign(drawing, { units: { half: 2, center: [5, 0] } })
  const [one, other] = [map.window(), drawing.window()]
  map.beginWith([drawing])
  close(drawing.window(), map.window(), 1e-6)
  for (const window of [one, other]) {
    const seen = map.window()
    assert.ok(seen[0] <= window[0] + 1e-6 && seen[1] >= window[1] - 1e-6 && seen[2] <= window[2] + 1e-6 && seen[3] >= window[3] - 1e-6)
  }
  const before = [...map.window()]
  drawing.beginWith([map])
  close(map.window(), before, 1e-6)
  for (const view of [map, drawing]) clearTimeout(view.keeping)
})

test("a linked map in space turns with the other, about the same spot, from the same distance", () => {
  const [map, drawing] = pair()
  for (const [each, reach] of [[map, 1], [drawing, 2]]) {
    each.units = { half: reach, center: [0, 0, reach - 1] }
    each.camera = new Orbit()
    each.camera.resize(400, 400)
  }
  map.camera.restore([1.5, -0.25, 4, 0.5, 0, 1])
  map.moved()
  assert.deepEqual(drawing.camera.save(), [1.5, -0.25, 2, 0.25, 0, 0])
  drawing.moved()
  assert.deepEqual(map.camera.save(), [1.5, -0.25, 4, 0.5, 0, 1])
  for (const view of [map, drawing]) clearTimeout(view.keeping)
})

test("maps of a group that are not linked point and look where they like", () => {
  const [map, drawing] = linked()
  map.hover(1, [0, 0])
  assert.equal(drawing.hovered, null)
  const before = drawing.camera.save()
  map.camera.restore([0.5, 0, 8])
  map.moved()
  assert.deepEqual(drawing.camera.save(), before)
  for (const view of [map, drawing]) clearTimeout(view.keeping)
})
