// @ts-check
// Names of the parts of a map, such as clusters: of one layer at a time, a finer one the closer the view, the largest
// parts first, none over another.

import { inside, overlap, shorten, widthOf } from "./labels.js"

/** @import { Theme } from "./colors.js" */
/** @import { Box, Label } from "./labels.js" */
/** @import { Region } from "./packet.js" */
/** @import { Scene } from "./scene.js" */

/** @typedef {Label & { box: Box, size: number }} RegionLabel */

const [SMALLEST, LARGEST] = [12.5, 21] // pixels of the letters
const FEW = 6 // names at most for the largest letters

/** @type {(theme: Theme, size: number) => string} */
export const fontOfRegion = (theme, size) => `600 ${size.toFixed(1)}px ${theme.font}`

/** The layer to be named: from the one that was chosen on, one more for each time the view is twice as close. */
export function layerInView(/** @type {Scene} */ { named, camera }) {
  const last = Math.max(0, ...named.regions.map(region => region.layer))
  return Math.min(last, named.layer + Math.floor(Math.log2(Math.max(1, camera.closeness)) + 1e-9))
}

/** @type {(scene: Scene, context: CanvasRenderingContext2D) => RegionLabel[]} */
export function placeRegions(scene, context) {
  const { named, camera, theme } = scene
  const layer = layerInView(scene)
  const wanted = named.regions
    .filter(region => region.layer === layer && region.row < scene.n && scene.paint.away(region.row) < 2)
    .sort((a, b) => Number(a.muted) - Number(b.muted) || b.size - a.size)
  const most = Math.max(1, ...wanted.map(region => region.size))
  /** @type {RegionLabel[]} */
  const shown = []
  for (const region of wanted) {
    const size = theme.type * lettersOf(region, wanted.length, most)
    const text = shorten(region.text)
    const wide = widthOf(context, text, fontOfRegion(theme, size))
    const [x, y] = scene.pixel(region.row)
    const box = { left: x - wide / 2, right: x + wide / 2, top: y - 0.6 * size, bottom: y + 0.6 * size }
    if (!inside(box, camera.width, camera.height) || shown.some(label => overlap(label.box, box))) continue
    shown.push({ row: region.row, text, kind: "region", x: box.left, y, size, muted: region.muted, box })
  }
  return shown
}

/** Larger where there are few, and for large parts. @type {(region: Region, number: number, most: number) => number} */
function lettersOf({ size }, number, most) {
  const few = Math.min(1, FEW / number)
  return SMALLEST + (LARGEST - SMALLEST) * Math.sqrt(few) * Math.sqrt(size / most)
}
