// @ts-check
// The picture as a file: PNG from the canvases, SVG as circles and text.

import { css } from "./colors.js"
import { context2d } from "./dom.js"
import { edgeLines, segment } from "./edges.js"
import { fontOf } from "./labels.js"
import { depthRange } from "./points.js"

/** @import { Scene } from "./scene.js" */
/** @import { Stage } from "./stage.js" */

const TOO_LARGE = new Error("The browser made no picture of the map; it may be out of memory: make the map smaller")

/** @type {(blob: Blob, name: string) => void} */
export function save(blob, name) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10000)
}

/**
 * The canvases must just have been drawn: what WebGL drew is gone once the browser has shown it.
 * @type {(scene: Scene, stage: Stage) => Promise<Blob>}
 */
export function png(scene, { under, points, over }) {
  const sheet = document.createElement("canvas")
  Object.assign(sheet, { width: under.width, height: under.height })
  const context = context2d(sheet)
  context.fillStyle = css(scene.theme.background)
  context.fillRect(0, 0, sheet.width, sheet.height)
  for (const canvas of [under, points, over]) context.drawImage(canvas, 0, 0)
  const ratio = under.width / scene.camera.width
  context.scale(ratio, ratio)
  drawKey(context, scene)
  return new Promise((done, fail) => sheet.toBlob(blob => (blob ? done(blob) : fail(TOO_LARGE)), "image/png"))
}

/** Color and name of up to twelve classes. @param {Scene} scene */
function keyOf({ paint, theme }) {
  if (paint.header.kind !== "classes") return []
  return paint.palette(theme).slice(0, 12).map((color, i) => ({ color: css(color), name: paint.names[i] }))
}

/** Their swatches in the top right corner. @type {(context: CanvasRenderingContext2D, scene: Scene) => void} */
function drawKey(context, scene) {
  context.font = fontOf(scene.theme, false)
  context.textAlign = "right"
  context.textBaseline = "middle"
  keyOf(scene).forEach(({ color, name }, i) => {
    const y = 18 + 17 * i
    context.fillStyle = color
    context.fillRect(scene.camera.width - 20, y - 5, 10, 10)
    context.fillStyle = css(scene.theme.text)
    context.fillText(name, scene.camera.width - 26, y)
  })
}

/** @type {Record<string, string>} */
const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }

/** Text for XML; characters that it does not allow are dropped. @param {string} text */
export const escape = text =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[&<>"']/g, c => ESCAPES[c])

/** @type {(scene: Scene) => Blob} */
export function svg(scene) {
  const { width, height } = scene.camera
  const { theme } = scene
  const font = escape(fontOf(theme, false))
  const body = [
    `<rect width="100%" height="100%" fill="${css(theme.background)}"/>`,
    ...edgeLines(scene),
    ...circles(scene),
    ...joins(scene),
    `<g style="font:${font}" fill="${css(theme.text)}" dominant-baseline="middle" paint-order="stroke" stroke="${css(theme.background)}" stroke-width="3">`,
    ...scene.labelsShown.map(({ text, x, y, kind, size }) =>
      `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${kind === "selected" || size ? ' font-weight="600"' : ""}` +
      `${size ? ` style="font-size:${size.toFixed(1)}px"` : ""}>${escape(text)}</text>`),
    ...keyOf(scene).map(({ color, name }, i) =>
      `<rect x="${width - 20}" y="${13 + 17 * i}" width="10" height="10" stroke="none" fill="${color}"/>` +
      `<text x="${width - 26}" y="${18 + 17 * i}" text-anchor="end">${escape(name)}</text>`),
    "</g>",
  ]
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`
  return new Blob([head, body.join("\n"), "</svg>"], { type: "image/svg+xml" })
}

/** @type {(scene: Scene, row: number, looks: string) => string} */
function circle(scene, row, looks) {
  const [x, y] = scene.pixel(row)
  const radius = scene.radius(row).toFixed(1)
  return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${radius}" fill="${css(scene.colorOf(row))}" ${looks}/>`
}

/** The points in view, from back to front. @param {Scene} scene */
function* circles(scene) {
  const [near, far] = depthRange(scene.pixels)
  /** @param {number} row */
  const haze = row => (scene.dims === 3 && far > near ? (0.55 * (scene.pixels[3 * row + 2] - near)) / (far - near) : 0)
  for (const row of scene.order) {
    const [x, y] = scene.pixel(row)
    if (!(x > -10 && x < scene.camera.width + 10 && y > -10 && y < scene.camera.height + 10)) continue
    const alpha = (scene.colors[4 * row + 3] / 255) * (1 - haze(row))
    yield circle(scene, row, `fill-opacity="${alpha.toFixed(2)}"`)
  }
}

/** What is chosen, and its lines. @param {Scene} scene */
function* joins(scene) {
  const { selected, neighbors } = scene.chosen()
  const { accent, text } = scene.theme
  if (selected !== null && scene.state.lines) {
    for (const row of neighbors) yield segment(scene.pixel(selected), scene.pixel(row), accent, 0.55)
  }
  for (const row of neighbors) yield circle(scene, row, `stroke="${css(text)}" stroke-width="1.5"`)
  if (selected !== null) yield circle(scene, selected, `stroke="${css(accent)}" stroke-width="3"`)
}
