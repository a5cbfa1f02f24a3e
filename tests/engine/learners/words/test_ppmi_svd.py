"""PPMI against its definition, and its factorization against dense LAPACK and the theorem of Eckart and Young."""

import math

import numpy as np
import pytest
from scipy.sparse import csr_array

from engine.algorithms.counting.cooccurrence import cooccurrence
from engine.algorithms.counting.pmi import ppmi
from engine.algorithms.decompositions import DENSE_UP_TO
from engine.datasets.text.corpus import Corpus
from engine.errors import Cancelled, InputError
from engine.learners.words.ppmi_svd import PPMISVD
from engine.report import Silent
from tests.examples import corpus


def dense_ppmi(counts: np.ndarray, smoothing: float, shift: int) -> np.ndarray:
    """Word by word from the definition (Levy, Goldberg and Dagan, 2015, section 2 and 3)."""
    result = np.zeros_like(counts)
    total = counts.sum()
    context = counts.sum(axis=0) ** smoothing / (counts.sum(axis=0) ** smoothing).sum()
    for w, c in np.argwhere(counts):
        pmi = math.log((counts[w, c] / total) / (counts[w].sum() / total * context[c]))
        result[w, c] = max(0.0, pmi - math.log(shift))
    return result


def test_ppmi_of_a_table_by_hand() -> None:
    # p(0, 1) = 4/10, p(0) = p(1) = 1/2: PMI = log 1.6; the diagonal's is log 0.4, below 0.
    matrix = ppmi(csr_array(np.array([[1.0, 4.0], [4.0, 1.0]])))
    np.testing.assert_allclose(matrix.toarray(), [[0, math.log(1.6)], [math.log(1.6), 0]])
    assert matrix.nnz == 2


@pytest.mark.parametrize(("smoothing", "shift"), [(1.0, 1), (0.75, 1), (0.75, 5), (0.0, 2)])
def test_ppmi_equals_its_definition(smoothing: float, shift: int) -> None:
    text = corpus()
    counts = cooccurrence(text.tokens, text.sentences, text.counts, 3)
    expected = dense_ppmi(counts.toarray(), smoothing, shift)
    np.testing.assert_allclose(ppmi(counts, smoothing, shift).toarray(), expected, atol=1e-12)


@pytest.mark.parametrize("power", [0.0, 0.5, 1.0])
def test_embeddings_equal_dense_ppmi_and_svd(power: float) -> None:
    text = corpus()
    fit = PPMISVD(n_components=10, window=4, min_count=1, power=power, shift=2, weighting="equal").fit(text)
    matrix = dense_ppmi(cooccurrence(text.tokens, text.sentences, text.counts, 4, "equal").toarray(), 0.75, 2)
    left, values, right = np.linalg.svd(matrix)
    np.testing.assert_allclose(fit.arrays["singular_values"], values[:10], rtol=1e-9)
    for name, vectors in (("word", left[:, :10]), ("context", right[:10].T)):
        expected = np.abs(vectors * values[:10] ** power)
        np.testing.assert_allclose(np.abs(fit.embeddings[name].vectors), expected, atol=1e-5)
    assert fit.summary["explained_share"] == pytest.approx((values[:10] ** 2).sum() / (matrix**2).sum())
    assert fit.summary["nonzeros"] == np.count_nonzero(matrix)


@pytest.mark.parametrize("cells", ["count", "log"])
def test_counts_and_their_logarithms_are_factorized_as_they_are(cells: str) -> None:
    text = corpus()
    learner = PPMISVD(n_components=5, window=2, min_count=1, power=1.0, weighting="equal", cells=cells)
    counts = cooccurrence(text.tokens, text.sentences, text.counts, 2, "equal").toarray()
    matrix = np.log1p(counts) if cells == "log" else counts
    fit = learner.fit(text)
    np.testing.assert_allclose(fit.arrays["singular_values"], np.linalg.svd(matrix)[1][:5], rtol=1e-9)
    a, b = np.argwhere(counts)[0]
    (told,) = learner.explain(fit, text, {"word": int(a), "context": int(b)})
    assert f"{math.log1p(counts[a, b]):.3f}" in told.formulas[0] or f"= {counts[a, b]:g}" in told.formulas[0]
    assert learner.products_tend_to() is None


def test_full_power_gives_the_best_approximation_of_that_rank() -> None:
    """Eckart and Young (1936): the error is what the dropped singular values hold."""
    text = corpus()
    fit = PPMISVD(n_components=6, min_count=1, power=0.5).fit(text)
    matrix = ppmi(cooccurrence(text.tokens, text.sentences, text.counts, 5), 0.75).toarray()
    approximation = fit.embeddings["word"].vectors.astype(float) @ fit.embeddings["context"].vectors.T
    dropped = np.linalg.svd(matrix, compute_uv=False)[6:]
    assert ((matrix - approximation) ** 2).sum() == pytest.approx((dropped**2).sum(), rel=1e-4)


def test_planted_topics_are_separated() -> None:
    fit = PPMISVD(n_components=4, min_count=1).fit(corpus())
    topic = np.array([label[0] for label in fit.main.labels])
    similarity = fit.main.unit @ fit.main.unit.T
    same = topic[:, None] == topic[None, :]
    assert similarity[~same].max() < 0.1 < similarity[same].mean()


def test_components_beyond_the_rank_are_left_out_with_a_note() -> None:
    fit = PPMISVD(n_components=100, min_count=1).fit(corpus())
    assert fit.main.n_components <= 40
    assert "rank" in fit.notes[0] and str(fit.main.n_components) in fit.notes[0]


def test_words_that_attract_nothing_are_refused() -> None:
    tokens = np.tile(np.arange(5), 40)[np.random.default_rng(0).permutation(200)]
    text = Corpus(tokens, [0, 200], [0, 200], tuple("abcde"), np.bincount(tokens))
    with pytest.raises(InputError, match="smaller shift"):
        PPMISVD(n_components=2, shift=15, min_count=1).fit(text)


def test_cancel_during_the_factorization() -> None:
    class AfterCounting(Silent):
        seen = 0.0

        def progress(self, done: float, total: float, unit: str, **metrics: object) -> None:
            self.seen = done

        def cancelled(self) -> bool:
            return self.seen > 30

    rng = np.random.default_rng(1)
    tokens = rng.integers(0, DENSE_UP_TO + 200, 40_000)
    tokens = np.argsort(np.argsort(-np.bincount(tokens), kind="stable"))[tokens]
    words = tuple(map(str, range(DENSE_UP_TO + 200)))
    text = Corpus(tokens, np.arange(0, 40_001, 20), [0, 40_000], words, np.bincount(tokens))
    report = AfterCounting()
    with pytest.raises(Cancelled):
        PPMISVD(min_count=1).fit(text, report)
    assert 30 < report.seen < 40
