"""Units of a convolutional network: the test images that excite one most, and the input that would excite it more."""

import numpy as np
import streamlit as st

from engine.evaluation.images.unit_peaks import Peaks, UnitPeaks
from engine.insight.images.ascent import Ascent, maximize
from engine.insight.images.vision import Vision, peaks
from pages.images.sister_runs import learner_of, of_run
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.run.obtain import obtain
from pages.parts.write import pictures
from pages.parts.write.plain import plain

N_SHOWN = 12
UNREGULARIZED = Ascent(decay=0.0, blur=False, jitter=False)


def show(view: View, network: Vision, row: int) -> None:
    """Choose a unit; what excites it in the test part, and what gradient ascent finds."""
    place, unit = _choice(view, network)
    _strongest(view, network, place, unit, row)
    _maximal(view, network, place, unit)


def _choice(view: View, network: Vision) -> tuple[int, int]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.selectbox(
            "Layer",
            network.units,
            index=len(network.units) - 1,
            format_func=lambda at: network.titles[at],
            key=view.key("unit_layer", len(network.layers)),
            width=190,
        )
        n_units = network.n_units(place)
        key = view.key("unit", place, n_units)
        if network.n_classes and place == network.units[-1]:
            names = view.images.class_names
            return place, st.selectbox("Class", range(n_units), format_func=lambda at: names[at], key=key, width=190)
        return place, st.number_input("Unit", 1, n_units, 1, key=key, width=130) - 1


def _strongest(view: View, network: Vision, place: int, unit: int, row: int) -> None:
    fit = obtain(of_run(view.run_id, UnitPeaks()), "Asking the test images")
    if fit is None:
        return
    images, found = view.images, Peaks.from_fit(fit)
    rows, values = found.rows, found.of_place[place][:, unit]
    best = np.argsort(-values, kind="stable")[:N_SHOWN]
    kind = "the largest number of its map" if network.answers(images.pixels([row]))[place].ndim == 4 else "its number"
    shown = pictures.as_bytes(images.pixels(rows[best]), images.shape)
    pictures.strip("**Test images that excite it most**", shown, f"{values[best[0]]:.2f} to {values[best[-1]]:.2f}")
    told = f"Excitation is {kind}; over {len(rows):,} test images its mean is {values.mean():.2f}"
    own = peaks(network, place, images.pixels([row]))[0, unit]
    classes = [images.class_of(int(at)) for at in rows[best]]
    listed = f" Classes of the {len(best)}: {', '.join(classes)}." if images.has_classes else ""
    st.caption(plain(f"{told}; the chosen image gives {own:.2f}.{listed}"))


def _maximal(view: View, network: Vision, place: int, unit: int) -> None:
    """Gradient ascent on the pixels with and without a regularizer, beside each other."""
    with st.popover("Gradient ascent", icon=":material/tune:"):
        decay = st.slider("L2", 0.0, 5.0, 1.0, 0.5, key=view.key("ascent_lambda"), help="Pulls pixels towards gray.")
        blur = st.checkbox("Blur", True, key=view.key("ascent_blur"), help="Smooths every fourth step.")
        jitter = st.checkbox("Jitter", True, key=view.key("ascent_jitter"), help="Shifts by a pixel by chance.")
        seed = st.number_input("Seed", 0, 10_000, 0, key=view.key("ascent_seed"))
    chosen = Ascent(decay, blur, jitter, seed=int(seed))
    found = [_ascended(view.run_id, place, unit, how) for how in (chosen, UNREGULARIZED)]
    names = ("**The input that maximizes it**", "**Without a regularizer**")
    for name, (picture, excited) in zip(names, found, strict=True):
        shown = pictures.as_bytes(picture[None], network.shape)
        pictures.strip(name, shown, f"excitation {excited[0]:.2f} to {excited[1]:.2f}", side=150)
    st.latex(r"x \leftarrow x + \eta\,\big(\nabla_x\, a(x) - \lambda\,(x - \tfrac12)\big)")
    st.caption(
        f"{chosen.n_steps} steps from faint noise about gray; a is the unit's number (of a map: its mean), the "
        f"gradient is scaled to length 1 per pixel, and λ = {decay:.2f} pulls towards gray. Without λ, blur and jitter "
        "the picture excites the unit too, but by patterns that no image has."
    )


@st.cache_data(show_spinner=False, max_entries=400)
def _ascended(run_id: str, place: int, unit: int, how: Ascent) -> tuple[np.ndarray, np.ndarray]:
    """The picture, and the excitation of the start and of the end."""
    view = View(PageState(""), run_id, next(iter(state.fit(run_id).embeddings)))
    network = learner_of(view).vision(view.fit, view.images.shape)
    assert network is not None
    found, excited = maximize(network, place, [unit], how)
    return found[0], excited[0]
