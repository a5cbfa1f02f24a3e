// @ts-check
// Frames over time: kept by step, shown as they come while a training is live, played by button or slider afterwards.

import { blend, places } from "./places.js"

/** @import { FramesHead } from "./packet.js" */

const CATCH_UP = 0.6 // seconds in which the frames of one batch are played
const [SHORTEST, LONGEST, PER_FRAME] = [2, 14, 0.15] // seconds that a whole film takes

export class Player {
  /** By increasing step; places as of places(). @type {{ step: number, places: Float32Array }[]} */
  frames = []
  /** @type {string | null} */
  revision = null
  at = 0 // the frame shown; between two of them where it is no whole number
  playing = false
  live = false
  following = false // plays what comes while a training is live
  unit = "step"
  rate = 0 // frames a second while following

  reset() {
    Object.assign(this, new Player())
  }

  get last() {
    return this.frames.length - 1
  }

  get moving() {
    return this.playing || (this.following && this.at < this.last)
  }

  /** Adds the frames that are not there yet. @type {(header: FramesHead, columns: Uint16Array, n: number) => void} */
  add(header, columns, n) {
    if (header.revision !== this.revision) this.reset()
    const fresh = !this.frames.length
    const known = new Set(this.frames.map(frame => frame.step))
    header.steps.forEach((step, f) => {
      if (known.has(step)) return
      const dims = header.low[f].length
      this.frames.push({ step, places: places(columns, f * dims * n, n, header.low[f], header.high[f]) })
    })
    this.frames.sort((a, b) => a.step - b.step)
    Object.assign(this, { revision: header.revision, live: header.live, unit: header.unit })
    if (fresh && !header.live) this.at = header.at
    if (fresh && header.live) this.following = true
    this.rate = Math.max(2, (this.last - this.at) / CATCH_UP)
  }

  /** While a training is live, play means: keep up with it. */
  toggle() {
    if (this.live) {
      this.following = !this.following
      this.rate = Math.max(2, (this.last - this.at) / CATCH_UP)
      return
    }
    this.playing = !this.playing
    if (this.playing && this.at >= this.last) this.at = 0
  }

  /** @param {number} at */
  seek(at) {
    Object.assign(this, { playing: false, following: false, at: Math.min(this.last, Math.max(0, at)) })
  }

  /** @param {number} seconds */
  advance(seconds) {
    if (!this.moving) return
    const length = Math.min(LONGEST, Math.max(SHORTEST, this.last * PER_FRAME))
    this.at = Math.min(this.last, this.at + seconds * (this.playing ? this.last / length : this.rate))
    if (this.at >= this.last) this.playing = false
  }

  /** The step shown, rounded where it lies between two frames. */
  get step() {
    const [i, share] = this.split()
    const next = this.frames[Math.min(i + 1, this.last)].step
    return Math.round(this.frames[i].step + (next - this.frames[i].step) * share)
  }

  split() {
    const i = Math.min(Math.floor(this.at), this.last)
    return [i, this.at - i]
  }

  /** Writes the places of this moment. @param {Float32Array} out */
  show(out) {
    const [i, share] = this.split()
    blend(this.frames[i].places, this.frames[Math.min(i + 1, this.last)].places, share, out)
  }
}
