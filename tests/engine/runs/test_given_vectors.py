"""A method that begins from the vectors of another run gets them beside its data."""

from pathlib import Path

import numpy as np
import pytest

from engine.datasets.text.toy_world import ToyWorld
from engine.evaluation.documents.pretraining import PretrainingTest
from engine.evaluation.trained_run import TrainedRun
from engine.learners.documents.lsa import LSA
from engine.learners.documents.word_mean import WordMean
from engine.learners.given_vectors import GivenVectors
from engine.learners.words.ppmi_svd import PPMISVD
from engine.runs import inputs, store
from engine.runs.progress import JobReport
from engine.runs.recipe import EmbeddingOf, Recipe


def test_the_vectors_of_another_run(home: Path) -> None:
    source = ToyWorld(n_tokens=20_000)
    corpus = source.load()
    words = Recipe(source, PPMISVD(n_components=8))
    store.save(Recipe(source), corpus, 0.1)
    store.save(words, words.learner.fit(corpus), 0.1)  # type: ignore[union-attr]
    recipe = Recipe(source, WordMean(vectors=words.run_id))
    report = JobReport(recipe.run_id, lambda: False)
    given, dataset_id = inputs.data_of(recipe, "", report)
    assert isinstance(given, GivenVectors) and dataset_id == Recipe(source).run_id
    fit = WordMean(vectors=words.run_id).fit(given)
    found, of_run = fit.embeddings["term"], store.load(words.run_id).main
    np.testing.assert_array_equal(found.vectors[3], of_run.vectors[of_run.index[found.labels[3]]])
    assert fit.main.n_components == 8
    plain, _ = inputs.data_of(Recipe(source, WordMean()), "", report)
    assert not isinstance(plain, GivenVectors)


def test_a_run_that_is_not_there_any_more_is_told(home: Path) -> None:
    source = ToyWorld(n_tokens=20_000)
    store.save(Recipe(source), source.load(), 0.1)
    recipe = Recipe(source, WordMean(vectors="0" * 32))
    with pytest.raises(store.MissingRun):
        inputs.data_of(recipe, "", JobReport(recipe.run_id, lambda: False))


def test_a_test_of_a_run_may_name_another_beside_it(home: Path) -> None:
    source = ToyWorld(n_tokens=20_000)
    corpus = source.load()
    store.save(Recipe(source), corpus, 0.1)
    words, documents = Recipe(source, PPMISVD(n_components=8)), Recipe(source, LSA(n_components=8))
    for recipe in (words, documents):
        store.save(recipe, recipe.learner.fit(corpus), 0.1)  # type: ignore[union-attr]
    report = JobReport("0" * 32, lambda: False)
    found, _ = inputs.data_of(
        Recipe(EmbeddingOf(documents.run_id), PretrainingTest(vectors=words.run_id)), "", report
    )  # fmt: skip
    assert isinstance(found, TrainedRun) and found.learner == documents.learner
    assert found.beside is not None and found.beside.learner == words.learner
    assert found.beside.dataset.words == corpus.words and "word" in found.beside.fit.embeddings
    alone, _ = inputs.data_of(Recipe(EmbeddingOf(documents.run_id), PretrainingTest()), "", report)
    assert isinstance(alone, TrainedRun) and alone.beside is None
