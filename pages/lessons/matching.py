"""Lesson 8: two towers, triplets, one shot. Its first half: examples in feature space, and towers."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.images.sources import Digits
from engine.datasets.ratings.toy_viewers import ToyViewers
from engine.figures.lessons import bars, cells
from engine.figures.lessons.projections import curves
from engine.insight.lessons import matching as worked
from engine.insight.lessons.matching import BALLS, CLICKS, FEATURES, QUERY, Clicks, Towers, bags
from engine.learners.films.two_tower import TwoTower
from engine.learners.images.triplet import TripletNetwork
from engine.runs.recipe import Recipe
from pages.lessons import links, one_shot
from pages.lessons.lesson import Lesson, Step, draw
from pages.lessons.question import Place
from pages.parts.write.plain import plain

LONGEST = 1_500
"""Characters of typed lines."""
NEW = (1.0, 8.0, 0.9)
LIMITS = ((0.0, 1.0, 0.1), (0.0, 12.0, 0.5), (0.0, 1.0, 0.1))
"""Of the sliders: from, to, step."""
MOST_EXAMPLES = 12
N_COMPONENTS = 3
STRETCHES = np.linspace(0.1, 3, 30)


def _balls(place: Place) -> None:
    column = st.column_config.NumberColumn(min_value=0.0, max_value=100.0, format="%.1f")
    edited = place.edit(
        pd.DataFrame(BALLS, columns=FEATURES, dtype=float), num_rows="dynamic", height="content",
        key=place.key("examples"), column_config=dict.fromkeys(FEATURES, column),
        alt="Roundness, size and yellowish of the examples, to be changed.",
    )  # fmt: skip
    st.caption("A row is a ball: ball 1 is the first.")
    examples = edited.dropna().to_numpy(dtype=float)[:MOST_EXAMPLES]
    if len(examples) < 2:
        st.warning("At least two examples are needed; the lecture's six are used instead.")
        examples = np.array(BALLS, dtype=float)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        new = np.array([
            st.slider(f"New: {name}", low, high, usual, step, key=place.key("new", name),
            disabled=place.locked, width=150)
            for name, usual, (low, high, step) in zip(FEATURES, NEW, LIMITS, strict=True)
        ])  # fmt: skip
        scaled = st.toggle("Each feature over its spread", key=place.key("scaled"), disabled=place.locked)
    names = [f"ball {row + 1}" for row in range(len(examples))]
    found, other = (worked.distances(examples, new, way) for way in (scaled, not scaled))
    best = int(found.argmin())
    at = ", ".join(f"{name} {value:g}" for name, value in zip(FEATURES, new, strict=True))
    terms = " + ".join(f"({a:g} - {b:g})^2" for a, b in zip(new, examples[best], strict=True))
    why = f"Its distance is {found[best]:.2f}" + (
        ", each difference divided by the spread of the feature among the examples." if scaled
        else f": $\\sqrt{{{terms}}}$. Size spreads over {np.ptp(examples[:, 1]):g} units, the other two over at most 1."
    )  # fmt: skip
    if not place.choose(
        "balls", f"The new ball has {at}. Which example is nearest, "
        f"{'each feature over its spread' if scaled else 'in the units as they are'}?",
        names, [names[best]],
        f"{why} {'In the units as they are' if scaled else 'With each feature over its spread'} it would be "
        f"{names[int(other.argmin())]}.",
    ):  # fmt: skip
        return
    draw(
        bars.bars(names, {"distance": found}, "distance", ".2f", 260), place.key("distances"),
        f"Distances of the new ball: {bars.told(names, found, '.2f')}.",
    )  # fmt: skip


@st.cache_data(show_spinner=False, max_entries=30)
def _trained(given: Clicks, n_random: int) -> Towers:
    return worked.train(given, N_COMPONENTS, n_random)


def _towers(place: Place) -> None:
    text = st.text_area(
        "Query > page that was clicked, one a line", CLICKS, height=215, max_chars=LONGEST, key=place.key("clicks"),
        disabled=place.locked,
        persist_state="session",
    )  # fmt: skip
    given = worked.clicks(text)
    if given is None:
        st.warning(
            f"Type {worked.FEWEST_CLICKS} to {worked.MOST_CLICKS} lines, each a query, the sign > and a page of its "
            "own; the example is used instead."
        )
        given = worked.clicks(CLICKS)
        assert given is not None
    with st.container(horizontal=True):
        n_random = st.select_slider(
            "Random negatives", [0, 1, 3], 3, key=place.key("negatives"), disabled=place.locked, width=200
        )
        stretch = st.slider(
            "All vectors times", 0.1, 3.0, 1.0, 0.1, key=place.key("stretch"), disabled=place.locked, width=220
        )
    towers = _trained(given, n_random)
    queries, pages = (
        bags(lines, words) @ table for lines, words, table in zip(given[:2], given.words, towers, strict=True)
    )
    products = queries @ pages.T
    numbers = [str(row + 1) for row in range(len(products))]
    shown = stretch**2 * products
    draw(
        cells.signed(shown, given.queries, numbers, ".1f"), place.key("products"),
        f"Inner products of queries with pages {', '.join(numbers)}; each query's own page has its number. "
        f"{cells.told(shown, given.queries, '.1f')}.",
    )  # fmt: skip
    st.caption(
        "Rows: queries. Columns: pages in the order of the lines, so that the pairs in A are on the diagonal. For Ā "
        "each query is paired with one other page, drawn by chance."
    )
    found, one = worked.objective(products, stretch), worked.objective(products, 1)
    st.latex(
        rf"\sum_A u \cdot v - \sum_{{\bar A}} u \cdot v = {found.together:.2f} - ({found.apart:.2f}) = "
        rf"{found.together - found.apart:.2f}"
    )
    if place.number(
        "twice", "Make all vectors twice as long. By what is the lecture's sum multiplied?", 4, 0.05, "g",
        "Each inner product has two vectors in it, so all are multiplied by $2 \\cdot 2$: "
        f"{one.together - one.apart:.2f} becomes {4 * (one.together - one.apart):.2f}, and nothing was learned. The "
        "sum has no largest value; so losses are trained that have a least one, as the softmax over the page and the "
        "random ones here, or the logistic loss: $-\\ln \\sigma(u \\cdot v)$ of a pair and $-\\ln \\sigma(-u \\cdot v)$"
        " of a random one.",
    ):  # fmt: skip
        losses = np.array([worked.objective(products, each).loss for each in STRETCHES])
        least = STRETCHES[losses.argmin()]
        draw(
            curves(STRETCHES, {"logistic loss": losses}, ("all vectors times", "logistic loss"), stretch),
            place.key("losses"),
            f"Logistic loss by stretch: {bars.told([f'{s:.1f}:' for s in STRETCHES[::5]], losses[::5], '.3f')}; "
            f"least at {least:.1f}. With {stretch:g} it is {found.loss:.3f}.",
        )  # fmt: skip
    _asked(place, given, towers, pages)


def _asked(place: Place, given: Clicks, towers: Towers, pages: np.ndarray) -> None:
    typed = st.text_input(
        "A query of your own", QUERY, max_chars=100, key=place.key("query"), disabled=place.locked
    ).lower()
    known = [word for word in typed.split() if word in given.words[0]]
    if not known:
        st.caption("None of these words is in a query above: its vector is 0, and nothing can be said.")
        return
    scores = (bags((typed,), given.words[0]) @ towers.left @ pages.T)[0]
    order = np.argsort(-scores, kind="stable")
    table = pd.DataFrame({"Page": [given.pages[row] for row in order], "u · v": scores[order]})
    st.dataframe(
        table, hide_index=True, height="content", key=place.key("ranked"),
        column_config={"u · v": st.column_config.NumberColumn(format="%.2f")},
    )  # fmt: skip
    st.caption(f"Known of it: {plain(', '.join(known))}.")


def _links(place: Place) -> None:
    links.to_run(
        "Movies: two towers, of viewers and of films by what they are", "movies",
        lambda: Recipe(ToyViewers(), TwoTower()), place.key("towers", "run"), "Cold start",
    )  # fmt: skip
    links.to_run(
        "Images: a network trained by triplets on the digits 0 to 4, asked about new ones", "images",
        lambda: Recipe(Digits(), TripletNetwork(held_out="5, 6, 7, 8, 9")), place.key("triplets", "run"), "Uses",
        {"use": "Same or not"},
    )  # fmt: skip
    links.to_page("Images and words: two towers, of pictures and of captions", "images_and_words")


LESSON = Lesson(
    8,
    "Two towers, triplets, one shot",
    "8_matching",
    "The nearest example, inner products with random negatives, a margin to walk down, one label a class.",
    ("balls", "twice", "triplet", "shot"),
    (
        Step("Six balls in feature space", _balls),
        Step("Two towers", _towers),
        Step("A triplet and its margin", one_shot.triplet),
        Step("Why not ordinary classification", one_shot.classes),
        Step("One label a class", one_shot.one_shot),
        Step("At full size", _links),
    ),
)
