// Color, size and visibility of each item, from the paint part, the theme, and what is isolated, circled or chosen.

import { legible, mix, rgb } from "./theme.js"

const NO_CLASS = 255
export const FAINT = 28 // alpha of items outside an isolated class or a selection
const NUMBER = new Intl.NumberFormat("en", { maximumSignificantDigits: 4 })

export class Paint {
  constructor(header = { kind: "plain" }, arrays = {}) {
    this.header = header
    this.codes = arrays.codes
    this.values = arrays.values
    this.sizes = arrays.sizes
    if (header.kind === "ramp") this.range = rangeOf(this.values)
    if (header.kind === "classes") this.counts = countsOf(this.codes, header.names.length)
  }

  // Colors of classes or stops of the ramp as they are drawn in this theme.
  palette(theme) {
    if (this.header.kind === "plain") return []
    const table = this.header.palette.map(rgb)
    if (this.header.kind === "classes") return table.map(color => legible(color, theme))
    // The end of the ramp that would vanish in the background is left out.
    const [from, to] = theme.dark ? [0.16, 1] : [0, 0.93]
    return Array.from({ length: 64 }, (_, i) => along(table, from + ((to - from) * i) / 63))
  }

  // r, g, b of each item.
  fill(n, theme, out) {
    const palette = this.palette(theme)
    const other = legible(rgb(this.header.other ?? "#999999"), theme)
    const plain = mix(theme.accent, theme.background, 0.1)
    for (let i = 0; i < n; i++) {
      const color = this.header.kind === "plain" ? plain : (palette[this.place(i, palette.length)] ?? other)
      out[4 * i] = color[0]
      out[4 * i + 1] = color[1]
      out[4 * i + 2] = color[2]
    }
    return out
  }

  place(row, stops) {
    if (this.header.kind === "classes") return this.codes[row]
    const share = this.share(this.values[row])
    return Number.isNaN(share) ? -1 : Math.round(share * (stops - 1))
  }

  share(value) {
    const [low, high] = this.range
    if (!(high > low)) return Number.isFinite(value) ? 0.5 : NaN
    return this.header.log ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low)
  }

  // What the hover card says beside the label: [title, value], or null.
  note(row) {
    const { kind, names, title } = this.header
    if (kind === "classes") return this.codes[row] === NO_CLASS ? null : [title, names[this.codes[row]]]
    if (kind === "ramp") return Number.isFinite(this.values[row]) ? [title, number(this.values[row])] : null
    return null
  }

  size(row) {
    return this.sizes ? this.sizes[row] / 100 : 1
  }
}

// Whole numbers get a comma from five digits on, so that years stay years.
export const number = value =>
  Number.isInteger(value) ? (Math.abs(value) < 10_000 ? `${value}` : value.toLocaleString("en")) : NUMBER.format(value)

function rangeOf(values) {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return low <= high ? [low, high] : [0, 0]
}

function countsOf(codes, classes) {
  const counts = new Array(classes).fill(0)
  for (const code of codes) if (code !== NO_CLASS) counts[code]++
  return counts
}

function along(table, share) {
  const at = share * (table.length - 1)
  const i = Math.min(Math.floor(at), table.length - 2)
  return mix(table[i], table[i + 1], at - i)
}
