// @ts-check
// The player's button, slider and clock.

import { element, icon } from "./dom.js"

/** @import { Player } from "./player.js" */
/** @import { View } from "./view.js" */

const PLAY = "M4.5 2.5v11l9-5.5z"
const PAUSE = "M5 3v10M11 3v10"

export class Timeline {
  /** @param {View} view */
  constructor(view) {
    this.button = element("button", { type: "button", "data-tool": "play", onclick: () => view.play() })
    this.slider = element("input", { type: "range", min: "0", step: "any", "aria-label": "Time",
      oninput: event => view.seek(Number(event.target.value)) })
    this.clock = element("output", { class: "clock" })
    this.root = element("div", { class: "player", hidden: true }, this.button, this.slider, this.clock)
  }

  /** @param {Player} player */
  show(player) {
    this.root.hidden = player.frames.length < 2
    if (this.root.hidden) return
    showPlaying(this.button, player.playing || (player.live && player.following))
    this.slider.max = String(player.last)
    this.slider.value = String(player.at)
    const end = player.frames[player.last].step
    this.clock.textContent = `${player.unit} ${player.step.toLocaleString("en")} of ${end.toLocaleString("en")}`
    this.slider.setAttribute("aria-valuetext", this.clock.textContent)
  }
}

/** A button that plays and pauses. @type {(button: HTMLElement, playing: boolean) => void} */
export function showPlaying(button, playing) {
  const label = playing ? "Pause" : "Play"
  if (button.ariaLabel === label) return
  button.replaceChildren(icon(playing ? PAUSE : PLAY))
  Object.assign(button, { ariaLabel: label, title: label })
}
