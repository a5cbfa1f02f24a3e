// Small pictures of the items: one canvas holds them all, side by side; the hover card and the map cut from it.

import { css } from "./theme.js"

const COLUMNS = 256
const NEAREST = 40 // at most so many CSS pixels wide on the map

export class Sprites {
  constructor(head, { pixels }) {
    Object.assign(this, { height: head.height, width: head.width, n: head.n })
    const rows = Math.ceil(head.n / COLUMNS)
    this.sheet = document.createElement("canvas")
    Object.assign(this.sheet, { width: Math.min(head.n, COLUMNS) * head.width, height: rows * head.height })
    const context = this.sheet.getContext("2d")
    const strip = context.createImageData(this.sheet.width, head.height)
    for (let row = 0; row < rows; row++) {
      strip.data.fill(0)
      for (let at = 0; at < COLUMNS && row * COLUMNS + at < head.n; at++) {
        copy(pixels, (row * COLUMNS + at) * head.height * head.width * head.channels, head, strip, at * head.width)
      }
      context.putImageData(strip, 0, row * head.height)
    }
  }

  has(row) {
    return row < this.n
  }

  draw(context, row, x, y, width, height) {
    const from = [(row % COLUMNS) * this.width, Math.floor(row / COLUMNS) * this.height]
    context.imageSmoothingEnabled = false
    context.drawImage(this.sheet, ...from, this.width, this.height, x, y, width, height)
  }

  // The picture by itself, `longest` CSS pixels on its longer side.
  element(row, longest) {
    const scale = longest / Math.max(this.width, this.height)
    const canvas = document.createElement("canvas")
    Object.assign(canvas, { width: Math.round(this.width * scale), height: Math.round(this.height * scale) })
    canvas.className = "picture"
    this.draw(canvas.getContext("2d"), row, 0, 0, canvas.width, canvas.height)
    return canvas
  }
}

function copy(pixels, start, { height, width, channels }, strip, left) {
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = start + (y * width + x) * channels
      const to = 4 * (y * strip.width + left + x)
      for (let c = 0; c < 3; c++) strip.data[to + c] = pixels[from + (channels === 3 ? c : 0)]
      strip.data[to + 3] = 255
    }
  }
}

// Pictures instead of points, framed in their color; the first item is drawn last, on top.
export function drawSprites(context, view) {
  const { sprites } = view
  const wide = Math.min(NEAREST, Math.max(12, 2.4 * view.size))
  const tall = (wide * sprites.height) / sprites.width
  context.lineWidth = 1.5
  for (let row = view.n - 1; row >= 0; row--) {
    if (view.faint[row] || !sprites.has(row)) continue
    const [x, y] = view.pixel(row)
    if (x < -wide || y < -tall || x > view.camera.width + wide || y > view.camera.height + tall) continue
    sprites.draw(context, row, x - wide / 2, y - tall / 2, wide, tall)
    context.strokeStyle = css(view.colorOf(row))
    context.strokeRect(x - wide / 2, y - tall / 2, wide, tall)
  }
}
