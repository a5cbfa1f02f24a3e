// Frames over time: which moment is shown, and how fast it passes.

import assert from "node:assert/strict"
import { test } from "node:test"

import { Player } from "../../assets/map/player.js"
import { close } from "./close.js"

// Frames of two points on a flat map: each frame has its points in the corners of its own range.
function film(steps, changes = {}) {
  const [low, high] = [steps.map(() => [0, 0]), steps.map(() => [1, 1])]
  const head = { revision: "r", unit: "epoch", live: false, at: steps.length - 1, steps, low, high }
  const columns = steps.flatMap((_, f) => (f % 2 ? [65535, 0, 65535, 0] : [0, 65535, 0, 65535]))
  return [{ ...head, ...changes }, new Uint16Array(columns), 2]
}

function loaded(steps, changes) {
  const player = new Player()
  player.add(...film(steps, changes))
  return player
}

function seconds(player) {
  let passed = 0
  while (player.moving && passed < 60) {
    player.advance(1 / 64)
    passed += 1 / 64
  }
  return passed
}

test("a finished film shows its end and stands still", () => {
  const player = loaded([0, 10, 20])
  assert.deepEqual([player.at, player.step, player.moving, player.unit], [2, 20, false, "epoch"])
})

test("played from its end it begins anew and stops at the end", () => {
  const player = loaded([0, 10, 20])
  player.toggle()
  assert.deepEqual([player.at, player.moving], [0, true])
  close(seconds(player), 2, 1 / 32) // the shortest film
  assert.deepEqual([player.at, player.playing], [2, false])
})

test("a film lasts 0.15 seconds a frame, but no longer than fourteen seconds", () => {
  for (const [frames, length] of [[41, 6], [201, 14]]) {
    const player = loaded(Array.from({ length: frames }, (_, i) => i))
    player.toggle()
    close(seconds(player), length, 1 / 32)
  }
})

test("between two frames both places and steps are in between", () => {
  const player = loaded([0, 10])
  player.seek(0.25)
  const out = new Float32Array(6)
  player.show(out)
  close(out, [-0.5, -0.5, 0, 0.5, 0.5, 0])
  assert.equal(player.step, 3) // 2.5, rounded
})

test("a seek stays within the film and stops it", () => {
  const player = loaded([0, 10, 20])
  player.toggle()
  player.seek(7)
  assert.deepEqual([player.at, player.playing], [2, false])
  player.seek(-1)
  assert.deepEqual([player.at, player.step], [0, 0])
})

test("frames that come again are known by their step, and late ones find their place", () => {
  const player = loaded([0, 20])
  player.add(...film([0, 10, 20, 30]))
  assert.deepEqual(player.frames.map(frame => frame.step), [0, 10, 20, 30])
})

test("a live training is followed from its first frame and each batch is caught up with", () => {
  const player = loaded([0], { live: true })
  assert.deepEqual([player.at, player.following, player.moving], [0, true, false])
  player.add(...film([10, 20, 30, 40, 50, 60], { live: true }))
  assert.ok(player.moving)
  close(seconds(player), 0.6, 1 / 32)
  assert.equal(player.step, 60)
  player.toggle()
  player.add(...film([70, 80], { live: true }))
  assert.deepEqual([player.moving, player.step], [false, 60]) // paused
})

test("another picture's frames replace those that were there", () => {
  const player = loaded([0, 10, 20])
  player.add(...film([5, 6], { revision: "other" }))
  assert.deepEqual(player.frames.map(frame => frame.step), [5, 6])
  player.reset()
  assert.deepEqual([player.frames, player.revision, player.at], [[], null, 0])
})

test("a film may begin elsewhere than at its end", () => {
  const player = new Player()
  const [head, columns, n] = film([1, 2, 4], {})
  player.add({ ...head, at: 0 }, columns, n)
  assert.equal(player.step, 1)
})
