// @ts-check
// Color, size and visibility of each item, from the paint part, the theme, and what is isolated, circled or chosen.

import { hex, legible, mix } from "./colors.js"

/** @import { Rgb, Theme } from "./colors.js" */
/** @import { Arrays, Colors } from "./packet.js" */

const NO_CLASS = 255
const STOPS = 64 // of a ramp as it is drawn
const LEGIBLE = 2.6 // contrast of both ends of a ramp with two sides, where the background is dark
export const FAINT = 28 // alpha of items outside an isolated class, a selection or a filter
export const LEFT_OUT = 2 // of what a filter does to an item: 0 nothing, 1 dimmed
const NUMBER = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 })

export class Paint {
  /** @param {Colors} header @param {Partial<Arrays>} arrays */
  constructor(header = { kind: "plain" }, arrays = {}) {
    this.header = header
    this.names = header.names ?? []
    this.codes = arrays.codes ?? new Uint8Array()
    this.values = arrays.values ?? new Float32Array()
    this.sizes = arrays.sizes ?? new Uint8Array()
    this.shapes = arrays.shapes ?? new Uint8Array()
    this.filtered = arrays.filtered ?? new Uint8Array()
    this.range = (header.kind === "ramp" && header.ends) || rangeOf(this.values)
    this.counts = countsOf(this.codes, this.names.length)
  }

  /** Whether the arrays that are there are those of n items. @param {number} n */
  fits(n) {
    return [this.codes, this.values, this.sizes, this.shapes, this.filtered].every(array => array.length === 0 || array.length === n)
  }

  /** Colors of classes or stops of the ramp as they are drawn in this theme. @type {(theme: Theme) => Rgb[]} */
  palette(theme) {
    if (this.header.kind === "plain") return []
    const table = this.header.palette.map(hex)
    if (this.header.kind === "classes") return table.map(color => legible(color, theme))
    // The end of the ramp that would vanish in the background is left out; one of two sides, which are both told, lightened.
    const { diverging } = this.header
    const [from, to] = diverging ? [0, 1] : theme.dark ? [0.16, 1] : [0, 0.93]
    const stops = Array.from({ length: STOPS }, (_, i) => along(table, from + ((to - from) * i) / (STOPS - 1)))
    return diverging ? stops.map(color => legible(color, theme, theme.dark ? LEGIBLE : 1)) : stops
  }

  /**
   * Writes r, g, b of each item; every fourth byte is left alone.
   * @type {(n: number, theme: Theme, out: Uint8Array) => void}
   */
  fill(n, theme, out) {
    const palette = this.palette(theme)
    const { header } = this
    const none = header.kind === "plain" ? mix(theme.accent, theme.background, 0.1) : legible(hex(header.other), theme)
    for (let i = 0; i < n; i++) {
      const color = palette[this.place(i)] ?? none
      out[4 * i] = color[0]
      out[4 * i + 1] = color[1]
      out[4 * i + 2] = color[2]
    }
  }

  /** Where in the palette an item is; outside of it if it has no class or value. @param {number} row */
  place(row) {
    if (this.header.kind === "plain") return -1
    if (this.header.kind === "classes") return this.codes[row]
    const share = this.share(this.values[row], this.header.log)
    return Number.isNaN(share) ? -1 : Math.round(share * (STOPS - 1))
  }

  /**
   * Where in the range a value lies, 0 to 1; NaN for an unknown one.
   * @type {(value: number, log: boolean) => number}
   */
  share(value, log) {
    const [low, high] = this.range
    if (!(high > low)) return Number.isFinite(value) ? 0.5 : NaN
    const share = log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)
    return Math.min(1, Math.max(0, share))
  }

  /**
   * What the hover card says beside the label: title and value, or null.
   * @type {(row: number) => [string, string] | null}
   */
  note(row) {
    const { header, codes, values } = this
    if (header.kind === "classes") return codes[row] === NO_CLASS ? null : [header.title, header.names[codes[row]]]
    if (header.kind === "ramp") return Number.isFinite(values[row]) ? [header.title, number(values[row])] : null
    return null
  }

  /** Relative diameter, 1 = ordinary. @param {number} row */
  size(row) {
    return this.sizes.length ? this.sizes[row] / 100 : 1
  }

  /** 0 a disk, 1 a square, 2 a triangle, 3 a diamond. @param {number} row */
  shape(row) {
    return this.shapes[row] ?? 0
  }

  /** Whether a filter dims it (1) or leaves it out (2). @param {number} row */
  away(row) {
    return this.filtered[row] ?? 0
  }
}

/** Whole numbers get a comma from five digits on, so that years stay years. @param {number} value */
export const number = value =>
  Number.isInteger(value) ? (Math.abs(value) < 10_000 ? `${value}` : value.toLocaleString("en")) : NUMBER.format(value)

/** Lowest and highest, without those that are NaN. @param {Iterable<number>} values */
function rangeOf(values) {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return low <= high ? [low, high] : [0, 0]
}

/** @type {(codes: Uint8Array, classes: number) => number[]} */
function countsOf(codes, classes) {
  const counts = new Array(classes).fill(0)
  for (const code of codes) if (code !== NO_CLASS) counts[code]++
  return counts
}

/** The color at a share of the way through a table. @type {(table: Rgb[], share: number) => Rgb} */
function along(table, share) {
  const at = share * (table.length - 1)
  const i = Math.min(Math.floor(at), table.length - 2)
  return mix(table[i], table[i + 1], at - i)
}
