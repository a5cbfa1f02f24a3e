// @ts-check
// Small pictures of the items: one canvas holds them all, side by side; the hover card and the map cut from it.

import { css } from "./colors.js"
import { context2d } from "./dom.js"

/** @import { Pictures } from "./packet.js" */
/** @import { Scene } from "./scene.js" */

const COLUMNS = 256
const NEAREST = 40 // at most so many CSS pixels wide on the map

export class Sprites {
  /** @param {Pictures} head @param {Uint8Array} pixels */
  constructor(head, pixels) {
    this.height = head.height
    this.width = head.width
    this.n = head.n
    this.sheet = document.createElement("canvas")
    const rows = Math.ceil(head.n / COLUMNS)
    Object.assign(this.sheet, { width: Math.min(head.n, COLUMNS) * head.width, height: rows * head.height })
    const context = context2d(this.sheet)
    const strip = context.createImageData(this.sheet.width, head.height)
    for (let row = 0; row < rows; row++) {
      strip.data.fill(0)
      for (let at = 0; at < COLUMNS && row * COLUMNS + at < head.n; at++) {
        copyPicture(pixels, row * COLUMNS + at, head, strip, at * head.width)
      }
      context.putImageData(strip, 0, row * head.height)
    }
  }

  /** @param {number} row */
  has(row) {
    return row < this.n
  }

  /** @type {(context: CanvasRenderingContext2D, row: number, x: number, y: number, w: number, h: number) => void} */
  draw(context, row, x, y, w, h) {
    const [left, top] = [(row % COLUMNS) * this.width, Math.floor(row / COLUMNS) * this.height]
    context.imageSmoothingEnabled = false
    context.drawImage(this.sheet, left, top, this.width, this.height, x, y, w, h)
  }

  /**
   * The picture by itself, `longest` CSS pixels on its longer side.
   * @type {(row: number, longest: number) => Element}
   */
  element(row, longest) {
    const scale = longest / Math.max(this.width, this.height)
    const canvas = document.createElement("canvas")
    Object.assign(canvas, { width: Math.round(this.width * scale), height: Math.round(this.height * scale) })
    canvas.className = "picture"
    this.draw(context2d(canvas), row, 0, 0, canvas.width, canvas.height)
    return canvas
  }
}

/**
 * Copies one of the pictures (rows of pixels, 1 or 3 bytes each) into r, g, b, alpha, from column `left` on.
 * @param {Uint8Array} pixels
 * @param {number} at which picture
 * @param {Pictures} head
 * @param {{ data: Uint8ClampedArray, width: number }} strip
 * @param {number} left
 */
export function copyPicture(pixels, at, { height, width, channels }, strip, left) {
  const start = at * height * width * channels
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = start + (y * width + x) * channels
      const to = 4 * (y * strip.width + left + x)
      for (let c = 0; c < 3; c++) strip.data[to + c] = pixels[from + (channels === 3 ? c : 0)]
      strip.data[to + 3] = 255
    }
  }
}

/**
 * Pictures instead of points, framed in their color; the first item is drawn last, on top. apart: only those that lie
 * over no other one, larger.
 * @type {(context: CanvasRenderingContext2D, scene: Scene, sprites: Sprites, apart: boolean) => void}
 */
export function drawSprites(context, scene, sprites, apart) {
  const wide = Math.min(NEAREST, Math.max(12, 2.4 * scene.size)) * (apart ? 1.5 : 1)
  const tall = (wide * sprites.height) / sprites.width
  context.lineWidth = 1.5
  for (const row of apart ? apartFrom(scene, wide, tall) : backwards(scene.n)) {
    if (scene.faint[row] || !sprites.has(row)) continue
    const [x, y] = scene.pixel(row)
    if (x < -wide || y < -tall || x > scene.camera.width + wide || y > scene.camera.height + tall) continue
    sprites.draw(context, row, x - wide / 2, y - tall / 2, wide, tall)
    context.strokeStyle = css(scene.colorOf(row))
    context.strokeRect(x - wide / 2, y - tall / 2, wide, tall)
  }
}

/** @param {number} n */
function* backwards(n) {
  for (let row = n - 1; row >= 0; row--) yield row
}

/**
 * The first item in each part of the field as large as a picture, and no other that would lie over it.
 * @type {(scene: Scene, wide: number, tall: number) => number[]}
 */
export function apartFrom(scene, wide, tall) {
  /** @type {Map<string, [number, number]>} */
  const taken = new Map()
  const rows = []
  for (let row = 0; row < scene.n; row++) {
    if (scene.faint[row]) continue
    const [x, y] = scene.pixel(row)
    const [column, line] = [Math.floor(x / wide), Math.floor(y / tall)]
    if (around(column, line).some(cell => {
      const other = taken.get(cell)
      return other && Math.abs(other[0] - x) < wide + 3 && Math.abs(other[1] - y) < tall + 3
    })) continue
    taken.set(`${column} ${line}`, [x, y])
    rows.push(row)
  }
  return rows
}

/** A cell and the eight around it. @type {(column: number, line: number) => string[]} */
const around = (column, line) =>
  [-1, 0, 1].flatMap(dx => [-1, 0, 1].map(dy => `${column + dx} ${line + dy}`))
