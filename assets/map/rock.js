// @ts-check
// A slow rocking of the camera to and fro, by which the eye sees depth.

const REACH = 0.14 // radians to either side
const PERIOD = 7 // seconds

export class Rock {
  on = false
  seconds = 0

  toggle() {
    Object.assign(this, { on: !this.on, seconds: 0 })
  }

  stop() {
    this.on = false
  }

  /** By how much the camera turns in these seconds, in radians. @param {number} seconds */
  advance(seconds) {
    if (!this.on) return 0
    const before = this.offset
    this.seconds += seconds
    return this.offset - before
  }

  /** From where it began, in radians. */
  get offset() {
    return REACH * Math.sin((2 * Math.PI * this.seconds) / PERIOD)
  }
}
