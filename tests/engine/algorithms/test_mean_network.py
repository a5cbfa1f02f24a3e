"""A network over means of word vectors: its gradients against autograd, frozen against logistic regression."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from scipy.sparse import csr_array

from engine.algorithms import logistic
from engine.algorithms.mean_network import MeanNetwork, Steps, Text, gradients, jointly
from engine.algorithms.skipgram import cpu
from engine.algorithms.skipgram.negative_sampling import Settings
from engine.errors import Cancelled

N, N_WORDS, D, CLASSES = 40, 15, 4, 3
SETTINGS = Settings(D, 2, 3, 2, 0.05, 0.0, 0.75, 0)


@pytest.fixture
def documents() -> tuple[csr_array, np.ndarray, np.ndarray]:
    """Shares of words, classes that follow from them, and vectors."""
    rng = np.random.default_rng(0)
    targets = np.arange(N) % CLASSES
    chances = np.ones((CLASSES, N_WORDS)) + 6 * (np.arange(N_WORDS) % CLASSES == np.arange(CLASSES)[:, None])
    counts = np.stack([rng.multinomial(8, row / row.sum()) for row in chances[targets]])
    return csr_array(counts / 8.0), targets, rng.normal(size=(N_WORDS, D))


def text() -> Text:
    rng = np.random.default_rng(1)
    tokens = rng.integers(0, N_WORDS, 4_000).astype(np.int32)
    return Text(tokens, np.arange(0, 4_001, 20), np.bincount(tokens, minlength=N_WORDS))


def test_gradients_are_those_of_autograd(documents: tuple[csr_array, np.ndarray, np.ndarray]) -> None:
    import torch

    shares, targets, vectors = documents
    layer = np.random.default_rng(2).normal(size=(D + 1, CLASSES))
    found = gradients(shares, targets, vectors, layer, 3.0)
    v, w = torch.tensor(vectors, requires_grad=True), torch.tensor(layer, requires_grad=True)
    scores = torch.tensor(shares.toarray()) @ v @ w[:-1] + w[-1]
    loss = torch.nn.functional.cross_entropy(scores, torch.tensor(targets)) + 3.0 / 2 / N * (w[:-1] ** 2).sum()
    loss.backward()
    assert found.loss == pytest.approx(float(loss.detach()))
    assert v.grad is not None and w.grad is not None
    assert_allclose(found.vectors, v.grad.numpy(), atol=1e-12)
    assert_allclose(found.layer, w.grad.numpy(), atol=1e-12)


def test_frozen_is_logistic_regression_on_the_means(documents: tuple[csr_array, np.ndarray, np.ndarray]) -> None:
    shares, targets, vectors = documents
    kept = vectors.copy()
    network = MeanNetwork(vectors, shares, targets, CLASSES, Steps(4_000, layer=0.02), moves=False).trained()
    assert_array_equal(vectors, kept)
    weights = logistic.fit_classes(shares @ vectors, targets, CLASSES, 1.0, 1_000)
    expected = logistic.scores(shares @ vectors, weights)
    found = shares @ vectors @ network.layer[:-1] + network.layer[-1]
    assert_allclose(
        found - found.mean(axis=1, keepdims=True), expected - expected.mean(axis=1, keepdims=True), atol=2e-3
    )
    assert_array_equal(network.predicted(shares), expected.argmax(axis=1))


def test_vectors_of_words_without_a_label_stay(documents: tuple[csr_array, np.ndarray, np.ndarray]) -> None:
    shares, targets, vectors = documents
    few = shares[:2]
    seen = np.zeros(N_WORDS, bool)
    seen[few.indices] = True
    assert not seen.all()
    kept = vectors.copy()
    network = MeanNetwork(vectors, few, targets[:2], CLASSES, Steps(30), moves=True)
    first = network.step()
    last = [network.step() for _ in range(29)][-1]
    assert last < first and network.vectors is vectors
    assert_array_equal(vectors[~seen], kept[~seen])
    assert (vectors[seen] != kept[seen]).all()


def test_without_examples_steps_both_losses_are_skipgram_alone(
    documents: tuple[csr_array, np.ndarray, np.ndarray],
) -> None:
    shares, targets, _ = documents
    rates = Steps(10, layer=0.0, vectors=0.0)
    network = jointly(text(), SETTINGS, (shares, targets, CLASSES), rates)
    alone, _ = cpu.train(*text(), SETTINGS, lambda *_: False)
    assert_array_equal(network.vectors, alone)
    assert network.n_steps == 10


def test_both_losses_learn_the_classes_and_repeat(documents: tuple[csr_array, np.ndarray, np.ndarray]) -> None:
    shares, targets, _ = documents
    found = [jointly(text(), SETTINGS, (shares, targets, CLASSES), Steps(200)) for _ in range(2)]
    assert (found[0].predicted(shares) == targets).mean() > 0.8
    assert_array_equal(found[0].vectors, found[1].vectors)
    assert_array_equal(found[0].layer, found[1].layer)
    alone, _ = cpu.train(*text(), SETTINGS, lambda *_: False)
    assert (found[0].vectors != alone).any()


def test_it_can_be_cancelled(documents: tuple[csr_array, np.ndarray, np.ndarray]) -> None:
    def stop() -> None:
        raise Cancelled

    shares, targets, _ = documents
    with pytest.raises(Cancelled):
        jointly(text(), SETTINGS, (shares, targets, CLASSES), Steps(), stop)
