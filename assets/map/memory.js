// What a map remembers: zoom and camera over reloads (sessionStorage), isolation and selection over page changes.

const KEPT = 30

const name = (key, dims) => `embedding-map:${key}:${dims}`

const read = (key, dims) => {
  try {
    return JSON.parse(sessionStorage.getItem(name(key, dims))) ?? []
  } catch {
    return []
  }
}

export const cameraOf = (key, dims, revision) => read(key, dims).find(entry => entry[0] === revision)?.[1]

// camera = null forgets.
export function keepCamera(key, dims, revision, camera) {
  const others = read(key, dims).filter(entry => entry[0] !== revision)
  const entries = camera ? [[revision, camera], ...others].slice(0, KEPT) : others
  try {
    sessionStorage.setItem(name(key, dims), JSON.stringify(entries))
  } catch {
    // A full or forbidden store only costs the memory of the view.
  }
}

const choices = new Map()

export const choiceOf = key => {
  if (!choices.has(key)) choices.set(key, { items: null, rows: null, classes: "", isolated: new Set() })
  return choices.get(key)
}
