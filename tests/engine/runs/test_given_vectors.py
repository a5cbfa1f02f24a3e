"""A method that begins from the vectors of another run gets them beside its data."""

from pathlib import Path

import numpy as np
import pytest

from engine.datasets.text.toy_world import ToyWorld
from engine.learners.documents.word_mean import WordMean
from engine.learners.given_vectors import GivenVectors
from engine.learners.words.ppmi_svd import PPMISVD
from engine.runs import store, worker
from engine.runs.progress import JobReport
from engine.runs.recipe import Recipe


def test_the_vectors_of_another_run(home: Path) -> None:
    source = ToyWorld(n_tokens=20_000)
    corpus = source.load()
    words = Recipe(source, PPMISVD(n_components=8))
    store.save(Recipe(source), corpus, 0.1)
    store.save(words, words.learner.fit(corpus), 0.1)  # type: ignore[union-attr]
    recipe = Recipe(source, WordMean(vectors=words.run_id))
    report = JobReport(recipe.run_id, lambda: False)
    given, dataset_id = worker._dataset(recipe, "", report)
    assert isinstance(given, GivenVectors) and dataset_id == Recipe(source).run_id
    fit = WordMean(vectors=words.run_id).fit(given)
    found, of_run = fit.embeddings["term"], store.load(words.run_id).main
    np.testing.assert_array_equal(found.vectors[3], of_run.vectors[of_run.index[found.labels[3]]])
    assert fit.main.n_components == 8
    plain, _ = worker._dataset(Recipe(source, WordMean()), "", report)
    assert not isinstance(plain, GivenVectors)


def test_a_run_that_is_not_there_any_more_is_told(home: Path) -> None:
    source = ToyWorld(n_tokens=20_000)
    store.save(Recipe(source), source.load(), 0.1)
    recipe = Recipe(source, WordMean(vectors="0" * 32))
    with pytest.raises(store.MissingRun):
        worker._dataset(recipe, "", JobReport(recipe.run_id, lambda: False))
