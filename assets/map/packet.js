// @ts-check
// Reads what packets.py packs: uint32 header length, JSON header, arrays (some deflated), all little-endian.
// The types are those of pieces.py.

/**
 * What every part says of itself. view: key of the map. digest: names the content; the state has none.
 * @typedef {{ view: string, digest?: string }} Identity
 *
 * revision: names the picture. items: names the labels. low, high: of each axis, in units of the data.
 * @typedef {Identity & { part: "points", revision: string, items: string, height: number, n: number, dims: number,
 *   low: number[], high: number[], camera?: string }} PointsHead
 *
 * @typedef {Identity & { part: "names" }} NamesHead
 *
 * @typedef {{ kind: "plain", title?: string, names?: undefined }} PlainColors
 * @typedef {{ kind: "classes", title: string, names: string[], palette: string[], other: string }} ClassColors
 * @typedef {{ kind: "ramp", title: string, log: boolean, palette: string[], other: string,
 *   ends?: [number, number] | null, diverging?: boolean,
 *   names?: undefined }} RampColors
 * @typedef {PlainColors | ClassColors | RampColors} Colors
 * @typedef {Identity & { part: "paint" } & Colors} PaintHead
 *
 * low, high: of each frame and axis. at: the frame that is shown at first, when none are to come.
 * @typedef {Identity & { part: "frames", revision: string, steps: number[], low: number[][], high: number[][],
 *   unit: string, live: boolean, at: number }} FramesHead
 *
 * counts: edges of each kind, all of which come one after another. palette: a color for each kind; empty: all alike.
 * @typedef {Identity & { part: "edges", counts: number[], palette: string[] }} EdgesHead
 *
 * @typedef {{ n: number, height: number, width: number, channels: number }} Pictures
 * @typedef {Identity & { part: "thumbs" } & Pictures} ThumbsHead
 *
 * look: "density", "some" or "all" pictures; "" for points. selected, neighbors, path: rows. group: maps of the same one follow each other in what is circled or isolated.
 * linked: those of a group whose units are the same follow each other in what is pointed at and in the camera, too.
 * focus: a part of the map to be shown whole, once for each id; its corners in units of the data.
 * missing: those of the neighbors that are not near on the map; strangers: rows that are near there only. hues: the colors of both.
 * @typedef {{ id: string, low: number[], high: number[] }} Focus
 * @typedef {{ selected: number | null, neighbors: number[], lines: boolean, titles: string[], path: number[],
 *   look: string, spots: boolean, group: string, linked?: boolean, focus: Focus | null, missing: number[], strangers: number[],
 *   hues: string[] }} State
 * @typedef {Identity & { part: "state" } & State} StateHead
 *
 * @typedef {Identity & { part: "cards" }} CardsHead
 *
 * Names of parts of the map, in layers from few to many, of which "layer" is shown while all of the map is in view.
 * row: the item at whose place it stands; size: items of the part; muted: written faintly.
 * @typedef {{ layer: number, row: number, text: string, size: number, muted: boolean }} Region
 * @typedef {Identity & { part: "regions", layer: number, regions: Region[] }} RegionsHead
 *
 * low, high, titles: of each principal component that a grand tour turns through. ratios: its share of the variance.
 * @typedef {Identity & { part: "tour", revision: string, low: number[], high: number[], titles: string[],
 *   ratios: number[] }} TourHead
 *
 * @typedef {PointsHead | NamesHead | PaintHead | FramesHead | EdgesHead | ThumbsHead | CardsHead | RegionsHead | TourHead | StateHead} Head
 */

/**
 * The arrays of the parts by name; each part has its own. place: uint16 columns. labels, texts: UTF-8, a line an item.
 * ends: pairs of rows.
 * @typedef {{ place: Uint16Array, labels: Uint8Array, texts: Uint8Array, landmarks: Int32Array, ends: Int32Array, pixels: Uint8Array,
 *   codes?: Uint8Array, values?: Int32Array | Float32Array, sizes?: Uint8Array, shapes?: Uint8Array, filtered?: Uint8Array }} Arrays
 *
 * type: dtype in numpy's letters. bytes: as sent.
 * @typedef {{ name: string, type: "u1" | "u2" | "u4" | "i4" | "f4", bytes: number, deflated: boolean }} Entry
 */

const TYPES = { u1: Uint8Array, u2: Uint16Array, u4: Uint32Array, i4: Int32Array, f4: Float32Array }
const text = new TextDecoder()

/** @typedef {Uint8Array<ArrayBuffer>} Bytes */

/** @param {Bytes} bytes */
const headerLength = bytes => new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true)

/** @type {(bytes: Bytes) => Head & { arrays: Entry[] }} */
export const header = bytes => JSON.parse(text.decode(bytes.subarray(4, 4 + headerLength(bytes))))

/** @type {(bytes: Bytes) => Promise<Arrays>} */
export async function unpack(bytes) {
  /** @type {Record<string, InstanceType<(typeof TYPES)[keyof typeof TYPES]>>} */
  const arrays = {}
  let start = 4 + headerLength(bytes)
  for (const { name, type, bytes: length, deflated } of header(bytes).arrays) {
    const raw = bytes.slice(start, start + length) // a copy begins at a multiple of any array's width
    arrays[name] = new TYPES[type](deflated ? await inflate(raw) : raw.buffer)
    start += length
  }
  return /** @type {Arrays} */ (/** @type {unknown} */ (arrays))
}

/** @param {Bytes} raw */
const inflate = raw =>
  new Response(new Blob([raw]).stream().pipeThrough(new DecompressionStream("deflate"))).arrayBuffer()

/** @param {Uint8Array} bytes */
export const lines = bytes => text.decode(bytes).split("\n")
