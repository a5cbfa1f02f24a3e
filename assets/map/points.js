// Draws the points: by WebGL 2, or by plain canvas where the browser has none.

const VERTEX = `#version 300 es
uniform mat4 camera; uniform float size; uniform float perspective; uniform vec3 background; uniform vec2 depth;
in vec3 place; in vec4 color; in float relative;
out vec4 shade; out float diameter;
void main() {
  gl_Position = camera * vec4(place, 1.0);
  float near = perspective > 0.0 ? pow(perspective / gl_Position.w, 0.75) : 1.0;
  diameter = max(2.0, size * relative * near);
  gl_PointSize = diameter + 1.0;
  float haze = perspective > 0.0 ? 0.55 * clamp((gl_Position.w - depth.x) / (depth.y - depth.x), 0.0, 1.0) : 0.0;
  shade = vec4(mix(color.rgb, background, haze), color.a);
}`

const FRAGMENT = `#version 300 es
precision mediump float;
in vec4 shade; in float diameter; out vec4 pixel;
void main() {
  float radius = length(gl_PointCoord - 0.5) * (diameter + 1.0);
  float alpha = shade.a * clamp(0.5 * diameter + 0.5 - radius, 0.0, 1.0);
  pixel = vec4(shade.rgb * alpha, alpha);
}`

// Pixels across; nearer points are larger, by less than true perspective so that none covers the view.
export const diameter = (size, perspective, distance) =>
  Math.max(2, perspective > 0 ? size * (perspective / distance) ** 0.75 : size)

const ATTRIBUTES = ["place", "color", "relative", "order"]

export function pointsRenderer(canvas) {
  const gl = canvas.getContext("webgl2", { alpha: true, antialias: false, depth: false })
  return gl ? new GlPoints(gl) : new PlainPoints(canvas.getContext("2d"))
}

class GlPoints {
  constructor(gl) {
    this.gl = gl
    this.build()
  }

  build() {
    const gl = this.gl
    const program = (this.program = gl.createProgram())
    for (const [kind, source] of [[gl.VERTEX_SHADER, VERTEX], [gl.FRAGMENT_SHADER, FRAGMENT]]) {
      const shader = gl.createShader(kind)
      gl.shaderSource(shader, source)
      gl.compileShader(shader)
      gl.attachShader(program, shader)
    }
    gl.linkProgram(program)
    gl.useProgram(program)
    this.at = Object.fromEntries(
      ["camera", "size", "perspective", "background", "depth"].map(name => [name, gl.getUniformLocation(program, name)]),
    )
    this.buffers = Object.fromEntries(ATTRIBUTES.map(name => [name, gl.createBuffer()]))
    this.attribute("place", 3, gl.FLOAT, false)
    this.attribute("color", 4, gl.UNSIGNED_BYTE, true)
    this.attribute("relative", 1, gl.FLOAT, false)
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.buffers.order)
    gl.enable(gl.BLEND)
    gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
  }

  attribute(name, width, type, normalized) {
    const gl = this.gl
    const slot = gl.getAttribLocation(this.program, name)
    gl.bindBuffer(gl.ARRAY_BUFFER, this.buffers[name])
    gl.enableVertexAttribArray(slot)
    gl.vertexAttribPointer(slot, width, type, normalized, 0, 0)
  }

  upload(name, array) {
    const target = name === "order" ? this.gl.ELEMENT_ARRAY_BUFFER : this.gl.ARRAY_BUFFER
    this.gl.bindBuffer(target, this.buffers[name])
    this.gl.bufferData(target, array, this.gl.DYNAMIC_DRAW)
    if (name === "order") this.count = array.length
  }

  draw({ matrix, size, perspective, background, depth, ratio }) {
    const { gl, at } = this
    gl.viewport(0, 0, gl.canvas.width, gl.canvas.height)
    gl.clearColor(0, 0, 0, 0)
    gl.clear(gl.COLOR_BUFFER_BIT)
    gl.uniformMatrix4fv(at.camera, false, matrix)
    gl.uniform1f(at.size, size * ratio)
    gl.uniform1f(at.perspective, perspective)
    gl.uniform3fv(at.background, background.map(v => v / 255))
    gl.uniform2fv(at.depth, depth)
    gl.drawElements(gl.POINTS, this.count ?? 0, gl.UNSIGNED_INT, 0)
  }

  // Browsers allow only a handful of WebGL contexts a page, and do not hurry to collect those left behind.
  dispose() {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext()
  }
}

class PlainPoints {
  constructor(context) {
    this.context = context
    this.arrays = {}
  }

  build() {}

  upload(name, array) {
    this.arrays[name] = array
  }

  draw({ pixels, size, perspective, ratio }) {
    const { context } = this
    const { color, relative, order } = this.arrays
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, context.canvas.width, context.canvas.height)
    for (const i of order) {
      const width = diameter(size * relative[i], perspective, pixels[3 * i + 2])
      context.fillStyle = `rgba(${color[4 * i]},${color[4 * i + 1]},${color[4 * i + 2]},${color[4 * i + 3] / 255})`
      context.fillRect(pixels[3 * i] - width / 2, pixels[3 * i + 1] - width / 2, width, width)
    }
  }

  dispose() {}
}

// Rows from back to front, the faint ones behind all others; a counting sort, as this runs on every frame.
export function drawOrder(pixels, faint, deep, out) {
  const n = faint.length
  const [BINS, [near, far]] = [1024, deep ? depthRange(pixels) : [0, 1]]
  const bin = i => {
    const back = deep && far > near ? Math.floor(((far - pixels[3 * i + 2]) / (far - near)) * (BINS - 1)) : 0
    return (faint[i] ? 0 : BINS) + back
  }
  const starts = new Uint32Array(2 * BINS + 1)
  for (let i = 0; i < n; i++) starts[bin(i) + 1]++
  for (let b = 0; b < 2 * BINS; b++) starts[b + 1] += starts[b]
  for (let i = 0; i < n; i++) out[starts[bin(i)]++] = i
  return out
}

export function depthRange(pixels) {
  let [near, far] = [Infinity, -Infinity]
  for (let i = 2; i < pixels.length; i += 3) {
    if (pixels[i] < near) near = pixels[i]
    if (pixels[i] > far) far = pixels[i]
  }
  return [near, far]
}
