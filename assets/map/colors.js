// @ts-check
// Colors as numbers, and colors of the data made legible on the theme's background.

/** Red, green and blue in 0..255. @typedef {[number, number, number]} Rgb */

/**
 * The app's theme; font is a CSS font family, type how many times larger than usual all letters are.
 * @typedef {{ background: Rgb, dark: boolean, text: Rgb, accent: Rgb, border: Rgb, font: string, type: number }} Theme
 */

/** Streamlit's own light theme, where the page says nothing else. @type {Theme} */
export const PAPER = {
  background: [255, 255, 255],
  dark: false,
  text: [34, 34, 34],
  accent: [0, 114, 178],
  border: [221, 221, 221],
  font: "sans-serif",
  type: 1,
}

/** #rrggbb, the form of the palettes that Python sends. @type {(color: string) => Rgb} */
export function hex(color) {
  if (!/^#[0-9a-f]{6}$/i.test(color)) throw new Error(`'${color}' is no color of the form #rrggbb`)
  const code = parseInt(color.slice(1), 16)
  return [code >> 16, (code >> 8) & 255, code & 255]
}

/** @type {(color: Rgb, alpha?: number) => string} */
export const css = ([r, g, b], alpha = 1) => `rgba(${r},${g},${b},${alpha})`

/** @type {(a: Rgb, b: Rgb, share: number) => Rgb} */
export const mix = (a, b, share) => {
  /** @param {number} i */
  const at = i => Math.round(a[i] + (b[i] - a[i]) * share)
  return [at(0), at(1), at(2)]
}

/** @param {number} v */
const linear = v => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4)

/** Relative luminance of sRGB (WCAG 2), 0 for black and 1 for white. @param {Rgb} color */
export const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)

/** Contrast ratio (WCAG 2), from 1 to 21. @param {Rgb} a @param {Rgb} b */
export const contrast = (a, b) => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

/**
 * A color moved toward the text color just far enough to be seen (yellow on white, black on black). least: contrast.
 * @type {(color: Rgb, theme: Theme, least?: number) => Rgb}
 */
export function legible(color, theme, least = 1.6) {
  for (let share = 0; share < 1; share += 0.1) {
    const shade = mix(color, theme.text, share)
    if (contrast(shade, theme.background) >= least) return shade
  }
  return theme.text
}
