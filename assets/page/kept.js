// @ts-check
// What the browser keeps of a visitor's wishes, as texts by their names. Without a store they hold until the page is
// loaded again.

/** @type {Map<string, string>} */
const held = new Map()

/** @type {(name: string, text: string) => void} */
export function keep(name, text) {
  held.set(name, text)
  try {
    localStorage.setItem(name, text)
  } catch {
    // It is held.
  }
}

/** "" if nothing was kept. @type {(name: string) => string} */
export function kept(name) {
  try {
    return localStorage.getItem(name) ?? ""
  } catch {
    return held.get(name) ?? ""
  }
}
