"""Film: the training once more, frame by frame: neighbors of a few words, and how many analogies are right by then."""

from typing import Any, cast

import numpy as np
import pandas as pd
import streamlit as st

from engine import exports
from engine.errors import InputError
from engine.evaluation.words.analogies import analogy_accuracy
from engine.figures.training import film_curves
from engine.insight.words import film as engine_film
from engine.insight.words.film import Film
from engine.learners.words.contract import WordLearner
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.tabs.training import unit

NEIGHBORS = 8
MOST_WORDS = 12


def kept(view: View) -> bool:
    """Whether the run kept frames of its training."""
    return engine_film.has_film(view.fit)


def show(view: View) -> None:
    """The words to watch, the slider, their neighbors at that step, and the course of it all."""
    found = _film(view.run_id)
    words = st.multiselect(
        "Words", found.labels, _usual(view, found), key=view.key("film_words", view.run_id), persist_state="session",
        max_selections=MOST_WORDS, help="Those of which frames were kept: the most frequent, the watched, and pairs of "
        "relations.",
    )  # fmt: skip
    st.fragment(_watch)(view, found, words)


def _watch(view: View, found: Film, words: list[str]) -> None:
    """A fragment: moving the slider draws nothing else of the page anew."""
    place = st.select_slider(
        f"Training, in {unit(view)}", range(len(found.steps)), format_func=lambda frame: f"{found.steps[frame]:,.0f}",
        key=view.key("film_step", view.run_id),
    )  # fmt: skip
    shares = {"Neighbors as at the end": found.as_at_the_end.mean(axis=1).tolist()}
    right, baseline, asked = _analogies(view.run_id)
    if asked:
        shares = {"Analogies right": right} | shares | {"Nearest to c (baseline)": baseline}
    rows = [found.labels.index(word) for word in words if word in found.labels]
    if rows:
        _neighbors(view, found, rows, place)
    chart = film_curves(found.steps, shares, found.steps[place], unit(view))
    st.plotly_chart(chart, key=view.key("film_course"))
    st.caption(_told(found, asked))
    columns: dict[str, Any] = {unit(view): list(found.steps)} | shares
    st.download_button(
        "Course (CSV)", lambda: exports.columns_csv(columns), f"film-{view.run_id[:8]}.csv", "text/csv",
        icon=":material/download:", on_click="ignore", key=view.key("film_csv"),
    )  # fmt: skip


def _neighbors(view: View, found: Film, rows: list[int], place: int) -> None:
    settled = found.as_at_the_end[place]
    table: dict[str, list[Any]] = {"Word": [found.labels[row] for row in rows]}
    for rank in range(found.near.shape[2]):
        near = found.near[place, rows, rank].tolist()
        table[str(rank + 1)] = [found.labels[item] if item >= 0 else "" for item in near]
    table["As at the end"] = [100 * settled[row] for row in rows]
    form = {"As at the end": st.column_config.NumberColumn(format="%.0f %%")}
    st.dataframe(pd.DataFrame(table), hide_index=True, column_config=form, key=view.key("film_near"))


def _told(found: Film, asked: int) -> str:
    """What the lines are of."""
    told = (
        f"Neighbors are those by cosine among the {len(found.labels)} words of which {len(found.steps)} frames were "
        f"kept; as at the end: the share of the {found.near.shape[2]} nearest that stay to the end, the mean over the "
        "words."
    )
    if not asked:
        return f"{told} No analogy can be asked: these words hold no two pairs of a relation that the app knows."
    return (
        f"{told} Analogies: {asked:,} questions of the app's relations, answered among the same words, which is "
        "easier than among all."
    )


def _usual(view: View, found: Film) -> list[str]:
    """The words that were watched while it trained, and the chosen one."""
    learner = cast(WordLearner, view.recipe.learner)
    words = [view.fit.main.labels[row] for row in learner.watches(view.corpus)]
    return [word for word in dict.fromkeys([view.selected_label, *words]) if word in found.labels]


@st.cache_resource(show_spinner="Looking at each frame", max_entries=10)
def _film(run_id: str) -> Film:
    return engine_film.film(state.fit(run_id), NEIGHBORS)


@st.cache_data(show_spinner="Asking in each frame", max_entries=20)
def _analogies(run_id: str) -> tuple[list[float], list[float], int]:
    """Accuracy and baseline in each frame, and how many questions were asked in the last."""
    fit = state.fit(run_id)
    questions = engine_film.questions(fit)
    right, baseline, asked = [], [], 0
    for frame in engine_film.frames(fit):
        try:
            scores = analogy_accuracy(frame, questions)
        except InputError:  # none of the words has a direction yet, or there is no question
            right.append(np.nan)
            baseline.append(np.nan)
            continue
        right.append(scores.accuracy)
        baseline.append(scores.baseline)
        asked = int(scores.covered.sum())
    return right, baseline, asked
