"""Distances in pixels, the first step of lesson 10: a digit against itself moved, and against other digits."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.images.sources import Digits
from engine.figures.lessons import bars, cells
from engine.figures.matrices import matrix
from engine.insight.lessons.pixels import MOVES, Compared, compared, moved
from pages.lessons.lesson import draw
from pages.lessons.question import Place
from pages.parts.write import pictures
from pages.parts.write.layout import beside

OWN = "Your own"
WHITE = 16
"""The brightest a pixel of the digits is."""
ONE = ("........", "...##...", "..###...", "...##...", "...##...", "...##...", "..####..", "........")
"""A 1 to begin a picture with."""


class Pictured(NamedTuple):
    """pictures: (n, 8, 8) in [0, 1]; classes: int (n,)."""

    pictures: np.ndarray
    classes: np.ndarray


@st.cache_resource(show_spinner="Loading the digits")
def digits() -> Pictured:
    """Those that ship with scikit-learn."""
    images = Digits().load()
    rows = np.arange(images.n_images)
    classes = np.array([int(images.class_of(int(row))) for row in rows])
    return Pictured(images.pixels(rows).reshape(-1, *images.shape[:2]), classes)


def show(place: Place) -> None:
    """Choose or draw a picture, move it, and count who is nearer."""
    data = digits()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            "Digit", [*"0123456789", OWN], 3, key=place.key("digit"), disabled=place.locked, width=130
        )
        image, own, told = _own(place) if chosen == OWN else _of_data(place, data, int(chosen))
        right = st.slider("To the right", -2, 2, 1, key=place.key("right"), disabled=place.locked, width=140)
        down = st.slider("Down", -2, 2, 0, key=place.key("down"), disabled=place.locked, width=140)
    found = compared(image, data.pictures, data.classes, own)
    distance = float(found.by_move[MOVES.index(down), MOVES.index(right)])
    share = found.nearer(distance)
    if not place.number(
        "moved", f"The {own} is moved {_told(right, down)}. How many percent of the {len(found.distances):,} pictures "
        "of **other** digits are nearer to it than its own moved copy?",
        100 * share, 10, ".0f",
        f"The copy is {distance:.2f} away; so near are {int((found.distances < distance).sum()):,} of the pictures of "
        f"other digits, the nearest, a {data.classes[found.other]}, at {found.apart:.2f}.",
    ):  # fmt: skip
        return
    _pictures(data, image, found, right, down, told)
    left, beside_it = beside(2, narrowest=280)
    with left:
        st.markdown("**To itself moved**")
        names = [f"{by:+d}" if by else "0" for by in MOVES]
        draw(
            matrix(found.by_move, names, names, ".2f"), place.key("moves"),
            "Distance to itself moved; rows: pixels down, columns: to the right, from -2 to +2. "
            f"{cells.told(found.by_move, names)}.",
        )  # fmt: skip
    with beside_it:
        st.markdown("**And to others**")
        near = {"moved": distance, "other digit": found.apart, "half of others": _median(found)}
        near |= {"own kind": found.same} if np.isfinite(found.same) else {}
        values = np.array(list(near.values()))
        draw(
            bars.bars([*near], {"distance": values}, "distance", ".2f"), place.key("others"),
            f"Distances to itself moved, the nearest other digit, half of the others, and the nearest of its kind: "
            f"{bars.told([*near], values, '.2f')}.",
        )  # fmt: skip


def _median(found: Compared) -> float:
    return float(np.median(found.distances))


def _told(right: int, down: int) -> str:
    """In words: 1 pixel right and 2 down."""
    named = ((right, "right" if right > 0 else "left"), (down, "down" if down > 0 else "up"))
    sides = [f"{abs(by)} px {side}" for by, side in named if by]
    return " and ".join(sides) or "not at all"


def _of_data(place: Place, data: Pictured, digit: int) -> tuple[np.ndarray, int, str]:
    rows = np.flatnonzero(data.classes == digit)
    at = (
        st.slider("Which of them", 1, len(rows), 1, key=place.key("which", digit), disabled=place.locked, width=160) - 1
    )
    return data.pictures[rows[at]], digit, f"picture {rows[at] + 1:,} of {len(data.pictures):,}"


def _own(place: Place) -> tuple[np.ndarray, int, str]:
    own = int(
        st.selectbox("It is a", [*"0123456789"], 1, key=place.key("own", "class"), disabled=place.locked, width=90)
    )
    columns = [str(number + 1) for number in range(len(ONE))]
    column = st.column_config.NumberColumn(min_value=0, max_value=WHITE, step=1, format="%d", required=True, width=45)
    edited = place.edit(
        pd.DataFrame([[WHITE * (cell == "#") for cell in row] for row in ONE], columns=columns), hide_index=True,
        height="content", column_config=dict.fromkeys(columns, column), key=place.key("own"),
        alt="Brightness of 8 x 8 pixels, 0 to 16, to be changed.",
    )  # fmt: skip
    return np.nan_to_num(edited.to_numpy(dtype=float)) / WHITE, own, "your own"


def _pictures(data: Pictured, image: np.ndarray, found: Compared, right: int, down: int, told: str) -> None:
    shown = [image, moved(image, right, down), data.pictures[found.other]]
    rows = np.array([each.ravel() for each in shown])
    shape = (*image.shape, 1)
    pictures.strip(
        "**Picture, moved, other**", pictures.as_bytes(rows, shape),
        f"{told[0].upper()}{told[1:]}; moved; the nearest other digit, a {data.classes[found.other]}.", 90,
    )  # fmt: skip
