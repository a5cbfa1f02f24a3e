// @ts-check
// A picture to paint on. Painted pixels form a mask, which goes to Python as packed bits after each stroke.
// The mask drawn here is newer than what Python sends back until its answer carries the same serial number.

import { bytesOf, packBits, unpackBits } from "../map/bits.js"
import { context2d } from "../map/dom.js"
import { stamp, stroke } from "./mask.js"

/** @import { Place } from "./mask.js" */

/**
 * What brush.py sends. pixels, mask: base64 of bytes and of bits. ink: a CSS color. radius: in pixels of the picture.
 * @typedef {{ revision: string, serial: number, height: number, width: number, channels: number, pixels: string,
 *   mask: string, ink: string, radius: number, erase: boolean, label: string }} Drawing
 *
 * @typedef {(name: string, value: unknown) => void} Trigger
 */

const SIDE = 280
/** @type {WeakMap<ParentNode, Board>} */
const boards = new WeakMap()

/** @param {{ data: Drawing | null, parentElement: ParentNode, setTriggerValue: Trigger }} component */
export function mount({ data, parentElement, setTriggerValue }) {
  if (!data) return
  const board = boards.get(parentElement)
  if (board) board.update(data, setTriggerValue)
  else boards.set(parentElement, new Board(parentElement, data, setTriggerValue))
}

/** @type {Record<string, Place>} */
const MOVES = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }

class Board {
  serial = 0
  /** @type {Uint8Array} */
  mask = new Uint8Array()
  pixels = new Uint8Array()
  fold = 1 // screen pixels for each of the picture
  /** Where the keyboard is. @type {Place | null} */
  cursor = null
  /** Where the stroke has come to. @type {Place | null} */
  last = null

  /** @param {ParentNode} parent @param {Drawing} data @param {Trigger} tell */
  constructor(parent, data, tell) {
    this.canvas = /** @type {HTMLCanvasElement} */ (parent.querySelector("canvas"))
    this.data = data
    this.tell = tell
    this.adopt()
    this.open()
    this.listen()
  }

  /** @type {(data: Drawing, tell: Trigger) => void} */
  update(data, tell) {
    const other = data.revision !== this.data.revision
    Object.assign(this, { data, tell })
    if (other) this.cursor = null
    if (other || data.serial >= this.serial) this.adopt()
    this.open()
  }

  /** Take over Python's mask. */
  adopt() {
    const { serial, mask, height, width } = this.data
    this.serial = serial
    this.mask = unpackBits(mask, height * width)
  }

  open() {
    const { height, width, label, pixels } = this.data
    this.fold = Math.max(1, Math.floor(SIDE / Math.max(height, width)))
    this.canvas.width = width * this.fold
    this.canvas.height = height * this.fold
    this.canvas.setAttribute("aria-label", label)
    this.pixels = bytesOf(pixels)
    this.draw()
  }

  draw() {
    const { height, width, ink } = this.data
    const context = context2d(this.canvas)
    for (let at = 0; at < height * width; at++) {
      context.fillStyle = this.mask[at] ? ink : this.shade(at)
      context.fillRect((at % width) * this.fold, Math.floor(at / width) * this.fold, this.fold, this.fold)
    }
    if (this.cursor) this.ring(context, this.cursor)
  }

  /** Color of a pixel of the picture. @param {number} at */
  shade(at) {
    const { channels } = this.data
    const [red, green = red, blue = red] = this.pixels.subarray(at * channels, (at + 1) * channels)
    return `rgb(${red} ${green} ${blue})`
  }

  /** @type {(context: CanvasRenderingContext2D, cursor: Place) => void} */
  ring(context, [x, y]) {
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
      this.stamp(this.last)
      this.draw()
    })
    canvas.addEventListener("pointermove", event => {
      if (!this.last) return
      const next = this.place(event)
      stroke(this.mask, this.data, this.last, next, this.data.radius, this.value)
      this.last = next
      this.draw()
    })
    canvas.addEventListener("pointerup", () => this.finish())
    canvas.addEventListener("pointercancel", () => this.finish())
    canvas.addEventListener("keydown", event => this.key(event))
  }

  /** @param {MouseEvent} event @returns {Place} */
  place(event) {
    const box = this.canvas.getBoundingClientRect()
    const [x, y] = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height]
    return [x * this.data.width - 0.5, y * this.data.height - 0.5]
  }

  get value() {
    return this.data.erase ? 0 : 1
  }

  /** @param {Place} place */
  stamp(place) {
    stamp(this.mask, this.data, place, this.data.radius, this.value)
  }

  finish() {
    if (!this.last) return
    this.last = null
    this.send()
  }

  send() {
    this.serial += 1
    this.tell("mask", { revision: this.data.revision, serial: this.serial, bits: packBits(this.mask) })
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { height, width } = this.data
    const [x, y] = this.cursor ?? [Math.floor(width / 2), Math.floor(height / 2)]
    if (event.key in MOVES) {
      const [dx, dy] = MOVES[event.key]
      this.cursor = [Math.min(width - 1, Math.max(0, x + dx)), Math.min(height - 1, Math.max(0, y + dy))]
    } else if (event.key === " " || event.key === "Enter") {
      this.cursor = [x, y]
      this.stamp(this.cursor)
      this.send()
    } else return
    event.preventDefault()
    this.draw()
  }
}
