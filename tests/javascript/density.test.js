// @ts-check
import assert from "node:assert/strict"
import test from "node:test"

import { cells } from "../../assets/map/density.js"

/** Three points of two colors on a field of 90 x 90 pixels. @param {number[]} faint */
const scene = faint => /** @type {any} */ ({
  n: 3,
  camera: { width: 90, height: 90 },
  pixels: new Float32Array([45, 45, 0, 46, 46, 0, 200, 45, 0]),
  faint: new Uint8Array(faint),
  /** @param {number} row */
  colorOf: row => (row ? [0, 0, 200] : [100, 0, 0]),
})

test("the fullest cell is where the points are, in their mean color; what is outside does not count", () => {
  const { columns, weight, parts } = cells(scene([0, 0, 0]))
  const fullest = weight.indexOf(Math.max(...weight))
  assert.deepEqual([columns, fullest % columns, Math.floor(fullest / columns)], [10, 5, 5])
  assert.deepEqual(parts.map(part => part[fullest] / weight[fullest]), [50, 0, 100])
  assert.equal(weight[0], 0)
})

test("faint points do not count", () => {
  const { weight, parts } = cells(scene([0, 1, 0]))
  const fullest = weight.indexOf(Math.max(...weight))
  assert.equal(parts[2][fullest], 0)
})
