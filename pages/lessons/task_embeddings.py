"""Lesson 7: embeddings made for a task."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.probability import softmax
from engine.datasets.ratings.toy_viewers import ToyViewers
from engine.figures.lessons import bars, cells
from engine.figures.matrices import matrix
from engine.insight.films import pair_step
from engine.insight.lessons import viewings as films
from engine.insight.lessons.viewings import LEARNING_RATE, N_COMPONENTS, Trained, Viewings
from engine.insight.lessons.word2vec_by_hand import multiplications
from engine.learners.films.cowatch import CoWatch
from engine.learners.films.watch_prediction import WatchPrediction
from engine.runs.recipe import Recipe
from pages.lessons import links, watch_and_read
from pages.lessons.formulas import inner
from pages.lessons.lesson import Lesson, Step, draw
from pages.lessons.question import Place
from pages.parts.write.layout import beside, fitting
from pages.parts.write.plain import plain

EXAMPLES = {"The lecture's three": films.LECTURE, "Ten viewers": films.TEN}
LONGEST = 1_500
"""Characters of typed lines."""
NONE = "none of them"
UNITS = tuple(f"unit {number + 1}" for number in range(N_COMPONENTS))


def _pairs(place: Place) -> None:
    chosen = st.segmented_control(
        "Viewers",
        list(EXAMPLES),
        default=next(iter(EXAMPLES)),
        required=True,
        key=place.key("example"),
        disabled=place.locked,
    )
    text = st.text_area(
        "Name: films watched | held out | words searched for", EXAMPLES[chosen], height=130, max_chars=LONGEST,
        key=place.key("viewers", chosen), disabled=place.locked, persist_state="session",
    )  # fmt: skip
    given = films.viewings(text)
    if given is None:
        st.warning(
            f"Type 1 to {films.MOST_VIEWERS} viewers of different names, one a line, who watched 3 to "
            f"{films.MOST_FILMS} films, one of them at least two; the example is used instead."
        )
        given = films.viewings(EXAMPLES[chosen])
        assert given is not None
    place.given["viewings"] = given
    pairs = given.pairs()
    lengths = [len(one.watched) for one in given.viewers]
    if not place.number(
        "pairs", f"How many pairs (m₁, m₂) do these {len(lengths)} viewers give?", len(pairs), 0.5, ".0f",
        "A viewer of $n$ films gives $n (n - 1)$: "
        + " + ".join(f"{n} · {n - 1}" for n in lengths)
        + f" = {len(pairs)}. So that who watches much does not decide alone, each of these pairs weighs $1 / (n - 1)$.",
    ):  # fmt: skip
        return
    held = [film for one in given.viewers for film in one.held_out]
    columns = list(dict.fromkeys([*given.films, *held]))
    names = [one.name for one in given.viewers]
    values = np.array([[float(film in one.watched) for film in columns] for one in given.viewers])
    marks = [
        ["1" if film in one.watched else "held out" if film in one.held_out else "" for film in columns]
        for one in given.viewers
    ]
    told = "; ".join(
        f"{one.name}: {len(one.watched)}, {', '.join(one.watched)}; held out {', '.join(one.held_out) or 'none'}"
        for one in given.viewers
    )
    draw(matrix(values, names, columns, "g").update_traces(text=marks), place.key("watched"), f"Watched. {told}.")
    table = pd.DataFrame(pairs, columns=["Viewer", "From m₁", "Predict m₂"])
    st.dataframe(table, hide_index=True, height=fitting(len(table), 250), key=place.key("listed"))


def _given(place: Place) -> Viewings:
    found = place.given["viewings"]
    assert isinstance(found, Viewings)
    return found


@st.cache_data(show_spinner=False, max_entries=30)
def _trained(given: Viewings, n_passes: int) -> Trained:
    return films.train(given, n_passes)


def _network(place: Place) -> None:
    given = _given(place)
    with st.container(horizontal=True):
        n_passes = st.select_slider(
            "Passes", [1, 5, 20, 50, 200], 200, key=place.key("passes"), disabled=place.locked, width=220
        )
        first = st.selectbox(
            "m₁", given.films, key=place.key("m1", *given.films), disabled=place.locked, width=150, format_func=plain
        )
        second = st.selectbox(
            "m₂", given.films, 1, key=place.key("m2", *given.films), disabled=place.locked, width=150, format_func=plain
        )
    found = _trained(given, n_passes)
    place.given["trained"] = found
    left, right = beside(2, narrowest=260)
    for block, title, values in ((left, "u", found.inputs), (right, "v", found.outputs)):
        with block:
            st.markdown(f"**{title}**: a row of {N_COMPONENTS} numbers a film")
            draw(
                cells.signed(values, given.films, UNITS), place.key(title),
                f"{title} by film. {cells.told(values, given.films)}.",
            )  # fmt: skip
    i, j = given.films.index(first), given.films.index(second)
    chances = softmax(found.scores[i])
    draw(
        bars.bars(given.films, {"chance": chances}, f"p(m₂ | {first})", ".2f", 260), place.key("chances"),
        f"Chances after {first}: {bars.told(given.films, chances, '.2f')}.",
    )  # fmt: skip
    step = pair_step.pair_step(found.inputs[i], found.outputs, np.zeros(len(given.films)), j, LEARNING_RATE)
    st.latex(rf"u \cdot v = {inner(step.hidden, step.output)} = {step.score:.3f}, \qquad -\ln p = {step.loss:.3f}")
    n_films, n_viewers = films.FULL
    whole, _ = multiplications(n_films, N_COMPONENTS, 0)
    st.caption(
        f"After {n_passes} passes -ln p is {found.losses[-1]:.3f} for a pair on average. With the lecture's "
        f"{n_films:,} films and {n_viewers:,} viewers each matrix has {n_films * N_COMPONENTS:,} numbers, and the "
        f"softmax of one pair takes {whole:,.0f} multiplications: films are then sampled, as words are in lesson 4."
    )


def _recommend(place: Place) -> None:
    given, trained = _given(place), place.given["trained"]
    assert isinstance(trained, Trained)
    with st.container(horizontal=True):
        names = [one.name for one in given.viewers]
        name = st.selectbox(
            "Viewer", names, key=place.key("viewer", *names), disabled=place.locked, width=200, format_func=plain
        )
        usual = max(1, min(5, len(given.films) // 3))  # so that a list leaves some films out
        n = st.slider(
            "Films of a list", 1, 8, usual, key=place.key("top", *names), disabled=place.locked, width=220
        )  # fmt: skip
    viewer = given.viewers[names.index(name)]
    found = films.recommended(given, trained, viewer, n)
    met = [film for film in viewer.held_out if film in found.common]
    unknown = [film for film in viewer.held_out if film not in given.films]
    why = f"In all lists: {', '.join(found.common) or 'no film'}."
    if unknown:
        why += (
            f" No viewer's training part has {' or '.join(unknown)}. A film without a pair has no learned vector, and "
            "no network of this kind can recommend it; features of the film itself could (lesson 8)."
        )
    if viewer.held_out and not place.choose(
        "held", f"{plain(viewer.name)} watched {plain(', '.join(viewer.watched))}. Which of the films held out stand "
        f"in all lists of {n}?",
        [*viewer.held_out, NONE], met or [NONE], plain(why),
    ):  # fmt: skip
        return
    scores = trained.scores[[given.films.index(film) for film in viewer.watched]]
    scores = np.where(np.isin(given.films, viewer.watched), np.nan, scores)
    draw(
        cells.signed(scores, [f"after {film}" for film in viewer.watched], given.films), place.key("scores"),
        f"Inner products by film watched, none for those watched, in the order {', '.join(given.films)}. "
        f"{cells.told(scores, viewer.watched)}.",
    )  # fmt: skip
    table = pd.DataFrame(
        {"Watched": found.lists.keys(), f"Its nearest, {n} at most": map(", ".join, found.lists.values())}
    )
    st.dataframe(table, hide_index=True, height="content", key=place.key("lists"))
    st.markdown(f"**Intersection**: {plain(', '.join(found.common)) or 'empty'}")
    if not any(set(one.watched) & set(viewer.watched) for one in given.viewers if one is not viewer):
        st.caption(
            f"{plain(viewer.name)} shares no film with anybody, so how the others are ordered is chance. The ten "
            "viewers share some."
        )


def _links(place: Place) -> None:
    links.to_run(
        "Movies: the network of pairs with three units, on simulated viewers", "movies",
        lambda: Recipe(ToyViewers(), CoWatch(n_components=N_COMPONENTS)), place.key("pairs", "run"), "Recommend",
    )  # fmt: skip
    links.to_run(
        "Movies: the network that predicts what is watched", "movies", lambda: Recipe(ToyViewers(), WatchPrediction()),
        place.key("watch", "run"), "Will they watch?",
    )  # fmt: skip
    links.to_page("Documents: a reader, and what comes next", "documents", "A reader")


LESSON = Lesson(
    7,
    "Task-specific embeddings",
    "7_task_embeddings",
    "Films that the same people watched: pairs, split, network, lists; will she watch it; a reader and a document.",
    ("pairs", "held", "searches", "next"),
    (
        Step("Pairs and a split", _pairs),
        Step("A network of three units", _network),
        Step("Recommend, and intersect", _recommend),
        Step("Will she watch it?", watch_and_read.watch),
        Step("A reader and a document", watch_and_read.reader),
        Step("At full size", _links),
    ),
)
