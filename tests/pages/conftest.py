"""Pages are tested on a home in which everything is finished already."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from engine.datasets.graphs.sources import ClassicGraph
from engine.datasets.images.sources import Digits
from engine.datasets.joint.captions.measured import MeasuredCaptions
from engine.datasets.joint.languages.toy_languages import ToyLanguages
from engine.datasets.pairs.great_circle import GreatCircles
from engine.datasets.ratings.toy_viewers import ToyViewers
from engine.datasets.tables.population import SimulatedPopulation
from engine.datasets.text.toy_world import ToyWorld
from engine.datasets.vectors.colors import NamedColors
from engine.learners import LEARNERS
from engine.projections.pca import PCA
from engine.report import Silent
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from tests.examples import quick
from tests.pages.opening import Open, opened

DATA = {
    "captions": MeasuredCaptions(Digits(n_images=300)),
    "corpus": ToyWorld(n_tokens=20_000),
    "ratings": ToyViewers(n_users=50),
    "images": Digits(n_images=300),
    "graph": ClassicGraph("karate"),
    "bipartite": ClassicGraph("davis"),
    "matrix": SimulatedPopulation(n_people=60, n_snps=80),
    "pairs": GreatCircles(),
    "vectors": NamedColors(),
    "languages": ToyLanguages(n_tokens=20_000),
}
RECIPES = {name: Recipe(DATA[cls.takes], quick(cls)) for name, cls in LEARNERS.items()}
"""Every method on a small built-in data set of its kind."""


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with every method trained, and with the flat map of each."""
    folder = tmp_path_factory.mktemp("trained")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EMBEDDING_HOME", str(folder))
        data = {kind: source.load(Silent()) for kind, source in DATA.items()}
        for kind, found in data.items():
            store.save(Recipe(DATA[kind]), found, 0.1)
        for recipe in RECIPES.values():
            assert recipe.learner is not None
            fit = recipe.learner.fit(data[recipe.learner.takes])
            store.save(recipe, fit, 0.1)
            store.save(Recipe(EmbeddingOf(recipe.run_id), PCA()), PCA().fit(fit.main), 0.1)
    return folder


@pytest.fixture
def fresh() -> Iterator[None]:
    """Nothing of another home is in memory, and the supervisor is this home's."""
    st.cache_resource.clear()
    st.cache_data.clear()
    yield
    st.cache_resource.clear()
    st.cache_data.clear()


@pytest.fixture
def at_rest(fresh: None, trained: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Opens a page by its query on a home where every method is trained; no process is there to do jobs."""
    shutil.copytree(trained, home)
    monkeypatch.setattr("pages.parts.run.state.start", lambda: None)
    return opened
