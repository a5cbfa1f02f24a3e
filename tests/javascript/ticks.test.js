// Round values along an axis.

import assert from "node:assert/strict"
import { test } from "node:test"

import { niceStep, ticks } from "../../assets/map/ticks.js"
import { close } from "./close.js"
import { generator } from "./random.js"

test("ticks are the round numbers in between", () => {
  assert.deepEqual([...ticks(-1.1, 1.1, 5)], [-1, -0.5, 0, 0.5, 1])
  assert.deepEqual([...ticks(0, 100, 10)], [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100])
  assert.deepEqual([...ticks(0.1, 0.4, 4)], [0.1, 0.2, 0.3, 0.4]) // and no 0.30000000000000004
})

test("a step is 1, 2 or 5 times a power of ten, enough of them and not too many", () => {
  const random = generator(12)
  for (let i = 0; i < 200; i++) {
    const [span, count] = [10 ** (12 * random() - 6), 2 + 10 * random()]
    const step = niceStep(span, count)
    const lead = step / 10 ** Math.floor(Math.log10(step * 1.0000001))
    assert.ok([1, 2, 5].some(nice => Math.abs(lead - nice) < 1e-6), `${step}`)
    assert.ok(span / step <= count * 1.0000001 && span / step >= count / 2.5000001)
  }
  close(niceStep(1, 1), 1)
})
