// @ts-check
// What the programs of points and lines are made of.

/** @type {(gl: WebGL2RenderingContext, program: WebGLProgram, kind: number, source: string) => void} */
export function attachShader(gl, program, kind, source) {
  const shader = gl.createShader(kind)
  if (!shader) return // the context is lost, and the browser will restore it
  gl.shaderSource(shader, source)
  gl.compileShader(shader)
  gl.attachShader(program, shader)
}
