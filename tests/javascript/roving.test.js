// Arrows within a row of buttons.

import assert from "node:assert/strict"
import { test } from "node:test"

import { onward } from "../../assets/map/roving.js"
import { named } from "../../assets/page/tables.js"

test("arrows lead from button to button, around the ends", () => {
  assert.equal(onward("ArrowRight", 0, 3), 1)
  assert.equal(onward("ArrowDown", 2, 3), 0)
  assert.equal(onward("ArrowLeft", 0, 3), 2)
  assert.equal(onward("ArrowUp", 2, 3), 1)
})

test("Home and End lead to the ends, other keys and empty rows nowhere", () => {
  assert.deepEqual([onward("Home", 2, 3), onward("End", 0, 3)], [0, 2])
  assert.deepEqual([onward("Enter", 0, 3), onward("ArrowRight", 0, 0)], [null, null])
})

test("a table is called by its columns", () => {
  assert.equal(named(["", "Run", "Note"]), "Table: Run, Note")
  assert.equal(named([""]), "Table")
})
