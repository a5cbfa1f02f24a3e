"""What a job is expected to take, before it is asked for."""

import pytest

from engine.datasets.text.toy_world import ToyWorld
from engine.learners.words.ppmi_svd import PPMISVD
from engine.projections.pca import PCA
from engine.runs import lanes, store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.run.expected import estimate_of, lane

TEXT = ToyWorld(n_tokens=20_000)


def test_it_is_what_the_method_says_of_the_data_or_vectors(monkeypatch: pytest.MonkeyPatch) -> None:
    trained, map_ = Recipe(TEXT, PPMISVD(n_components=8)), PCA(n_components=2)
    assert estimate_of(trained) is None and estimate_of(Recipe(TEXT)) is None  # nothing is read yet
    corpus = TEXT.load()
    store.save(Recipe(TEXT), corpus, 0.1)
    assert trained.learner is not None
    assert estimate_of(trained) == trained.learner.estimate(corpus) and lane(trained) == "light"
    with monkeypatch.context() as patch:
        patch.setattr(lanes, "LIGHT_SECONDS", 0.0)
        assert lane(trained) == "heavy"
    assert estimate_of(Recipe(EmbeddingOf(trained.run_id, "word"), map_)) is None
    fit = trained.learner.fit(corpus)
    store.save(trained, fit, 0.1)
    assert estimate_of(Recipe(EmbeddingOf(trained.run_id, "word"), map_)) == map_.estimate(fit.main)
    first = Recipe(EmbeddingOf(trained.run_id, "word", 20), map_)
    assert estimate_of(first) == map_.estimate(fit.main.first(20))
