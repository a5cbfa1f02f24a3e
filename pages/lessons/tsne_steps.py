"""t-SNE by hand, in lesson 10: the neighbors of one point, and what pulls and pushes it on the map."""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from engine.figures.analogy import arrow
from engine.figures.colors import ACCENT, BASELINE
from engine.figures.label_places import HALF
from engine.figures.lessons import bars, plane
from engine.insight.lessons import tsne_by_hand as by_hand
from engine.insight.lessons.tsne_by_hand import NAMES, Course
from pages.lessons.lesson import draw
from pages.lessons.question import Place
from pages.parts.write.layout import beside, fitting

FEWEST, MOST = 6, 30
USUAL = 4.0
KINDS = ("near ones that are drawn far apart", "far ones that are drawn near", "both alike")
FORM = st.column_config.NumberColumn(format="%.4f")


class Given(NamedTuple):
    """What the step about one point leaves for the next: points (n, 3), their names, and what was chosen."""

    points: np.ndarray
    names: list[str]
    perplexity: float
    one: str


def _points(place: Place) -> tuple[np.ndarray, list[str]]:
    """Points that are typed, and their letters."""
    column = st.column_config.NumberColumn(min_value=-1_000.0, max_value=1_000.0, format="%.1f", required=True)
    table = pd.DataFrame(by_hand.example(), columns=["x", "y", "z"])
    table.insert(0, "point", NAMES)
    edited = place.edit(
        table, num_rows="dynamic", hide_index=True, height=200, width=340, column_config=dict.fromkeys("xyz", column),
        disabled=["point"], key=place.key("points"),
        alt="Points of three numbers, one a row, named a, b, c and so on, to be changed.",
    )  # fmt: skip
    points = edited[["x", "y", "z"]].dropna().to_numpy(dtype=float)[:MOST]
    if len(points) < FEWEST or not (points != points[0]).any():
        st.warning(f"Type {FEWEST} to {MOST} points that are not all one; the example is used instead.")
        points = by_hand.example()
    return points, [NAMES[at] if at < len(NAMES) else f"no. {at + 1}" for at in range(len(points))]


def neighbors(place: Place) -> None:
    """p of one point, and the bisection for its width."""
    points, names = _points(place)
    most = max(2.0, np.floor((len(points) - 1) * 0.6))
    with st.container(horizontal=True):
        perplexity = st.slider(
            "Perplexity",
            1.5,
            float(most),
            min(USUAL, most),
            0.5,
            key=place.key("perplexity", len(points)),
            disabled=place.locked,
            width=200,
        )
        one = st.select_slider(
            "Point", names, names[0], key=place.key("point", len(points)), disabled=place.locked, width=260
        )
    place.given["points"] = Given(points, names, perplexity, one)
    sigmas = np.array([by_hand.bell(points, row, perplexity).sigma for row in range(len(points))])
    lonely, crowded = names[int(sigmas.argmax())], names[int(sigmas.argmin())]
    if not place.choose(
        "width", f"Look at the table of points. Which of these two gets the wider bell, for the same perplexity of "
        f"{perplexity:g}: {crowded} or {lonely}?",
        sorted((crowded, lonely)), [lonely],
        f"σ is {sigmas.min():.2f} at {crowded}, which has others close by, and {sigmas.max():.2f} at {lonely}, which "
        "must look far to find as many.",
    ):  # fmt: skip
        return
    row = names.index(one)
    found = by_hand.bell(points, row, perplexity)
    left, right = beside(2, narrowest=280)
    with left:
        draw(
            bars.bars(names, {"p": found.chances}, f"p of {one}", ".2f"), place.key("p"),
            f"Chances that {one} chooses another as its neighbor: {bars.told(names, found.chances, '.3f')}.",
        )  # fmt: skip
        draw(
            bars.bars(names, {"σ": sigmas}, "σ of each point", ".2f", 240), place.key("sigmas"),
            f"Widths: {bars.told(names, sigmas, '.2f')}.",
        )  # fmt: skip
    with right:
        st.markdown(f"**Bisection** for {one}: {len(found.tries)} widths are tried")
        table = pd.DataFrame([*found.tries], columns=["σ", "Perplexity"])
        table.insert(0, "Try", np.arange(1, len(table) + 1))
        st.dataframe(
            table, hide_index=True, height=fitting(len(table), 320), key=place.key("tries"),
            column_config={"σ": FORM, "Perplexity": FORM},
        )  # fmt: skip


@st.cache_data(show_spinner=False, max_entries=50)
def _course(points: Sequence[Sequence[float]], perplexity: float, seed: int) -> Course:
    return by_hand.course(np.array(points), perplexity, seed)


def forces(place: Place) -> None:
    """p and q of all pairs of the chosen point, on a map that is on its way."""
    given = place.given["points"]
    assert isinstance(given, Given)
    points, names, perplexity, one = given
    factor = st.slider(
        "How many times too far, or too near", 2, 50, 10, key=place.key("factor"), disabled=place.locked, width=260
    )
    near, far = 0.05 * np.log(factor), 0.05 / factor * np.log(1 / factor)
    if not place.choose(
        "costly", f"A pair with p = 0.05 is drawn so that q is {factor} times too small, and one with "
        f"p = {0.05 / factor:g} so that q is {factor} times too large. Which costs KL more?",
        KINDS, [KINDS[int(far >= near)]],
        rf"$p \ln (p/q)$ is ${near:.4f}$ for the first and ${far:.4f}$ for the second: KL takes care that what is near "
        "stays near, and is nearly blind for the rest. This is why gaps mean little.",
    ):  # fmt: skip
        return
    seed = st.number_input(
        "Seed of the start", 0, 99, 0, key=place.key("tsne", "start"), disabled=place.locked, width=150
    )
    found = _course(points.tolist(), perplexity, int(seed))
    step = st.select_slider("Iteration", found.steps, 5, key=place.key("iteration"), disabled=place.locked, width=320)
    at, row = found.steps.index(step), names.index(one)
    places = found.places[at]
    p, q = by_hand.joint(points, perplexity), by_hand.on_map(places)
    moves = by_hand.moves(p, q, places, row)
    whole = moves.sum(axis=0)
    left, right = beside(2, narrowest=280)
    with left:
        drawn = plane.named({"places": (places, names)}, height=400, size=HALF)
        _arrows(drawn, places, moves, row)
        draw(
            drawn, place.key("forces"),
            f"At iteration {step}: {plane.told(places, names)}. {one} is moved by ({whole[0]:.4f}, {whole[1]:.4f}).",
        )  # fmt: skip
        st.caption(f"Arrows: what moves {one}, as long as it is strong; blue pulls, orange pushes.")
    with right:
        others = [number for number in range(len(names)) if number != row]
        table = pd.DataFrame({
            "To": [names[number] for number in others],
            "p": p[row, others],
            "q": q[row, others],
            "p ln p/q": by_hand.costs(p, q)[row, others],
            "Moves it": ["pulled" if p[row, number] > q[row, number] else "pushed" for number in others],
        })  # fmt: skip
        st.dataframe(
            table, hide_index=True, height=fitting(len(table), 400), key=place.key("pairs"),
            column_config=dict.fromkeys(("p", "q", "p ln p/q"), FORM),
        )  # fmt: skip
    told = ", ".join(f"{number}: {value:.3f}" for number, value in zip(found.steps, found.divergences, strict=True))
    st.markdown(f"KL at iteration {step}: **{by_hand.costs(p, q).sum():.3f}**. By iteration: {told}.")


def _arrows(drawn: Any, places: np.ndarray, moves: np.ndarray, row: int) -> None:
    """An arrow for each of the other points, the longest a third of the picture."""
    lengths = np.linalg.norm(moves, axis=1)
    scale = np.ptp(places, axis=0).max() / 3 / max(float(lengths.max()), 1e-12)
    for other, move in enumerate(moves):
        if lengths[other] * 20 > lengths.max() and other != row:
            pulled = move @ (places[other] - places[row]) > 0
            arrow(drawn, places[row], places[row] + scale * move, ACCENT if pulled else BASELINE)
