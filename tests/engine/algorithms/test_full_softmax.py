"""The full softmax: gradients against torch, windows against a plain loop, the loss against its lower bound."""

from typing import Any

import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal
from scipy.sparse import csr_array
from torch.nn.functional import cross_entropy

from engine.algorithms.full_softmax import FullSoftmax, Settings, train_on_pairs, train_on_places, windows_at
from tests.examples import corpus

SETTINGS = Settings(6, False, True, 3, 0.02, 0)


def model(tied: bool, n_words: int = 12) -> FullSoftmax:
    found = FullSoftmax(np.full(n_words, 1 / n_words), Settings(6, tied, True, 3, 0.02, 0))
    found.outputs *= 5
    return found


def as_torch(found: FullSoftmax, tied: bool) -> list[torch.Tensor]:
    outputs, bias = (
        torch.tensor(each, dtype=torch.float64, requires_grad=True) for each in (found.outputs, found.bias)
    )
    inputs = outputs if tied else torch.tensor(found.inputs, dtype=torch.float64, requires_grad=True)
    return [inputs, outputs, bias]


@pytest.mark.parametrize("tied", [True, False])
def test_gradients_of_pairs_are_those_of_autograd(tied: bool) -> None:
    found, rows = model(tied), np.array([3, 0, 7])
    pairs = np.random.default_rng(1).random((3, 12)).astype(np.float32)
    inputs, outputs, bias = tables = as_torch(found, tied)
    loss = -(torch.tensor(pairs) * torch.log_softmax(inputs[rows.tolist()] @ outputs.T + bias, dim=1)).sum()
    loss.backward()  # type: ignore[no-untyped-call]
    check(found, rows, found.gradients_of_words(rows, pairs), loss, tables)


@pytest.mark.parametrize("tied", [True, False])
def test_gradients_of_windows_are_those_of_autograd(tied: bool) -> None:
    found, words = model(tied), np.array([2, 2, 9, 11])
    windows = np.random.default_rng(2).integers(0, 3, (4, 12)).astype(np.float32)
    inputs, outputs, bias = tables = as_torch(found, tied)
    logits = torch.tensor(windows, dtype=torch.float64) @ inputs @ outputs.T + bias
    loss = cross_entropy(logits, torch.tensor(words), reduction="sum")
    loss.backward()  # type: ignore[no-untyped-call]
    check(found, np.arange(12), found.gradients_of_places(csr_array(windows), words), loss, tables)


def check(found: FullSoftmax, rows: np.ndarray, ours: Any, loss: torch.Tensor, tables: list[torch.Tensor]) -> None:
    """Loss and gradients; those of tied tables add up, which `move` does, asked with steps of plain descent."""
    value, gradients = ours
    assert value == pytest.approx(loss.item(), rel=1e-5)
    moved: dict[int, np.ndarray] = {}

    class Plain:
        rate = 0.0

        def step(self, table: int, rows: Any, gradient: np.ndarray) -> None:
            moved[table] = np.zeros_like(found.inputs if table < 2 else found.bias)
            moved[table][rows] = gradient

    found._adam = Plain()  # type: ignore[assignment]
    found.move(rows, gradients, 0.1)
    wanted = [table.grad for table in tables]
    assert (0 in moved) == (not found.settings.tied)
    for table, gradient in moved.items():
        assert wanted[table] is not None
        assert_allclose(gradient, wanted[table].numpy(), atol=2e-5)  # type: ignore[union-attr]


def test_windows_are_those_of_a_plain_loop() -> None:
    generator = np.random.default_rng(3)
    tokens = generator.integers(0, 6, 40)
    sentence_of = np.repeat(np.arange(8), [1, 7, 2, 9, 1, 10, 6, 4])
    places = generator.permutation(40)
    windows, words = windows_at(tokens, sentence_of, places, 3, 6)
    expected, middles = [], []
    for place in places:
        near = [at for at in range(place - 3, place + 4) if at != place and 0 <= at < 40]
        near = [at for at in near if sentence_of[at] == sentence_of[place]]
        if near:
            expected.append(np.bincount(tokens[near], minlength=6))
            middles.append(tokens[place])
    assert len(expected) == 38
    assert_array_equal(windows.toarray(), expected)
    assert_array_equal(words, middles)


def test_with_dimensions_enough_the_chances_are_the_shares_of_the_pairs() -> None:
    """No softmax is below the entropy of the contexts of a word, and one of full rank comes down to it."""
    pairs = np.random.default_rng(4).integers(1, 30, (12, 12)).astype(float)
    shares = pairs / pairs.sum(axis=1, keepdims=True)
    entropy = -(pairs * np.log(shares)).sum() / pairs.sum()
    losses: list[float] = []
    settings = Settings(12, False, True, 600, 0.03, 0)

    def observe(_done: int, loss: float, *_: object) -> bool:
        losses.append(loss)
        return False

    found = train_on_pairs(csr_array(pairs), settings, observe)
    assert entropy - 1e-6 < losses[-1] < entropy + 1e-3 < losses[0]  # float32
    scores = found.inputs @ found.outputs.T + found.bias
    chances = np.exp(scores) / np.exp(scores).sum(axis=1, keepdims=True)
    assert_allclose(chances, shares, atol=0.005)


def test_without_a_bias_there_is_none_and_tied_tables_are_one() -> None:
    text = corpus(n_tokens=2_000)
    settings = Settings(6, True, False, 1, 0.02, 0)
    found = train_on_places(text.tokens, text.sentences, text.counts, 3, 0.0, settings, lambda *_: False)
    assert np.shares_memory(found.inputs, found.outputs) and not found.bias.any()


def test_the_rate_falls_to_the_last_step_and_the_work_ends_where_it_is_asked_to() -> None:
    text, seen = corpus(n_tokens=2_000), []

    def observe(done: int, loss: float, rate: float, *_: np.ndarray) -> bool:
        seen.append((done, rate))
        return done == 20

    train_on_places(text.tokens, text.sentences, text.counts, 3, 0.0, SETTINGS, observe)
    assert [done for done, _ in seen] == list(range(1, 21))  # of 24: three epochs of eight steps
    assert_allclose([rate for _, rate in seen], 0.02 * (1 - np.arange(20) / 24))
