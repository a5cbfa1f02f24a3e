// Cameras: where a place is on the screen, by another way of reckoning it.

import assert from "node:assert/strict"
import { test } from "node:test"

import { Flat, ORDINARY, Orbit, project, within } from "../../assets/map/camera.js"
import { close } from "./close.js"
import { generator } from "./random.js"

const [WIDTH, HEIGHT] = [800, 500]

function flat(extent = [1, 0.5]) {
  const camera = new Flat(extent)
  camera.resize(WIDTH, HEIGHT)
  return camera
}

function orbit([yaw, pitch, away, ...target] = [0.65, 0.42, ORDINARY, 0, 0, 0], [width, height] = [WIDTH, HEIGHT]) {
  const camera = new Orbit()
  camera.resize(width, height)
  camera.restore([yaw, pitch, away, ...target])
  return camera
}

const seen = (camera, place) => project(camera.matrix(), place, camera.width, camera.height, [0, 0, 0])

const dot = (a, b) => a.reduce((sum, value, i) => sum + value * b[i], 0)
const cross = ([a, b, c], [d, e, f]) => [b * f - c * e, c * d - a * f, a * e - b * d]

// --- flat ---

test("a flat map is centered, upright, undistorted and leaves a margin of a tenth", () => {
  const camera = flat()
  close(seen(camera, [0, 0, 0]), [400, 250, 1])
  const [right, top] = [seen(camera, [1, 0, 0]), seen(camera, [0, 0.5, 0])]
  assert.ok(top[1] < 250)
  close((right[0] - 400) / (250 - top[1]), 2)
  close(Math.max((right[0] - 400) / 400, (250 - top[1]) / 250), 0.9)
})

test("a line of points does not grow past the longer side", () => {
  close(flat([1, 0]).scale, 0.45 * 800)
  close(flat([0, 1]).scale, 0.45 * 500)
})

test("the window's edges are seen at the edges, and the place at a pixel is seen there", () => {
  const camera = flat()
  camera.restore([0.3, -0.2, 4])
  const [left, right, bottom, top] = camera.window()
  close(seen(camera, [left, top, 0]), [0, 0, 1])
  close(seen(camera, [right, bottom, 0]), [WIDTH, HEIGHT, 1])
  close(seen(camera, [...camera.at(123, 45), 0]).slice(0, 2), [123, 45])
})

test("zooming leaves what is under the pointer where it is", () => {
  const camera = flat()
  const under = camera.at(610, 130)
  for (const factor of [1.4, 3, 0.7]) {
    camera.zoomAt(610, 130, factor)
    close(camera.at(610, 130), under)
  }
  close(camera.zoom, 1.4 * 3 * 0.7)
})

test("zoom and position stay within bounds", () => {
  const camera = flat()
  camera.zoomAt(0, 0, 1e9)
  assert.equal(camera.zoom, 400)
  camera.zoomAt(0, 0, 1e-9)
  assert.equal(camera.zoom, 0.4)
  camera.pan(-1e9, 1e9)
  assert.deepEqual([camera.x, camera.y], [2, 2])
})

test("a drag moves the picture by as many pixels", () => {
  const camera = flat()
  const before = seen(camera, [0.2, 0.1, 0])
  camera.pan(37, -12)
  close(seen(camera, [0.2, 0.1, 0]), [before[0] + 37, before[1] - 12, 1])
})

// --- turning ---

test("the directions of the camera are orthonormal and right-handed, wherever it looks from", () => {
  const random = generator(7)
  for (let i = 0; i < 20; i++) {
    const { right, up, back } = orbit([7 * random(), 3 * random() - 1.5, 5, 0, 0, 0]).axes()
    close([dot(right, right), dot(up, up), dot(back, back)], [1, 1, 1])
    close([dot(right, up), dot(right, back)], [0, 0])
    close(cross(right, up), back)
  }
})

test("places are seen by the laws of a pinhole camera", () => {
  const random = generator(8)
  for (const size of [[800, 500], [300, 700]]) {
    const camera = orbit([1.1, -0.4, 4.5, 0.2, -0.1, 0.3], size)
    const { right, up, back } = camera.axes()
    const eye = camera.target.map((t, i) => t + 4.5 * back[i])
    const perPixel = Math.tan(Math.PI / 10) / (Math.min(...size) / 2) // a field of 36 degrees across the shorter side
    for (let i = 0; i < 20; i++) {
      const place = [random(), random(), random()].map(v => 2 * v - 1)
      const ray = place.map((p, k) => p - eye[k])
      const away = -dot(ray, back)
      const x = size[0] / 2 + dot(ray, right) / away / perPixel
      const y = size[1] / 2 - dot(ray, up) / away / perPixel
      close(seen(camera, place), [x, y, away], 1e-9 * 1000)
    }
  }
})

test("the depth of the clip space grows from -1 near to 1 far", () => {
  const camera = orbit()
  const { back } = camera.axes()
  const depth = distance => {
    const place = back.map(b => b * (ORDINARY - distance))
    const m = camera.matrix()
    const [z, w] = [2, 3].map(row => m[row] * place[0] + m[4 + row] * place[1] + m[8 + row] * place[2] + m[12 + row])
    return z / w
  }
  close([depth(0.05), depth(40)], [-1, 1])
  assert.ok(depth(1) < depth(2) && depth(2) < depth(10))
})

test("the whole cube is in view at the ordinary distance", () => {
  for (const yaw of [0, 0.65, 2, 4]) {
    for (const x of [-1, 1]) for (const y of [-1, 1]) for (const z of [-1, 1]) {
      const [px, py] = seen(orbit([yaw, 0.42, ORDINARY, 0, 0, 0]), [x, y, z])
      assert.ok(px > 0 && px < WIDTH && py > 0 && py < HEIGHT, `${[x, y, z]} at ${px}, ${py}`)
    }
  }
})

test("the third axis points up, and a turn to the right brings the left side forward", () => {
  const camera = orbit()
  assert.ok(seen(camera, [0, 0, 1])[1] < seen(camera, [0, 0, -1])[1])
  const nearest = camera.axes().back
  const before = seen(camera, nearest)[0]
  camera.turn(40, 0)
  assert.ok(seen(camera, nearest)[0] > before) // what is in front follows the pointer
})

test("a drag moves what is at the target by as many pixels", () => {
  const camera = orbit([0.65, 0.42, 3, 0, 0, 0], [300, 700])
  camera.pan(25, -40)
  close(seen(camera, [0, 0, 0]).slice(0, 2), [150 + 25, 350 - 40], 1e-9 * 1000)
})

test("distance and height stay within bounds", () => {
  const camera = orbit()
  camera.zoomAt(0, 0, 1e9)
  assert.equal(camera.away, 0.15)
  camera.zoomAt(0, 0, 1e-9)
  assert.equal(camera.away, 12)
  camera.turn(0, 1e9)
  assert.equal(camera.pitch, 1.55)
})

test("a place behind the camera is nowhere", () => {
  const camera = orbit([0, 0, 1, 0, 0, 0])
  const [x, , away] = seen(camera, [2, 0, 0])
  assert.ok(Number.isNaN(x) && away === -1)
})

// --- both ---

for (const make of [flat, orbit]) {
  test(`a saved ${make.name} view is found again, and a reset one is as new`, () => {
    const [camera, fresh] = [make(), make()]
    camera.pan(30, 20)
    camera.turn(11, -5)
    camera.zoomAt(100, 100, 1.7)
    const other = make()
    other.restore(JSON.parse(JSON.stringify(camera.save())))
    assert.deepEqual(other.matrix(), camera.matrix())
    assert.notDeepEqual(camera.save(), fresh.save())
    camera.reset()
    assert.deepEqual(camera.save(), fresh.save())
  })
}

test("many places are projected as each by itself", () => {
  const camera = orbit()
  const cloud = new Float32Array([0, 0, 0, 0.5, -0.5, 0.25, 1, 1, 1])
  const all = project(camera.matrix(), cloud, WIDTH, HEIGHT, new Float32Array(9))
  for (let i = 0; i < 3; i++) close(all.slice(3 * i, 3 * i + 3), seen(camera, [...cloud.slice(3 * i, 3 * i + 3)]), 1e-4)
})

test("a map opens with most of its points if that shows them much larger, and resets to all", () => {
  const camera = new Flat([1, 1], { center: [0.5, -0.25], extent: [0.2, 0.2] })
  camera.resize(800, 400)
  assert.ok(camera.near)
  assert.deepEqual(camera.save(), [0.5, -0.25, 5])
  assert.ok(within(camera.window(), 0.65, -0.4) && !within(camera.window(), 0, 0))
  camera.resize(400, 400)
  assert.deepEqual(camera.save(), [0.5, -0.25, 5])
  camera.pan(1, 0)
  assert.ok(!camera.near)
  camera.reset()
  assert.deepEqual(camera.save(), [0, 0, 1])
  assert.ok(!camera.near && within(camera.window(), 1, 1))
})

test("a map opens with all its points where most of them fill it, or where the user has been before", () => {
  const full = new Flat([1, 1], { center: [0, 0], extent: [0.9, 0.8] })
  full.resize(800, 400)
  assert.deepEqual([full.near, full.zoom], [false, 1])
  const back = new Flat([1, 1], { center: [0.5, 0], extent: [0.1, 0.1] })
  back.restore([0.1, 0.2, 3])
  back.resize(800, 400)
  assert.deepEqual([back.near, ...back.save()], [false, 0.1, 0.2, 3])
})
