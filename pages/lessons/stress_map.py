"""Multidimensional scaling, in lesson 10: points that move until their distances are the given ones."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.pairs.great_circle import GreatCircles
from engine.figures.label_places import HALF
from engine.figures.lessons import bars, plane
from engine.figures.lessons.projections import curves
from engine.insight.lessons.stress_by_hand import STEPS, Equal, distances, equally_far, fitted
from pages.lessons.lesson import draw
from pages.lessons.question import Place
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

CITIES = ("London", "Paris", "Rome", "Madrid", "Cairo", "Moscow", "New York", "Tokyo")
MOST_CITIES = 15
NAMES = tuple("ABCDE")
OWN_DISTANCES = ((0, 3, 4, 5, 6), (0, 0, 5, 4, 5), (0, 0, 0, 3, 4), (0, 0, 0, 0, 2), (0, 0, 0, 0, 0))
FROM_CITIES, OWN = "Cities, in 1,000 km", "Your own distances"
POINTS = (3, 4, 5, 6)


@st.cache_resource(show_spinner=False)
def _earth() -> tuple[dict[str, int], np.ndarray]:
    found = GreatCircles().load()
    return {name: row for row, name in enumerate(found.labels)}, found.values / 1_000


def show(place: Place) -> None:
    """The distances wanted, and the points at any step."""
    chosen = st.segmented_control(
        "Distances", [FROM_CITIES, OWN], default=FROM_CITIES, required=True, key=place.key("wanted"),
        disabled=place.locked,
        label_visibility="collapsed",
    )  # fmt: skip
    names, wanted = _cities(place) if chosen == FROM_CITIES else _own(place)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        rate = st.slider("Learning rate", 0.1, 2.0, 1.0, 0.1, key=place.key("rate"), disabled=place.locked, width=160)
        seed = st.number_input("Seed of the start", 0, 99, 0, key=place.key("start"), disabled=place.locked, width=150)
        step = st.slider("Step", 0, STEPS, STEPS, key=place.key("step"), disabled=place.locked, width=260)
    found = fitted(wanted, rate, int(seed))
    now = found.places[step]
    left, right = beside(2, narrowest=280)
    with left:
        places = plane.named({"places": (now, names)}, height=380, size=HALF)
        draw(places, place.key("map"), f"At step {step}: {plane.told(now, names)}.")
    with right:
        steps = np.arange(STEPS + 1)
        every = slice(0, None, 10)
        draw(
            curves(steps, {"stress": found.stresses}, ("step", "stress"), step), place.key("stress"),
            f"Stress by step: {bars.told([f'{at}:' for at in steps[every]], found.stresses[every], '.3f')}.",
        )  # fmt: skip
        st.markdown(f"Stress at step {step}: **{found.stresses[step]:.3f}**; at the start {found.stresses[0]:.3f}.")
    _pairs(place, names, wanted, now)


def _pairs(place: Place, names: list[str], wanted: np.ndarray, now: np.ndarray) -> None:
    """What pulls and what pushes one of the points."""
    one = st.selectbox(
        "Pulls and pushes on", names, key=place.key("one", *names), disabled=place.locked, format_func=plain, width=220
    )
    row = names.index(one)
    others = [at for at in range(len(names)) if at != row]
    there = distances(now)[row]
    table = pd.DataFrame({
        "To": [names[at] for at in others],
        "Wanted": [wanted[row, at] for at in others],
        "On the map": [there[at] for at in others],
        "Moves it": ["pulled" if there[at] > wanted[row, at] else "pushed" for at in others],
    })  # fmt: skip
    form = st.column_config.NumberColumn(format="%.2f")
    st.dataframe(
        table, hide_index=True, height="content", key=place.key("pulls"),
        column_config={"Wanted": form, "On the map": form},
    )  # fmt: skip


def _cities(place: Place) -> tuple[list[str], np.ndarray]:
    rows, values = _earth()
    names = st.multiselect(
        "Cities", [*rows], list(CITIES), max_selections=MOST_CITIES, key=place.key("cities"), disabled=place.locked
    )
    if len(names) < 3:
        st.caption("Choose three cities at least; those of the example are used instead.")
        names = list(CITIES)
    places = [rows[name] for name in names]
    return names, values[np.ix_(places, places)]


def _own(place: Place) -> tuple[list[str], np.ndarray]:
    column = st.column_config.NumberColumn(min_value=0.0, max_value=1_000.0, format="%.1f", required=True)
    edited = place.edit(
        pd.DataFrame(np.array(OWN_DISTANCES, dtype=float), NAMES, NAMES), height="content",
        key=place.key("own", "pairs"), column_config=dict.fromkeys(NAMES, column),
        alt="Distances of five things; those above the diagonal count.",
    )  # fmt: skip
    upper = np.triu(np.nan_to_num(edited.to_numpy(dtype=float)), 1)
    if not upper.any():
        st.warning("All distances are 0: there is nothing to fit. The example is used instead.")
        upper = np.triu(np.array(OWN_DISTANCES, dtype=float), 1)
    return list(NAMES), upper + upper.T


@st.cache_data(show_spinner=False)
def _equal(n: int) -> Equal:
    return equally_far(n)


def equal(place: Place) -> None:
    """Things that are all equally far from each other."""
    n = st.select_slider("Things, all 1 apart", POINTS, 4, key=place.key("equal"), disabled=place.locked, width=220)
    found = _equal(n)
    names = [str(number + 1) for number in range(n)]
    if not place.number(
        "equal", f"{n} things are all 1 apart from each other. On the map of least stress, how many times as large as "
        "the smallest distance is the largest?",
        found.ratio, 0.1, ".2f",
        "A triangle holds three; four lie best on a square, whose diagonal is √2 = 1.41 times the side; and the more "
        f"there are, the worse. The stress of {n} is {found.stress:.3f}.",
    ):  # fmt: skip
        return
    draw(
        plane.named({"things": (found.places, names)}, height=320), place.key("equally"),
        f"The best map of {n} equally far things: {plane.told(found.places, names)}; largest over smallest distance "
        f"{found.ratio:.2f}.",
    )  # fmt: skip
    ratios = np.array([_equal(number).ratio for number in POINTS])
    things = [f"{number} things" for number in POINTS]
    draw(
        bars.bars(things, {"largest over smallest": ratios}, "largest / smallest", ".2f", 240),
        place.key("ratios"),
        f"Largest over smallest distance: {bars.told(things, ratios, '.2f')}.",
    )
