// @ts-check
// Steps of the browser's history. Streamlit makes one of every change of the address that comes from Python, so that
// Back would lead through each point that was clicked. Here pages, runs and what was pressed on purpose are steps;
// any other change of the address replaces the one before.

/** Blocks whose key begins with a_step. */
const MARK = "[class*='st-key-a_step']"

/** Whether going from one address to another on the same page is a step by itself. @type {(from: URL, to: URL) => boolean} */
export function isStep(from, to) {
  const [before, after] = [from.searchParams.get("run"), to.searchParams.get("run")]
  return from.pathname !== to.pathname || (before !== null && after !== null && before !== after)
}

/**
 * Once for a window: let what is marked as a step make the next change of the address one.
 * @param {Window & { stepsAreKept?: boolean }} window
 */
export function keepSteps(window) {
  if (window.stepsAreKept) return
  window.stepsAreKept = true
  const { history, document, location } = window
  const push = history.pushState.bind(history)
  let pressed = false
  document.addEventListener("click", event => (pressed = within(event.target)), true)
  history.pushState = (state, unused, url) => {
    const to = new URL(url ?? "", location.href)
    const step = pressed || isStep(new URL(location.href), to)
    pressed = false
    if (step) push(state, unused, url)
    else history.replaceState(state, unused, url)
  }
}

/** @param {EventTarget | null} target */
const within = target => Boolean(/** @type {Element | null} */ (target)?.closest?.(MARK))
