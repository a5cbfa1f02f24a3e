"""The second half of lesson 8: a triplet, classes that are new, and one label for each."""

import numpy as np
import streamlit as st

from engine.figures.lessons import bars, pictures
from engine.insight.lessons import digits as few
from engine.insight.lessons.digits import SIDE, digits
from engine.insight.lessons.matching import walk
from pages.lessons.formulas import factor
from pages.lessons.lesson import draw
from pages.lessons.question import Place

POINTS = {"Anchor": (0.0, 0.0), "Positive": (-1.0, 1.0), "Negative": (1.0, 0.5)}
RATE = 0.05
PIXELS, FEATURES = "pixels", "the network's features"


def triplet(place: Place) -> None:
    """Three points to move, the loss, and the way down."""
    points = []
    grid = st.grid(3, min_column_width=150)
    for name, usual in POINTS.items():
        with grid.cell():
            points.append(
                [
                    st.slider(
                        f"{name}, {way}", -2.0, 2.0, usual[axis], 0.25, key=place.key(name, axis), disabled=place.locked
                    )
                    for axis, way in enumerate(("across", "up"))
                ]
            )
    with st.container(horizontal=True):
        margin = st.slider("Margin g", 0.0, 3.0, 0.5, 0.25, key=place.key("margin"), disabled=place.locked, width=220)
        n_steps = st.slider("Steps walked down", 0, 20, 0, key=place.key("walked"), disabled=place.locked, width=220)
    way = walk(np.array(points), margin, RATE, n_steps)
    begun, found = way[0], way[-1]
    where = ", ".join(f"{name.lower()} ({x:.2f}, {y:.2f})" for name, (x, y) in zip(POINTS, found.points, strict=True))
    draw(
        pictures.triplet(np.array([each.points for each in way]), margin), place.key("triplet", "figure"),
        f"After {n_steps} steps: {where}; squared distances of the anchor {found.near:.2f} and {found.far:.2f}.",
    )  # fmt: skip
    if not place.number(
        "triplet", f"D(a, p) = {begun.near:g}, D(a, n) = {begun.far:g}, margin {margin:g}: what is the loss before any "
        "step?",
        begun.loss, 0.01, ".3g",
        f"$\\max(0,\\ {margin:g} + {begun.near:g} - {factor(begun.far)}) = {begun.loss:g}$."
        + (" The negative is outside of the circle: nothing is to be learned." if not begun.loss else ""),
    ):  # fmt: skip
        return
    st.latex(
        rf"L = \max(0,\ {margin:g} + {found.near:.3f} - {found.far:.3f}) = {found.loss:.3f}"
        rf"\quad \text{{after }} {n_steps} \text{{ steps of }} {RATE:g}"
    )
    slopes = 2 * (found.points[2] - found.points[1])
    st.caption(
        f"The anchor moves against 2(n - p) = ({slopes[0]:.2f}, {slopes[1]:.2f}), the positive against 2(p - a), the "
        "negative against 2(a - n): two are pulled together, one is pushed away."
        if found.loss
        else "The loss is 0, so no point moves any more."
    )


def _known(place: Place) -> int:
    found = place.given["known"]
    assert isinstance(found, int)
    return found


def classes(place: Place) -> None:
    """A network that knows some of the digits, asked about all."""
    n_known = (
        st.slider(
            "Digits that it was trained on: from 0 up to",
            1,
            7,
            4,
            key=place.key("known"),
            disabled=place.locked,
            width=320,
        )
        + 1
    )
    place.given["known"] = n_known
    right = few.told_right(n_known)
    names = [str(digit) for digit in range(len(right))]
    draw(
        bars.bars(names, {"told right": right}, "share of test pictures", ".0%", 260), place.key("right"),
        f"Share told right by digit: {bars.told(names, right, '.0%')}.",
    )  # fmt: skip
    with st.container(horizontal=True):
        n_classes = st.select_slider(
            "Classes", [10, 1_000, 100_000, 10_000_000], 100_000, key=place.key("classes"),
            disabled=place.locked, width=220,
            format_func="{:,}".format,
        )  # fmt: skip
        n_features = st.slider(
            "Numbers of a code", 2, 512, 128, key=place.key("features"), disabled=place.locked, width=220
        )
    st.caption(
        f"A softmax over {n_classes:,} classes has {n_classes * (n_features + 1):,} weights in its last layer, to be "
        f"learned anew for each new class; a new class among examples costs the {n_features:,} numbers of one code."
    )


def one_shot(place: Place) -> None:
    """New digits by their one example."""
    images, n_known = digits(), _known(place)
    seed = st.slider("Seed of the examples", 0, 19, 0, key=place.key("seed"), disabled=place.locked, width=260)
    found = few.one_shot(n_known, seed)
    names = [str(one) for one in found.classes]
    draw(
        pictures.strip(images.pixels(found.examples).reshape(-1, SIDE, SIDE), names), place.key("examples", "shown"),
        f"One picture of each of the digits {', '.join(names)}: rows {', '.join(map(str, found.examples))} of 1,797.",
    )  # fmt: skip
    told = dict(zip((PIXELS, FEATURES), found.right, strict=True))
    best = max(told, key=lambda way: told[way])
    if not place.choose(
        "shot", f"{len(found.asked)} other pictures of these {len(names)} digits get the label of their nearest "
        "example. Which distance tells more of them right?",
        [PIXELS, FEATURES], [way for way in told if told[way] == told[best]],
        f"By {PIXELS} {told[PIXELS]:.1%}, by {FEATURES} {told[FEATURES]:.1%}; by chance {1 / len(names):.0%}. The "
        f"network itself, which knows 0 to {n_known - 1}, told none of them right.",
    ):  # fmt: skip
        return
    truth = images.targets[found.asked] - n_known
    by_digit = {
        way: np.array([(guess == truth)[truth == one].mean() for one in range(len(names))])
        for way, guess in zip((PIXELS, FEATURES), found.told, strict=True)
    }
    draw(
        bars.bars(names, by_digit, "told right", ".0%"), place.key("shot", "right"),
        "; ".join(f"Told right by {way}: {bars.told(names, values, '.0%')}" for way, values in by_digit.items()) + ".",
    )  # fmt: skip
