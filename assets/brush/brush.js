// A picture to paint on. Painted pixels form a mask, which goes to Python as packed bits after each stroke.
// The mask drawn here is newer than what Python sends back until its answer carries the same serial number.

const SIDE = 280
const boards = new WeakMap()

export default function ({ data, parentElement, setTriggerValue }) {
  if (!data) return undefined
  const board = boards.get(parentElement) ?? new Board(parentElement)
  boards.set(parentElement, board)
  board.update(data, setTriggerValue)
  return undefined
}

const bytesOf = text => Uint8Array.from(atob(text), character => character.charCodeAt(0))

class Board {
  constructor(parent) {
    this.canvas = parent.querySelector("canvas")
    this.serial = 0
    this.cursor = null
    this.last = null
    this.listen()
  }

  update(data, tell) {
    const other = !this.data || data.revision !== this.data.revision
    Object.assign(this, { data, tell })
    if (other) this.cursor = null
    if (other || data.serial >= this.serial) {
      this.serial = data.serial
      this.mask = unpacked(bytesOf(data.mask), data.height * data.width)
    }
    this.fold = Math.max(1, Math.floor(SIDE / Math.max(data.height, data.width)))
    this.canvas.width = data.width * this.fold
    this.canvas.height = data.height * this.fold
    this.canvas.setAttribute("aria-label", data.label)
    this.pixels = bytesOf(data.pixels)
    this.draw()
  }

  draw() {
    const { height, width, channels, ink } = this.data
    const context = this.canvas.getContext("2d")
    for (let at = 0; at < height * width; at++) {
      const [red, green, blue] = [0, 1, 2].map(c => this.pixels[at * channels + (channels === 3 ? c : 0)])
      context.fillStyle = this.mask[at] ? ink : `rgb(${red} ${green} ${blue})`
      context.fillRect((at % width) * this.fold, Math.floor(at / width) * this.fold, this.fold, this.fold)
    }
    if (this.cursor) this.ring(context)
  }

  ring(context) {
    const [x, y] = this.cursor
    context.strokeStyle = "#d55e00"
    context.lineWidth = 2
    context.beginPath()
    context.arc((x + 0.5) * this.fold, (y + 0.5) * this.fold, Math.max(0.5, this.data.radius) * this.fold, 0, 7)
    context.stroke()
  }

  listen() {
    const { canvas } = this
    canvas.addEventListener("pointerdown", event => {
      canvas.setPointerCapture(event.pointerId)
      this.cursor = null
      this.last = this.place(event)
      this.stamp(...this.last)
      this.draw()
    })
    canvas.addEventListener("pointermove", event => {
      if (!this.last) return
      const next = this.place(event)
      this.line(this.last, next)
      this.last = next
      this.draw()
    })
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => this.finish())
    canvas.addEventListener("keydown", event => this.key(event))
  }

  place(event) {
    const box = this.canvas.getBoundingClientRect()
    const { width, height } = this.data
    return [((event.clientX - box.left) / box.width) * width - 0.5, ((event.clientY - box.top) / box.height) * height - 0.5]
  }

  line([x, y], [toX, toY]) {
    const steps = Math.max(1, Math.ceil(2 * Math.hypot(toX - x, toY - y)))
    for (let step = 1; step <= steps; step++) this.stamp(x + ((toX - x) * step) / steps, y + ((toY - y) * step) / steps)
  }

  stamp(x, y) {
    const { height, width, radius, erase } = this.data
    for (let row = 0; row < height; row++)
      for (let column = 0; column < width; column++)
        if (Math.hypot(column - x, row - y) <= Math.max(radius, 0.71)) this.mask[row * width + column] = erase ? 0 : 1
  }

  finish() {
    if (!this.last) return
    this.last = null
    this.send()
  }

  send() {
    this.serial += 1
    this.tell("mask", { revision: this.data.revision, serial: this.serial, bits: btoa(String.fromCharCode(...packed(this.mask))) })
  }

  key(event) {
    const { height, width } = this.data
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }
    const [x, y] = this.cursor ?? [Math.floor(width / 2), Math.floor(height / 2)]
    if (event.key in moves) {
      const [dx, dy] = moves[event.key]
      this.cursor = [Math.min(width - 1, Math.max(0, x + dx)), Math.min(height - 1, Math.max(0, y + dy))]
    } else if (event.key === " " || event.key === "Enter") {
      this.cursor = [x, y]
      this.stamp(x, y)
      this.send()
    } else return
    event.preventDefault()
    this.draw()
  }
}

// Eight mask values to a byte, the first in the highest bit, as numpy.packbits has it.
function packed(mask) {
  const bytes = new Uint8Array(Math.ceil(mask.length / 8))
  mask.forEach((value, at) => { if (value) bytes[at >> 3] |= 128 >> (at & 7) })
  return bytes
}

function unpacked(bytes, length) {
  return Uint8Array.from({ length }, (_, at) => (bytes[at >> 3] >> (7 - (at & 7))) & 1)
}
