// The tree of clusters: a column a layer, children beside their parent and within its height.

import assert from "node:assert/strict"
import { test } from "node:test"

import { layout } from "../../assets/tree/layout.js"

const node = (layer, parent, size) => ({ layer, parent, size })
const place = (left, right, top, bottom) => ({ left, right, top, bottom })

test("a column a layer, heights by size", () => {
  const found = layout([node(0, -1, 30), node(0, -1, 10), node(1, 0, 12), node(1, 0, 8)], 2)
  assert.deepEqual(found, [place(0, 0.5, 0, 0.75), place(0, 0.5, 0.75, 1), place(0.5, 1, 0, 0.3), place(0.5, 1, 0.3, 0.5)])
})

test("a root of a later layer has room of its own", () => {
  const [first, late] = layout([node(0, -1, 1), node(2, -1, 1)], 4)
  assert.deepEqual([first, late], [place(0, 0.25, 0, 0.5), place(0.5, 0.75, 0.5, 1)])
})

test("a parent is as high as its children need, should they hold more", () => {
  const [parent, child] = layout([node(0, -1, 1), node(1, 0, 3), node(0, -1, 1)], 2)
  assert.deepEqual([parent.bottom, child.bottom], [0.75, 0.75])
})

test("an empty tree has no places", () => {
  assert.deepEqual(layout([], 0), [])
})
