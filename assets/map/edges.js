// @ts-check
// The lines of a network between its points, and a walk over them.

import { css, mix } from "./colors.js"

/** @import { Rgb } from "./colors.js" */
/** @import { Spot } from "./polygon.js" */
/** @import { Scene } from "./scene.js" */

/** Fainter the more there are, so that a thousand edges leave the points in sight. @param {number} count */
export const edgeAlpha = count => Math.max(0.06, Math.min(0.5, 9 / Math.sqrt(count)))

/** Red, green, blue and opacity of the lines. @type {(scene: Scene) => { color: Rgb, alpha: number }} */
export const edgeColor = ({ edges, theme }) =>
  ({ color: mix(theme.text, theme.background, 0.35), alpha: edgeAlpha(edges.length / 2) })

/** By plain canvas, where there is no WebGL. @type {(context: CanvasRenderingContext2D, scene: Scene) => void} */
export function drawEdges(context, scene) {
  const { edges, pixels, n } = scene
  const count = edges.length / 2
  if (!count) return
  const { color, alpha } = edgeColor(scene)
  context.strokeStyle = css(color, alpha)
  context.lineWidth = count > 3000 ? 0.6 : 1
  context.beginPath()
  for (let i = 0; i < edges.length; i += 2) {
    const [a, b] = [3 * edges[i], 3 * edges[i + 1]]
    if (edges[i] >= n || edges[i + 1] >= n) continue
    context.moveTo(pixels[a], pixels[a + 1])
    context.lineTo(pixels[b], pixels[b + 1])
  }
  context.stroke()
}

/**
 * Older steps fade; an arrow stands on the last one.
 * @type {(context: CanvasRenderingContext2D, scene: Scene) => void}
 */
export function drawPath(context, scene) {
  const path = scene.state.path.filter(row => row < scene.n)
  for (let i = 1; i < path.length; i++) {
    const [from, to] = [scene.pixel(path[i - 1]), scene.pixel(path[i])]
    const fresh = Math.max(0.15, 1 - (path.length - 1 - i) / 12)
    context.strokeStyle = css(scene.theme.accent, fresh)
    context.lineWidth = i === path.length - 1 ? 3.5 : 2
    context.beginPath()
    context.moveTo(...from)
    context.lineTo(...to)
    context.stroke()
    if (i === path.length - 1) arrow(context, from, to, scene.radius(path[i]) + 2)
  }
}

/** @type {(context: CanvasRenderingContext2D, from: Spot, to: Spot, gap: number) => void} */
function arrow(context, [x0, y0], [x1, y1], gap) {
  const angle = Math.atan2(y1 - y0, x1 - x0)
  const [x, y] = [x1 - gap * Math.cos(angle), y1 - gap * Math.sin(angle)]
  context.beginPath()
  context.moveTo(x, y)
  for (const turn of [-0.45, 0.45]) context.lineTo(x - 11 * Math.cos(angle + turn), y - 11 * Math.sin(angle + turn))
  context.closePath()
  context.fillStyle = context.strokeStyle
  context.fill()
}

/** The edges as SVG. @param {Scene} scene */
export function* edgeLines(scene) {
  const { edges, n, theme } = scene
  for (let i = 0; i < edges.length; i += 2) {
    if (edges[i] >= n || edges[i + 1] >= n) continue
    yield segment(scene.pixel(edges[i]), scene.pixel(edges[i + 1]), theme.text, 0.2)
  }
}

/** A line as SVG. @type {(from: Spot, to: Spot, color: Rgb, opacity: number) => string} */
export function segment([x0, y0], [x1, y1], color, opacity) {
  const path = `M${x0.toFixed(1)} ${y0.toFixed(1)}L${x1.toFixed(1)} ${y1.toFixed(1)}`
  return `<path d="${path}" stroke="${css(color)}" stroke-opacity="${opacity}"/>`
}
