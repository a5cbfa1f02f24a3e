// @ts-check
// The painted pixels: 0 or 1 by row and column, one row after another.

/** @typedef {{ height: number, width: number }} Shape */
/** @typedef {[number, number]} Place column and row; pixel centers are whole numbers */

const LEAST = 0.71 // radius that reaches at least one pixel center wherever it stands: half a diagonal

/**
 * Sets the pixels within the radius of a place to a value.
 * @type {(mask: Uint8Array, shape: Shape, place: Place, radius: number, value: 0 | 1) => void}
 */
export function stamp(mask, { height, width }, [x, y], radius, value) {
  const reach = Math.max(radius, LEAST)
  for (let row = 0; row < height; row++)
    for (let column = 0; column < width; column++)
      if (Math.hypot(column - x, row - y) <= reach) mask[row * width + column] = value
}

/**
 * Stamps along a line, every half pixel.
 * @type {(mask: Uint8Array, shape: Shape, from: Place, to: Place, radius: number, value: 0 | 1) => void}
 */
export function stroke(mask, shape, [x, y], [toX, toY], radius, value) {
  const steps = Math.max(1, Math.ceil(2 * Math.hypot(toX - x, toY - y)))
  for (let step = 1; step <= steps; step++) {
    stamp(mask, shape, [x + ((toX - x) * step) / steps, y + ((toY - y) * step) / steps], radius, value)
  }
}
