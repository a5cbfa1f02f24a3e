// @ts-check
// Everything that is not a point: below them the grid or cube, above them lines, rings, labels and the lasso.

import { Orbit } from "./camera.js"
import { css, hex, legible, mix } from "./colors.js"
import { drawDensity } from "./density.js"
import { drawEdges, drawPath } from "./edges.js"
import { fontOf, placeLabels } from "./labels.js"
import { fontOfRegion, placeRegions } from "./regions.js"
import { number } from "./paint.js"
import { drawSprites } from "./sprites.js"
import { ticks } from "./ticks.js"

/** @import { Flat } from "./camera.js" */
/** @import { Label } from "./labels.js" */
/** @import { Spot } from "./polygon.js" */
/** @import { Scene } from "./scene.js" */

/** @typedef {CanvasRenderingContext2D} Context */

const SIGNS = [-1, 1]
/** The twelve edges of the cube: along each axis, at either side of the two others. @type {[number[], number[]][]} */
const EDGES = [0, 1, 2].flatMap(axis => SIGNS.flatMap(a => SIGNS.map(b => edgeOfCube(axis, a, b))))

/** @type {(axis: number, a: number, b: number) => [number[], number[]]} */
function edgeOfCube(axis, a, b) {
  const [from, to] = [[a, b], [a, b]]
  from.splice(axis, 0, -1)
  to.splice(axis, 0, 1)
  return [from, to]
}

/** lines: whether to draw the edges. @type {(context: Context, scene: Scene, lines: boolean) => void} */
export function drawUnder(context, scene, lines) {
  const { camera } = scene
  if (camera instanceof Orbit) drawCube(context, scene, camera)
  else if (!scene.edges.length) drawGrid(context, scene, camera)
  if (lines) drawEdges(context, scene)
  if (scene.state.look === "density") drawDensity(context, scene)
}

/**
 * Lines at round values of the data; numbers only where the axes have titles, as those of a t-SNE mean nothing.
 * @type {(context: Context, scene: Scene, camera: Flat) => void}
 */
function drawGrid(context, scene, camera) {
  const { width, height } = camera
  const { half, center } = scene.units
  const [left, right, bottom, top] = camera.window()
  const meaningful = scene.state.titles.length > 0 && !scene.player.frames.length
  context.strokeStyle = css(scene.theme.border, 0.55)
  context.lineWidth = 1
  prepareText(context, scene)
  for (const value of ticks(left * half + center[0], right * half + center[0], width / 110)) {
    const x = Math.round(scene.toPixel([(value - center[0]) / half, 0, 0])[0]) + 0.5
    line(context, [x, 0], [x, height])
    if (meaningful) context.fillText(number(value), x + 3, height - 7)
  }
  for (const value of ticks(bottom * half + center[1], top * half + center[1], height / 110)) {
    const y = Math.round(scene.toPixel([0, (value - center[1]) / half, 0])[1]) + 0.5
    line(context, [0, y], [width, y])
    if (meaningful) context.fillText(number(value), 4, y - 7)
  }
  drawFlatTitles(context, scene)
}

/** @type {(context: Context, scene: Scene) => void} */
function drawFlatTitles(context, scene) {
  const [x = "", y = ""] = scene.state.titles
  context.font = fontOf(scene.theme, true)
  context.fillStyle = css(mix(scene.theme.text, scene.theme.background, 0.25))
  context.textAlign = "right"
  if (x) context.fillText(`${x} →`, scene.camera.width - 8, scene.camera.height - 22)
  context.textAlign = "left"
  if (y) context.fillText(`↑ ${y}`, 8, 14)
}

/** @type {(context: Context, scene: Scene) => void} */
function prepareText(context, scene) {
  context.font = `${11 * scene.theme.type}px ${scene.theme.font}`
  context.textBaseline = "middle"
  context.textAlign = "left"
  context.fillStyle = css(mix(scene.theme.text, scene.theme.background, 0.45))
}

/** @type {(context: Context, scene: Scene, camera: Orbit) => void} */
function drawCube(context, scene, camera) {
  /** @param {number[]} place */
  const at = place => scene.toPixel(place)
  context.lineWidth = 1
  context.strokeStyle = css(scene.theme.border, 0.6)
  for (let i = -0.5; i <= 0.5; i += 0.5) {
    line(context, at([i, -1, -1]), at([i, 1, -1]))
    line(context, at([-1, i, -1]), at([1, i, -1]))
  }
  context.strokeStyle = css(mix(scene.theme.border, scene.theme.text, 0.15), 0.9)
  for (const [from, to] of EDGES) line(context, at(from), at(to))
  drawCubeTitles(context, scene, camera)
}

/** @type {(context: Context, scene: Scene, camera: Orbit) => void} */
function drawCubeTitles(context, scene, camera) {
  prepareText(context, scene)
  context.font = fontOf(scene.theme, false)
  context.textAlign = "center"
  scene.state.titles.slice(0, 3).forEach((title, axis) => context.fillText(title, ...titleSpot(scene, camera, axis)))
}

/**
 * Beside the edge of the cube that is in front: a lower one for the first two axes, the leftmost for the third.
 * @type {(scene: Scene, camera: Orbit, axis: number) => Spot}
 */
function titleSpot(scene, camera, axis) {
  const [bx, by] = camera.axes().back.map(Math.sign)
  if (axis === 0) return scene.toPixel([0, 1.14 * (by || 1), -1.14])
  if (axis === 1) return scene.toPixel([1.14 * (bx || 1), 0, -1.14])
  const upright = SIGNS.flatMap(x => SIGNS.map(y => scene.toPixel([1.1 * x, 1.1 * y, 0])))
  return upright.sort((a, b) => a[0] - b[0])[0]
}

/** @type {(context: Context, from: Spot, to: Spot) => void} */
function line(context, from, to) {
  context.beginPath()
  context.moveTo(...from)
  context.lineTo(...to)
  context.stroke()
}

/** Returns the labels drawn, so that the SVG can repeat them. @type {(context: Context, scene: Scene) => Label[]} */
export function drawOver(context, scene) {
  const { theme, hovered, pending } = scene
  if (scene.sprites && (scene.state.look === "all" || scene.state.look === "some")) {
    drawSprites(context, scene, scene.sprites, scene.state.look === "some")
  }
  drawLines(context, scene)
  drawPath(context, scene)
  drawStrangers(context, scene)
  for (const row of scene.highlighted().reverse()) drawChosen(context, scene, row)
  const regions = placeRegions(scene, context)
  const labels = [...placeLabels(scene, context, regions), ...regions]
  for (const label of labels) drawLabel(context, scene, label)
  if (hovered !== null) ring(context, scene.pixel(hovered), scene.radius(hovered) + 2.5, css(theme.text), 1.5)
  if (pending !== null) ring(context, scene.pixel(pending), scene.radius(pending) + 5, css(theme.accent), 2)
  drawLasso(context, scene)
  return labels
}

/** @type {(context: Context, scene: Scene) => void} */
function drawLines(context, scene) {
  const { selected, neighbors } = scene.chosen()
  if (selected === null || !scene.state.lines) return
  const { missing, hues } = scene.state
  context.lineWidth = 1.25
  for (const row of neighbors) {
    const torn = missing.includes(row) && hues.length > 0
    context.strokeStyle = torn ? css(legible(hex(hues[0]), scene.theme), 0.9) : css(scene.theme.accent, 0.55)
    line(context, scene.pixel(selected), scene.pixel(row))
  }
}

/** Crosses on what is near the chosen item on the map alone. @type {(context: Context, scene: Scene) => void} */
function drawStrangers(context, scene) {
  const { strangers, hues } = scene.state
  if (scene.chosen().selected === null || !hues.length) return
  context.strokeStyle = css(legible(hex(hues[1]), scene.theme))
  context.lineWidth = 2
  for (const row of strangers) {
    if (row >= scene.n) continue
    const [x, y] = scene.pixel(row)
    const r = Math.max(4, scene.radius(row))
    line(context, [x - r, y - r], [x + r, y + r])
    line(context, [x - r, y + r], [x + r, y - r])
  }
}

/** @type {(context: Context, scene: Scene, row: number) => void} */
function drawChosen(context, scene, row) {
  const [x, y] = scene.pixel(row)
  const strong = row === scene.chosen().selected
  const r = scene.radius(row)
  context.beginPath()
  context.arc(x, y, r, 0, 2 * Math.PI)
  context.fillStyle = css(scene.colorOf(row))
  context.fill()
  context.lineWidth = strong ? 3 : 1.5
  context.strokeStyle = css(strong ? scene.theme.accent : scene.theme.text)
  context.stroke()
  if (strong) ring(context, [x, y], r + 4.5, css(scene.theme.accent, 0.45), 2)
}

/** @type {(context: Context, scene: Scene, label: Label) => void} */
function drawLabel(context, scene, { text, x, y, kind, size, muted }) {
  const quiet = muted || (kind === "landmark" && scene.highlighted().length > 0)
  context.font = size ? fontOfRegion(scene.theme, size) : fontOf(scene.theme, kind === "selected")
  context.textAlign = "left"
  context.textBaseline = "middle"
  context.direction = "ltr"
  context.lineJoin = "round"
  context.lineWidth = 3.5
  context.strokeStyle = css(scene.theme.background, 0.85)
  context.strokeText(text, x, y)
  context.fillStyle = css(scene.theme.text, quiet ? 0.45 : 0.95)
  context.fillText(text, x, y)
}

/** @type {(context: Context, center: Spot, radius: number, color: string, width: number) => void} */
function ring(context, [x, y], radius, color, width) {
  context.beginPath()
  context.arc(x, y, radius, 0, 2 * Math.PI)
  context.strokeStyle = color
  context.lineWidth = width
  context.stroke()
}

/** @type {(context: Context, scene: Scene) => void} */
function drawLasso(context, { lasso, theme }) {
  if (!lasso?.length) return
  context.beginPath()
  for (const spot of lasso) context.lineTo(...spot)
  context.closePath()
  context.fillStyle = css(theme.accent, 0.12)
  context.fill()
  context.strokeStyle = css(theme.accent)
  context.lineWidth = 1.5
  context.stroke()
}
