// @ts-check
// What a map shows and where: its parts as they came, the camera, positions, colors, what lies under a spot.

import { cameraGiven, classesGiven, grant, tellCamera } from "./address.js"
import { Flat, ORDINARY, Orbit, project, within } from "./camera.js"
import { PAPER } from "./colors.js"
import { bundles } from "./edges.js"
import { cameraOf, choiceOf } from "./memory.js"
import { lines } from "./packet.js"
import { FAINT, LEFT_OUT, Paint } from "./paint.js"
import { calm, core, extent, places, unitsOf } from "./places.js"
import { Player } from "./player.js"
import { diameter, SHAPE } from "./points.js"
import { Rock } from "./rock.js"
import { Sprites } from "./sprites.js"
import { Tour } from "./tour.js"

/** @import { Camera } from "./camera.js" */
/** @import { Rgb, Theme } from "./colors.js" */
/** @import { Label } from "./labels.js" */
/** @import { Arrays, EdgesHead, Focus, FramesHead, PaintHead, PointsHead, RegionsHead, State, ThumbsHead, TourHead } from "./packet.js" */
/** @import { Units } from "./places.js" */
/** @import { Spot } from "./polygon.js" */

/** @type {State} */
const NOTHING = { selected: null, neighbors: [], lines: true, titles: [], path: [], look: "", spots: false,
  group: "", focus: null, missing: [], strangers: [], hues: [] }

/** @type {Set<number>} */
const NOBODY = new Set()

/** What is to be computed or drawn anew. @typedef {"places" | "colors" | "legend" | "points" | "order" | "edges"} Stale */

export class Scene {
  n = 0
  dims = 2
  height = 0 // CSS pixels
  /** @type {string | null} */
  items = null
  /** @type {string | null} */
  revision = null
  /** @type {string[]} */
  labels = []
  /** What the hover card says of each item besides; none if nothing was chosen for it. @type {string[]} */
  cards = []
  /** @type {Int32Array} */
  landmarks = new Int32Array()
  /** Names of parts of the map. @type {Pick<RegionsHead, "layer" | "regions">} */
  named = { layer: 0, regions: [] }
  /** What is still to be brought into view. @type {Focus | null} */
  wanted = null
  focused = "" // id of what was brought into view last
  /** Pairs of rows. @type {Int32Array} */
  edges = new Int32Array()
  /** Edges of each kind, one kind after the other. @type {number[]} */
  edgeCounts = []
  /** A color for each kind; none: all are alike. @type {string[]} */
  edgePalette = []
  /** @type {State} */
  state = NOTHING
  /** @type {Sprites | null} */
  sprites = null
  /** Frames that have come, but not been added yet. @type {{ head: FramesHead, place: Uint16Array } | null} */
  film = null
  /** A tour that has come, but has not begun yet. @type {{ head: TourHead, place: Uint16Array } | null} */
  ticket = null
  /** @type {Tour | null} */
  tour = null
  paint = new Paint()
  player = new Player()
  rock = new Rock()
  /** @type {Theme} */
  theme = PAPER
  /** @type {Camera} */
  camera = new Flat()
  /** @type {number[]} */
  matrix = []
  /** @type {Units} */
  units = { half: 1, center: [0, 0] }

  // By row. target: where the points belong; shown: where they are now; pixels: x, y and distance on the screen.
  target = new Float32Array()
  shown = new Float32Array()
  pixels = new Float32Array()
  order = new Uint32Array() // from back to front
  colors = new Uint8Array() // r, g, b, alpha
  faint = new Uint8Array() // 1: outside what is isolated or circled
  relative = new Float32Array() // diameters, 1 = ordinary, and SHAPE times the shape

  /** Rows outside a window of the camera. */
  outside = { target: this.target, window: "", rows: NOBODY }

  /** @type {Set<number>} */
  marked = new Set()
  /** @type {number | null} */
  hovered = null
  /** Where the keyboard has walked to. @type {number | null} */
  walked = null
  /** Clicked, until Python answers. @type {number | null} */
  pending = null
  /** @type {Spot[] | null} */
  lasso = null
  /** @type {Label[]} */
  labelsShown = []
  /** Whether the legend shows all of many classes. */
  legendOpen = false
  /**
   * On the way from these places to the target; start in milliseconds.
   * @type {{ from: Float32Array, start: number | null } | null}
   */
  glide = null
  /** @type {Set<Stale>} */
  stale = new Set()

  /** @param {string} key */
  constructor(key) {
    this.key = key
    this.choice = choiceOf(key)
  }

  // --- parts ---

  /** @type {(head: PointsHead, arrays: Pick<Arrays, "place">) => void} */
  setPoints(head, { place }) {
    const same = this.items === head.items && this.dims === head.dims && this.shown.length > 0
    const turned = this.revision !== head.revision || this.dims !== head.dims
    const { n, dims, items, revision, height } = head
    Object.assign(this, { n, dims, items, revision, height, hovered: null, walked: null, pending: null })
    this.units = unitsOf(head.low, head.high)
    this.target = places(place, 0, n, head.low, head.high)
    if (!same) this.allocate()
    grant(head.camera ?? "")
    if (turned) this.openCamera(extent(head.low, head.high))
    if (same && !this.course && !calm()) this.glide = { from: this.shown.slice(), start: null }
    if (this.choice.items !== items) Object.assign(this.choice, { items, rows: null })
    this.stale.add("places").add("colors")
  }

  allocate() {
    this.shown = new Float32Array(3 * this.n)
    this.pixels = new Float32Array(3 * this.n)
    this.order = new Uint32Array(this.n)
    this.colors = new Uint8Array(4 * this.n)
    this.faint = new Uint8Array(this.n)
    this.relative = new Float32Array(this.n)
  }

  /** @param {Pick<Arrays, "labels" | "landmarks">} arrays */
  setNames({ labels, landmarks }) {
    this.labels = lines(labels)
    this.landmarks = landmarks
  }

  /** @type {(head: PaintHead, arrays: Partial<Arrays>) => void} */
  setPaint(head, arrays) {
    this.paint = new Paint(head, arrays)
    const classes = JSON.stringify([head.title, head.names])
    if (this.choice.classes !== classes) {
      const given = classesGiven(this.key).filter(code => code < (head.names?.length ?? 0))
      Object.assign(this.choice, { classes, isolated: new Set(given) })
    }
    this.stale.add("colors").add("legend")
  }

  /** @type {(head: FramesHead, arrays: Pick<Arrays, "place">) => void} */
  setFrames(head, { place }) {
    this.film = { head, place }
    this.stale.add("places")
  }

  /** @type {(head: TourHead, arrays: Pick<Arrays, "place">) => void} */
  setTour(head, { place }) {
    this.ticket = { head, place }
    this.stale.add("places")
  }

  /** The edges of each kind whose ends are both there. */
  joined() {
    const inside = this.edges.every(row => row < this.n)
    const all = bundles(this)
    return inside ? all : all.map(ends => ends.filter((_, at) => ends[at] < this.n && ends[at ^ 1] < this.n))
  }

  /** @type {(head: Pick<EdgesHead, "counts" | "palette">, arrays: Pick<Arrays, "ends">) => void} */
  setEdges({ counts, palette }, { ends }) {
    Object.assign(this, { edges: ends, edgeCounts: counts, edgePalette: palette })
    this.stale.add("edges").add("points")
  }

  /** @type {(head: ThumbsHead, arrays: Pick<Arrays, "pixels">) => void} */
  setThumbs(head, { pixels }) {
    this.sprites = new Sprites(head, pixels)
  }

  /** @param {Pick<Arrays, "texts">} arrays */
  setCards({ texts }) {
    this.cards = lines(texts)
  }

  /** @param {State} state */
  setState(state) {
    this.state = state
    this.pending = null
    if (state.focus && state.focus.id !== this.focused) this.wanted = state.focus
    this.focused = state.focus?.id ?? ""
    this.stale.add("colors")
  }

  // --- where things are ---

  /** @param {number[]} reach half the length of each axis in map units */
  openCamera(reach) {
    const saved = this.revision && (cameraGiven(this.key, this.dims) ?? cameraOf(this.key, this.dims, this.revision))
    tellCamera(this.key, this.dims, saved || null)
    this.rock.stop()
    this.camera = this.dims === 3 ? new Orbit() : new Flat(reach, saved ? null : core(this.target))
    if (saved) this.camera.restore(saved)
  }

  /** Bring what is wanted into view, once the size of the picture is known. Whether the camera moved. */
  goThere() {
    const { wanted, units } = this
    if (!wanted) return false
    this.wanted = null
    /** @type {(values: number[]) => number[]} */
    const inside = values => values.map((value, axis) => (value - units.center[axis]) / units.half)
    const [low, high] = [inside(wanted.low), inside(wanted.high)]
    this.camera.frame(low.map((value, axis) => (value + high[axis]) / 2), low.map((value, axis) => (high[axis] - value) / 2))
    return true
  }

  /** Rows of the points that the view which the map opened with leaves out; none in any other view. */
  strays() {
    const { camera, target, outside } = this
    if (!(camera instanceof Flat) || !camera.near) return NOBODY
    const window = camera.window()
    if (outside.target !== target || outside.window !== window.join()) {
      const rows = [...Array(this.n).keys()].filter(row => !within(window, target[3 * row], target[3 * row + 1]))
      this.outside = { target, window: window.join(), rows: new Set(rows) }
    }
    return this.outside.rows
  }

  /** @type {(place: number[]) => Spot} */
  toPixel(place) {
    const [x, y] = project(this.matrix, place, this.camera.width, this.camera.height, [0, 0, 0])
    return [x, y]
  }

  /** @type {(row: number) => Spot} */
  pixel(row) {
    return [this.pixels[3 * row], this.pixels[3 * row + 1]]
  }

  /** Ordinary diameter in CSS pixels: smaller where there are many, larger close by. */
  get size() {
    return Math.min(11, Math.max(2.6, 11 * (50 / Math.max(1, this.n)) ** 0.17)) * this.camera.growth()
  }

  get perspective() {
    return this.dims === 3 ? ORDINARY : 0
  }

  /** @param {number} row */
  radius(row) {
    const plain = diameter(this.size * this.paint.size(row), this.perspective, this.pixels[3 * row + 2]) / 2
    return this.marked.has(row) ? plain * 1.15 + 1 : plain
  }

  /** @type {(row: number) => Rgb} */
  colorOf(row) {
    return [this.colors[4 * row], this.colors[4 * row + 1], this.colors[4 * row + 2]]
  }

  // --- what is chosen ---

  /** @param {number} row */
  label(row) {
    return this.labels[row] ?? ""
  }

  /** Chosen item and its neighbors, as far as they are on the map. */
  chosen() {
    const selected = this.state.selected !== null && this.state.selected < this.n ? this.state.selected : null
    return { selected, neighbors: this.state.neighbors.filter(row => row < this.n && row !== selected) }
  }

  highlighted() {
    const { selected, neighbors } = this.chosen()
    return selected === null ? neighbors : [selected, ...neighbors]
  }

  get isolated() {
    return this.choice.isolated
  }

  /** Whether the filter lets it in, and no other class than the item's is isolated. @param {number} row */
  admits(row) {
    return !this.paint.away(row) && (!this.isolated.size || this.isolated.has(this.paint.codes[row]))
  }

  /**
   * The nearest point to the eye that covers the spot, or else the closest within `reach` pixels; null if none.
   * @type {(x: number, y: number, reach: number) => number | null}
   */
  pick(x, y, reach) {
    /** @type {number | null} */
    let best = null
    /** @type {number | null} */
    let cover = null
    let [nearest, front] = [Infinity, Infinity]
    for (let row = 0; row < this.n; row++) {
      const apart = Math.hypot(this.pixels[3 * row] - x, this.pixels[3 * row + 1] - y)
      if (!(apart < reach + 12) || this.paint.away(row) || (this.isolated.size && this.faint[row])) continue
      const gap = apart - this.radius(row)
      if (gap < Math.min(nearest, reach)) [best, nearest] = [row, gap]
      if (gap <= 0 && this.pixels[3 * row + 2] < front - 1e-6) [cover, front] = [row, this.pixels[3 * row + 2]]
    }
    return this.dims === 3 && cover !== null ? cover : best
  }

  // --- time and color ---

  /** Whether the frames are those of the picture shown. */
  get timed() {
    return this.player.frames.length > 0 && this.player.revision === this.revision
  }

  /** The tour of the picture shown, if it has one. */
  get touring() {
    return this.tour !== null && this.tour.revision === this.revision ? this.tour : null
  }

  /** What moves the points of the picture shown by itself: a tour, or the player of its frames. */
  get course() {
    return this.touring ?? (this.timed ? this.player : null)
  }

  /** Hand frames that have come for this picture to the player. */
  addFilm() {
    const { film } = this
    if (!film || film.head.revision !== this.revision) return
    this.player.add(film.head, film.place, this.n)
    this.film = null
    this.onCourse()
  }

  /** Begin the tour that has come for this picture; it moves by itself unless the system asks for less motion. */
  beginTour() {
    const { ticket } = this
    if (!ticket || ticket.head.revision !== this.revision) return
    this.tour = new Tour(ticket.head, ticket.place, this.n)
    this.tour.playing = !calm()
    this.ticket = null
    this.onCourse()
  }

  /** The places change from now on within a picture that does not. */
  onCourse() {
    if (this.camera instanceof Flat) {
      this.camera.extent = [1, 1]
      if (this.camera.core || this.camera.near) this.camera.reset()
    }
    this.glide = null
    this.stale.add("places")
  }

  /** Items of each class inside the lasso; null without one. */
  countsWithin() {
    const { rows } = this.choice
    if (!rows) return null
    const counts = this.paint.names.map(() => 0)
    for (const row of rows) if (this.paint.codes[row] < counts.length) counts[this.paint.codes[row]]++
    return counts
  }

  /** Color, visibility and size of each item. */
  color() {
    const { n, choice } = this
    this.marked = new Set(this.highlighted())
    this.paint.fill(n, this.theme, this.colors)
    const full = n > 5000 ? 205 : 235
    const alpha = this.state.look === "density" ? FAINT : this.marked.size ? Math.round(full * (this.theme.dark ? 0.68 : 0.5)) : full
    for (let row = 0; row < n; row++) {
      const away = this.paint.away(row)
      const out = away > 0 || !this.admits(row) || (choice.rows !== null && !choice.rows.has(row))
      this.faint[row] = out ? 1 : 0
      this.colors[4 * row + 3] = away === LEFT_OUT ? 0 : out ? FAINT : alpha
      this.relative[row] = this.paint.size(row) + SHAPE * this.paint.shape(row)
    }
    this.stale.add("order").add("points")
  }
}
