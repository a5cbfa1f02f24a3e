// What of a view stands in the address behind "#": granted once, told again, put back where it was dropped.

import assert from "node:assert/strict"
import { test } from "node:test"

const page = { pathname: "/words", search: "?run=1", hash: "#words_map_camera=2_0.5_-1_3&words_map_classes=4_1&x_camera=2_a" }
let written = ""
Object.assign(globalThis, {
  location: page,
  history: { state: 1, replaceState: (_, __, url) => { written = url; page.hash = new URL(url, "http://x").hash } },
})
const { appear, cameraGiven, classesGiven, grant, tellCamera, tellClasses, vanish, words } =
  await import("../../assets/map/address.js")

test("the address grants a camera and classes once, to the map and the dimensions that it names", () => {
  assert.equal(cameraGiven("other", 2), undefined)
  assert.equal(cameraGiven("x", 2), undefined)
  assert.deepEqual(cameraGiven("words_map", 2), [0.5, -1, 3])
  assert.equal(cameraGiven("words_map", 2), undefined)
  assert.deepEqual([classesGiven("words_map"), classesGiven("words_map")], [[4, 1], []])
})

test("a bookmark grants once what the address could", () => {
  grant("")
  grant("films_map_camera=2_1_2_3&films_map_classes=2")
  grant("films_map_camera=2_1_2_3&films_map_classes=2")
  assert.deepEqual([cameraGiven("films_map", 2), classesGiven("films_map")], [[1, 2, 3], [2]])
  grant("films_map_camera=2_1_2_3&films_map_classes=2")
  assert.equal(cameraGiven("films_map", 2), undefined)
})

test("what maps of this page say stands behind the number sign, and nothing of others", async t => {
  t.mock.timers.enable({ apis: ["setInterval"] })
  appear("words_map")
  tellCamera("words_map", 2, [0.12345678, 0, 1])
  tellClasses("words_map", new Set([3, 0]))
  tellCamera("away", 3, [1, 2, 3, 4, 5, 6])
  assert.equal(words(), "words_map_camera=2_0.123457_0_1&words_map_classes=0_3")
  assert.equal(written, `/words?run=1#${words()}`)
  page.hash = ""
  t.mock.timers.tick(500)
  assert.equal(page.hash, `#${words()}`)
  tellCamera("words_map", 2, null)
  tellClasses("words_map", new Set())
  assert.deepEqual([words(), page.hash, written], ["", "", "/words?run=1"])
  vanish("words_map")
})
