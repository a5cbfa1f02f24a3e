// What lies under the pointer, what is faint, and how the parts of a map come together.

import assert from "node:assert/strict"
import { test } from "node:test"

import { Orbit } from "../../assets/map/camera.js"
import { Scene } from "../../assets/map/scene.js"
import { close } from "./close.js"

let maps = 0

const POINTS = { part: "points", view: "v", revision: "r", items: "i", height: 400 }
const FLAT = { ...POINTS, n: 4, dims: 2, low: [0, 0], high: [2, 2] }
const CLASSES = { part: "paint", view: "v", kind: "classes", title: "t", other: "#C0C0C0" }
const AB = { ...CLASSES, names: ["a", "b"], palette: ["#000000", "#0072B2"] }

// Two dimensions: points in three corners of a square and in its middle.
function square(changes = {}) {
  const scene = new Scene(`scene ${maps++}`)
  scene.setPoints({ ...FLAT, ...changes }, { place: new Uint16Array([0, 65535, 0, 32768, 0, 0, 65535, 32768]) })
  return scene
}

// Points at pixels x, y with a distance.
function at(dims, ...spots) {
  const scene = new Scene(`scene ${maps++}`)
  const n = spots.length
  Object.assign(scene, { n, dims, pixels: new Float32Array(spots.flat()), faint: new Uint8Array(n) })
  if (dims === 3) scene.camera = new Orbit()
  return scene
}

test("points arrive in the map's units, with a camera for their dimensions", () => {
  const scene = square()
  close(scene.target, [-1, -1, 0, 1, -1, 0, -1, 1, 0, 0, 0, 0], 2e-5)
  assert.deepEqual([scene.units.half, scene.units.center, scene.height], [1, [1, 1], 400])
  assert.deepEqual([scene.colors.length, scene.order.length], [16, 4])
  assert.ok(square({ dims: 3, low: [0, 0, 0], high: [2, 2, 2], n: 2 }).camera instanceof Orbit)
})

test("the item under the pointer is the closest on a flat map", () => {
  const scene = at(2, [100, 100, 1], [104, 100, 1], [300, 300, 1])
  assert.equal(scene.pick(101, 100, 6), 0)
  assert.equal(scene.pick(103, 100, 6), 1)
  assert.equal(scene.pick(300 + scene.radius(2) + 5, 300, 6), 2)
  assert.equal(scene.pick(300 + scene.radius(2) + 7, 300, 6), null)
})

test("in space it is the one in front of those that cover the spot, else the closest", () => {
  const scene = at(3, [100, 100, 5], [101, 100, 3], [200, 100, 9])
  assert.equal(scene.pick(100, 100, 6), 1)
  assert.equal(at(3, [100, 100, 3], [101, 100, 5]).pick(100, 100, 6), 0)
  assert.equal(scene.pick(200 + scene.radius(2) + 3, 100, 6), 2)
})

test("what is behind the camera, or faint beside an isolated class, is not under the pointer", () => {
  assert.equal(at(3, [NaN, 100, -1]).pick(100, 100, 6), null)
  const scene = at(2, [100, 100, 1])
  scene.faint[0] = 1
  assert.equal(scene.pick(100, 100, 6), 0)
  scene.choice.isolated = new Set([3])
  assert.equal(scene.pick(100, 100, 6), null)
})

test("marked points are larger, near points larger than far ones", () => {
  const scene = at(3, [0, 0, 3], [0, 0, 6])
  assert.ok(scene.radius(0) > scene.radius(1))
  const plain = scene.radius(1)
  scene.marked = new Set([1])
  close(scene.radius(1), plain * 1.15 + 1)
})

test("points shrink as they grow in number, within bounds", () => {
  const sizes = [1, 50, 1000, 70_000, 10_000_000].map(n => Object.assign(new Scene("sizes"), { n }).size)
  assert.deepEqual([sizes[0], sizes[1], sizes[4]], [11, 11, 2.6])
  assert.ok(sizes[1] > sizes[2] && sizes[2] > sizes[3] && sizes[3] > 2.6)
})

test("what is outside the lasso or the isolated class is faint; with a highlight all are half as strong", () => {
  const scene = square()
  scene.setPaint(AB, { codes: new Uint8Array([0, 1, 1, 255]) })
  const alpha = () => [0, 1, 2, 3].map(row => scene.colors[4 * row + 3])
  scene.color()
  assert.deepEqual(alpha(), [235, 235, 235, 235])
  scene.choice.isolated = new Set([1])
  scene.color()
  assert.deepEqual([[...scene.faint], alpha()], [[1, 0, 0, 1], [28, 235, 235, 28]])
  scene.choice.rows = new Set([0, 1])
  scene.setState({ ...scene.state, selected: 1 })
  scene.color()
  assert.deepEqual([[...scene.faint], alpha()], [[1, 0, 1, 1], [28, 118, 28, 28]])
  assert.deepEqual(scene.colorOf(1), [0, 114, 178])
})

test("a highlight names no row that is not there, and no item as its own neighbor", () => {
  const scene = square()
  scene.setState({ ...scene.state, selected: 2, neighbors: [0, 2, 9, 3] })
  assert.deepEqual(scene.highlighted(), [2, 0, 3])
  scene.setState({ ...scene.state, selected: 9, neighbors: [1] })
  assert.deepEqual([scene.chosen().selected, scene.highlighted()], [null, [1]])
})

test("other classes end an isolation, other items a selection", () => {
  const scene = square()
  const codes = new Uint8Array(4)
  scene.setPaint(AB, { codes })
  scene.choice.isolated = new Set([0])
  scene.choice.rows = new Set([1])
  scene.setPaint(AB, { codes })
  assert.deepEqual([...scene.choice.isolated], [0])
  scene.setPaint({ ...AB, names: ["c", "d"] }, { codes })
  assert.equal(scene.choice.isolated.size, 0)
  scene.setPoints({ ...FLAT, items: "other", n: 1 }, { place: new Uint16Array(2) })
  assert.equal(scene.choice.rows, null)
})

test("frames of another picture wait for it", () => {
  const scene = square()
  const [low, high] = [[[0, 0], [0, 0]], [[1, 1], [1, 1]]]
  const head = { part: "frames", view: "v", revision: "other", steps: [0, 1], low, high, unit: "step", live: false, at: 1 }
  scene.setFrames(head, { place: new Uint16Array(16) })
  scene.addFilm()
  assert.ok(!scene.timed && scene.film)
  scene.setFrames({ ...head, revision: "r" }, { place: new Uint16Array(16) })
  scene.addFilm()
  assert.ok(scene.timed && !scene.film)
})

test("a tour waits for its picture, stands still where less motion is asked for, and rules the places", t => {
  globalThis.matchMedia = () => ({ matches: true })
  t.after(() => { delete globalThis.matchMedia })
  const scene = square()
  const head = { part: "tour", view: "v", revision: "other", low: [-1, -1, -1], high: [1, 1, 1],
    titles: ["PC1", "PC2", "PC3"], ratios: [0.5, 0.3, 0.2] }
  scene.setTour(head, { place: new Uint16Array(12) })
  scene.beginTour()
  assert.deepEqual([scene.touring, scene.course], [null, null])
  scene.setPoints({ ...FLAT, revision: "other" }, { place: new Uint16Array(8) })
  scene.beginTour()
  assert.equal(scene.course, scene.tour)
  assert.deepEqual([scene.touring.playing, scene.glide], [false, null])
  scene.course.show(scene.shown)
  close(scene.shown.slice(0, 3), [-1 / scene.tour.half, -1 / scene.tour.half, 0], 1e-4)
})

test("rocking ends with the picture that it rocked", () => {
  const scene = square({ dims: 3, low: [0, 0, 0], high: [2, 2, 2], n: 2 })
  scene.rock.toggle()
  scene.setPoints({ ...FLAT, revision: "other" }, { place: new Uint16Array(8) })
  assert.equal(scene.rock.on, false)
})
