// What a map remembers over reloads and page changes.

import assert from "node:assert/strict"
import { beforeEach, test } from "node:test"

import { cameraOf, choiceOf, keepCamera } from "../../assets/map/memory.js"

// A store like that of the browser.
function store() {
  const kept = new Map()
  return { getItem: name => kept.get(name) ?? null, setItem: (name, text) => void kept.set(name, text) }
}

const install = value => Object.defineProperty(globalThis, "sessionStorage", { value, configurable: true })

beforeEach(() => install(store()))

test("a camera is found by map, dimensions and picture, until it is forgotten", () => {
  keepCamera("map", 2, "r1", [0.5, 0, 3])
  keepCamera("map", 2, "r2", [0, 0, 1])
  keepCamera("map", 2, "r1", [0.25, 0, 3])
  assert.deepEqual(cameraOf("map", 2, "r1"), [0.25, 0, 3])
  assert.deepEqual([cameraOf("map", 3, "r1"), cameraOf("other", 2, "r1")], [undefined, undefined])
  keepCamera("map", 2, "r1", null)
  assert.deepEqual([cameraOf("map", 2, "r1"), cameraOf("map", 2, "r2")], [undefined, [0, 0, 1]])
})

test("the last thirty pictures are remembered", () => {
  for (let i = 0; i < 40; i++) keepCamera("map", 2, `r${i}`, [i, 0, 1])
  assert.deepEqual([cameraOf("map", 2, "r9"), cameraOf("map", 2, "r10")], [undefined, [10, 0, 1]])
})

test("a store that is forbidden, full or damaged costs the memory alone", () => {
  sessionStorage.setItem("embedding-map:map:2", "{half")
  assert.equal(cameraOf("map", 2, "r"), undefined)
  const refuse = () => { throw new Error("QuotaExceededError") }
  install({ getItem: refuse, setItem: refuse })
  keepCamera("map", 2, "r", [0, 0, 1])
  assert.equal(cameraOf("map", 2, "r"), undefined)
})

test("a choice belongs to its map", () => {
  choiceOf("one").isolated.add(3)
  assert.deepEqual([choiceOf("one").isolated.has(3), choiceOf("two").isolated.size], [true, 0])
})
