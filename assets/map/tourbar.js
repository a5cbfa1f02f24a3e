// @ts-check
// What stands below a grand tour: play and pause, how many dimensions, how fast, and what the plane shown is made of.

import { element } from "./dom.js"
import { showPlaying } from "./timeline.js"
import { FASTEST, FEWEST, SLOWEST, USUAL } from "./tour.js"

/** @import { Tour } from "./tour.js" */
/** @import { View } from "./view.js" */

const percent = new Intl.NumberFormat("en", { style: "percent" })

export class TourBar {
  /** @param {View} view */
  constructor(view) {
    this.button = element("button", { type: "button", "data-tool": "play", onclick: () => view.playTour() })
    this.dims = element("input", { type: "range", min: String(FEWEST), step: "1", "aria-label": "Dimensions of the tour",
      oninput: event => view.limitTour(Number(event.target.value)) })
    this.count = element("output")
    this.speed = element("input", { type: "range", min: String(SLOWEST), max: String(FASTEST), step: "any",
      value: String(USUAL), "aria-label": "Speed of the tour", oninput: event => view.paceTour(Number(event.target.value)) })
    this.bars = element("span", { class: "weights", "aria-hidden": "true" })
    this.told = element("output", { class: "now" })
    this.root = element("div", { class: "player tour", hidden: true }, this.button,
      element("label", {}, this.count, this.dims), element("label", {}, "speed", this.speed), this.bars, this.told)
  }

  /** @param {Tour | null} tour */
  show(tour) {
    this.root.hidden = tour === null
    if (tour === null) return
    showPlaying(this.button, tour.playing)
    Object.assign(this.dims, { max: String(tour.dims), value: String(tour.within), disabled: tour.dims === FEWEST })
    this.speed.value = String(tour.speed)
    this.count.textContent = `${tour.within} dimensions`
    this.showWeights(tour)
  }

  /** @param {Tour} tour */
  showWeights(tour) {
    const weights = tour.weights()
    if (this.bars.children.length !== weights.length) this.bars.replaceChildren(...weights.map(() => element("i")))
    weights.forEach((weight, k) => {
      const bar = /** @type {HTMLElement} */ (this.bars.children[k])
      bar.style.height = `${Math.max(1, 40 * weight)}px` // half of a plane at most is one component
      bar.title = `${tour.titles[k]}: ${percent.format(weight)} of the view`
    })
    const [first, second] = weights.map((_, k) => k).sort((a, b) => weights[b] - weights[a]).map(k => tour.titles[k])
    this.told.textContent = `now mostly ${first} and ${second}: ${percent.format(tour.variance)} of the variance`
  }
}
