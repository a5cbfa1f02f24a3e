// @ts-check
// What only the browser knows of itself: whether maps are drawn by its graphics card.

/** @param {{ parentElement: Element | ShadowRoot }} component */
export function mount({ parentElement }) {
  const told = parentElement.querySelector("[data-webgl]")
  if (told) told.textContent = sentence(rendererOf(document.createElement("canvas")))
}

/** Who draws: a name, "" if the browser keeps it to itself, null if nobody does. @param {HTMLCanvasElement} canvas @returns {string | null} */
export function rendererOf(canvas) {
  const gl = canvas.getContext("webgl2")
  if (!gl) return null
  const known = gl.getExtension("WEBGL_debug_renderer_info")
  const name = gl.getParameter(known ? known.UNMASKED_RENDERER_WEBGL : gl.RENDERER)
  gl.getExtension("WEBGL_lose_context")?.loseContext() // a browser has few of them
  return String(name ?? "")
}

/** @param {string | null} renderer */
export function sentence(renderer) {
  if (renderer === null) return "This browser has no WebGL 2, which maps are drawn with. Turn on hardware acceleration in its settings, or use another browser."
  if (/swiftshader|llvmpipe|software/i.test(renderer)) return `WebGL 2 works, without a graphics card (${renderer}): maps of many points move slowly. Turn on hardware acceleration in the browser's settings.`
  return `WebGL 2 works${renderer ? ` (${renderer})` : ""}.`
}
