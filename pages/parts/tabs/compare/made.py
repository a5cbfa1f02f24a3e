"""What the trainings of a sweep have come to: their scores, what they took, their course, and a plane of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import streamlit as st

from engine.algorithms.procrustes import procrustes
from engine.embedding import Embedding
from engine.errors import InputError
from engine.low_rank import principal
from engine.runs.measures import Measure, Score
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.run import state
from pages.parts.run.batch import Chain, Standing

MAPPED = 1_500
"""Items on the small map of a run."""


@dataclass(frozen=True)
class Trial:
    """One training. scores: title -> score, of the tests that are done. seconds: None before it is done. why: it, or
    one of its tests, failed; "" if none did.
    """

    title: str
    recipe: Recipe
    done: bool
    seconds: float | None
    scores: Mapping[str, Score]
    why: str


def chain(title: str, recipe: Recipe, measures: Sequence[Measure]) -> Chain:
    """A training with all of its tests."""
    return Chain(title, recipe, tuple(measure.asked(recipe) for measure in measures))


def trial(found: Standing, title: str, recipe: Recipe, measures: Sequence[Measure]) -> Trial:
    """What a training and its tests have come to."""
    done = found.is_done(recipe)
    scores: dict[str, Score] = {}
    why = [found.why_failed(recipe)]
    for measure in measures:
        test = measure.asked(recipe)
        why.append(found.why_failed(test))
        if done and found.is_done(test):
            scores |= _read(test.run_id, recipe.run_id, measure)
    return Trial(title, recipe, done, seconds_of(recipe.run_id) if done else None, scores, " ".join(filter(None, why)))


def matrix(trials: Sequence[Sequence[Trial]], title: str) -> np.ndarray:
    """A score of the trials of each value, (n_values, n_seeds); NaN where it is not known."""
    width = max(map(len, trials), default=0)
    found = np.full((len(trials), width), np.nan)
    for row, of_value in enumerate(trials):
        for column, each in enumerate(of_value):
            if title in each.scores:
                found[row, column] = each.scores[title].value
    return found


def choose_score(known: Mapping[str, Score], key: str) -> str:
    """Ask for one of the scores; at first the first that any training has above (or below) what needs no training."""
    tells = [title for title, score in known.items() if not np.isfinite(score.baseline) or _beats(score)]
    usual = next(iter(tells), next(iter(known)))
    return st.selectbox("Score", list(known), list(known).index(usual), key=key, width=320)


def _beats(score: Score) -> bool:
    return score.value < score.baseline if score.lower else score.value > score.baseline


def titles(trials: Sequence[Trial]) -> dict[str, Score]:
    """All scores that any of them has, with the best of each."""
    found: dict[str, Score] = {}
    for title, score in ((title, score) for each in trials for title, score in each.scores.items()):
        old = found.get(title)
        if old is None or (score.value < old.value if score.lower else score.value > old.value):
            found[title] = score
    return found


@st.cache_data(show_spinner=False, max_entries=2_000)
def _read(test_id: str, run_id: str, _measure: Measure) -> dict[str, Score]:
    try:
        return dict(_measure.read(state.fit(test_id)))
    except InputError:  # damaged
        return {}


def seconds_of(run_id: str) -> float:
    """What the training itself took."""
    row = state.row_of(run_id)
    return float(row.summary.get("seconds", row.seconds))


@st.cache_data(show_spinner=False, max_entries=200)
def history(run_id: str) -> dict[str, list[float]]:
    """How a training went."""
    return dict(state.fit(run_id).history)


def aligned(run_id: str, first: str) -> tuple[Embedding, np.ndarray]:
    """The first items of a run that another run's plane has too, and their places (n, 2) on the principal plane of the
    run, turned over that of the other one.
    """
    own, places = _plane(run_id)
    other, target = _plane(first)
    rows = np.array([row for row, label in enumerate(own.labels) if label in other.index], dtype=np.int64)
    if run_id == first or len(rows) < 3:
        return own, places
    there = [other.index[own.labels[row]] for row in rows]
    return own.among(rows), procrustes(places[rows], target[there]).points.astype(np.float32)


@st.cache_resource(show_spinner=False, max_entries=100)
def _plane(run_id: str) -> tuple[Embedding, np.ndarray]:
    """The first items of a run, and their places on a plane: a projection's own, else along two principal axes."""
    recipe, fit = state.recipe_of(run_id), state.fit(run_id)
    shown = fit.main.first(MAPPED)
    if isinstance(recipe.dataset, EmbeddingOf):
        return shown, shown.vectors[:, :2].astype(np.float64)
    assert recipe.learner is not None
    vectors = shown.unit if recipe.learner.near_by == "cosine" else shown.vectors
    axes = principal(vectors.astype(np.float64))
    places = axes.transform(vectors, min(2, len(axes.components)))
    return shown, np.pad(places, ((0, 0), (0, 2 - places.shape[1])))
