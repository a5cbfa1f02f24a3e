// The picture as a file: PNG from the canvases, SVG as circles and text.

import { edgeLines } from "./edges.js"
import { css } from "./theme.js"
import { fontOf } from "./labels.js"
import { depthRange } from "./points.js"

export function save(blob, name) {
  const link = document.createElement("a")
  link.href = URL.createObjectURL(blob)
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(link.href), 10000)
}

export function png(view) {
  const { under, points, over } = view.stage
  const sheet = document.createElement("canvas")
  Object.assign(sheet, { width: under.width, height: under.height })
  const context = sheet.getContext("2d")
  context.fillStyle = css(view.theme.background)
  context.fillRect(0, 0, sheet.width, sheet.height)
  view.drawNow(true) // what WebGL drew is gone once the browser has shown it
  for (const canvas of [under, points, over]) context.drawImage(canvas, 0, 0)
  const ratio = under.width / view.camera.width
  context.scale(ratio, ratio)
  drawKey(context, view)
  return new Promise(done => sheet.toBlob(done, "image/png"))
}

// Swatches and names of up to twelve classes in the top right corner.
const keyOf = view =>
  view.paint.header.kind === "classes"
    ? view.paint.palette(view.theme).slice(0, 12).map((color, i) => [css(color), view.paint.header.names[i]])
    : []

function drawKey(context, view) {
  context.font = fontOf(view.theme, false)
  context.textAlign = "right"
  context.textBaseline = "middle"
  keyOf(view).forEach(([color, name], i) => {
    const y = 18 + 17 * i
    context.fillStyle = color
    context.fillRect(view.camera.width - 20, y - 5, 10, 10)
    context.fillStyle = css(view.theme.text)
    context.fillText(name, view.camera.width - 26, y)
  })
}

const ESCAPES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" }
// Characters that XML does not allow are dropped.
export const escape = text =>
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, "").replace(/[&<>"']/g, c => ESCAPES[c])

export function svg(view) {
  const { width, height } = view.camera
  const { theme } = view
  const font = escape(fontOf(theme, false))
  const body = [
    `<rect width="100%" height="100%" fill="${css(theme.background)}"/>`,
    ...edgeLines(view),
    ...circles(view),
    ...joins(view),
    `<g style="font:${font}" fill="${css(theme.text)}" dominant-baseline="middle" paint-order="stroke" stroke="${css(theme.background)}" stroke-width="3">`,
    ...view.labelsShown.map(({ text, x, y, kind }) =>
      `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}"${kind === "selected" ? ' font-weight="600"' : ""}>${escape(text)}</text>`),
    ...keyOf(view).map(([color, name], i) =>
      `<rect x="${width - 20}" y="${13 + 17 * i}" width="10" height="10" stroke="none" fill="${color}"/>` +
      `<text x="${width - 26}" y="${18 + 17 * i}" text-anchor="end">${escape(name)}</text>`),
    "</g>",
  ]
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`
  return new Blob([head, body.join("\n"), "</svg>"], { type: "image/svg+xml" })
}

function* circles(view) {
  const [near, far] = depthRange(view.pixels)
  const haze = row => (view.dims === 3 && far > near ? (0.55 * (view.pixels[3 * row + 2] - near)) / (far - near) : 0)
  for (const row of view.order) {
    const [x, y] = view.pixel(row)
    if (!(x > -10 && x < view.camera.width + 10 && y > -10 && y < view.camera.height + 10)) continue
    const alpha = (view.colors[4 * row + 3] / 255) * (1 - haze(row))
    yield `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${view.radius(row).toFixed(1)}" fill="${css(view.colorOf(row))}" fill-opacity="${alpha.toFixed(2)}"/>`
  }
}

function* joins(view) {
  const { selected, neighbors } = view.chosen()
  const dot = (row, color, wide) => {
    const [x, y] = view.pixel(row)
    return `<circle cx="${x.toFixed(1)}" cy="${y.toFixed(1)}" r="${view.radius(row).toFixed(1)}" fill="${css(view.colorOf(row))}" stroke="${color}" stroke-width="${wide}"/>`
  }
  if (selected !== null && view.state.lines) {
    const [x, y] = view.pixel(selected)
    for (const row of neighbors) {
      const [nx, ny] = view.pixel(row)
      yield `<path d="M${x.toFixed(1)} ${y.toFixed(1)}L${nx.toFixed(1)} ${ny.toFixed(1)}" stroke="${css(view.theme.accent)}" stroke-opacity="0.55"/>`
    }
  }
  for (const row of neighbors) yield dot(row, css(view.theme.text), 1.5)
  if (selected !== null) yield dot(selected, css(view.theme.accent), 3)
}
