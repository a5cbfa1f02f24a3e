// A browser that is slow to move the picture moves fewer points; one late frame does not make it slow.

import assert from "node:assert/strict"
import { test } from "node:test"

import { Drawing } from "../../assets/map/drawing.js"

/** The count of late frames after frames so many milliseconds apart. */
function late(gaps) {
  const drawing = new Drawing("map")
  drawing.hurried = true
  let now = 1000
  drawing.clock(now)
  for (const gap of gaps) drawing.clock((now += gap))
  return drawing.late
}

test("two late frames of a movement make a slow browser", () => {
  assert.equal(late([90, 80]), 2)
  assert.ok(late([16, 90, 16, 16, 16, 16, 16, 16]) < 1)
})

test("what turns by itself is a movement, too, as long as it does", () => {
  const drawing = new Drawing("map")
  assert.equal(drawing.turning, false)
  drawing.rock.toggle()
  assert.equal(drawing.turning, true)
  drawing.rock.stop()
  Object.assign(drawing, { revision: "r", tour: { revision: "r", playing: true } })
  assert.equal(drawing.turning, true)
  for (const now of [1000, 1090, 1180]) drawing.clock(now)
  assert.equal(drawing.late, 2)
  drawing.revision = "other"
  assert.equal(drawing.turning, false)
})

test("a pause between two movements is no late frame, nor is a frame in which nothing moves", () => {
  assert.equal(late([5000, 16]), 0)
  const drawing = new Drawing("map")
  for (const now of [1000, 1090, 1180]) drawing.clock(now)
  assert.equal(drawing.late, 0)
})
