// Small pictures, edges and the SVG: numbers that end as pixels or as text.

import assert from "node:assert/strict"
import { test } from "node:test"

import { escape, svg } from "../../assets/map/download.js"
import { bundles, drawEdges, edgeAlpha, edgeLines, edgeLooks } from "../../assets/map/edges.js"
import { Scene } from "../../assets/map/scene.js"
import { copyPicture } from "../../assets/map/sprites.js"

test("gray and colored pictures land in their own columns of the sheet, opaque", () => {
  for (const channels of [1, 3]) {
    const head = { n: 2, height: 2, width: 3, channels }
    const pixels = Uint8Array.from({ length: 2 * 2 * 3 * channels }, (_, i) => i + 1)
    const strip = { data: new Uint8ClampedArray(4 * 2 * 6), width: 6 }
    copyPicture(pixels, 0, head, strip, 0)
    copyPicture(pixels, 1, head, strip, 3)
    for (let y = 0; y < 2; y++) for (let x = 0; x < 6; x++) {
      const [picture, column] = [Math.floor(x / 3), x % 3]
      const first = pixels[((picture * 2 + y) * 3 + column) * channels]
      const expected = channels === 1 ? [first, first, first, 255] : [first, first + 1, first + 2, 255]
      assert.deepEqual([...strip.data.slice(4 * (6 * y + x), 4 * (6 * y + x) + 4)], expected)
    }
  }
})

test("edges are fainter the more there are, within bounds", () => {
  assert.deepEqual([1, 324, 900, 1e6].map(edgeAlpha), [0.5, 0.5, 0.3, 0.06])
})

// Three points, an edge between two of them, and two with items that are not there.
function drawn() {
  const scene = new Scene("svg")
  scene.camera.resize(200, 100)
  Object.assign(scene, {
    n: 3, order: new Uint32Array([0, 1, 2]), edges: new Int32Array([0, 1, 1, 7, 3, 0]), edgeCounts: [3], edgePalette: [],
    pixels: new Float32Array([10, 20, 1, 30, 40, 1, 500, 50, 1]), colors: new Uint8Array(12).fill(51),
    labelsShown: [{ row: 0, text: "a & b", kind: "selected", x: 15, y: 20 }],
  })
  return scene
}

test("edges to items that are not there are left out", () => {
  const lines = [...edgeLines(drawn())]
  assert.equal(lines.length, 1)
  assert.match(lines[0], /d="M10.0 20.0L30.0 40.0"/)
  const ends = []
  const note = (...spot) => ends.push(spot)
  drawEdges({ beginPath() {}, stroke() {}, moveTo: note, lineTo: note }, drawn())
  assert.deepEqual(ends, [[10, 20], [30, 40]])
})

test("edges of several kinds have a color each, and none takes those of another", () => {
  const scene = Object.assign(drawn(), { edges: new Int32Array([0, 1, 1, 2, 0, 2]), edgeCounts: [1, 0, 2],
    edgePalette: ["#cc79a7", "#d55e00", "#0072b2"] })
  assert.deepEqual(bundles(scene).map(ends => [...ends]), [[0, 1], [], [1, 2, 0, 2]])
  assert.deepEqual(edgeLooks(scene).map(({ color }) => color), [[204, 121, 167], [213, 94, 0], [0, 114, 178]])
  const lines = [...edgeLines(scene)]
  assert.equal(lines.length, 3)
  assert.match(lines[0], /stroke="rgba\(204,121,167,1\)"/)
  assert.match(lines[2], /stroke="rgba\(0,114,178,1\)"/)
  const drawnIn = []
  const context = { beginPath() {}, stroke() { drawnIn.push(this.strokeStyle) }, moveTo() {}, lineTo() {} }
  drawEdges(context, scene)
  assert.deepEqual(drawnIn.map(style => style.split(",").slice(0, 3).join()), ["rgba(204,121,167", "rgba(213,94,0", "rgba(0,114,178"])
})

test("the SVG has a circle for each point in view, and its texts cannot break out of it", async () => {
  const text = await svg(drawn()).text()
  assert.equal(text.match(/<circle /g).length, 2)
  assert.match(text, /<circle cx="10.0" cy="20.0" r="[\d.]+" fill="rgba\(51,51,51,1\)" fill-opacity="0.20"\/>/)
  assert.match(text, /<text x="15.0" y="20.0" font-weight="600">a &amp; b<\/text>/)
  assert.match(text, /^<svg [^>]*width="200" height="100" viewBox="0 0 200 100">/)
})

test("markup becomes text, and what XML forbids goes", () => {
  assert.equal(escape(`<a href='x'>"&"</a>`), "&lt;a href=&#39;x&#39;&gt;&quot;&amp;&quot;&lt;/a&gt;")
  assert.equal(escape("a\u0000b\u001fc\td\uffffe"), "abc\tde")
})
