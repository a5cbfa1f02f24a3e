// @ts-check
// Round values along an axis.

/**
 * 1, 2 or 5 times a power of ten, at most `count` of which fit into the span.
 * @type {(span: number, count: number) => number}
 */
export function niceStep(span, count) {
  const rough = span / count
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * ([1, 2, 5].find(m => m * power >= rough) ?? 10)
}

/** @type {(low: number, high: number, count: number) => Generator<number>} */
export function* ticks(low, high, count) {
  const step = niceStep(high - low, count)
  for (let i = Math.ceil(low / step); i * step <= high; i++) yield Number((i * step).toPrecision(12))
}
