// Reads what map_packets.py packs: uint32 header length, JSON header, arrays (some deflated), all little-endian.

const TYPES = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, i4: Int32Array, f4: Float32Array }
const text = new TextDecoder()

const headerLength = bytes => new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true)

export const header = bytes => JSON.parse(text.decode(bytes.subarray(4, 4 + headerLength(bytes))))

export async function unpack(bytes) {
  const arrays = {}
  let start = 4 + headerLength(bytes)
  for (const { name, type, bytes: length, deflated } of header(bytes).arrays) {
    const raw = bytes.slice(start, start + length)
    arrays[name] = new TYPES[type](deflated ? await inflate(raw) : raw.buffer)
    start += length
  }
  return arrays
}

const inflate = raw =>
  new Response(new Blob([raw]).stream().pipeThrough(new DecompressionStream("deflate"))).arrayBuffer()

export const lines = bytes => text.decode(bytes).split("\n")

// A bit per row, lowest bit first, as base64: 70,000 rows are 12 kB, however many are chosen.
export function bitsOf(rows, n) {
  const bits = new Uint8Array(Math.ceil(n / 8))
  for (const row of rows) bits[row >> 3] |= 1 << (row & 7)
  let binary = ""
  for (const byte of bits) binary += String.fromCharCode(byte)
  return btoa(binary)
}
