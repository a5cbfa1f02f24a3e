"""GloVe's descent beside a dense computation, beside torch, on several threads, and on a matrix that it can fit."""

from dataclasses import replace

import numba
import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal
from scipy.sparse import csr_array

from engine.algorithms.glove.descent import PARTS, Glove, Settings, _in_blocks, weight

SETTINGS = Settings(n_components=6, most=10.0, power=0.75, rate=0.05, seed=3)


def counts(n: int = 60, share: float = 0.3) -> csr_array:
    """A symmetric table of which most cells are empty, every word in one at least."""
    generator = np.random.default_rng(n)
    values = np.where(generator.random((n, n)) < share, generator.gamma(1, 8, (n, n)), 0)
    return csr_array(values + values.T + np.eye(n))


def dense_cost(table: np.ndarray, model: Glove) -> float:
    """The mean cost of a pair, from the whole table at once."""
    bias, context_bias = model.biases
    fitted = model.words.astype(float) @ model.contexts.T + bias[:, None] + context_bias
    met = table > 0
    logarithms = np.log(table, where=met, out=np.zeros_like(table))
    return float((0.5 * weight(table, 10.0, 0.75) * (fitted - logarithms) ** 2)[met].sum() / met.sum())


def test_the_cost_is_that_of_the_whole_table() -> None:
    table = counts()
    model = Glove(table, Settings(6, 10.0, 0.75, 1e-12, 3))  # steps too short to be seen
    assert_allclose(model.epoch(), dense_cost(table.toarray(), model), rtol=1e-5)


def sides(model: Glove) -> list[np.ndarray]:
    """The vectors of words and of contexts, each with its bias as the last number."""
    vectors = model.words, model.contexts
    return [np.column_stack([part, bias]) for part, bias in zip(vectors, model.biases, strict=True)]


def test_a_step_is_adagrads() -> None:
    table = csr_array(np.array([[0, 4.0], [0, 0]]))
    model = Glove(table, SETTINGS)
    before = [np.array(part, copy=True) for part in sides(model)]
    untouched = model._words[1].copy()
    model.epoch()
    word, context = (torch.tensor(part[row], dtype=torch.float64, requires_grad=True)
                     for part, row in zip(before, (0, 1), strict=True))  # fmt: skip
    apart = word[:-1] @ context[:-1] + word[-1] + context[-1] - np.log(4.0)
    (0.5 * (4 / 10) ** 0.75 * apart**2).backward()  # type: ignore[no-untyped-call]
    for part, row, start in zip(sides(model), (0, 1), (word, context), strict=True):
        assert start.grad is not None
        assert_allclose(part[row], (start - 0.05 * start.grad).detach(), rtol=1e-5)  # past gradients begin at 1
    assert_array_equal(model._words[1], untouched)
    pasts = model._past[0, [*range(6), 6]], model._past_of_contexts[1, [*range(6), 7]]
    for past, start in zip(pasts, (word, context), strict=True):
        assert start.grad is not None
        assert_allclose(past, 1 + (0.05 * start.grad.numpy()) ** 2, rtol=1e-5)


def test_each_pair_is_met_once_and_blocks_of_a_round_share_nothing() -> None:
    cells = counts().tocoo()
    rows, columns = cells.coords
    order, starts = _in_blocks(rows, columns, np.random.default_rng(0))
    assert_array_equal(np.sort(order), np.arange(len(rows)))
    assert starts[0, 0] == 0 and starts[-1, -1] == len(rows)
    for turn in range(PARTS):
        contexts = set()
        for part in range(PARTS):
            block = order[starts[turn, part] : starts[turn, part + 1]]
            assert set(rows[block] % PARTS) <= {part}
            assert contexts.isdisjoint(columns[block] % PARTS)
            contexts |= set(columns[block] % PARTS)


@pytest.mark.parametrize("never", [0.0, 0.02])
@pytest.mark.parametrize("threads", [1, 2])
def test_the_same_bytes_on_any_number_of_threads(threads: int, never: float) -> None:
    before = numba.get_num_threads()
    models = [Glove(counts(), replace(SETTINGS, never=never)) for _ in range(2)]
    try:
        for model, number in zip(models, (1, min(threads, before)), strict=True):
            numba.set_num_threads(number)
            for _ in range(3):
                model.epoch()
    finally:
        numba.set_num_threads(before)
    assert models[0]._words.tobytes() == models[1]._words.tobytes()
    assert models[0]._contexts.tobytes() == models[1]._contexts.tobytes()


def test_a_table_that_vectors_can_have_is_fitted() -> None:
    generator = np.random.default_rng(1)
    words, contexts = generator.normal(size=(2, 80, 3)) * 0.8
    table = np.exp(words @ contexts.T + generator.normal(size=(80, 1)) + generator.normal(size=80) + 1)
    model = Glove(csr_array(table), SETTINGS)
    first = model.epoch()
    for _ in range(400):
        last = model.epoch()
    assert last < 2e-3 * first
    bias, context_bias = model.biases
    fitted = model.words @ model.contexts.T + bias[:, None] + context_bias
    assert np.corrcoef(fitted.ravel(), np.log(table).ravel())[0, 1] > 0.99


def test_pairs_that_never_meet_are_drawn_evenly_and_stand_for_all() -> None:
    """Steps of strangers alone, too short to move what they start from: their sum is that of the dense gradient."""
    table, never = counts(share=0.15), 0.05
    model = Glove(table, Settings(6, 10.0, 0.75, 1e-4, 3, never))
    model._weights[:] = 0
    words, contexts = (side.astype(float) for side in sides(model))
    met = table.toarray() > 0
    apart = words[:, :-1] @ contexts[:, :-1].T + words[:, -1:] + contexts[:, -1] - np.log(never)
    slope = weight(np.array(never), 10.0, 0.75) * np.where(met, 0, apart)
    epochs = 100
    for _ in range(epochs):
        model.epoch()
    moved = (words[:, -1] - model.biases[0]) / (1e-4 * epochs)
    assert_allclose(moved, slope.sum(axis=1), rtol=0.15)
    assert_allclose(moved.sum(), slope.sum(), rtol=0.02)
    assert_array_equal(model._words[:, 7], 1)  # what the other side's bias is multiplied by
    assert_array_equal(model._contexts[:, 6], 1)


def test_frequent_pairs_weigh_alike() -> None:
    assert_allclose(weight(np.array([0.0, 1, 10, 1e6]), 10.0, 0.75), [0, 10**-0.75, 1, 1])
