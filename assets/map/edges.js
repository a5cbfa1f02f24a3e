// @ts-check
// The lines of a network between its points, and a walk over them.

import { css, hex, legible, mix } from "./colors.js"

/** @import { Rgb } from "./colors.js" */
/** @import { Line } from "./lines.js" */
/** @import { Spot } from "./polygon.js" */
/** @import { Scene } from "./scene.js" */

/** Fainter the more there are, so that a thousand edges leave the points in sight. @param {number} count */
export const edgeAlpha = count => Math.max(0.06, Math.min(0.5, 9 / Math.sqrt(count)))

/** The ends of the edges of each kind, of which all come one after another. @type {(scene: Scene) => Int32Array[]} */
export function bundles({ edges, edgeCounts }) {
  let start = 0
  return edgeCounts.map(count => edges.subarray(start, (start += 2 * count)))
}

/** How the edges of each kind look. @type {(scene: Scene) => Line[]} */
export const edgeLooks = ({ edges, edgeCounts, edgePalette, theme }) => edgeCounts.map((_, kind) => {
  const alpha = edgeAlpha(edges.length / 2)
  if (!edgePalette.length) return { color: mix(theme.text, theme.background, 0.35), alpha }
  return { color: legible(hex(edgePalette[kind]), theme), alpha: Math.min(0.8, 1.6 * alpha) }
})

/** By plain canvas, where there is no WebGL. @type {(context: CanvasRenderingContext2D, scene: Scene) => void} */
export function drawEdges(context, scene) {
  const { edges, pixels, n } = scene
  if (!edges.length) return
  const looks = edgeLooks(scene)
  context.lineWidth = edges.length > 6000 ? 0.6 : 1
  bundles(scene).forEach((ends, kind) => {
    context.strokeStyle = css(looks[kind].color, looks[kind].alpha)
    context.beginPath()
    for (let i = 0; i < ends.length; i += 2) {
      const [a, b] = [3 * ends[i], 3 * ends[i + 1]]
      if (ends[i] >= n || ends[i + 1] >= n) continue
      context.moveTo(pixels[a], pixels[a + 1])
      context.lineTo(pixels[b], pixels[b + 1])
    }
    context.stroke()
  })
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
  const { n, theme, edgePalette } = scene
  const looks = edgeLooks(scene)
  for (const [kind, ends] of bundles(scene).entries()) {
    const [color, alpha] = edgePalette.length ? [looks[kind].color, looks[kind].alpha] : [theme.text, 0.2]
    for (let i = 0; i < ends.length; i += 2) {
      if (ends[i] >= n || ends[i + 1] >= n) continue
      yield segment(scene.pixel(ends[i]), scene.pixel(ends[i + 1]), color, alpha)
    }
  }
}

/** A line as SVG. @type {(from: Spot, to: Spot, color: Rgb, opacity: number) => string} */
export function segment([x0, y0], [x1, y1], color, opacity) {
  const path = `M${x0.toFixed(1)} ${y0.toFixed(1)}L${x1.toFixed(1)} ${y1.toFixed(1)}`
  return `<path d="${path}" stroke="${css(color)}" stroke-opacity="${opacity}"/>`
}
