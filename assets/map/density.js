// @ts-check
// How many points lie where: cells of the screen, smoothed, in the mean color of the points near them.

import { css } from "./colors.js"

/** @import { Scene } from "./scene.js" */

const CELL = 9 // CSS pixels
const STRONGEST = 0.92 // alpha of the fullest cell

/**
 * Sums of a cell and of its neighbors, weighted 1 2 1 along an axis; step: from one cell to the next along it.
 * @param {Float32Array} values
 * @param {number} step
 * @param {number} length
 */
function smooth(values, step, length) {
  const out = new Float32Array(values.length)
  for (let i = 0; i < values.length; i++) {
    const at = Math.floor(i / step) % length
    out[i] = 2 * values[i] + (at > 0 ? values[i - step] : 0) + (at < length - 1 ? values[i + step] : 0)
  }
  return out
}

/**
 * Weight, red, green and blue of each cell, row by row; what a filter or a selection leaves out does not count.
 * @param {Scene} scene
 */
export function cells(scene) {
  const { width, height } = scene.camera
  const [columns, rows] = [Math.max(1, Math.ceil(width / CELL)), Math.max(1, Math.ceil(height / CELL))]
  let sums = [0, 1, 2, 3].map(() => new Float32Array(columns * rows))
  for (let row = 0; row < scene.n; row++) {
    const [x, y] = [scene.pixels[3 * row], scene.pixels[3 * row + 1]]
    if (scene.faint[row] || !(x >= 0 && y >= 0 && x < width && y < height)) continue
    const cell = Math.floor(y / CELL) * columns + Math.floor(x / CELL)
    sums[0][cell]++
    scene.colorOf(row).forEach((part, at) => { sums[at + 1][cell] += part })
  }
  for (let pass = 0; pass < 2; pass++) sums = sums.map(sum => smooth(smooth(sum, 1, columns), columns, rows))
  return { columns, rows, weight: sums[0], parts: sums.slice(1) }
}

/** @type {(context: CanvasRenderingContext2D, scene: Scene) => void} */
export function drawDensity(context, scene) {
  const { columns, weight, parts } = cells(scene)
  const most = weight.reduce((high, value) => Math.max(high, value), 0)
  weight.forEach((value, cell) => {
    if (!value) return
    const [red, green, blue] = parts.map(part => Math.round(part[cell] / value))
    context.fillStyle = css([red, green, blue], STRONGEST * Math.sqrt(value / most))
    context.fillRect((cell % columns) * CELL, Math.floor(cell / columns) * CELL, CELL, CELL)
  })
}
