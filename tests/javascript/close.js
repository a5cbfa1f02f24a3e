// Comparison of numbers, one or many.

import assert from "node:assert/strict"

export function close(found, expected, tolerance = 1e-9) {
  const [a, b] = [found, expected].map(value => (typeof value === "number" ? [value] : [...value]))
  assert.equal(a.length, b.length)
  a.forEach((value, i) => assert.ok(Math.abs(value - b[i]) <= tolerance, `${value} is not ${b[i]} at place ${i}`))
}
