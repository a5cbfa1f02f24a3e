// Which labels to show and where: greedy, the most important first, none over another or over a highlighted point.

const HEIGHT = 15
const LONGEST = 28
const TRIES = 1500
const AREA = 8000 // pixels squared of map for each label
const CELL = 80 // pixels: the first labels are spread, one to a cell, so that no group goes without
const widths = new Map()

export const shorten = text => ([...text].length > LONGEST ? [...text].slice(0, LONGEST - 1).join("") + "…" : text)

export const fontOf = (theme, strong) => `${strong ? 600 : 400} 12.5px ${theme.font}`

function widthOf(context, text, font) {
  const id = font + text
  if (!widths.has(id)) {
    if (widths.size > 20000) widths.clear()
    context.font = font
    widths.set(id, context.measureText(text).width)
  }
  return widths.get(id)
}

// -> [{ row, text, x, y, kind }], x and y being the left end of the text's middle line. kind: selected, neighbor, landmark.
export function placeLabels(view, context) {
  const { width, height } = view.camera
  const taken = view.highlighted().map(row => box(view, row, 2))
  const shown = []
  const add = (row, kind, forced) => {
    const text = shorten(view.label(row))
    if (!text.trim()) return
    const wide = widthOf(context, text, fontOf(view.theme, kind === "selected"))
    const spots = candidates(box(view, row, 5), wide)
    const spot = spots.find(s => inside(s, width, height) && !taken.some(t => overlap(s, t))) ?? (forced && spots[0])
    if (!spot) return
    taken.push(spot)
    shown.push({ row, text, kind, x: spot.left, y: spot.top + HEIGHT / 2 })
  }
  const { selected, neighbors } = view.chosen()
  if (selected !== null) add(selected, "selected", true)
  for (const row of neighbors) if (visible(view, row)) add(row, "neighbor", false)
  const room = shown.length + (width * height) / AREA
  for (const row of candidateRows(view)) {
    if (shown.length >= room) break
    add(row, "landmark", false)
  }
  return shown
}

// Landmarks in view; where the view is so close that few points are in it, all of them.
function* candidateRows(view) {
  const chosen = new Set(view.highlighted())
  const seen = new Set()
  const cells = new Set()
  const later = []
  let tries = 0
  for (const row of view.landmarks) {
    if (tries > TRIES) break
    if (chosen.has(row) || !visible(view, row) || view.faint[row]) continue
    tries++
    seen.add(row)
    const cell = view.pixel(row).map(place => Math.floor(place / CELL)).join()
    if (cells.has(cell)) later.push(row)
    else {
      cells.add(cell)
      yield row
    }
  }
  yield* later
  if (tries > TRIES) return
  const near = []
  for (let row = 0; row < view.n && near.length <= 200; row++) {
    if (!seen.has(row) && !chosen.has(row) && !view.faint[row] && visible(view, row)) near.push(row)
  }
  if (near.length <= 200) yield* near
}

function visible(view, row) {
  const [x, y] = view.pixel(row)
  return x > 0 && x < view.camera.width && y > 0 && y < view.camera.height
}

function box(view, row, margin) {
  const [x, y] = view.pixel(row)
  const r = view.radius(row) + margin
  return { left: x - r, right: x + r, top: y - r, bottom: y + r }
}

function candidates({ left, right, top, bottom }, wide) {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2]
  const at = (l, t) => ({ left: l, right: l + wide, top: t, bottom: t + HEIGHT })
  return [
    at(right, y - HEIGHT / 2),
    at(left - wide, y - HEIGHT / 2),
    at(x - wide / 2, top - HEIGHT + 3),
    at(x - wide / 2, bottom - 3),
  ]
}

const inside = (s, width, height) => s.left >= 2 && s.right <= width - 2 && s.top >= 2 && s.bottom <= height - 2

const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
