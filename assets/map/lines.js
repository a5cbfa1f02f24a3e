// @ts-check
// Lines between points by WebGL 2, a pixel wide: a hundred thousand of them turn with the map.

import { attachShader } from "./shaders.js"

/** @import { Rgb } from "./colors.js" */

/** How lines of a kind look. @typedef {{ color: Rgb, alpha: number }} Line */

const VERTEX = `#version 300 es
uniform mat4 camera;
in vec3 place;
void main() { gl_Position = camera * vec4(place, 1.0); }`

const FRAGMENT = `#version 300 es
precision mediump float;
uniform vec4 shade; out vec4 pixel;
void main() { pixel = vec4(shade.rgb * shade.a, shade.a); }`

export class GlLines {
  /** Ends of each kind. @type {number[]} */
  counts = []

  /** @param {WebGL2RenderingContext} gl @param {WebGLBuffer} places of the points, x, y and z by row */
  constructor(gl, places) {
    this.gl = gl
    this.program = gl.createProgram()
    attachShader(gl, this.program, gl.VERTEX_SHADER, VERTEX)
    attachShader(gl, this.program, gl.FRAGMENT_SHADER, FRAGMENT)
    gl.linkProgram(this.program)
    this.camera = gl.getUniformLocation(this.program, "camera")
    this.shade = gl.getUniformLocation(this.program, "shade")
    this.ends = gl.createBuffer()
    this.state = gl.createVertexArray()
    gl.bindVertexArray(this.state)
    gl.bindBuffer(gl.ELEMENT_ARRAY_BUFFER, this.ends)
    gl.bindBuffer(gl.ARRAY_BUFFER, places)
    const slot = gl.getAttribLocation(this.program, "place")
    gl.enableVertexAttribArray(slot)
    gl.vertexAttribPointer(slot, 3, gl.FLOAT, false, 0, 0)
    gl.bindVertexArray(null)
  }

  /** Pairs of rows, kind by kind. @param {Int32Array[]} kinds */
  join(kinds) {
    const { gl } = this
    const all = new Uint32Array(kinds.reduce((sum, ends) => sum + ends.length, 0))
    let start = 0
    for (const ends of kinds) {
      all.set(ends, start)
      start += ends.length
    }
    gl.bindVertexArray(this.state)
    gl.bufferData(gl.ELEMENT_ARRAY_BUFFER, all, gl.STATIC_DRAW)
    gl.bindVertexArray(null)
    this.counts = kinds.map(ends => ends.length)
  }

  /** lines: how each kind looks. @type {(matrix: number[], lines: Line[]) => void} */
  draw(matrix, lines) {
    const { gl } = this
    if (!this.counts.some(count => count)) return
    gl.useProgram(this.program)
    gl.uniformMatrix4fv(this.camera, false, matrix)
    gl.bindVertexArray(this.state)
    let start = 0
    this.counts.forEach((count, kind) => {
      if (!count || !lines[kind]) return
      const { color, alpha } = lines[kind]
      gl.uniform4f(this.shade, color[0] / 255, color[1] / 255, color[2] / 255, alpha)
      gl.drawElements(gl.LINES, count, gl.UNSIGNED_INT, 4 * start)
      start += count
    })
    gl.bindVertexArray(null)
  }
}
