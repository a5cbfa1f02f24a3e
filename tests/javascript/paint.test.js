// Colors of items by class or number, and what the hover card says of them.

import assert from "node:assert/strict"
import { test } from "node:test"

import { contrast, hex, PAPER } from "../../assets/map/colors.js"
import { number, Paint } from "../../assets/map/paint.js"
import { close } from "./close.js"

const NIGHT = { ...PAPER, background: [14, 17, 23], text: [250, 250, 250], dark: true }
const other = "#C0C0C0"
const RAMP = { kind: "ramp", title: "count", log: false, palette: ["#000000", "#0000FF", "#FF0000"], other }
const CLASSES = { kind: "classes", title: "genre", names: ["a", "b"], palette: ["#0072B2", "#E69F00"], other }

const ramp = (values, changes = {}) => new Paint({ ...RAMP, ...changes }, { values: new Float32Array(values) })
const classes = codes => new Paint(CLASSES, { codes: new Uint8Array(codes) })

const filled = (paint, n, theme = PAPER) => {
  const out = new Uint8Array(4 * n).fill(77)
  paint.fill(n, theme, out)
  return Array.from({ length: n }, (_, i) => [...out.slice(4 * i, 4 * i + 3)])
}

test("without colors every item has the accent, and alpha is left alone", () => {
  const out = new Uint8Array(8).fill(77)
  new Paint().fill(2, PAPER, out)
  assert.deepEqual([...out], [26, 128, 186, 77, 26, 128, 186, 77]) // a tenth of the way to white
})

test("classes have their colors and their counts, and items of none the other color", () => {
  const paint = classes([1, 0, 255, 1])
  assert.deepEqual(filled(paint, 4), ["#E69F00", "#0072B2", "#C0C0C0", "#E69F00"].map(hex))
  assert.deepEqual(paint.counts, [1, 2])
  assert.deepEqual([0, 2].map(row => paint.note(row)), [["genre", "b"], null])
})

test("the share of a value is its place in the range", () => {
  const paint = ramp([10, 20, NaN, 30])
  assert.deepEqual(paint.range, [10, 30])
  close([10, 15, 30].map(value => paint.share(value, false)), [0, 0.25, 1])
  assert.ok(Number.isNaN(paint.share(NaN, false)))
  assert.deepEqual([0, 1, 2, 3].map(row => paint.place(row)), [0, 32, -1, 63])
})

test("the ends of a ramp may lie beyond the values that are there", () => {
  const paint = ramp([10, 20], { ends: [10, 30] })
  assert.deepEqual([paint.range, paint.share(20, false)], [[10, 30], 0.5])
})

test("a logarithmic ramp gives equal ratios equal lengths", () => {
  const paint = ramp([2, 20, 200, 20_000], { log: true })
  close([2, 20, 200, 20_000].map(value => paint.share(value, true)), [0, 0.25, 0.5, 1])
})

test("a ramp of one value is its middle, and one of none has no colors but the other", () => {
  assert.equal(ramp([5, 5]).share(5, false), 0.5)
  assert.deepEqual(filled(ramp([NaN, NaN]), 2), [hex("#C0C0C0"), hex("#C0C0C0")])
})

test("the ramp runs through its table, less the end that would vanish in the background", () => {
  const [light, dark] = [ramp([0, 1]).palette(PAPER), ramp([0, 1]).palette(NIGHT)]
  assert.equal(light.length, 64)
  assert.deepEqual([light[0], dark.at(-1)], [[0, 0, 0], [255, 0, 0]])
  assert.deepEqual(light.at(-1), [219, 0, 36]) // 0.93 of the way: 0.86 from blue to red
  assert.deepEqual(dark[0], [0, 0, 82]) // 0.16 of the way: 0.32 from black to blue
})

test("unknown numbers are not told", () => {
  assert.deepEqual([0, 1].map(row => ramp([1234.5678, NaN]).note(row)), [["count", "1,235"], null])
})

test("items have shapes, all are disks if nothing is said", () => {
  const paint = new Paint({ kind: "plain" }, { shapes: new Uint8Array([0, 3]) })
  assert.deepEqual([paint.shape(0), paint.shape(1), new Paint().shape(0)], [0, 3, 0])
  assert.ok(paint.fits(2) && !paint.fits(3))
})

test("sizes travel in hundredths", () => {
  assert.equal(new Paint({ kind: "plain" }, { sizes: new Uint8Array([40, 250]) }).size(1), 2.5)
  assert.equal(new Paint().size(0), 1)
})

test("arrays must have as many rows as the map", () => {
  assert.ok(new Paint().fits(7) && classes([0, 1]).fits(2))
  assert.ok(!classes([0, 1]).fits(3))
})

test("numbers are written short, and years without a comma", () => {
  assert.deepEqual([1984, 12345, -12345, 0.123456, 0].map(number), ["1984", "12,345", "-12,345", "0.1235", "0"])
})

test("both ends of a ramp with two sides can be seen on the dark theme, and are as they were on the light one", () => {
  const palette = ["#B35806", "#B9BCC4", "#542788"]
  const sides = ramp([-1, 0, 1], { palette, diverging: true, ends: [-1, 1] })
  assert.deepEqual([sides.palette(PAPER)[0], sides.palette(PAPER)[63]], [hex("#B35806"), hex("#542788")])
  const [low, high] = [sides.palette(NIGHT)[0], sides.palette(NIGHT)[63]]
  assert.deepEqual(low, hex("#B35806"))
  assert.ok(contrast(high, NIGHT.background) >= 2.6 && contrast(hex("#542788"), NIGHT.background) < 2.6)
  assert.ok(high[2] > high[0] && high[2] > high[1]) // still purple
})
