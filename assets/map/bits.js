// @ts-check
// A bit per item, the lowest bit of each byte first, as base64: 70,000 items are 12 kB. All bits between the browser
// and Python travel in this order; bits.py is the other end.

/** @param {string} base64 */
export const bytesOf = base64 => Uint8Array.from(atob(base64), character => character.charCodeAt(0))

/** flags: 0 or 1 for each item. @param {Uint8Array} flags */
export function packBits(flags) {
  const bytes = new Uint8Array(Math.ceil(flags.length / 8))
  flags.forEach((flag, at) => { if (flag) bytes[at >> 3] |= 1 << (at & 7) })
  let binary = ""
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}

/** The flags of n items. @type {(base64: string, n: number) => Uint8Array} */
export function unpackBits(base64, n) {
  const bytes = bytesOf(base64)
  return Uint8Array.from({ length: n }, (_, at) => (bytes[at >> 3] >> (at & 7)) & 1)
}

/** @type {(rows: Iterable<number>, n: number) => Uint8Array} */
export function flagsOf(rows, n) {
  const flags = new Uint8Array(n)
  for (const row of rows) flags[row] = 1
  return flags
}
