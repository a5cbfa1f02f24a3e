// @ts-check
// Which labels to show and where: greedy, the most important first, none over another or over a highlighted point.

/** @import { Theme } from "./colors.js" */
/** @import { Scene } from "./scene.js" */
/** @import { RegionLabel } from "./regions.js" */

/**
 * Pixels of a rectangle; y grows downward.
 * @typedef {{ left: number, right: number, top: number, bottom: number }} Box
 *
 * @typedef {"selected" | "neighbor" | "landmark" | "region"} Kind
 *
 * x, y: the left end of the text's middle line. size: pixels of the letters, if not the usual; muted: written faintly.
 * @typedef {{ row: number, text: string, kind: Kind, x: number, y: number, size?: number, muted?: boolean }} Label
 */

export const HEIGHT = 15 // pixels of a line of usual type
const LONGEST = 28 // letters
const SHORTEST = 10 // letters that a cut at a word, or at a part of a name, must leave
const TRIES = 1500
const AREA = 8000 // pixels squared of map for each label
const CELL = 80 // pixels: the first labels are spread, one to a cell, so that no group goes without
const CLOSE = 2.5 // from so near on, items are named beside the parts of the map
const FEW = 200 // points in view at most for each to be named
/** @type {Map<string, number>} */
const widths = new Map()

/**
 * A name cut at a word, or, where it is one of many parts, as `scipy.linalg.svd`, its last parts: they tell most.
 * @param {string} text
 */
export function shorten(text) {
  const letters = [...text]
  if (letters.length <= LONGEST) return text
  const last = letters.slice(1 - LONGEST).join("")
  const part = last.search(/[./\\]/)
  if (!/\s/.test(text) && part >= 0 && part < LONGEST - SHORTEST) return "…" + last.slice(part + 1)
  const first = letters.slice(0, LONGEST).join("")
  const blank = first.lastIndexOf(" ")
  if (blank < SHORTEST) return letters.slice(0, LONGEST - 1).join("") + "…"
  return first.slice(0, blank).replace(/[\s,.;:(…-]+$/, "") + "…"
}

/** @type {(theme: Theme, strong: boolean) => string} */
export const fontOf = (theme, strong) => `${strong ? 600 : 400} ${12.5 * theme.type}px ${theme.font}`

/** @type {(context: CanvasRenderingContext2D, text: string, font: string) => number} */
export function widthOf(context, text, font) {
  const id = font + text
  const known = widths.get(id)
  if (known !== undefined) return known
  if (widths.size > 20000) widths.clear()
  context.font = font
  const { width } = context.measureText(text)
  widths.set(id, width)
  return width
}

/**
 * regions: names of parts that are placed already; from afar they stand alone beside what is chosen.
 * @type {(scene: Scene, context: CanvasRenderingContext2D, regions?: RegionLabel[]) => Label[]}
 */
export function placeLabels(scene, context, regions = []) {
  const { width, height } = scene.camera
  const high = HEIGHT * scene.theme.type
  const taken = [...scene.highlighted().map(row => box(scene, row, 2)), ...regions.map(({ box }) => box)]
  /** @type {Label[]} */
  const shown = []
  /** @type {(row: number, kind: Kind, forced: boolean) => void} */
  const add = (row, kind, forced) => {
    const text = shorten(scene.label(row))
    if (!text.trim()) return
    const wide = widthOf(context, text, fontOf(scene.theme, kind === "selected"))
    const spots = candidates(box(scene, row, 5), wide, high)
    const free = spots.find(s => inside(s, width, height) && !taken.some(t => overlap(s, t)))
    const spot = free ?? (forced ? spots[0] : null)
    if (!spot) return
    taken.push(spot)
    shown.push({ row, text, kind, x: spot.left, y: spot.top + high / 2 })
  }
  const { selected, neighbors } = scene.chosen()
  if (selected !== null) add(selected, "selected", true)
  for (const row of neighbors) if (visible(scene, row)) add(row, "neighbor", false)
  if (regions.length && scene.camera.closeness < CLOSE) return shown
  const room = shown.length + (width * height) / AREA
  for (const row of candidateRows(scene)) {
    if (shown.length >= room) break
    add(row, "landmark", false)
  }
  return shown
}

/** Landmarks in view; where the view is so close that few points are in it, all of them. @param {Scene} scene */
function* candidateRows(scene) {
  const chosen = new Set(scene.highlighted())
  const seen = new Set()
  const cells = new Set()
  const later = []
  let tries = 0
  for (const row of scene.landmarks) {
    if (tries > TRIES) break
    if (chosen.has(row) || !visible(scene, row) || scene.faint[row]) continue
    tries++
    seen.add(row)
    const cell = scene.pixel(row).map(place => Math.floor(place / CELL)).join()
    if (cells.has(cell)) later.push(row)
    else {
      cells.add(cell)
      yield row
    }
  }
  yield* later
  if (tries > TRIES) return
  const near = []
  for (let row = 0; row < scene.n && near.length <= FEW; row++) {
    if (!seen.has(row) && !chosen.has(row) && !scene.faint[row] && visible(scene, row)) near.push(row)
  }
  if (near.length <= FEW) yield* near
}

/** @type {(scene: Scene, row: number) => boolean} */
function visible(scene, row) {
  const [x, y] = scene.pixel(row)
  return x > 0 && x < scene.camera.width && y > 0 && y < scene.camera.height
}

/** @type {(scene: Scene, row: number, margin: number) => Box} */
function box(scene, row, margin) {
  const [x, y] = scene.pixel(row)
  const r = scene.radius(row) + margin
  return { left: x - r, right: x + r, top: y - r, bottom: y + r }
}

/** Right of the point, left, above, below. @type {(point: Box, wide: number, high: number) => Box[]} */
function candidates({ left, right, top, bottom }, wide, high) {
  const [x, y] = [(left + right) / 2, (top + bottom) / 2]
  /** @type {(l: number, t: number) => Box} */
  const at = (l, t) => ({ left: l, right: l + wide, top: t, bottom: t + high })
  return [
    at(right, y - high / 2),
    at(left - wide, y - high / 2),
    at(x - wide / 2, top - high + 3),
    at(x - wide / 2, bottom - 3),
  ]
}

/** @type {(s: Box, width: number, height: number) => boolean} */
export const inside = (s, width, height) => s.left >= 2 && s.right <= width - 2 && s.top >= 2 && s.bottom <= height - 2

/** @type {(a: Box, b: Box) => boolean} */
export const overlap = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
