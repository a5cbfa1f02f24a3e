"""The map that a run opens with: the truest that is made, else one that is made in a moment, else what is there."""

import pytest
import streamlit as st

from engine.datasets.graphs.sources import ClassicGraph
from engine.learners.nodes.laplacian import LaplacianEigenmaps
from engine.openings import map_of
from engine.projections import PROJECTIONS
from engine.projections.base import MapScores, Projection
from engine.projections.pca import PCA
from engine.projections.tsne import TSNE
from engine.report import Silent
from engine.runs import store
from engine.runs.recipe import Recipe
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.map import opening
from pages.parts.map.opening import Opening

CLUB = Recipe(ClassicGraph("karate"), LaplacianEigenmaps(n_components=5))
AT_ONCE = Opening("tsne", "Opened as t-SNE, which keeps near items together and takes less than 3 s here.")


@pytest.fixture
def view(fresh: None, monkeypatch: pytest.MonkeyPatch) -> View:
    """A run without maps, looked at for the first time."""
    monkeypatch.setattr(st, "session_state", {})
    assert isinstance(CLUB.learner, LaplacianEigenmaps)
    store.save(CLUB, CLUB.learner.fit(ClassicGraph("karate").load(Silent())), 0.1)
    return View(PageState("graphs"), CLUB.run_id, "node")


def draw(view: View, projection: Projection) -> MapScores:
    """Make the first map of the run by a projection; its scores."""
    fit = projection.fit(view.embedding)
    store.save(map_of(view.run_id, view.name, view.embedding.n_items, projection), fit, 0.1)
    found = projection.scores(fit.summary, (0, 1))
    assert found is not None
    return found


def test_a_map_that_takes_a_moment_is_the_first(view: View) -> None:
    assert opening.opening(view) == AT_ONCE


def test_the_linear_map_alone_is_no_reason_to_open_with_it(view: View) -> None:
    draw(view, PCA())
    assert opening.opening(view) == AT_ONCE


def test_a_map_that_takes_its_time_is_offered_beside_what_is_there(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "QUICK", 0.0)
    found = opening.opening(view)
    assert found.method == "pca"
    assert found.why.startswith(
        "Opened as PCA, which is there at once; t-SNE keeps near items together, and would take"
    )


def test_what_is_made_is_shown_however_long_it_took_with_its_share_of_neighbors(
    view: View, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "QUICK", 0.0)
    near, flat = draw(view, TSNE()), draw(view, PCA())
    assert near.trustworthiness > flat.trustworthiness
    assert opening.opening(view) == Opening(
        "tsne",
        f"Opened as t-SNE, the truest of the maps that are made: it keeps {near.neighbor_recall:.0%} of the nearest "
        f"neighbors (PCA {flat.neighbor_recall:.0%}).",
    )


def test_a_map_with_other_settings_is_another_map(view: View) -> None:
    store.save(
        map_of(view.run_id, view.name, view.embedding.n_items, TSNE(perplexity=5)), TSNE().fit(view.embedding), 1
    )
    assert opening.opening(view) == AT_ONCE


@pytest.mark.parametrize("best", ["pca", "tsne"])
def test_the_truest_of_the_maps_that_are_made_is_shown(view: View, monkeypatch: pytest.MonkeyPatch, best: str) -> None:
    trust = {name: 0.9 if name == best else 0.8 for name in PROJECTIONS}
    monkeypatch.setattr(opening, "_scores", lambda view, projection: MapScores(trust[projection.name], 0.5))
    found = opening.opening(view)
    assert found.method == best and f"Opened as {PROJECTIONS[best].title}, the truest" in found.why


def test_where_nothing_is_slow_nothing_is_said(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "PROJECTIONS", {"pca": PCA})
    assert opening.opening(view) == Opening("pca", "")


def test_a_map_does_not_change_by_itself_while_the_visitor_stays(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    assert opening.opening(view) == AT_ONCE
    draw(view, TSNE())
    assert opening.opening(view) == AT_ONCE
    monkeypatch.setattr(st, "session_state", {})
    assert "the truest" in opening.opening(view).why


def test_what_is_quick_is_made_when_it_is_chosen(view: View, monkeypatch: pytest.MonkeyPatch) -> None:
    assert opening.is_quick(view, PCA(), 34) and opening.is_quick(view, TSNE(), 34)
    monkeypatch.setattr(opening, "QUICK", 0.0)
    assert opening.is_quick(view, PCA(), 34) and not opening.is_quick(view, TSNE(), 34)
