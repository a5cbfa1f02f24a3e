// Packets and bits: what Python sent is read as Python meant it.

import assert from "node:assert/strict"
import { readFileSync } from "node:fs"
import { test } from "node:test"
import { deflateSync } from "node:zlib"

import { bytesOf, flagsOf, packBits, unpackBits } from "../../assets/map/bits.js"
import { header, lines, unpack } from "../../assets/map/packet.js"
import { generator } from "./random.js"

const AGREED = JSON.parse(readFileSync(new URL("agreed.json", import.meta.url), "utf8"))

// One packet by the words of map_packets.py: [name, type, little-endian bytes, deflated] for each array.
function packet(head, arrays) {
  const parts = arrays.map(([, , bytes, deflated]) => (deflated ? deflateSync(bytes) : bytes))
  const listing = arrays.map(([name, type, , deflated], i) => ({ name, type, bytes: parts[i].length, deflated }))
  const text = Buffer.from(JSON.stringify({ ...head, arrays: listing }))
  const length = Buffer.alloc(4)
  length.writeUInt32LE(text.length)
  return new Uint8Array(Buffer.concat([length, text, ...parts]))
}

function little(width, values, write) {
  const bytes = Buffer.alloc(width * values.length)
  values.forEach((value, i) => bytes[write](value, width * i))
  return bytes
}

for (const { n, rows, base64 } of AGREED.bits) {
  test(`bits of ${n} items, ${rows.length} set, are those that Python reads and writes`, () => {
    assert.equal(packBits(flagsOf(rows, n)), base64)
    assert.deepEqual(unpackBits(base64, n), flagsOf(rows, n))
  })
}

test("the first item is the lowest bit of the first byte", () => {
  assert.deepEqual([...bytesOf(packBits(flagsOf([0, 9, 15], 16)))], [0b00000001, 0b10000010])
})

test("flags of any number of items come back", () => {
  const random = generator(1)
  for (let n = 0; n < 70; n++) {
    const flags = Uint8Array.from({ length: n }, () => (random() < 0.5 ? 1 : 0))
    assert.deepEqual(unpackBits(packBits(flags), n), flags)
  }
})

test("seventy thousand items are twelve kilobytes of text", () => {
  assert.ok(packBits(new Uint8Array(70_000).fill(1)).length < 12_000)
})

test("a packet made by Python gives its header, numbers and labels", async () => {
  const { base64, header: head, arrays, labels } = AGREED.packet
  const bytes = bytesOf(base64)
  const { arrays: listing, ...rest } = header(bytes)
  assert.deepEqual(rest, head)
  assert.deepEqual(listing.map(entry => entry.name), [...Object.keys(arrays), "labels"])
  const found = await unpack(bytes)
  for (const [name, [, values]] of Object.entries(arrays)) assert.deepEqual([...found[name]], values)
  assert.deepEqual(lines(found.labels), labels)
})

test("arrays of every type and of odd lengths are read, deflated or not", async () => {
  const bytes = packet({ part: "test" }, [
    ["a", "u1", Buffer.from([1, 2, 255]), false],
    ["b", "u2", little(2, [1, 513, 65535], "writeUInt16LE"), false],
    ["c", "i4", little(4, [-5, 2 ** 31 - 1], "writeInt32LE"), true],
    ["d", "u4", little(4, [2 ** 32 - 1], "writeUInt32LE"), false],
    ["e", "f4", little(4, [0.25, -1e10], "writeFloatLE"), true],
    ["none", "i4", Buffer.alloc(0), false],
  ])
  const found = await unpack(bytes)
  assert.deepEqual(found.a, new Uint8Array([1, 2, 255]))
  assert.deepEqual(found.b, new Uint16Array([1, 513, 65535]))
  assert.deepEqual(found.c, new Int32Array([-5, 2 ** 31 - 1]))
  assert.deepEqual(found.d, new Uint32Array([2 ** 32 - 1]))
  assert.deepEqual(found.e, new Float32Array([0.25, -1e10]))
  assert.equal(found.none.length, 0)
})

test("a packet that lies within a larger buffer is read from its own start", async () => {
  const bytes = packet({ part: "test" }, [["a", "u2", little(2, [7, 8], "writeUInt16LE"), false]])
  const larger = new Uint8Array(bytes.length + 5)
  larger.set(bytes, 3)
  const inside = larger.subarray(3, 3 + bytes.length)
  assert.equal(header(inside).part, "test")
  assert.deepEqual((await unpack(inside)).a, new Uint16Array([7, 8]))
})
