// @ts-check
// What of a view only the browser knows stands in the address behind "#": the camera and the isolated classes of each
// map on the page. Streamlit leaves that part alone, but drops it whenever it changes the rest; then it is put back.

const PUT_BACK = 500 // ms

/** @typedef {"camera" | "classes"} What */

/** @type {(key: string, what: What) => string} */
const name = (key, what) => `${key}_${what}`

/** What the page was opened with; each part is granted once. */
const given = new URLSearchParams(globalThis.location?.hash.slice(1) ?? "")

/** What bookmarks said. @type {Set<string>} */
const granted = new Set()

/** What each map says, by its part of the address; also of pages that the visitor left. @type {Map<string, Map<string, string>>} */
const said = new Map()

/** Maps that are on the page. @type {Set<string>} */
const present = new Set()

let timer = /** @type {ReturnType<typeof setInterval> | undefined} */ (undefined)

/** @type {(key: string, what: What) => number[] | undefined} */
function take(key, what) {
  const text = given.get(name(key, what))
  given.delete(name(key, what))
  if (!text || text.length > 200) return undefined
  const numbers = text.split("_").map(Number)
  return numbers.every(Number.isFinite) ? numbers : undefined
}

/** What a bookmark says, as if the address did; once. @param {string} words */
export function grant(words) {
  if (granted.has(words)) return
  granted.add(words)
  for (const [part, text] of new URLSearchParams(words)) given.set(part, text)
}

/** The camera that the address asks for. @type {(key: string, dims: number) => number[] | undefined} */
export function cameraGiven(key, dims) {
  const [own, ...camera] = take(key, "camera") ?? []
  return own === dims && camera.length === (dims === 3 ? 6 : 3) ? camera : undefined
}

/** The codes of classes that the address asks for alone. @type {(key: string) => number[]} */
export const classesGiven = key => take(key, "classes") ?? []

/** null: the one that the map opens with. @type {(key: string, dims: number, camera: number[] | null) => void} */
export function tellCamera(key, dims, camera) {
  tell(key, "camera", camera && [dims, ...camera.map(value => Number(value.toPrecision(6)))].join("_"))
}

/** @type {(key: string, classes: Set<number>) => void} */
export function tellClasses(key, classes) {
  tell(key, "classes", classes.size ? [...classes].sort((a, b) => a - b).join("_") : null)
}

/** @type {(key: string, what: What, text: string | null) => void} */
function tell(key, what, text) {
  const own = said.get(key) ?? new Map()
  if ((own.get(name(key, what)) ?? null) === text) return
  said.set(key, own)
  if (text === null) own.delete(name(key, what))
  else own.set(name(key, what), text)
  put()
}

/** @param {string} key */
export function appear(key) {
  present.add(key)
  timer ??= setInterval(put, PUT_BACK)
}

/** @param {string} key */
export function vanish(key) {
  present.delete(key)
}

/** Behind "#" as it should read; "" where nothing is to be said. @returns {string} */
export function words() {
  const parts = [...present].flatMap(key => [...(said.get(key) ?? [])])
  return parts.map(([part, text]) => `${encodeURIComponent(part)}=${text}`).sort().join("&")
}

function put() {
  if (!present.size) return
  const hash = words()
  if (location.hash.slice(1) === hash) return
  history.replaceState(history.state, "", location.pathname + location.search + (hash && `#${hash}`))
}
