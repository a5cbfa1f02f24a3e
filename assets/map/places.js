// @ts-check
// Positions in the map's own units: the whole picture fits into [-1, 1] along its longest axis, for each frame anew.

const STEPS = 65535

/**
 * From the map's units back to the data's: value = place * half + center, one center per axis.
 * @typedef {{ half: number, center: number[] }} Units
 * @type {(low: number[], high: number[]) => Units}
 */
export const unitsOf = (low, high) => ({
  half: Math.max(...low.map((l, k) => (high[k] - l) / 2)) || 1,
  center: low.map((l, k) => (l + high[k]) / 2),
})

/**
 * Columns of uint16 between low and high of each axis, from `start` on -> x, y, z by row (z = 0 on flat maps).
 * @type {(columns: Uint16Array, start: number, n: number, low: number[], high: number[]) => Float32Array<ArrayBuffer>}
 */
export function places(columns, start, n, low, high) {
  const { half, center } = unitsOf(low, high)
  const out = new Float32Array(3 * n)
  for (let k = 0; k < low.length; k++) {
    const span = high[k] - low[k]
    for (let i = 0; i < n; i++) {
      out[3 * i + k] = (low[k] + (columns[start + k * n + i] / STEPS) * span - center[k]) / half
    }
  }
  return out
}

/**
 * Half the length of each axis in the map's units; 1 for the longest.
 * @type {(low: number[], high: number[]) => number[]}
 */
export const extent = (low, high) => {
  const { half } = unitsOf(low, high)
  return low.map((l, k) => (high[k] - l) / 2 / half)
}

const FEWEST = 100 // so few points are all shown
const STRAY = 0.02 // at either end of an axis
const ROOM = 1.1

/**
 * Where most of a flat map is: the middle and half the sides of what holds all but the outermost fiftieth of the points
 * at each end of either axis; null where the points are few.
 * @typedef {{ center: [number, number], extent: [number, number] }} Core
 * @type {(places: Float32Array) => Core | null}
 */
export function core(places) {
  const n = places.length / 3
  if (n < FEWEST) return null
  const [[x, width], [y, height]] = [0, 1].map(axis => {
    const values = Float32Array.from({ length: n }, (_, i) => places[3 * i + axis]).sort()
    const cut = Math.floor(STRAY * n)
    const [low, high] = [values[cut], values[n - 1 - cut]]
    return [(low + high) / 2, (ROOM * (high - low)) / 2]
  })
  return { center: [x, y], extent: [width, height] }
}

/**
 * @template {Float32Array | number[]} Out
 * @param {ArrayLike<number>} from
 * @param {ArrayLike<number>} to
 * @param {number} share in [0, 1]
 * @param {Out} out
 */
export function blend(from, to, share, out) {
  for (let i = 0; i < out.length; i++) out[i] = from[i] + (to[i] - from[i]) * share
  return out
}

/** Slow, fast, slow: [0, 1] -> [0, 1]. @param {number} t */
export const ease = t => (t < 0.5 ? 4 * t * t * t : 1 - (2 - 2 * t) ** 3 / 2)

export const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches
