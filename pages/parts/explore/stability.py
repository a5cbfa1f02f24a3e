"""How stable items are over the seeds of their training, as far as that was measured: the tests and the colors."""

import numpy as np
import streamlit as st

from engine.embedding import Embedding
from engine.evaluation.seed_agreement import SeedAgreement, ShuffledSeeds, Stability
from engine.figures.coloring import Categories, Ramp
from engine.runs import store, sweeps
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore.view import View
from pages.parts.run import state

STABLE, CONSENSUS = "~stable", "~consensus"
TITLES = {STABLE: "neighbors kept over seeds", CONSENSUS: "clusters common to all seeds"}
"""Colors -> what the visitor reads."""
USUAL_SEEDS, USUAL_CLUSTERS = 4, 8
MOST_SEEDS = 8


def wanted(view: View) -> tuple[int, int]:
    """How many seeds, and into how many clusters, as the address says."""
    seeds, _, clusters = view.page.seeds.partition(".")
    n_seeds, n_clusters = int(seeds or USUAL_SEEDS), int(clusters or USUAL_CLUSTERS)
    return min(max(n_seeds, 2), MOST_SEEDS), min(max(n_clusters, 2), 50)


def trainings(view: View) -> list[tuple[int | None, Recipe]]:
    """Seeds with their recipes; that of the page comes first."""
    return sweeps.with_seeds(view.recipe, wanted(view)[0])


def test(view: View) -> Recipe:
    """The comparison of all seeds."""
    learner = view.recipe.learner
    assert learner is not None
    others = [recipe.run_id for _, recipe in trainings(view)[1:]]
    agreement = SeedAgreement(runs=",".join(others), n_clusters=wanted(view)[1], metric=learner.near_by)
    return Recipe(EmbeddingOf(view.run_id, view.name), agreement)


def shuffled(view: View) -> Recipe:
    """Two seeds on shuffled data."""
    learner = view.recipe.learner
    assert learner is not None
    return Recipe(EmbeddingOf(view.run_id), ShuffledSeeds(metric=learner.near_by))


def found(view: View) -> Stability | None:
    """What the comparison found, if it was made."""
    recipe = view.recipe
    if recipe.learner is None or not sweeps.seeded(recipe.learner):
        return None
    run_id = test(view).run_id
    return _stability(run_id) if store.exists(run_id) else None


@st.cache_resource(show_spinner=False, max_entries=20)
def _stability(run_id: str) -> Stability:
    return Stability.from_fit(state.fit(run_id))


def colors(view: View, name: str, embedding: Embedding) -> Ramp | Categories | None:
    """Items by the share of their neighbors that stays from seed to seed, or by the clusters that the seeds have in
    common; None if it was not measured. Items that were not compared have no color.
    """
    measured = found(view)
    if measured is None:
        return None
    index = view.fit.embeddings[view.name].index
    rows = np.array([index.get(label, -1) for label in embedding.labels], dtype=np.int64)
    compared = (rows >= 0) & (rows < len(measured.by_item))
    if name == CONSENSUS:
        codes = np.where(compared, measured.clusters[np.where(compared, rows, 0)], -1)
        names = [f"cluster {place + 1}" for place in range(int(measured.clusters.max()) + 1)]
        return Categories(codes, names, "common cluster")
    values = np.where(compared, measured.by_item[np.where(compared, rows, 0)], np.nan)
    return Ramp(values, TITLES[STABLE], ends=(0.0, 1.0))
