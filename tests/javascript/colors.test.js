// Colors: the numbers of WCAG 2, legibility on both themes.

import assert from "node:assert/strict"
import { test } from "node:test"

import { contrast, css, hex, legible, luminance, mix, PAPER } from "../../assets/map/colors.js"
import { close } from "./close.js"

const [BLACK, WHITE] = [[0, 0, 0], [255, 255, 255]]
const NIGHT = { ...PAPER, background: [14, 17, 23], text: [250, 250, 250], dark: true }

test("hexadecimal colors are read in either case, and nothing else is", () => {
  assert.deepEqual(hex("#E69f00"), [230, 159, 0])
  for (const wrong of ["red", "#fff", "#12345", "#1234567", "rgb(1,2,3)"]) assert.throws(() => hex(wrong), /#rrggbb/)
})

test("luminance and contrast are those of WCAG 2", () => {
  close([luminance(BLACK), luminance(WHITE)], [0, 1])
  close([[255, 0, 0], [0, 255, 0], [0, 0, 255]].map(luminance), [0.2126, 0.7152, 0.0722])
  close(contrast(BLACK, WHITE), 21)
  close(contrast(hex("#767676"), WHITE), 4.54, 0.005) // the lightest gray that passes level AA on white
  assert.equal(contrast(BLACK, WHITE), contrast(WHITE, BLACK))
})

test("a mix goes from the first color to the second in whole numbers", () => {
  assert.deepEqual(mix(BLACK, WHITE, 0), BLACK)
  assert.deepEqual(mix(BLACK, WHITE, 1), WHITE)
  assert.deepEqual(mix([10, 20, 30], [20, 0, 31], 0.5), [15, 10, 31])
})

for (const [name, theme] of Object.entries({ light: PAPER, dark: NIGHT })) {
  test(`every color becomes legible on the ${name} theme, and one that is so stays as it is`, () => {
    for (const color of ["#FFFF00", "#FFFFFF", "#000000", "#F0E442", "#0E1117", "#0072B2"].map(hex)) {
      const shade = legible(color, theme)
      assert.ok(contrast(shade, theme.background) >= 1.6)
      if (contrast(color, theme.background) >= 1.6) assert.deepEqual(shade, color)
    }
  })
}

test("on the app's light theme colors are those of exported pages", () => {
  const theme = { ...PAPER, text: hex("#1C2430") }
  const pairs = [["#F0E442", "#C6BE3E"], ["#92DADD", "#86C8CC"], ["#E69F00", "#E69F00"]]
  for (const [color, shade] of pairs) assert.deepEqual(legible(hex(color), theme), hex(shade))
})

test("CSS gets the numbers as they are", () => {
  assert.equal(css([1, 2, 3], 0.5), "rgba(1,2,3,0.5)")
  assert.equal(css([1, 2, 3]), "rgba(1,2,3,1)")
})
