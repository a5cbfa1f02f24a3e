"""The well-known misreadings of maps, in lesson 10, each as an experiment whose data are known."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
import streamlit as st

from engine.embedding import Embedding
from engine.figures.lessons import bars, plane
from engine.figures.lessons.projections import curves
from engine.insight.lessons import clouds
from engine.insight.lessons.clouds import Cloud
from engine.projections.tsne import TSNE
from pages.lessons.lesson import draw
from pages.lessons.question import Place
from pages.parts.write.layout import beside

CLOUDS: dict[str, Callable[..., Cloud]] = {
    "groups": clouds.two_groups, "sizes": clouds.two_sizes, "row": clouds.three_in_a_row, "noise": clouds.noise,
}  # fmt: skip
PERPLEXITIES = (2, 5, 10, 20)
ITERATIONS = 500
CHECKED = (10, 30, 100, 300)
"""Iterations among which the student guesses."""
EVEN, CLUMPS = "about as even as the cloud is", "in clumps"
CLUMPED = 0.75
"""Of the distance to the nearest place in an even cloud."""


class Made(NamedTuple):
    """places: (n, 2), the map; steps, frames: of its way, (f,) and (f, n, 2)."""

    places: np.ndarray
    steps: tuple[int, ...]
    frames: np.ndarray


@st.cache_data(show_spinner=False, max_entries=200)
def _made(name: str, arguments: tuple[float, ...], perplexity: float) -> Made:
    """A t-SNE map of a cloud, by the method of the map of every page."""
    points = CLOUDS[name](*arguments).points
    labels = list(map(str, range(len(points))))
    fit = TSNE(perplexity=perplexity, n_iter=ITERATIONS, metric="euclidean").fit(Embedding(points, labels))
    assert fit.snapshots is not None
    steps = tuple(int(step) for step in fit.snapshots.steps)
    return Made(fit.main.vectors.astype(float), steps, fit.snapshots.frames.astype(float))


def _drawn(place: Place, key: str, title: str, places: np.ndarray, groups: np.ndarray) -> None:
    """Places in the colors of their groups, told by center and spread."""
    centers, spreads = clouds.centers(places, groups), clouds.spreads(places, groups)
    names = "ABC"[: len(centers)]
    told = "; ".join(
        f"group {name} about ({x:.1f}, {y:.1f}), spread {spread:.2f}"
        for name, (x, y), spread in zip(names, centers[:, :2], spreads, strict=True)
    )
    kinds = {
        f"group {name}": (places[groups == at, :2], [""] * int((groups == at).sum())) for at, name in enumerate(names)
    }
    st.markdown(f"**{title}**")
    draw(
        plane.named(kinds, height=320).update_traces(marker_size=6), place.key(key),
        f"{title}: {len(places)} points; {told}.",
    )  # fmt: skip


def _beside(place: Place, key: str, cloud: Cloud, made: np.ndarray, title: str) -> None:
    left, right = beside(2, narrowest=260)
    with left:
        _drawn(place, f"{key}.data", "The data", cloud.points, cloud.groups)
    with right:
        _drawn(place, f"{key}.map", title, made, cloud.groups)


def _waits(place: Place, name: str, question: str, options: Sequence[str] = ()) -> bool:
    """Ask, as long as there is no answer: the maps that answer are only made then."""
    if place.answered(name):
        return False
    if options:
        place.choose(name, question, options, (), "")
    else:
        place.number(name, question, 0, 0, "g", "")
    return True


def perplexity(place: Place) -> None:
    """How far apart two groups are drawn, by perplexity."""
    names = [f"perplexity {value}" for value in PERPLEXITIES]
    question = "On which map are the two groups farthest apart, measured by their own spread?"
    if _waits(place, "perplexity", question, names):
        return
    cloud = clouds.two_groups()
    apart = {}
    for value in PERPLEXITIES:
        made = _made("groups", (), value).places
        apart[value] = clouds.gap(made, cloud.groups, 0, 1) / clouds.spreads(made, cloud.groups).mean()
    ratios = np.array(list(apart.values()))
    in_data = clouds.gap(cloud.points, cloud.groups, 0, 1) / clouds.spreads(cloud.points, cloud.groups).mean()
    place.choose(
        "perplexity", question, names, [names[int(ratios.argmax())]],
        f"In the data they are {in_data:.1f} spreads apart, and on the maps "
        f"{', '.join(f'{ratio:.1f}' for ratio in ratios)}. With a small perplexity each point keeps a few neighbors, "
        "and a group falls into strands; so look at several.",
    )  # fmt: skip
    value = st.select_slider(
        "Perplexity", PERPLEXITIES, PERPLEXITIES[0], key=place.key("value"), disabled=place.locked, width=260
    )
    _beside(place, "perplexity", cloud, _made("groups", (), value).places, f"t-SNE, perplexity {value}")
    draw(
        bars.bars(names, {"gap over spread": ratios}, "gap, in spreads", ".1f", 240), place.key("gaps"),
        f"Gap over spread: {bars.told(names, ratios, '.1f')}; in the data {in_data:.1f}.",
    )  # fmt: skip


def iterations(place: Place) -> None:
    """The way of a map: when its groups part, and when it stops growing."""
    options = [f"{step}" for step in CHECKED]
    question = (
        "At which of these iterations are the two groups apart for the first time, no point nearer to the center of "
        "the other?"
    )
    if _waits(place, "iterations", question, options):
        return
    cloud = clouds.two_groups()
    made = _made("groups", (), PERPLEXITIES[-1])
    mixed = np.array([clouds.mixed(frame, cloud.groups) for frame in made.frames])
    parted = made.steps[int((mixed == 0).argmax())]
    right = next((step for step in CHECKED if step >= parted), CHECKED[-1])
    spreads = np.array([clouds.spreads(frame, cloud.groups).mean() for frame in made.frames])
    at_parting = spreads[made.steps.index(parted)]
    place.choose(
        "iterations", question, options, [f"{right}"],
        f"They part at iteration {parted}. But then a group is {at_parting:.2f} wide, and at the end "
        f"{spreads[-1]:.2f}: what looks done has hardly begun. Stop when the map no longer changes.",
    )  # fmt: skip
    step = st.select_slider(
        "Iteration", made.steps, made.steps[0], key=place.key("at"), disabled=place.locked, width=360
    )
    frame = made.frames[made.steps.index(step)]
    _beside(place, "iterations", cloud, frame, f"t-SNE at iteration {step}")
    steps = np.array(made.steps)
    every = slice(0, None, max(1, len(steps) // 8))
    draw(
        curves(steps, {"spread of a group": spreads}, ("iteration", "spread"), step), place.key("growth"),
        f"Spread of a group by iteration: {bars.told([f'{one}:' for one in steps[every]], spreads[every], '.2f')}.",
    )  # fmt: skip


def sizes(place: Place) -> None:
    """A wide group beside a dense one."""
    ratio = st.slider("How many times as wide B is", 1, 10, 5, key=place.key("ratio"), disabled=place.locked, width=260)
    cloud = clouds.two_sizes(ratio)
    in_data = clouds.spreads(cloud.points, cloud.groups)
    question = (
        f"In the data B is {in_data[1] / in_data[0]:.1f} times as wide as A. How many times as wide is it on the map?"
    )
    if _waits(place, "sizes", question):
        return
    made = _made("sizes", (float(ratio),), 15).places
    on_map = clouds.spreads(made, cloud.groups)
    place.number(
        "sizes", question, on_map[1] / on_map[0], 0.3, ".2f",
        "Each point has as many neighbors as any other, so that each gets about as much room: sizes of islands tell "
        "nothing about spread.",
    )  # fmt: skip
    _beside(place, "sizes", cloud, made, "t-SNE, perplexity 15")


def distances(place: Place) -> None:
    """Three groups, one of them far off."""
    ratio = st.slider(
        "How many times as far C is from B", 1, 10, 5, key=place.key("far"), disabled=place.locked, width=260
    )
    cloud = clouds.three_in_a_row(ratio)
    in_data = _farther(cloud.points, cloud.groups)
    question = f"In the data B and C are {in_data:.1f} times as far apart as A and B. How many times on the map?"
    if _waits(place, "distances", question):
        return
    made = _made("row", (float(ratio),), 15).places
    place.number(
        "distances", question, _farther(made, cloud.groups), 0.4, ".2f",
        "p of points in different groups is all but 0, whether they are far or very far: nothing holds the gaps, and "
        "they come out as the pushes leave them.",
    )  # fmt: skip
    _beside(place, "distances", cloud, made, "t-SNE, perplexity 15")


def _farther(places: np.ndarray, groups: np.ndarray) -> float:
    """How many times as far C is from B as B from A."""
    return clouds.gap(places, groups, 1, 2) / clouds.gap(places, groups, 0, 1)


def noise(place: Place) -> None:
    """Nothing at all, by perplexity."""
    with st.container(horizontal=True):
        value = st.select_slider(
            "Perplexity", (2, 3, 5, 10, 30), 2, key=place.key("noise", "value"), disabled=place.locked, width=260
        )
        seed = st.number_input(
            "Seed of the noise", 0, 99, 0, key=place.key("noise", "seed"), disabled=place.locked, width=150
        )
    question = f"Perplexity {value}: how do the points of pure noise lie on the map?"
    if _waits(place, "noise", question, (EVEN, CLUMPS)):
        return
    cloud = clouds.noise(seed=int(seed))
    made = _made("noise", (120, 50, int(seed)), value).places
    found = clouds.clumped(made)
    place.choose(
        "noise", question, (EVEN, CLUMPS), [CLUMPS if found < CLUMPED else EVEN],
        f"A place is {found:.2f} times as far from its nearest one as in an even cloud of the same spread. With a "
        "small perplexity the map shows who happens to be near whom: chance, drawn as islands.",
    )  # fmt: skip
    _beside(place, "noise", cloud, made, f"t-SNE, perplexity {value}")
    st.caption("On the left two of the 50 numbers of each point.")
