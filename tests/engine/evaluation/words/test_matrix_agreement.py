"""Inner products beside their matrix: against the whole matrix counted at once, and what has no such matrix."""

import numpy as np
import pytest

from engine.algorithms.counting.cooccurrence import cooccurrence
from engine.algorithms.counting.pmi import ppmi
from engine.algorithms.skipgram.negative_sampling import keep_probability
from engine.datasets.text.toy_world import ToyWorld
from engine.errors import Cancelled, InputError
from engine.evaluation.trained_run import TrainedRun
from engine.evaluation.words.matrix_agreement import OFTEN, Agreement, MatrixAgreement
from engine.fit import Fit
from engine.learners.base import Learner
from engine.learners.words.ppmi_svd import PPMISVD
from engine.learners.words.skipgram import SkipGram
from engine.report import Silent
from tests.examples import corpus


def trained(learner: Learner) -> TrainedRun:
    return TrainedRun(learner, learner.fit(corpus(n_tokens=8_000)), corpus(n_tokens=8_000))


def test_skip_gram_beside_the_whole_matrix() -> None:
    learner = SkipGram(n_components=16, window=3, negative=4, min_count=1, sample=0.02, n_epochs=30, ns_exponent=0.6)
    run = trained(learner)
    text = run.dataset
    counts = cooccurrence(text.tokens, text.sentences, text.counts, 3, "linear").toarray()
    counts *= keep_probability(text.counts, 0.02)
    noise = text.counts**0.6 / (text.counts**0.6).sum()
    rows, columns = np.nonzero(counts)
    cells = np.log(counts[rows, columns] / counts.sum(axis=1)[rows] / noise[columns]) - np.log(4)
    products = np.einsum("ij,ij->i", run.fit.main.vectors[rows], run.fit.context.vectors[columns])
    found = Agreement.from_fit(Fit.unpack(*MatrixAgreement().fit(run).pack()))
    assert (found.n_pairs, found.n_words, found.of_words) == (len(rows), 40, 40)
    assert found.correlation == pytest.approx(np.corrcoef(cells, products)[0, 1])
    assert found.correlation > 0.8
    assert found.difference == pytest.approx((products - cells).mean(), abs=1e-6)
    places = {pair: place for place, pair in enumerate(zip(rows.tolist(), columns.tolist(), strict=True))}
    shown = [places[tuple(pair)] for pair in found.pairs.tolist()]
    np.testing.assert_allclose(found.predicted, cells[shown], rtol=1e-5)
    np.testing.assert_allclose(found.learned, products[shown], rtol=1e-5, atol=1e-6)


def test_frequent_pairs_are_those_that_stand_in_a_window_ten_times() -> None:
    run = trained(SkipGram(n_components=16, window=3, min_count=1, sample=0, n_epochs=10))
    text, vectors = run.dataset, run.fit.main.vectors
    times = cooccurrence(text.tokens, text.sentences, text.counts, 3, "equal").toarray()
    near = cooccurrence(text.tokens, text.sentences, text.counts, 3, "linear").toarray()
    noise = text.counts**0.75 / (text.counts**0.75).sum()
    rows, columns = np.nonzero(times >= OFTEN)
    cells = np.log(near[rows, columns] / near.sum(axis=1)[rows] / noise[columns])
    products = np.einsum("ij,ij->i", vectors[rows], run.fit.context.vectors[columns])
    found = Agreement.from_fit(MatrixAgreement().fit(run))
    assert 3 < found.n_frequent == len(rows) < found.n_pairs
    assert found.of_frequent == pytest.approx(np.corrcoef(cells, products)[0, 1])


def test_skip_gram_on_the_toy_world_is_far_above_shuffled_pairs() -> None:
    learner, text = SkipGram(n_components=50, n_epochs=10), ToyWorld(n_tokens=50_000).load()
    fit = learner.fit(text)
    found = Agreement.from_fit(MatrixAgreement(n_words=300).fit(TrainedRun(learner, fit, text)))
    shuffled = np.random.default_rng(0).permutation(found.learned)
    assert found.correlation > 0.35 and found.of_frequent > 0.8
    assert abs(np.corrcoef(found.predicted, shuffled)[0, 1]) < 0.1


def test_no_frequent_pair_is_no_correlation() -> None:
    text = corpus(n_tokens=60)
    learner = PPMISVD(n_components=5, min_count=1, window=1)
    found = Agreement.from_fit(Fit.unpack(*MatrixAgreement().fit(TrainedRun(learner, learner.fit(text), text)).pack()))
    assert found.n_frequent < 3 and np.isnan(found.of_frequent) and not np.isnan(found.correlation)


def test_ppmi_svd_of_full_rank_is_the_matrix() -> None:
    run = trained(PPMISVD(n_components=40, window=3, min_count=1))
    found = Agreement.from_fit(MatrixAgreement().fit(run))
    assert found.correlation == pytest.approx(1, abs=1e-4) and abs(found.difference) < 1e-3
    counts = cooccurrence(run.dataset.tokens, run.dataset.sentences, run.dataset.counts, 3)
    assert found.predicted.max() == pytest.approx(ppmi(counts, 0.75).max(), rel=1e-5)


def test_words_are_drawn_by_the_seed() -> None:
    run = trained(SkipGram(n_components=8, min_count=1, n_epochs=5))
    first, again, other = (Agreement.from_fit(MatrixAgreement(10, seed).fit(run)) for seed in (0, 0, 1))
    assert first.n_words == 10 and len(np.unique(first.pairs[:, 0])) == 10
    assert (first.correlation, first.pairs.tolist()) == (again.correlation, again.pairs.tolist())
    assert first.correlation != other.correlation


def test_what_has_no_matrix_is_refused() -> None:
    with pytest.raises(InputError, match="no matrix") as raised:
        MatrixAgreement().fit(trained(PPMISVD(n_components=5, min_count=1, power=1.0)))
    assert raised.value.code == "E-EVL-07"


def test_cancel() -> None:
    class Impatient(Silent):
        def cancelled(self) -> bool:
            return True

    with pytest.raises(Cancelled):
        MatrixAgreement().fit(trained(PPMISVD(n_components=5, min_count=1)), Impatient())
