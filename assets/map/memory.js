// @ts-check
// What a map remembers: zoom and camera over reloads (sessionStorage), isolation and selection over page changes.

const KEPT = 30

/** A revision and its camera's numbers. @typedef {[revision: string, camera: number[]]} Kept */

/** @type {(key: string, dims: number) => string} */
const name = (key, dims) => `embedding-map:${key}:${dims}`

/** @type {(key: string, dims: number) => Kept[]} */
const read = (key, dims) => {
  try {
    return JSON.parse(sessionStorage.getItem(name(key, dims)) ?? "[]")
  } catch {
    return []
  }
}

/** @type {(key: string, dims: number, revision: string) => number[] | undefined} */
export const cameraOf = (key, dims, revision) => read(key, dims).find(entry => entry[0] === revision)?.[1]

/** camera = null forgets. @type {(key: string, dims: number, revision: string, camera: number[] | null) => void} */
export function keepCamera(key, dims, revision, camera) {
  const others = read(key, dims).filter(entry => entry[0] !== revision)
  const entries = camera ? [[revision, camera], ...others].slice(0, KEPT) : others
  try {
    sessionStorage.setItem(name(key, dims), JSON.stringify(entries))
  } catch {
    // A full or forbidden store only costs the memory of the view.
  }
}

/**
 * items, classes: the labels and the classes that it is about. rows: inside the lasso; isolated: codes of classes.
 * @typedef {{ items: string | null, rows: Set<number> | null, classes: string, isolated: Set<number> }} Choice
 */

/** @type {Map<string, Choice>} */
const choices = new Map()

/** @type {(key: string) => Choice} */
export const choiceOf = key => {
  const known = choices.get(key) ?? { items: null, rows: null, classes: "", isolated: new Set() }
  choices.set(key, known)
  return known
}
