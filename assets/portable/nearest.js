// @ts-check
// The nearest items of each item, as they are packed: k numbers of rows and k scores for each, 16 bits a number.

import { bytesOf } from "../map/bits.js"

const STEPS = 65535
const NONE = 65535 // an item with fewer than k neighbors

/**
 * rows, scores: base64. low, high: the scores that 0 and 65,535 stand for. measure: what the scores are.
 * @typedef {{ k: number, rows: string, scores: string, low: number, high: number, measure: string }} Near
 * @typedef {{ row: number, score: number }} Neighbor
 */

/** Those of a row, nearest first. @type {(near: Near) => (row: number) => Neighbor[]} */
export function nearest({ k, rows, scores, low, high }) {
  const [others, steps] = [rows, scores].map(base64 => new Uint16Array(bytesOf(base64).buffer))
  return row =>
    Array.from(others.subarray(k * row, k * (row + 1)), (other, place) => ({
      row: other,
      score: low + (steps[k * row + place] / STEPS) * (high - low),
    })).filter(one => one.row !== NONE)
}

/**
 * Rows whose label holds what was typed, small and capital letters alike: those that begin with it come first.
 * @type {(labels: string[], typed: string, most: number) => number[]}
 */
export function holding(labels, typed, most) {
  const wanted = typed.trim().toLocaleLowerCase()
  if (!wanted) return []
  const [first, others] = [/** @type {number[]} */ ([]), /** @type {number[]} */ ([])]
  for (let row = 0; row < labels.length && first.length < most; row++) {
    const at = labels[row].toLocaleLowerCase().indexOf(wanted)
    if (at === 0) first.push(row)
    else if (at > 0 && others.length < most) others.push(row)
  }
  return [...first, ...others].slice(0, most)
}
