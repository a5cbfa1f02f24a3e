// Everything that is not a point: below them the grid or cube, above them lines, rings, labels and the lasso.

import { drawEdges, drawPath } from "./edges.js"
import { css, mix } from "./theme.js"
import { fontOf, placeLabels } from "./labels.js"
import { number } from "./paint.js"
import { drawSprites } from "./sprites.js"

const EDGES = [0, 1, 2].flatMap(axis =>
  [-1, 1].flatMap(a =>
    [-1, 1].map(b => [-1, 1].map(end => { const p = [a, b]; p.splice(axis, 0, end); return p })),
  ),
)

export function drawUnder(context, view) {
  if (view.dims === 3) drawCube(context, view)
  else if (!view.edges) drawGrid(context, view)
  drawEdges(context, view)
}

function niceStep(span, count) {
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * [1, 2, 5, 10].find(m => m * power >= rough)
}

function* ticks(low, high, count) {
  const step = niceStep(high - low, count)
  for (let i = Math.ceil(low / step); i * step <= high; i++) yield Number((i * step).toPrecision(12))
}

// Lines at round values of the data; numbers only where the axes have titles, as those of a t-SNE mean nothing.
function drawGrid(context, view) {
  const { width, height } = view.camera
  const { half, center } = view.units
  const [left, right, bottom, top] = view.camera.window()
  const meaningful = view.state.titles.length > 0 && !view.player.frames.length
  context.strokeStyle = css(view.theme.border, 0.55)
  context.lineWidth = 1
  prepareText(context, view)
  for (const value of ticks(left * half + center[0], right * half + center[0], width / 110)) {
    const x = Math.round(view.toPixel([(value - center[0]) / half, 0, 0])[0]) + 0.5
    line(context, [x, 0], [x, height])
    if (meaningful) context.fillText(number(value), x + 3, height - 7)
  }
  for (const value of ticks(bottom * half + center[1], top * half + center[1], height / 110)) {
    const y = Math.round(view.toPixel([0, (value - center[1]) / half, 0])[1]) + 0.5
    line(context, [0, y], [width, y])
    if (meaningful) context.fillText(number(value), 4, y - 7)
  }
  drawFlatTitles(context, view)
}

function drawFlatTitles(context, view) {
  const [x = "", y = ""] = view.state.titles
  context.font = fontOf(view.theme, true)
  context.fillStyle = css(mix(view.theme.text, view.theme.background, 0.25))
  context.textAlign = "right"
  if (x) context.fillText(`${x} →`, view.camera.width - 8, view.camera.height - 22)
  context.textAlign = "left"
  if (y) context.fillText(`↑ ${y}`, 8, 14)
}

function prepareText(context, view) {
  context.font = `11px ${view.theme.font}`
  context.textBaseline = "middle"
  context.textAlign = "left"
  context.fillStyle = css(mix(view.theme.text, view.theme.background, 0.45))
}

function drawCube(context, view) {
  const at = place => view.toPixel(place)
  context.lineWidth = 1
  context.strokeStyle = css(view.theme.border, 0.6)
  for (let i = -0.5; i <= 0.5; i += 0.5) {
    line(context, at([i, -1, -1]), at([i, 1, -1]))
    line(context, at([-1, i, -1]), at([1, i, -1]))
  }
  context.strokeStyle = css(mix(view.theme.border, view.theme.text, 0.15), 0.9)
  for (const [from, to] of EDGES) line(context, at(from), at(to))
  drawCubeTitles(context, view)
}

function drawCubeTitles(context, view) {
  prepareText(context, view)
  context.font = fontOf(view.theme, false)
  context.textAlign = "center"
  view.state.titles.slice(0, 3).forEach((title, axis) => context.fillText(title, ...titleSpot(view, axis).slice(0, 2)))
}

// Beside the edge of the cube that is in front: a lower one for the first two axes, the leftmost for the third.
function titleSpot(view, axis) {
  const [bx, by] = view.camera.axes().back.map(Math.sign)
  if (axis === 0) return view.toPixel([0, 1.14 * (by || 1), -1.14])
  if (axis === 1) return view.toPixel([1.14 * (bx || 1), 0, -1.14])
  const upright = [[-1, -1], [-1, 1], [1, -1], [1, 1]].map(([x, y]) => view.toPixel([1.1 * x, 1.1 * y, 0]))
  return upright.sort((a, b) => a[0] - b[0])[0]
}

function line(context, [x0, y0], [x1, y1]) {
  context.beginPath()
  context.moveTo(x0, y0)
  context.lineTo(x1, y1)
  context.stroke()
}

// Returns the labels drawn, so that the SVG can repeat them.
export function drawOver(context, view) {
  if (view.sprites && view.state.sprites) drawSprites(context, view)
  drawLines(context, view)
  drawPath(context, view)
  for (const row of view.highlighted().reverse()) drawChosen(context, view, row)
  const labels = placeLabels(view, context)
  for (const label of labels) drawLabel(context, view, label)
  if (view.hovered !== null) ring(context, view.pixel(view.hovered), view.radius(view.hovered) + 2.5, css(view.theme.text), 1.5)
  if (view.pending !== null) ring(context, view.pixel(view.pending), view.radius(view.pending) + 5, css(view.theme.accent), 2)
  drawLasso(context, view)
  return labels
}

function drawLines(context, view) {
  const { selected, neighbors } = view.chosen()
  if (selected === null || !view.state.lines) return
  context.strokeStyle = css(view.theme.accent, 0.55)
  context.lineWidth = 1.25
  for (const row of neighbors) line(context, view.pixel(selected), view.pixel(row))
}

function drawChosen(context, view, row) {
  const [x, y] = view.pixel(row)
  const strong = row === view.chosen().selected
  const r = view.radius(row)
  context.beginPath()
  context.arc(x, y, r, 0, 2 * Math.PI)
  context.fillStyle = css(view.colorOf(row))
  context.fill()
  context.lineWidth = strong ? 3 : 1.5
  context.strokeStyle = css(strong ? view.theme.accent : view.theme.text)
  context.stroke()
  if (strong) ring(context, [x, y], r + 4.5, css(view.theme.accent, 0.45), 2)
}

function drawLabel(context, view, { text, x, y, kind }) {
  const quiet = kind === "landmark" && view.highlighted().length > 0
  context.font = fontOf(view.theme, kind === "selected")
  context.textAlign = "left"
  context.textBaseline = "middle"
  context.direction = "ltr"
  context.lineJoin = "round"
  context.lineWidth = 3.5
  context.strokeStyle = css(view.theme.background, 0.85)
  context.strokeText(text, x, y)
  context.fillStyle = css(view.theme.text, quiet ? 0.45 : 0.95)
  context.fillText(text, x, y)
}

function ring(context, [x, y], r, color, width) {
  context.beginPath()
  context.arc(x, y, r, 0, 2 * Math.PI)
  context.strokeStyle = color
  context.lineWidth = width
  context.stroke()
}

function drawLasso(context, view) {
  if (!view.lasso?.length) return
  context.beginPath()
  for (const [x, y] of view.lasso) context.lineTo(x, y)
  context.closePath()
  context.fillStyle = css(view.theme.accent, 0.12)
  context.fill()
  context.strokeStyle = css(view.theme.accent)
  context.lineWidth = 1.5
  context.stroke()
}

