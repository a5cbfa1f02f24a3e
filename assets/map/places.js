// Positions in the map's own units: the whole picture fits into [-1, 1] along its longest axis, for each frame anew.

const STEPS = 65535

// Columns of uint16 between low and high of each axis -> Float32Array of x, y, z by row (z = 0 on flat maps).
export function places(columns, start, n, low, high) {
  const dims = low.length
  const half = Math.max(...low.map((l, k) => (high[k] - l) / 2)) || 1
  const out = new Float32Array(3 * n)
  for (let k = 0; k < dims; k++) {
    const span = high[k] - low[k]
    const center = (low[k] + high[k]) / 2
    for (let i = 0; i < n; i++) {
      out[3 * i + k] = (low[k] + (columns[start + k * n + i] / STEPS) * span - center) / half
    }
  }
  return out
}

// From the map's units back to the data's: value = place * half + center, one center per axis.
export const unitsOf = (low, high) => ({
  half: Math.max(...low.map((l, k) => (high[k] - l) / 2)) || 1,
  center: low.map((l, k) => (l + high[k]) / 2),
})

export const extent = (low, high) => {
  const { half } = unitsOf(low, high)
  return low.map((l, k) => (high[k] - l) / 2 / half)
}

export function blend(from, to, share, out) {
  for (let i = 0; i < out.length; i++) out[i] = from[i] + (to[i] - from[i]) * share
  return out
}

export const ease = t => (t < 0.5 ? 4 * t * t * t : 1 - (2 - 2 * t) ** 3 / 2)

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches
