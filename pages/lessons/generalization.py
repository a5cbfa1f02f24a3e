"""The second half of lesson 9: what a network has learned once it has learned."""

from collections.abc import Sequence

import numpy as np
import streamlit as st

from engine.figures.lessons import bars, pictures, polynomials
from engine.figures.lessons.projections import curves
from engine.insight.images.attacked import Changed
from engine.insight.lessons import pictures as worked
from engine.insight.lessons.digits import SIDE, digits
from engine.insight.lessons.double_descent import Fitted, fitted
from pages.lessons.lesson import draw
from pages.lessons.question import Place

NEARLY, SOME, MOST = "nearly all right", "about half wrong", "nearly all wrong"
MOST_WEIGHTS = 80
EPSILONS = np.linspace(0, 0.2, 11)


def by_heart(place: Place) -> None:
    """A share of labels by chance, and units to learn them with."""
    with st.container(horizontal=True):
        share = (
            st.slider("Labels by chance, %", 0, 100, 100, 10, key=place.key("share"), disabled=place.locked, width=220)
            / 100
        )
        n_hidden = st.select_slider(
            "Hidden units", [4, 8, 16, 32, 64, 128], 64, key=place.key("units"), disabled=place.locked, width=220
        )
    found = worked.by_heart(share, n_hidden)
    right = NEARLY if found.learned < 0.25 else SOME if found.learned < 0.75 else MOST
    if not place.choose(
        "labels", f"{found.changed} of the {worked.N_BY_HEART} labels are wrong ones. After the training the network "
        f"with {n_hidden} hidden units gives the pictures that it learned from the labels that it was given:",
        (NEARLY, SOME, MOST), [right],
        f"It tells {found.learned:.0%} of them wrong, and {found.test:.1%} of the pictures that it never saw. That a "
        "network fits what it has seen says nothing of what it knows; only pictures kept aside do.",
    ):  # fmt: skip
        return
    names = ["learned from", "never seen"]
    errors = {
        "these labels": np.array([found.learned, found.test]),
        "true labels": np.array([worked.by_heart(0.0, n_hidden).learned, worked.by_heart(0.0, n_hidden).test]),
    }
    draw(
        bars.bars(names, errors, "share told wrong", ".0%"), place.key("by_heart"),
        "; ".join(f"Told wrong with {name}: {bars.told(names, each, '.1%')}" for name, each in errors.items()) + ".",
    )  # fmt: skip


@st.cache_data(show_spinner=False, max_entries=30)
def _fitted(n_points: int, noise: float) -> Fitted:
    return fitted(n_points, noise, MOST_WEIGHTS)


def descent(place: Place) -> None:
    """Points, noise and weights; the curve, and its error by the number of weights."""
    with st.container(horizontal=True):
        n_points = st.slider("Points", 6, 16, 12, key=place.key("points"), disabled=place.locked, width=180)
        noise = st.slider("Noise", 0.1, 0.6, 0.3, 0.1, key=place.key("spread"), disabled=place.locked, width=180)
        n_weights = st.slider(
            "Weights", 1, MOST_WEIGHTS, 5, key=place.key("n_weights"), disabled=place.locked, width=260
        )
    found = _fitted(n_points, noise)
    at = n_weights - 1
    draw(
        polynomials.fit(found.x, found.y, found.grid, found.truth, found.curves[at]), place.key("curve"),
        f"{n_points} points: {', '.join(f'({x:.2f}, {y:.2f})' for x, y in zip(found.x, found.y, strict=True))}. "
        f"With {n_weights} weights the mean squared error is {found.learned[at]:.3g} there and "
        f"{found.test[at]:.3g} between.",
    )  # fmt: skip
    st.caption(f"Mean squared error at the points {found.learned[at]:.3g}, of the curve between {found.test[at]:.3g}.")
    last = found.test[-1]
    first = found.test[: n_points - 1]
    if place.number(
        "peak", "With how many weights is the error of the curve largest?", found.peak, 0.5, ".0f",
        f"With as many as points there is one curve through all, and it swings: error {found.test.max():.3g}. Before, "
        f"the error is least with {first.argmin() + 1} weights, {first.min():.3g}; far beyond, the curve of the "
        f"smallest weights is smooth again, {last:.3g} with {MOST_WEIGHTS}.",
    ):  # fmt: skip
        drawn = curves(
            found.n_weights, {"at the points": np.maximum(found.learned, 1e-12), "of the curve": found.test},
            ("weights", "mean squared error"), n_weights,
        ).update_yaxes(
            type="log", tickformat=".0e", rangemode="normal", range=[-6, np.log10(found.test.max()) + 0.5]
        )  # fmt: skip
        every = [0, 1, 3, 5, 8, n_points - 2, n_points - 1, n_points, 24, 39, 59, MOST_WEIGHTS - 1]
        draw(
            drawn, place.key("descent"),
            "Error of the curve by weights: "
            f"{bars.told([f'{found.n_weights[one]}:' for one in every], found.test[every], '.3g')}; at the points: "
            f"{bars.told([f'{found.n_weights[one]}:' for one in every], found.learned[every], '.3g')}.",
        )  # fmt: skip


def attack(place: Place) -> None:
    """One picture under attack, and all test pictures by the size of the change."""
    images = digits()
    rows = range(images.n_train, images.n_images)
    with st.container(horizontal=True):
        epsilon = st.slider(
            "ε", 0.0, 0.2, worked.USUAL_EPSILON, 0.01, key=place.key("epsilon"), disabled=place.locked, width=220
        )
        number = st.slider(
            "Test picture",
            1,
            len(rows),
            worked.easily_fooled() - rows.start + 1,
            key=place.key("attacked"),
            disabled=place.locked,
            width=260,
        )
    row = rows.start + number - 1
    found = worked.attacked(row, epsilon)
    target = int(images.targets[row])
    shown = np.concatenate([each.pixels for each in found]).reshape(-1, SIDE, SIDE)
    titles = [each.name for each in found]
    draw(
        pictures.strip(shown, titles, height=220), place.key("attacked", "pictures"),
        f"A {target}: " + "; ".join(f"{each.name}, largest change {each.largest:.3f}" for each in found) + ".",
    )  # fmt: skip
    fooled = [each.name for each in found[1:] if each.predicted != target]
    names = ["none of the three", *titles[1:]]
    if not place.choose(
        "attack", f"No pixel moves by more than {epsilon:g}. Which of the changes makes the network say something else "
        f"than {target}?",
        names, fooled or names[:1],
        "; ".join(
            f"{each.name}: {each.predicted}, chance {each.chances[each.predicted]:.1%}" for each in found
        ) + (". A direction does what chance of the same size does not." if _by_direction(found, target) else "."),
    ):  # fmt: skip
        return
    chances = np.array([each.chances[target] for each in found])
    draw(
        bars.bars(titles, {"chance": chances}, f"chance of {target}", ".1%", 260), place.key("attacked", "chances"),
        f"Chance of {target}: {bars.told(titles, chances, '.1%')}.",
    )  # fmt: skip
    right = _by_epsilon()
    draw(
        curves(EPSILONS, right, ("ε", "told right"), epsilon), place.key("attacked", "all"),
        "Share of the test pictures told right by ε: "
        + "; ".join(
            f"{name}: {bars.told([f'{one:g}:' for one in EPSILONS], values, '.1%')}" for name, values in right.items()
        ) + ".",
    )  # fmt: skip


def _by_direction(found: Sequence[Changed], target: int) -> bool:
    """Whether chance leaves the picture what it is, and an attack does not."""
    _, chance, *attacks = found
    return chance.predicted == target and any(each.predicted != target for each in attacks)


@st.cache_data(show_spinner=False, max_entries=1)
def _by_epsilon() -> dict[str, np.ndarray]:
    return worked.right_by_epsilon(EPSILONS)
