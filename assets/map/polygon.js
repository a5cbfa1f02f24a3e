// @ts-check
// The lasso and the box: which points lie inside a closed line.

/** x and y in CSS pixels of the map. @typedef {[number, number]} Spot */

/** Even-odd rule (Shimrat, 1962). @type {(x: number, y: number, polygon: Spot[]) => boolean} */
export function insidePolygon(x, y, polygon) {
  let inside = false
  for (let i = 0, j = polygon.length - 1; i < polygon.length; j = i++) {
    const [[xi, yi], [xj, yj]] = [polygon[i], polygon[j]]
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}

/**
 * Rows whose pixels (x, y and distance by row) lie inside, of those admitted; places behind the camera never do.
 * @type {(pixels: ArrayLike<number>, polygon: Spot[], admits: (row: number) => boolean) => number[]}
 */
export function rowsInside(pixels, polygon, admits) {
  const rows = []
  for (let row = 0; row < pixels.length / 3; row++) {
    if (admits(row) && insidePolygon(pixels[3 * row], pixels[3 * row + 1], polygon)) rows.push(row)
  }
  return rows
}

/** The rectangle between two opposite corners. @type {(from: Spot, to: Spot) => Spot[]} */
export const rectangle = ([x0, y0], [x1, y1]) => [[x0, y0], [x1, y0], [x1, y1], [x0, y1]]
