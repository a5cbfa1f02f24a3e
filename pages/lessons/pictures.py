"""Lesson 9: convolution, pooling, normalization, and more. Its first half: the parts of a network."""

from typing import Literal

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.networks.augmentation import LIGHT, SCALE, SHIFT, SKEW, TURN, Moves, warped
from engine.datasets.images.sources import Digits
from engine.figures.lessons import bars, cells, pictures
from engine.figures.matrices import matrix
from engine.insight.lessons.digits import SIDE, digits
from engine.insight.lessons.pictures import BATCH, FILTERS, MAXIMUM, MEAN, filtered, normalized, pooled
from engine.insight.lessons.slips import SLIPS
from engine.learners.images.cnn import ConvolutionalClassifier
from engine.runs.recipe import Recipe
from pages.lessons import generalization, links
from pages.lessons.formulas import factor
from pages.lessons.lesson import Lesson, Step, draw
from pages.lessons.question import Place
from pages.parts.write.layout import beside

TABLES: dict[str, tuple[tuple[tuple[int, ...], ...], Literal["max", "mean"]]] = {
    "Maximum": (MAXIMUM, "max"),
    "Mean": (MEAN, "mean"),
}
COLUMNS = [str(column) for column in range(1, 5)]
OWN = "Your own"
MOST_NUMBERS = 16


def _pooling(place: Place) -> None:
    chosen = st.segmented_control(
        "Pooling", list(TABLES), default="Mean", required=True, key=place.key("pooling"), disabled=place.locked
    )
    usual, kind = TABLES[chosen]
    left, right = beside(2, narrowest=250)
    with left:
        column = st.column_config.NumberColumn(min_value=-1000.0, max_value=1000.0, format="%g")
        edited = place.edit(
            pd.DataFrame(usual, columns=COLUMNS, dtype=float), hide_index=True, height="content",
            column_config=dict.fromkeys(COLUMNS, column), key=place.key("table", chosen),
            alt=f"Sixteen numbers to be pooled by their {kind}, to be changed.",
        )  # fmt: skip
    table = np.nan_to_num(edited.to_numpy(dtype=float))
    found, square = pooled(table, kind), table[:2, :2].ravel()
    terms = ", ".join(f"{value:g}" for value in square)
    why = (
        f"The largest of {terms}." if kind == "max"
        else f"$({' + '.join(map(factor, square))}) / 4 = {square.sum():g} / 4 = {square.mean():g}$."
    )  # fmt: skip
    if place.number(
        "pooled", f"The {'maximum' if kind == 'max' else 'mean'} of each 2 x 2 square: what stands at the top left?",
        float(found[0, 0]), 0.05, "g", why,
    ):  # fmt: skip
        names = ["top", "bottom"]
        with right:
            draw(
                matrix(found, names, ["left", "right"], "g"), place.key("squares"),
                f"Pooled by {kind}: {cells.told(found, names, 'g')}.",
            )  # fmt: skip
        if kind == "mean" and np.array_equal(table, MEAN):
            st.caption(f":material/info: {SLIPS['pooled']}.")


def _filter(place: Place) -> None:
    images = digits()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = st.slider("Picture", 1, 100, 4, key=place.key("picture"), disabled=place.locked, width=200) - 1
        name = st.selectbox("Filter", [*FILTERS, OWN], key=place.key("filter"), disabled=place.locked, width=180)
    picture = images.pixels([number]).reshape(SIDE, SIDE).astype(float)
    weights = _own_weights(place) if name == OWN else np.array(FILTERS[name], dtype=float)
    answer = filtered(picture, weights)
    size = len(answer)
    with st.container(horizontal=True):
        row = st.slider("Place, from the top", 1, size, 2, key=place.key("row"), disabled=place.locked, width=200) - 1
        column = (
            st.slider("Place, from the left", 1, size, 3, key=place.key("column"), disabled=place.locked, width=200) - 1
        )
    left, right = beside(2, narrowest=230)
    with left:
        st.markdown(f"**A {images.targets[number]}**, with the place framed")
        framed = pictures.strip(picture[None], [""], height=300)
        framed.add_shape(type="rect", x0=column - 0.5, x1=column + 2.5, y0=row - 0.5, y1=row + 2.5,
                         line={"color": "#D55E00", "width": 3})  # fmt: skip
        lines = [f"row {line + 1}" for line in range(SIDE)]
        draw(framed, place.key("digit"), f"Brightness of a {images.targets[number]}: {cells.told(picture, lines)}.")
    with right:
        st.markdown("**What the filter says** at each place")
        draw(
            pictures.strip(answer[None], [""], signed=True, height=300), place.key("answer"),
            f"Answers of the filter: {cells.told(answer, lines[:size])}.",
        )  # fmt: skip
    patch = picture[row : row + 3, column : column + 3]
    st.latex(rf"\sum {_latex(weights)} \odot {_latex(patch)} = {answer[row, column]:.3f}")


def _own_weights(place: Place) -> np.ndarray:
    column = st.column_config.NumberColumn(min_value=-10.0, max_value=10.0, format="%.2f")
    edited = place.edit(
        pd.DataFrame(np.eye(3), columns=COLUMNS[:3]), hide_index=True, height="content", width=260,
        column_config=dict.fromkeys(COLUMNS[:3], column), key=place.key("weights"),
        alt="Nine weights of a filter.",
    )  # fmt: skip
    return np.nan_to_num(edited.to_numpy(dtype=float))


def _latex(values: np.ndarray) -> str:
    rows = r" \\ ".join(" & ".join(f"{value:.3g}" for value in row) for row in values)
    return rf"\begin{{bmatrix}} {rows} \end{{bmatrix}}"


def _norm(place: Place) -> None:
    typed = st.text_input(
        "A batch", ", ".join(f"{one:g}" for one in BATCH), max_chars=200, key=place.key("batch"), disabled=place.locked
    )
    batch = _numbers(typed)
    if len(batch) < 2 or not np.ptp(batch):
        st.warning(
            f"Type 2 to {MOST_NUMBERS} numbers that are not all equal, with commas; the example is used instead."
        )
        batch = np.array(BATCH)
    with st.container(horizontal=True):
        scale = st.slider("Scale γ", 0.0, 3.0, 1.0, 0.25, key=place.key("scale"), disabled=place.locked, width=200)
        shift = st.slider("Shift β", -3.0, 3.0, 0.0, 0.25, key=place.key("shift"), disabled=place.locked, width=200)
    found, tenfold = normalized(batch, scale, shift), normalized(10 * batch, scale, shift)
    if not place.choose(
        "normalized", "The layer before makes all numbers ten times as large. What then comes out of the batch norm is",
        ("ten times as large", "the same", "a tenth as large"), ["the same"],
        f"Mean and spread are ten times as large, too, and cancel: the first number becomes {tenfold[0]:.3f} where it "
        f"was {found[0]:.3f}, but for the tiny $\\epsilon = 10^{{-5}}$.",
    ):  # fmt: skip
        return
    names = [str(place_ + 1) for place_ in range(len(batch))]
    series = {"in": batch, "out": found}
    draw(
        bars.bars(names, series, "", ".2f"), place.key("norm"),
        "; ".join(f"{name}: {bars.told(names, values, '.2f')}" for name, values in series.items()) + ".",
    )  # fmt: skip
    st.markdown(
        f"In: mean **{batch.mean():.3f}**, spread **{batch.std():.3f}**. Out: mean "
        f"**{found.mean().round(3) + 0.0:.3f}**, spread **{found.std():.3f}**."
    )


def _numbers(typed: str) -> np.ndarray:
    try:
        found = np.array([float(part) for part in typed.split(",") if part.strip()])
    except ValueError:
        return np.empty(0)
    return found[:MOST_NUMBERS] if np.isfinite(found).all() and np.abs(found).max(initial=0) < 1e6 else np.empty(0)


def _augmented(place: Place) -> None:
    images = digits()
    grid = st.grid(3, min_column_width=150)
    ends = (("Turn, degrees", np.degrees(TURN)), ("Size, %", 100 * SCALE), ("Right, % of the side", 100 * SHIFT),
            ("Down, % of the side", 100 * SHIFT), ("Lean", SKEW), ("Light, %", 100 * LIGHT))  # fmt: skip
    usual = (8.0, 5.0, 0.0, 0.0, 0.1, 20.0)
    chosen = []
    for (name, end), value in zip(ends, usual, strict=True):
        with grid.cell():
            chosen.append(
                st.slider(
                    name,
                    -float(end),
                    float(end),
                    value,
                    float(end) / 20,
                    key=place.key("move", name),
                    disabled=place.locked,
                )
            )
    turn, size, right, down, lean, light = chosen
    with st.container(horizontal=True, vertical_alignment="bottom"):
        number = (
            st.slider("Picture", 1, 100, 4, key=place.key("moved", "picture"), disabled=place.locked, width=200) - 1
        )
        flip = st.toggle("Mirror", key=place.key("mirror"), disabled=place.locked)
    moves = Moves(
        np.array([np.radians(turn)]), np.array([1 / (1 + size / 100)]), np.array([[-right, -down]]) / 50,
        np.array([lean]), np.array([flip]), np.array([1 + light / 100]),
    )  # fmt: skip
    pixels = images.pixels([number])
    found = warped(pixels, images.shape, moves)
    change = float(np.abs(found - pixels).mean())
    draw(
        pictures.strip(np.concatenate([pixels, found]).reshape(-1, SIDE, SIDE), ["as it is", "changed"], height=260),
        place.key("augmented"),
        f"A {images.targets[number]} as it is, mean brightness {pixels.mean():.3f}, and changed, {found.mean():.3f}; a "
        f"pixel differs by {change:.3f} on average.",
    )  # fmt: skip
    st.caption(
        f"A pixel differs by {change:.3f} on average, of a brightness of {pixels.mean():.3f}; the label stays "
        f"{images.targets[number]}. The ends of the sliders are those of the app's trainings."
    )


def _links(place: Place) -> None:
    links.to_run(
        "Images: filters and maps of a convolutional network", "images",
        lambda: Recipe(Digits(), ConvolutionalClassifier()), place.key("cnn"), "Inside the CNN",
    )  # fmt: skip
    for label, values in (
        ("Images: pooling", {"inside": "Pooling"}),
        ("Images: augmentation, and the robustness it buys", {"inside": "Experiments", "experiment": "Augmentation"}),
        ("Images: random labels", {"inside": "Experiments", "experiment": "Random labels"}),
        ("Images: double descent", {"inside": "Experiments", "experiment": "Double descent"}),
    ):
        links.to_tab(label, "images", "Inside the CNN", values, place.key("open", *values.values()))
    links.to_run(
        "Images: adversarial examples", "images", lambda: Recipe(Digits(), ConvolutionalClassifier()),
        place.key("attack", "run"), "Adversarial",
    )  # fmt: skip


LESSON = Lesson(
    9,
    "Convolution, pooling, normalization, generalization, adversaries",
    "9_pictures",
    "The parts of a network for pictures; labels by heart, double descent, and a change too small to see.",
    ("pooled", "normalized", "labels", "peak", "attack"),
    (
        Step("Pooling", _pooling),
        Step("A filter over a digit", _filter),
        Step("Batch normalization", _norm),
        Step("Augmentation", _augmented),
        Step("Labels learned by heart", generalization.by_heart),
        Step("More weights than points", generalization.descent),
        Step("A change too small to see", generalization.attack),
        Step("At full size", _links),
    ),
)
