// @ts-check
// A scene over time: what has changed since the last frame of the browser is computed and drawn, and no more.

import { tellCamera, tellClasses } from "./address.js"
import { Orbit, project } from "./camera.js"
import { context2d } from "./dom.js"
import { edgeLooks } from "./edges.js"
import { keepCamera } from "./memory.js"
import { drawOver, drawUnder } from "./overlay.js"
import { blend, ease } from "./places.js"
import { depthRange, drawOrder } from "./points.js"
import { Scene } from "./scene.js"

/** @import { Mode, Stage } from "./stage.js" */

const FEWER = 12_000 // points that are drawn while a slow browser moves the picture
const SLOW = 60 // milliseconds between two frames of a movement that are too many
const LATEST = 10 // frames too late that are remembered
const GLIDE = 650 // milliseconds in which points move to new coordinates

export class Drawing extends Scene {
  /** Where it is shown, while it is. @type {Stage | null} */
  stage = null
  /** @type {Mode} */
  mode = "move"
  /** The browser's number of the frame asked for; 0: none. */
  asked = 0
  /** Time of the last frame while something moves. @type {number | null} */
  before = null
  /** Whether the user moves the picture at this moment. */
  hurried = false
  /** Frames of movements that came too late, less those that did not; some make the browser a slow one. */
  late = 0
  movedAt = 0 // time of the last frame of a movement
  every = 1 // of so many points one was drawn
  looks = "" // of the last drawing of the points: camera, size, titles

  /** Remember the camera. @param {number[] | null} camera null forgets */
  keep(camera) {
    if (this.revision === null) return
    keepCamera(this.key, this.dims, this.revision, camera)
    tellCamera(this.key, this.dims, camera)
  }

  restart() {
    this.stale.add("places").add("colors").add("edges")
    this.invalidate()
  }

  invalidate() {
    if (this.asked || !this.stage) return
    this.asked = requestAnimationFrame(now => {
      this.asked = 0
      if (this.stage && this.ready) this.draw(this.stage, now)
    })
  }

  /** Whether all parts are there and belong together. */
  get ready() {
    const placed = this.shown.length > 0 && this.shown.length === this.target.length
    return placed && this.paint.fits(this.n) && this.stage !== null && this.stage.field.clientWidth > 0
  }

  /** @type {(stage: Stage, now: number) => void} */
  draw(stage, now) {
    this.addFilm()
    this.beginTour()
    const seconds = Math.min(0.1, (now - (this.before ?? now)) / 1000)
    this.before = now
    if (this.camera instanceof Orbit) this.camera.yaw += this.rock.advance(seconds)
    const moving = this.advance(stage, now, seconds)
    this.clock(now)
    if (this.stale.delete("legend")) stage.showLegend()
    if (this.stale.delete("colors")) this.dye(stage)
    if (this.stale.delete("edges")) stage.renderer.join(this.joined())
    this.drawNow(stage)
    this.tell(stage)
    if (moving || this.rock.on) this.invalidate()
    else this.before = null
  }

  /** @param {Stage} stage */
  dye({ renderer }) {
    this.color()
    renderer.upload("color", this.colors)
    renderer.upload("relative", this.relative)
  }

  // --- time ---

  /** Moves the points on; true while they are still moving. @type {(stage: Stage, now: number, seconds: number) => boolean} */
  advance(stage, now, seconds) {
    const { course } = this
    if (course?.moving) {
      course.advance(seconds)
      this.stale.add("places")
    }
    if (!this.stale.has("places") && !this.glide) return false
    if (course) course.show(this.shown)
    else this.glideOn(now)
    this.stale.delete("places")
    stage.renderer.upload("place", this.shown)
    this.stale.add("points")
    return Boolean(this.glide) || Boolean(course?.moving)
  }

  /** @param {number} now */
  glideOn(now) {
    const { glide } = this
    if (!glide) {
      this.shown.set(this.target)
      return
    }
    glide.start ??= now
    const share = Math.min(1, (now - glide.start) / GLIDE)
    blend(glide.from, this.target, ease(share), this.shown)
    if (share === 1) this.glide = null
  }

  // --- drawing ---

  /**
   * Points are drawn again only if something about them has changed: pointing at them draws the overlay alone.
   * @type {(stage: Stage, again?: boolean) => void}
   */
  drawNow(stage, again = false) {
    stage.take(this.height)
    const { width, height, ratio } = stage.fit()
    this.camera.resize(width, height)
    if (this.goThere()) this.keep(this.camera.save())
    this.showStrays(stage)
    this.matrix = this.camera.matrix()
    const looks = [width, height, ratio, ...this.matrix, ...this.state.titles].join()
    if (again || this.stale.delete("points") || looks !== this.looks) this.drawPoints(stage, ratio)
    this.looks = looks
    this.labelsShown = drawOver(clean(stage.over, ratio), this)
  }

  /** Says how many points the opening view leaves out; shows all once one of them is looked at. @param {Stage} stage */
  showStrays(stage) {
    const strays = this.strays()
    const wanted = [this.chosen().selected, this.walked].some(row => row !== null && strays.has(row))
    if (wanted) this.camera.reset()
    stage.showStrays(wanted ? 0 : strays.size)
  }

  /** Whether the picture moves as a whole: by hand, on a tour, or rocking. */
  get turning() {
    return this.hurried || this.rock.on || Boolean(this.touring?.playing)
  }

  /** Learns from the frames of a movement whether this browser is slow. @param {number} now */
  clock(now) {
    const apart = now - this.movedAt
    if (this.turning && this.movedAt && apart < 1000) this.late = Math.min(LATEST, Math.max(0, this.late + (apart > SLOW ? 1 : -0.2)))
    this.movedAt = this.turning ? now : 0
  }

  /** The picture rests: all points are drawn. */
  rest() {
    this.hurried = false
    if (this.every > 1) this.stale.add("points")
    this.invalidate()
  }

  /** @type {(stage: Stage, ratio: number) => void} */
  drawPoints({ renderer, under }, ratio) {
    const { matrix, pixels, size, perspective, theme, dims } = this
    project(matrix, this.shown, this.camera.width, this.camera.height, pixels)
    const slow = this.late >= 2 || this.every > 1 // once it draws fewer it does until it rests: they would flicker
    const every = this.turning && slow ? Math.ceil(this.n / FEWER) : 1
    if (this.stale.delete("order") || dims === 3 || every !== this.every) {
      renderer.upload("order", drawOrder(pixels, this.faint, dims === 3, this.order, every))
    }
    this.every = every
    const depth = depthRange(pixels)
    const lines = edgeLooks(this)
    renderer.draw({ matrix, size, perspective, ratio, pixels, background: theme.background, depth, lines })
    drawUnder(clean(under, ratio), this, !renderer.drawsLines)
  }

  /** What a screen reader says of an item. @param {number} row */
  told(row) {
    const note = this.paint.note(row)
    const place = `${(row + 1).toLocaleString("en")} of ${this.n.toLocaleString("en")}`
    return [this.label(row), ...(note ? [note.join(" ")] : []), place].join(", ")
  }

  /** Reflects the state in attributes: for assistive technology, styles and tests. @param {Stage} stage */
  tell(stage) {
    const { n, dims } = this
    const { selected, neighbors } = this.chosen()
    stage.showMode(this.mode, dims)
    stage.showRock(this.rock.on, dims)
    stage.timeline.show(this.player)
    stage.tourbar.show(this.touring)
    stage.field.setAttribute("aria-label", `Map of ${n.toLocaleString("en")} points in ${dims}-D. Arrow keys go to the ` +
      "nearest point in their direction, Page Down and Page Up through the items in their order, Enter chooses. " +
      `Shift and arrow keys ${dims === 3 ? "turn" : "move"} the map, plus and minus zoom, 0 resets, Escape clears.`)
    const chosen = selected === null ? "" : `${this.label(selected)} selected, ${neighbors.length} neighbors`
    stage.say(this.walked === null || this.walked === selected ? chosen : this.told(this.walked))
    tellClasses(this.key, this.isolated)
    Object.assign(stage.root.dataset, {
      ready: "yes", revision: this.revision, selected: selected ?? "", neighbors: neighbors.join(" "),
      regions: this.labelsShown.filter(label => label.kind === "region").map(label => label.text).join(" | "),
      circled: this.choice.rows?.size ?? "", isolated: [...this.isolated].join(" "),
      step: this.timed ? this.player.step : "", tour: this.touring ? (this.touring.reached + this.touring.share).toFixed(4) : "",
      thinned: this.every > 1 ? "yes" : "", camera: this.camera.save().map(v => v.toFixed(4)).join(" "),
    })
  }
}

/**
 * An empty canvas whose unit is the CSS pixel.
 * @type {(canvas: HTMLCanvasElement, ratio: number) => CanvasRenderingContext2D}
 */
function clean(canvas, ratio) {
  const context = context2d(canvas)
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.clearRect(0, 0, canvas.width, canvas.height)
  return context
}
