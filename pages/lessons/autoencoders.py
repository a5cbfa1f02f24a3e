"""Lesson 6: autoencoders and PCA."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.images.sources import Digits
from engine.datasets.tables.sources import SimulatedHomes
from engine.figures.label_places import HALF
from engine.figures.lessons import bars, cells, plane, projections
from engine.figures.matrices import matrix
from engine.insight.lessons.autoencoders import (
    GRADES,
    bags,
    best_line,
    centered,
    direction,
    line_errors,
    long_cloud,
    mixed_coder,
    noisy,
    project,
    rank_of,
    round_cloud,
    sale_by_list,
    space_cloud,
    with_mean,
)
from engine.insight.lessons.slips import SLIPS
from engine.learners.images.autoencoder import Autoencoder
from engine.learners.rows.row_pca import RowPCA
from engine.low_rank import factorize
from engine.runs.recipe import Recipe
from pages.lessons import links
from pages.lessons.lesson import Lesson, Step, draw
from pages.lessons.question import Place
from pages.parts.write.layout import beside

CLOUDS = {"Long": long_cloud, "Round": round_cloud}
OWN = "Your own"
NEAR = 5
"""Degrees."""
MOST_POINTS = 60
YEARS = ("year 1", "year 2", "year 3", "year 4")
LINES = "man bites dog\ndog bites man\ncranberry melon\nmelon cranberry melon"
LONGEST = 600
"""Characters of typed lines."""
MOST_WORDS, MOST_LINES = 20, 10


def _projection(place: Place) -> None:
    left, right = beside(2, narrowest=220)
    with left:
        x = np.array([_end(place, "x", 0, 3.0), _end(place, "x", 1, 4.0)])
    with right:
        y = np.array([_end(place, "y", 0, 5.0), _end(place, "y", 1, 1.0)])
    found = project(x, y)
    along, rest = (f"({a:.2f}, {b:.2f})" for a, b in (found.along, found.rest))
    draw(
        projections.arrows(x, y, found.along), place.key("arrows"),
        f"x = ({x[0]:g}, {x[1]:g}), y = ({y[0]:g}, {y[1]:g}); x . y = {found.dot:.2f}, cosine {found.cosine:.3f}; "
        f"projection of x on y {along}, the rest {rest}.",
    )  # fmt: skip
    st.latex(
        rf"x \cdot y = {x[0]:g} \cdot {_factor(y[0])} + {x[1]:g} \cdot {_factor(y[1])} = {found.dot:.2f}, \qquad "
        rf"\cos \alpha = \frac{{{found.dot:.2f}}}{{{np.linalg.norm(x):.2f} \cdot {np.linalg.norm(y):.2f}}} = "
        rf"{found.cosine:.3f}"
        if found.cosine or (x.any() and y.any())
        else r"x \cdot y = 0"
    )
    st.markdown(
        f"Projection **{along}**, rest {rest}; their squared lengths, {found.along @ found.along:.2f} and "
        f"{found.rest @ found.rest:.2f}, add up to {x @ x:.2f}."
    )


def _factor(number: float) -> str:
    return f"({number:g})" if number < 0 else f"{number:g}"


def _end(place: Place, name: str, axis: int, usual: float) -> float:
    return st.slider(
        f"{name}, {'across' if axis == 0 else 'up'}",
        -6.0,
        6.0,
        usual,
        0.5,
        key=place.key(name, axis),
        disabled=place.locked,
    )


def _line(place: Place) -> None:
    chosen = st.segmented_control(
        "Points",
        [*CLOUDS, OWN],
        default="Long",
        required=True,
        key=place.key("cloud"),
        disabled=place.locked,
        label_visibility="collapsed",
    )
    points = _own_points(place) if chosen == OWN else CLOUDS[chosen]()
    degrees = st.slider(
        "Angle of the line, in degrees", 0, 179, 90, key=place.key("angle"), disabled=place.locked, width=420
    )
    best = best_line(points)
    error = float(line_errors(points, np.array([degrees]))[0])
    draw(
        projections.line(points, direction(degrees)), place.key("line"),
        f"{len(points)} points: {', '.join(f'({x:.1f}, {y:.1f})' for x, y in points)}. The line at {degrees} degrees "
        f"loses {error:.2f}.",
    )  # fmt: skip
    st.markdown(f"Squared error at {degrees}°: **{error:.2f}**")
    why = (
        "As many squares lie along each direction as along any other: every angle is as good, and what a training "
        "finds is chance."
        if best.tied
        else f"There the error is {best.least:.2f}, the smaller one of the two squared singular values of the points; "
        f"across, at {(best.degrees + 90) % 180:.0f}°, it is the larger one, {best.most:.2f}."
    )
    if place.number(
        "angle", f"At which angle, to {NEAR} degrees, is the error of this cloud smallest?", best.degrees,
        180 if best.tied else NEAR, ".1f", why,
    ):  # fmt: skip
        angles = np.arange(0, 181)
        errors = line_errors(points, angles)
        draw(
            projections.curves(angles, {"error": errors}, ("angle", "squared error"), degrees), place.key("curve"),
            "Error by angle: " + ", ".join(f"{angle}: {errors[angle]:.1f}" for angle in range(0, 180, 15)) + ".",
        )  # fmt: skip


def _own_points(place: Place) -> np.ndarray:
    column = st.column_config.NumberColumn(min_value=-100.0, max_value=100.0, format="%.2f")
    edited = place.edit(
        pd.DataFrame(long_cloud()[:6], columns=["x", "y"]), num_rows="dynamic", hide_index=True, width=260, height=230,
        column_config={"x": column, "y": column}, key=place.key("own"),
        alt="Points of your own, two numbers a row.",
    )  # fmt: skip
    points = edited.dropna().to_numpy(dtype=float)[:MOST_POINTS]
    if len(points) < 2 or not centered(points).any():
        st.warning("At least two different points are needed; the long cloud is used instead.")
        return long_cloud()
    return centered(points)


def _plane(place: Place) -> None:
    points = space_cloud()
    with st.container(horizontal=True):
        degrees = st.slider(
            "Turn the axes of the code", 0, 180, 0, 5, key=place.key("turn"), disabled=place.locked, width=260
        )
        stretch = st.slider(
            "Stretch the first", 0.25, 4.0, 1.0, 0.25, key=place.key("stretch"), disabled=place.locked, width=260
        )
    found = mixed_coder(points, degrees, stretch)
    left, right = beside(2, narrowest=280)
    with left:
        st.markdown("**In space**, with the best plane")
        around = st.slider(
            "Look from, in degrees around", 0, 355, 35, 5, key=place.key("around"), disabled=place.locked
        )
        draw(
            projections.plane(points, found.made, factorize(points).right[:, :2].T, around), place.key("space"),
            f"{len(points)} points near a plane; the squared distances from it sum to {found.error:.2f}.",
        )  # fmt: skip
    with right:
        st.markdown("**The codes**")
        few = found.codes[:8]
        draw(
            plane.named(
                {"points": (found.codes[8:], [""] * (len(points) - 8)), "the first eight": (few, [*"12345678"])},
                ("z₁", "z₂"), size=HALF,
            ),
            place.key("codes"), f"Codes of the first eight: {plane.told(few, [*'12345678'])}.",
        )  # fmt: skip
    product = found.encoder @ found.decoder
    st.markdown(
        f"Squared error **{found.error:.4f}**, whatever the basis. "
        rf"$W = \begin{{pmatrix}} {_rows(found.encoder)} \end{{pmatrix}}$, "
        rf"$V = W^+ = \begin{{pmatrix}} {_rows(found.decoder)} \end{{pmatrix}}$, "
        rf"$W V = \begin{{pmatrix}} {_rows(product)} \end{{pmatrix}}$"
    )


def _rows(values: np.ndarray) -> str:
    return r" \\ ".join(" & ".join(f"{value + 0.0:.2f}".replace("-0.00", "0.00") for value in row) for row in values)


def _bags(place: Place) -> None:
    text = st.text_area(
        "Lines",
        LINES,
        height=130,
        max_chars=LONGEST,
        key=place.key("lines"),
        disabled=place.locked,
        persist_state="session",
    )
    found = bags(text)
    if not 2 <= len(found.lines) <= MOST_LINES or len(found.words) > MOST_WORDS:
        st.warning(f"Type 2 to {MOST_LINES} lines of at most {MOST_WORDS} different words.")
        found = bags(LINES)
    if not place.number(
        "bags", f"An autoencoder reads these {len(found.lines)} lines as bags of words. How many different codes can "
        "they get at most?",
        found.n_different, 0.5, ".0f",
        "As many as there are different bags: equal inputs have equal codes. A code that knows the order must be made "
        "from an input that has it.",
    ):  # fmt: skip
        return
    names = [f"{number + 1}: {line}" for number, line in enumerate(found.lines)]
    draw(
        matrix(found.counts.astype(float), names, found.words, ".0f"), place.key("counts"),
        f"Counts of {', '.join(found.words)} by line. {cells.told(found.counts, names, 'd')}.",
    )  # fmt: skip
    factors = factorize(found.counts)
    st.markdown(
        f"The matrix has rank **{rank_of(factors)}**: a linear autoencoder with so many numbers gives every bag back. "
        f"Singular values {', '.join(f'{value:.2f}' for value in factors.values)}."
    )


def _columns(place: Place) -> None:
    students = [f"student {number + 1}" for number in range(len(GRADES))]
    column = st.column_config.NumberColumn(min_value=0.0, max_value=4.0, format="%.1f", required=True)
    edited = place.edit(
        pd.DataFrame(GRADES, students, YEARS), column_config=dict.fromkeys(YEARS, column), height="content",
        key=place.key("grades"), alt="Grades of six students in four years, to be changed.",
    )  # fmt: skip
    grades = np.nan_to_num(edited.to_numpy(dtype=float))
    table = with_mean(grades)
    factors = factorize(table)
    names = [f"σ{number + 1}" for number in range(len(factors.values))]
    rank = rank_of(factors)
    if place.number(
        "rank", "Four columns of grades, and a fifth, their mean. What is the rank of the five columns?", rank, 0.5,
        ".0f", "The fifth column is a combination of the others, so that it adds no direction: the last singular value "
        f"is 0 but for rounding ({factors.values[-1]:.1e}).",
    ):  # fmt: skip
        draw(
            bars.bars(names, {"singular values": factors.values}, "σ", ".2f", 260), place.key("values"),
            f"Singular values: {bars.told(names, factors.values, '.2f')}.",
        )  # fmt: skip
        first = factors.right[:, 0]
        moved = table.T @ (table @ first)
        st.latex(
            rf"\lVert X \rVert_F = {np.linalg.norm(table):.3f}, \quad \sqrt{{\textstyle\sum \sigma_i^2}} = "
            rf"{np.sqrt(np.square(factors.values).sum()):.3f}; \qquad X^\top X\, v_1 = {moved @ first:.2f}\, v_1, "
            rf"\quad \sigma_1^2 = {factors.values[0] ** 2:.2f}"
        )
    st.caption(
        f":material/info: Prices are such columns, too, but only nearly: {SLIPS['sale']}, where least squares give "
        f"{sale_by_list():.4f}."
    )


def _kept(place: Place) -> None:
    points = space_cloud()
    with st.container(horizontal=True):
        i = st.slider("A point", 1, len(points), 1, key=place.key("i"), disabled=place.locked, width=260) - 1
        j = st.slider("Another", 1, len(points), 2, key=place.key("j"), disabled=place.locked, width=260) - 1
    found = mixed_coder(points, 0, 1)
    stages = ("points", "what comes out", "codes")
    pairs = [(each[i], each[j]) for each in (points, found.made, found.codes)]
    table = pd.DataFrame(
        {
            "": stages,
            "Numbers": [len(one) for one, _ in pairs],
            "Inner product": [one @ other for one, other in pairs],
            "Distance": [np.linalg.norm(one - other) for one, other in pairs],
            "Length of the first": [np.linalg.norm(one) for one, _ in pairs],
        }
    )
    form = st.column_config.NumberColumn(format="%.4f")
    st.dataframe(
        table, hide_index=True, height="content", key=place.key("kept"),
        column_config=dict.fromkeys(table.columns[2:], form),
    )  # fmt: skip


def _bottleneck(place: Place) -> None:
    noise = st.slider(
        "Spread of the noise", 0.0, 2.0, 0.7, 0.1, key=place.key("noise"), disabled=place.locked, width=320
    )
    found = noisy(noise)
    ranks = np.arange(len(found.seen))
    draw(
        projections.curves(
            ranks, {"of the data seen": found.seen, "of the clean data": found.clean}, ("numbers of a code", "error"),
            float(found.clean.argmin()),
        ),
        place.key("noisy"),
        f"Error of the data seen: {bars.told([*map(str, ranks)], found.seen, '.2f')}. Of the clean data: "
        f"{bars.told([*map(str, ranks)], found.clean, '.2f')}.",
    )  # fmt: skip
    st.caption(
        f"The clean data are met best with {found.clean.argmin()} numbers ({found.clean.min():.1%} of their squares "
        f"missed); with all {ranks[-1]} the noise is copied ({found.clean[-1]:.1%})."
    )


def _links(place: Place) -> None:
    links.to_run(
        "Tables: homes by two principal components", "tables",
        lambda: Recipe(SimulatedHomes(), RowPCA(n_components=2)), place.key("homes"), "Columns", map="pca",
    )  # fmt: skip
    links.to_run(
        "Images: digits by an autoencoder of two numbers", "images",
        lambda: Recipe(Digits(), Autoencoder(n_components=2)), place.key("digits"), "Reconstructions", map="pca",
    )  # fmt: skip
    links.to_page("Images: digits by their principal components, rank by rank", "images", "Rank k")


LESSON = Lesson(
    6,
    "Autoencoders and PCA",
    "6_autoencoders",
    "Turn a line, find the long direction; planes, bases, ranks, and why a bottleneck learns.",
    ("angle", "bags", "rank"),
    (
        Step("Projection", _projection),
        Step("One number a point", _line),
        Step("Two numbers a point, and which two", _plane),
        Step("Bags of words", _bags),
        Step("Columns that tell each other", _columns),
        Step("What a code keeps", _kept),
        Step("Bottleneck against memorizing", _bottleneck),
        Step("At full size", _links),
    ),
)
