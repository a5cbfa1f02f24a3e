// Colors of the app's theme, and colors of the data made legible on its background.

const probe = document.createElement("canvas").getContext("2d", { willReadFrequently: true })
const known = new Map()

// Any CSS color -> [r, g, b] in 0..255.
export function rgb(color) {
  if (!known.has(color)) {
    probe.fillStyle = "#888888"
    probe.fillStyle = color
    probe.clearRect(0, 0, 1, 1)
    probe.fillRect(0, 0, 1, 1)
    known.set(color, [...probe.getImageData(0, 0, 1, 1).data.slice(0, 3)])
  }
  return known.get(color)
}

export const css = ([r, g, b], alpha = 1) => `rgba(${r},${g},${b},${alpha})`

export const mix = (a, b, share) => a.map((v, i) => Math.round(v + (b[i] - v) * share))

const linear = v => (v / 255 <= 0.04045 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4)

export const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b)

const contrast = (a, b) => {
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y)
  return (high + 0.05) / (low + 0.05)
}

// A class color moved toward the text color just far enough to be seen (yellow on white, black on black).
export function legible(color, theme) {
  for (let share = 0; share < 1; share += 0.1) {
    const shade = mix(color, theme.text, share)
    if (contrast(shade, theme.background) >= 1.6) return shade
  }
  return theme.text
}

export function readTheme(element) {
  const style = getComputedStyle(element)
  const value = (name, fallback) => style.getPropertyValue(`--st-${name}`).trim() || fallback
  const background = rgb(value("background-color", "#ffffff"))
  return {
    background,
    dark: luminance(background) < 0.3,
    text: rgb(value("text-color", "#222222")),
    accent: rgb(value("primary-color", "#0072B2")),
    border: rgb(value("border-color", "#dddddd")),
    font: value("font", "sans-serif"),
  }
}
