"""Which map a run opens with: the one that shows most of the neighborhoods, among those that need not be waited for."""

from dataclasses import dataclass

import streamlit as st

from engine.openings import FIRST_ITEMS, map_of, usual
from engine.projections import PROJECTIONS
from engine.projections.base import MapScores, Projection
from engine.runs import store
from pages.parts.explore.view import View
from pages.parts.run import jobs_panel, state

FEW = 50
"""Items picked out that have too few neighbors for a map of neighborhoods."""
QUICK = 3.0
"""Seconds within which a map is made without being asked for."""


@dataclass(frozen=True)
class Opening:
    """method: the name of a projection. why: the reason, a sentence."""

    method: str
    why: str


def opening(view: View) -> Opening:
    """Decided when a run is first looked at, and kept while the visitor stays: a map does not change by itself."""
    key = view.key("opening", view.run_id, view.name, *(["only"] if view.only else []))
    if key not in st.session_state:
        st.session_state[key] = _decide(view)
    found = st.session_state[key]
    assert isinstance(found, Opening)
    return found


def _decide(view: View) -> Opening:
    made = {
        name: scores for name, cls in PROJECTIONS.items() if (scores := _scores(view, usual(cls, view.recipe.learner)))
    }
    if any(PROJECTIONS[name].opens and not PROJECTIONS[name].at_once for name in made):
        best = max(made, key=lambda name: made[name].trustworthiness)
        return Opening(best, _told(best, made))
    if view.only and view.embedding.n_items < FEW:
        return Opening(_at_once(), f"Opened as {PROJECTIONS[_at_once()].title}, fitted on these items alone.")
    slow = {
        name: _seconds(view, usual(cls, view.recipe.learner))
        for name, cls in PROJECTIONS.items()
        if cls.opens and not cls.at_once
    }
    at_once = _at_once()
    if not slow:
        return Opening(at_once, "")
    other = min(slow, key=lambda name: slow[name])
    title = PROJECTIONS[other].title
    if slow[other] < QUICK:
        why = f"Opened as {title}, which keeps near items together and takes less than {QUICK:.0f} s here."
        return Opening(other, why)
    return Opening(
        at_once,
        f"Opened as {PROJECTIONS[at_once].title}, which is there at once; {title} keeps near items together, and would "
        f"take about {jobs_panel.seconds(slow[other])}.",
    )


def _at_once() -> str:
    return next(name for name, cls in PROJECTIONS.items() if cls.opens and cls.at_once)


def _told(best: str, made: dict[str, MapScores]) -> str:
    recall = {PROJECTIONS[name].title: scores.neighbor_recall for name, scores in made.items() if name != best}
    others = [f"{title} {share:.0%}" for title, share in recall.items()]
    beside = f" ({', '.join(others)})" if others else ""
    return (
        f"Opened as {PROJECTIONS[best].title}, the truest of the maps that are made: it keeps "
        f"{made[best].neighbor_recall:.0%} of the nearest neighbors{beside}."
    )


def _scores(view: View, projection: Projection) -> MapScores | None:
    """Of the map of the first items with the usual settings; None if it is not made, or was not measured."""
    if view.only:
        return None
    run_id = map_of(view.run_id, view.name, view.embedding.n_items, projection).run_id
    return projection.scores(state.fit(run_id).summary, (0, 1)) if store.exists(run_id) else None


def _seconds(view: View, projection: Projection) -> float:
    return projection.estimate(view.embedding.first(min(FIRST_ITEMS, view.embedding.n_items))).seconds


def is_quick(view: View, projection: Projection, n_items: int) -> bool:
    """Whether a map is made as soon as it is chosen."""
    return projection.at_once or projection.estimate(view.embedding.first(n_items)).seconds < QUICK
