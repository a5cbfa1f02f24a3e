// What the browser says of its graphics.

import assert from "node:assert/strict"
import { test } from "node:test"

import { rendererOf, sentence } from "../../assets/page/webgl.js"

/** A canvas of a browser whose graphics bear that name. */
const canvas = (name, told = true) => ({
  getContext: () => name === null ? null : {
    RENDERER: 1,
    getExtension: wanted => (wanted === "WEBGL_debug_renderer_info" && told ? { UNMASKED_RENDERER_WEBGL: 2 } : null),
    getParameter: which => (which === 2 ? name : "masked"),
  },
})

test("who draws is asked for, and may be unknown or nobody", () => {
  assert.equal(rendererOf(canvas("Card 9")), "Card 9")
  assert.equal(rendererOf(canvas("Card 9", false)), "masked")
  assert.equal(rendererOf(canvas(null)), null)
})

test("a browser without a graphics card is told what to do", () => {
  assert.match(sentence(null), /no WebGL 2.*hardware acceleration/)
  assert.match(sentence("Google SwiftShader"), /slowly.*hardware acceleration/)
  assert.equal(sentence("Card 9"), "WebGL 2 works (Card 9).")
})
