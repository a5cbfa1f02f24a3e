// The grand tour: planes, the way between them, what of it is seen; and the rocking of a map in space.

import assert from "node:assert/strict"
import { test } from "node:test"

import { firstPlane, Geodesic, randomPlane, turned } from "../../assets/map/planes.js"
import { generator } from "../../assets/map/random.js"
import { Rock } from "../../assets/map/rock.js"
import { Tour } from "../../assets/map/tour.js"
import { close } from "./close.js"

const dot = (a, b) => a.reduce((sum, value, k) => sum + value * b[k], 0)
const orthonormal = ([x, y]) => close([dot(x, x), dot(x, y), dot(y, y)], [1, 0, 1], 1e-6)
const projector = ([x, y]) => x.flatMap((a, j) => x.map((b, k) => a * b + y[j] * y[k]))
const SPREADS = [4, 3, 2, 1.5, 1, 0.5]

// Two points on each axis, at both sides of the middle: so the axes are their principal components.
function tour(spreads = SPREADS) {
  const d = spreads.length
  const n = 2 * d
  const columns = spreads.flatMap((_, k) => Array.from({ length: n }, (_, i) => (i === 2 * k ? 0 : i === 2 * k + 1 ? 65535 : 32767.5)))
  const total = dot(spreads, spreads)
  const head = { part: "tour", view: "v", revision: "r", low: spreads.map(s => -s), high: spreads,
    titles: spreads.map((_, k) => `PC${k + 1}`), ratios: spreads.map(s => (s * s) / total) }
  const made = new Tour(head, columns, n)
  made.playing = true
  return made
}

function shown(made) {
  const out = new Float32Array(3 * (made.values.length / made.dims))
  made.show(out)
  return [...out]
}

function seconds(made, passed, visit = () => {}) {
  for (let at = 0; at < passed; at += 1 / 16) {
    made.advance(1 / 16)
    visit(made)
  }
  return made
}

test("the way between two planes begins at the one, ends in the other, and is of planes throughout", () => {
  const uniform = generator(3)
  for (let dims = 3; dims <= 10; dims++) {
    const [from, to] = [randomPlane(dims, dims, uniform), randomPlane(dims, dims, uniform)]
    const way = new Geodesic(from, to)
    close(way.at(0).flat(), from.flat(), 1e-6)
    close(projector(way.at(1)), projector(to), 1e-6)
    for (let share = 0; share <= 1; share += 1 / 16) orthonormal(way.at(share))
  }
})

test("it is the shortest: as long as the angles between the planes, at an even pace and without a spin", () => {
  const [angle, other] = [0.4, 1.1]
  const to = [[Math.cos(angle), 0, Math.sin(angle), 0], [0, Math.cos(other), 0, Math.sin(other)]]
  for (const spin of [0, 0.7, 2.5, -1.9]) {
    const way = new Geodesic(firstPlane(4), turned(to, spin))
    close(way.length, Math.hypot(angle, other), 1e-9)
    close(way.at(0.5).flat(), [Math.cos(angle / 2), 0, Math.sin(angle / 2), 0, 0, Math.cos(other / 2), 0, Math.sin(other / 2)], 1e-9)
    const mirrored = new Geodesic(firstPlane(4), [to[0], to[1].map(value => -value)])
    close(mirrored.length, way.length, 1e-9)
  }
})

test("planes that are one, or share a line, are no trouble", () => {
  const plane = firstPlane(3)
  for (const to of [plane, turned(plane, 1), [[1, 0, 0], [0, 0, 1]], [[0, 1, 0], [1, 0, 0]]]) {
    const way = new Geodesic(plane, to)
    for (const share of [0, 0.5, 1]) orthonormal(way.at(share))
    close(projector(way.at(1)), projector(to), 1e-6)
  }
})

test("random planes favor no direction", () => {
  const uniform = generator(8)
  const mean = new Array(16).fill(0)
  for (let i = 0; i < 4000; i++) projector(randomPlane(4, 4, uniform)).forEach((value, k) => { mean[k] += value / 4000 })
  close(mean, projector([[1, 0, 0, 0], [0, 1, 0, 0]]).map((_, k) => (k % 5 ? 0 : 0.5)), 0.03)
})

test("a tour is the same every time, and its planes stay planes for long", () => {
  const [once, again] = [tour(), tour()]
  seconds(once, 400, made => orthonormal(made.plane()))
  assert.deepEqual(seconds(again, 400).plane(), once.plane())
  assert.ok(once.reached > 20)
})

test("it passes through the planes it turns to", () => {
  const made = tour()
  for (let stop = 0; stop < 5; stop++) {
    const end = made.way.at(1)
    while (made.reached === stop) made.advance(1 / 16)
    close(made.plane().flat(), end.flat(), 1e-6)
  }
})

test("it begins with the first two components, and no plane spreads the points more", () => {
  const made = tour()
  const variance = () => shown(made).reduce((sum, value) => sum + value * value, 0)
  const most = variance()
  const [x, y] = [4, 3].map(spread => spread / made.half)
  close(shown(made).slice(0, 12), [-x, 0, 0, x, 0, 0, 0, -y, 0, 0, y, 0], 1e-4)
  close(made.variance, (16 + 9) / dot(SPREADS, SPREADS), 1e-9)
  let least = most
  seconds(made, 120, () => {
    least = Math.min(least, variance())
    assert.ok(variance() <= most * (1 + 1e-6))
    close(made.variance, ((16 + 9) / dot(SPREADS, SPREADS)) * (variance() / most), 1e-4)
    close(made.weights().reduce((sum, weight) => sum + weight, 0), 1, 1e-9)
  })
  assert.ok(least < most / 2)
})

test("fewer dimensions: it goes on from where it is, and has left the others at the next plane", () => {
  const made = seconds(tour(), 30)
  const before = made.plane()
  made.limit(3)
  close(made.plane().flat(), before.flat(), 1e-6)
  assert.ok(Math.max(...made.weights().slice(3)) > 0.01)
  const stop = made.reached
  while (made.reached === stop) made.advance(1 / 16)
  seconds(made, 20, () => close(made.weights().slice(3), [0, 0, 0], 1e-9))
  made.limit(99)
  assert.equal(made.within, 6)
})

test("it turns as fast as it is told, and not at all while it pauses", () => {
  const made = tour()
  const turnedBy = seconds => {
    const share = made.share
    made.advance(seconds)
    return (made.share - share) * made.way.length
  }
  close(turnedBy(0.1), 0.1 * made.speed, 1e-9)
  made.speed = 0.05
  close(turnedBy(0.1), 0.005, 1e-9)
  made.toggle()
  assert.equal(turnedBy(0.1), 0)
  assert.equal(made.moving, false)
})

test("rocking is off until asked for, goes a few degrees to both sides, and comes back", () => {
  const rock = new Rock()
  assert.equal(rock.advance(1), 0)
  rock.toggle()
  let [yaw, low, high] = [0, 0, 0]
  for (let at = 0; at < 7 * 64; at++) {
    yaw += rock.advance(1 / 64)
    low = Math.min(low, yaw)
    high = Math.max(high, yaw)
  }
  close([low, high, yaw], [-0.14, 0.14, 0], 1e-3)
  rock.stop()
  assert.equal(rock.advance(1), 0)
})
