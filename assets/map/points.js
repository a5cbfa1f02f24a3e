// @ts-check
// Draws the points: by WebGL 2, or by plain canvas where the browser has none.

import { context2d } from "./dom.js"
import { GlLines } from "./lines.js"
import { attachShader } from "./shaders.js"

/** @import { Rgb } from "./colors.js" */
/** @import { Line } from "./lines.js" */

/**
 * One drawing. size: CSS pixels across. perspective: distance of ordinary size, 0 on flat maps. depth: nearest and
 * farthest distance. ratio: screen pixels per CSS pixel. pixels: x, y and distance by row.
 * @typedef {{ matrix: number[], size: number, perspective: number, background: Rgb, depth: number[], ratio: number,
 *   pixels: Float32Array, lines: Line[] }} Frame
 *
 * @typedef {"place" | "color" | "relative" | "order"} Column
 * @typedef {Float32Array | Uint8Array | Uint32Array} Values
 * @typedef {GlPoints | PlainPoints} Renderer
 */

const NONE = new Float32Array()

const VERTEX = `#version 300 es
uniform mat4 camera; uniform float size; uniform float perspective; uniform vec3 background; uniform vec2 depth;
in vec3 place; in vec4 color; in float relative;
out vec4 shade; out float diameter; flat out float shape;
void main() {
  gl_Position = camera * vec4(place, 1.0);
  float near = perspective > 0.0 ? pow(perspective / gl_Position.w, 0.75) : 1.0;
  shape = floor(relative / 10.0);
  diameter = max(2.0, size * (relative - 10.0 * shape) * near);
  gl_PointSize = diameter + 1.0;
  float haze = perspective > 0.0 ? 0.55 * clamp((gl_Position.w - depth.x) / (depth.y - depth.x), 0.0, 1.0) : 0.0;
  shade = vec4(mix(color.rgb, background, haze), color.a);
}`

const FRAGMENT = `#version 300 es
precision mediump float;
in vec4 shade; in float diameter; flat in float shape; out vec4 pixel;
void main() {
  vec2 from = gl_PointCoord - 0.5;
  float square = max(abs(from.x), abs(from.y)) * 1.13;
  float triangle = max(from.y * 1.1 + 0.02, abs(from.x) * 1.18 - from.y * 0.62 + 0.1);
  float diamond = (abs(from.x) + abs(from.y)) * 0.96;
  float away = shape < 0.5 ? length(from) : shape < 1.5 ? square : shape < 2.5 ? triangle : diamond;
  float radius = away * (diameter + 1.0);
  float alpha = shade.a * clamp(0.5 * diameter + 0.5 - radius, 0.0, 1.0);
  pixel = vec4(shade.rgb * alpha, alpha);
}`

/**
 * Pixels across; nearer points are larger, by less than true perspective so that none covers the view.
 * @type {(size: number, perspective: number, distance: number) => number}
 */
export const diameter = (size, perspective, distance) =>
  Math.max(2, perspective > 0 ? size * (perspective / distance) ** 0.75 : size)

/** @type {(canvas: HTMLCanvasElement) => Renderer} */
export function pointsRenderer(canvas) {
  const gl = canvas.getContext("webgl2", { alpha: true, antialias: false, depth: false })
  return gl ? new GlPoints(gl) : new PlainPoints(context2d(canvas))
}

class GlPoints {
  count = 0
  drawsLines = true

  /** @param {WebGL2RenderingContext} gl */
  constructor(gl) {
    this.gl = gl
    this.program = openProgram(gl)
    this.lines = new GlLines(gl, this.program.buffers.place)
  }

  /** Anew, after the browser has taken the context away. */
  build() {
    this.program = openProgram(this.gl)
    this.lines = new GlLines(this.gl, this.program.buffers.place)
  }

  /** Pairs of rows that lines join, kind by kind. @param {Int32Array[]} kinds */
  join(kinds) {
    this.lines.join(kinds)
  }

  /** @type {(name: Column, array: Values) => void} */
  upload(name, array) {
    const target = name === "order" ? this.gl.ELEMENT_ARRAY_BUFFER : this.gl.ARRAY_BUFFER
    this.gl.bindBuffer(target, this.program.buffers[name])
    this.gl.bufferData(target, array, this.gl.DYNAMIC_DRAW)
    if (name === "order") this.count = array.length
  }

  /** @param {Frame} frame */
  draw({ matrix, size, perspective, background, depth, ratio, lines }) {
    const { gl, program } = this
    const { uniforms } = program
    gl.viewport(0, 0, gl.canvas.width, gl.canvas.height)
    gl.clearColor(0, 0, 0, 0)
    gl.clear(gl.COLOR_BUFFER_BIT)
    this.lines.draw(matrix, lines)
    gl.useProgram(program.program)
    gl.uniformMatrix4fv(uniforms.camera, false, matrix)
    gl.uniform1f(uniforms.size, size * ratio)
    gl.uniform1f(uniforms.perspective, perspective)
    gl.uniform3fv(uniforms.background, background.map(v => v / 255))
    gl.uniform2fv(uniforms.depth, depth)
    gl.drawElements(gl.POINTS, this.count, gl.UNSIGNED_INT, 0)
  }

  /** Browsers allow only a handful of WebGL contexts a page, and do not hurry to collect those left behind. */
  dispose() {
    this.gl.getExtension("WEBGL_lose_context")?.loseContext()
  }
}

/**
 * The shaders in use, where their uniforms are, and a bound buffer for each column.
 * @param {WebGL2RenderingContext} gl
 */
function openProgram(gl) {
  const program = gl.createProgram()
  attachShader(gl, program, gl.VERTEX_SHADER, VERTEX)
  attachShader(gl, program, gl.FRAGMENT_SHADER, FRAGMENT)
  gl.linkProgram(program)
  gl.useProgram(program)
  gl.enable(gl.BLEND)
  gl.blendFunc(gl.ONE, gl.ONE_MINUS_SRC_ALPHA)
  /** @param {string} name */
  const at = name => gl.getUniformLocation(program, name)
  const uniforms = { camera: at("camera"), size: at("size"), perspective: at("perspective"),
    background: at("background"), depth: at("depth") }
  const order = gl.createBuffer()
  gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, order)
  const place = attributeBuffer(gl, program, "place", 3, gl.FLOAT)
  const color = attributeBuffer(gl, program, "color", 4, gl.UNSIGNED_BYTE)
  const relative = attributeBuffer(gl, program, "relative", 1, gl.FLOAT)
  return { program, uniforms, buffers: { place, color, relative, order } }
}

/**
 * Bytes become fractions of 255.
 * @type {(gl: WebGL2RenderingContext, program: WebGLProgram, name: string, width: number, type: number) => WebGLBuffer}
 */
function attributeBuffer(gl, program, name, width, type) {
  const buffer = gl.createBuffer()
  const slot = gl.getAttribLocation(program, name)
  gl.bindBuffer(gl.ARRAY_BUFFER, buffer)
  gl.enableVertexAttribArray(slot)
  gl.vertexAttribPointer(slot, width, type, type === gl.UNSIGNED_BYTE, 0, 0)
  return buffer
}

/** What a shape adds to the relative diameter of a point, which is less: one column carries both. */
export const SHAPE = 10

/**
 * The path of a disk, a square, a triangle or a diamond.
 * @type {(context: CanvasRenderingContext2D, shape: number, x: number, y: number, r: number) => void}
 */
export function outline(context, shape, x, y, r) {
  if (shape === 0) context.arc(x, y, r, 0, 2 * Math.PI)
  else if (shape === 1) context.rect(x - r * 0.88, y - r * 0.88, r * 1.76, r * 1.76)
  else {
    const corners = shape === 2 ? [[0, -1.05], [1, 0.85], [-1, 0.85]] : [[0, -1.05], [1.05, 0], [0, 1.05], [-1.05, 0]]
    corners.forEach(([dx, dy], at) => (at ? context.lineTo(x + r * dx, y + r * dy) : context.moveTo(x + r * dx, y + r * dy)))
    context.closePath()
  }
}

class PlainPoints {
  drawsLines = false
  /** @type {Record<Column, Values>} */
  columns = { place: NONE, color: NONE, relative: NONE, order: NONE }

  /** @param {CanvasRenderingContext2D} context */
  constructor(context) {
    this.context = context
  }

  build() {}

  /** The lines are drawn below, by `drawEdges`. @param {Int32Array[]} _kinds */
  join(_kinds) {}

  /** @type {(name: Column, array: Values) => void} */
  upload(name, array) {
    this.columns[name] = array
  }

  /** @param {Frame} frame */
  draw({ pixels, size, perspective, ratio }) {
    const { context } = this
    const { color, relative, order } = this.columns
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, context.canvas.width, context.canvas.height)
    for (const i of order) {
      const shape = Math.floor(relative[i] / SHAPE)
      const width = diameter(size * (relative[i] - SHAPE * shape), perspective, pixels[3 * i + 2])
      context.fillStyle = `rgba(${color[4 * i]},${color[4 * i + 1]},${color[4 * i + 2]},${color[4 * i + 3] / 255})`
      const [x, y] = [pixels[3 * i], pixels[3 * i + 1]]
      context.beginPath()
      outline(context, shape, x, y, width / 2)
      context.fill()
    }
  }

  dispose() {}
}

const BINS = 1024

/**
 * One of the `every` rows from `start` on: not always the same of them, as classes may come in turns.
 * @type {(start: number, every: number, n: number) => number}
 */
function oneOf(start, every, n) {
  if (every === 1) return start
  const mixed = Math.imul(start ^ (start >>> 15), 0x2c1b3c6d)
  return Math.min(n - 1, start + (((mixed ^ (mixed >>> 12)) >>> 0) % every))
}

/**
 * Rows from back to front, the faint ones behind all others; a counting sort, as this runs on every frame. every: of so
 * many rows one is drawn, always the same one.
 * @type {(pixels: Float32Array, faint: Uint8Array, deep: boolean, out: Uint32Array, every?: number) => Uint32Array}
 */
export function drawOrder(pixels, faint, deep, out, every = 1) {
  const n = faint.length
  const [near, far] = deep ? depthRange(pixels) : [0, 1]
  /** @param {number} i */
  const bin = i => {
    const back = deep && far > near ? Math.floor(((far - pixels[3 * i + 2]) / (far - near)) * (BINS - 1)) : 0
    return (faint[i] ? 0 : BINS) + back
  }
  const starts = new Uint32Array(2 * BINS + 1)
  for (let i = 0; i < n; i += every) starts[bin(oneOf(i, every, n)) + 1]++
  for (let b = 0; b < 2 * BINS; b++) starts[b + 1] += starts[b]
  for (let i = 0; i < n; i += every) {
    const row = oneOf(i, every, n)
    out[starts[bin(row)]++] = row
  }
  return out.subarray(0, Math.ceil(n / every))
}

/** Least and greatest distance. @param {Float32Array} pixels @returns {[number, number]} */
export function depthRange(pixels) {
  let [near, far] = [Infinity, -Infinity]
  for (let i = 2; i < pixels.length; i += 3) {
    if (pixels[i] < near) near = pixels[i]
    if (pixels[i] > far) far = pixels[i]
  }
  return [near, far]
}
