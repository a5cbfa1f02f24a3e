// @ts-check
// Numbers that look random and are the same every time.

/** Numbers between 0 and 1 (mulberry32). @type {(seed: number) => () => number} */
export function generator(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

/** A number of the normal distribution (Box and Muller, 1958). @param {() => number} uniform */
export const normal = uniform => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform())
