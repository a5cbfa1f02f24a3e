import assert from "node:assert/strict"
import { test } from "node:test"

import { isStep, keepSteps } from "../../assets/page/steps.js"

const at = path => new URL(path, "http://here")

test("pages and runs are steps; items, tabs and an address that is completed are not", () => {
  assert.equal(isStep(at("/words?item=king"), at("/movies?item=king")), true)
  assert.equal(isStep(at("/words?run=a"), at("/words?run=b")), true)
  assert.equal(isStep(at("/words?run=a&item=king"), at("/words?run=a&item=queen")), false)
  assert.equal(isStep(at("/words"), at("/words?run=b&item=king")), false)
  assert.equal(isStep(at("/words?run=b"), at("/words")), false)
})

/** A window whose history notes what is done to it, and what presses an element inside or outside a marked block. */
function pretended() {
  const done = []
  const listeners = []
  const window = {
    location: { href: "http://here/words" },
    history: { pushState: (_, __, url) => done.push(`push ${url}`), replaceState: (_, __, url) => done.push(`put ${url}`) },
    document: { addEventListener: (_, listener) => listeners.push(listener) },
  }
  const press = marked => listeners.forEach(listener => listener({ target: { closest: () => (marked ? {} : null) } }))
  return { window, done, press, listeners }
}

test("what was pressed on purpose makes one step of the next change alone", () => {
  const { window, done, press, listeners } = pretended()
  keepSteps(window)
  keepSteps(window)
  assert.equal(listeners.length, 1)
  window.history.pushState({}, "", "/words?item=a")
  press(true)
  window.history.pushState({}, "", "/words?item=b")
  window.history.pushState({}, "", "/words?item=c")
  press(true)
  press(false)
  window.history.pushState({}, "", "/words?item=d")
  assert.deepEqual(done, ["put /words?item=a", "push /words?item=b", "put /words?item=c", "put /words?item=d"])
})
