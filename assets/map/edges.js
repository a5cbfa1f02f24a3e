// The lines of a network between its points, and a walk over them.

import { css, mix } from "./theme.js"

// Fainter the more there are, so that a thousand edges leave the points in sight.
export function drawEdges(context, { edges, pixels, theme, n }) {
  if (!edges) return
  const count = edges.length / 2
  context.strokeStyle = css(mix(theme.text, theme.background, 0.35), Math.max(0.06, Math.min(0.5, 9 / Math.sqrt(count))))
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

// Older steps fade; an arrow stands on the last one.
export function drawPath(context, view) {
  const path = (view.state.path ?? []).filter(row => row < view.n)
  for (let i = 1; i < path.length; i++) {
    const [from, to] = [view.pixel(path[i - 1]), view.pixel(path[i])]
    const fresh = Math.max(0.15, 1 - (path.length - 1 - i) / 12)
    context.strokeStyle = css(view.theme.accent, fresh)
    context.lineWidth = i === path.length - 1 ? 3.5 : 2
    context.beginPath()
    context.moveTo(...from)
    context.lineTo(...to)
    context.stroke()
    if (i === path.length - 1) arrow(context, from, to, view.radius(path[i]) + 2)
  }
}

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

export function* edgeLines(view) {
  const { edges, n, theme } = view
  for (let i = 0; edges && i < edges.length; i += 2) {
    if (edges[i] >= n || edges[i + 1] >= n) continue
    const [[x0, y0], [x1, y1]] = [view.pixel(edges[i]), view.pixel(edges[i + 1])]
    yield `<path d="M${x0.toFixed(1)} ${y0.toFixed(1)}L${x1.toFixed(1)} ${y1.toFixed(1)}" stroke="${css(theme.text)}" stroke-opacity="0.2"/>`
  }
}
