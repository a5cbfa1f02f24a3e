// @ts-check
// Where the keyboard goes next on the map: to the nearest point in a direction, or along the list of items.

/** Right, left, down and up, in pixels. @typedef {[x: number, y: number]} Direction */

/** A step to the side costs twice a step ahead, and nothing beyond 60 degrees lies ahead. */
const ASIDE = 2
const WIDEST = Math.sqrt(3)

/**
 * The point to go to from a spot of the screen: the nearest that lies in the direction; null if none does.
 * pixels: x, y, depth of each row. admits: which rows take part; `from` itself never does.
 * @type {(pixels: Float32Array, from: [number, number], direction: Direction, admits: (row: number) => boolean) => number | null}
 */
export function ahead(pixels, [x, y], [right, down], admits) {
  let best = null
  let nearest = Infinity
  for (let row = 0; 3 * row < pixels.length; row++) {
    const [dx, dy] = [pixels[3 * row] - x, pixels[3 * row + 1] - y]
    const forward = dx * right + dy * down
    const aside = Math.abs(dx * down - dy * right)
    const cost = forward + ASIDE * aside
    if (forward > 0.5 && aside <= WIDEST * forward && cost < nearest && admits(row)) [best, nearest] = [row, cost]
  }
  return best
}

/**
 * The next row of the list in steps of 1 or -1, around its end; null if no row takes part.
 * @type {(n: number, from: number | null, step: 1 | -1, admits: (row: number) => boolean) => number | null}
 */
export function along(n, from, step, admits) {
  let row = from ?? (step > 0 ? -1 : n)
  for (let tried = 0; tried < n; tried++) {
    row = (row + step + n) % n
    if (admits(row)) return row
  }
  return null
}
