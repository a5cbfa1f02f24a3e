"""The validity network's gradients beside torch's, its steps beside AdaGrad's, and what it learns of a made-up text."""

import numba
import numpy as np
import pytest
import torch
from numpy.testing import assert_allclose, assert_array_equal

from engine.algorithms.validity.kernels import move_rows
from engine.algorithms.validity.network import Network
from engine.algorithms.validity.phrases import Noise, Text
from engine.algorithms.validity.training import PARTS, Settings, Trainer, gradients_of

SETTINGS = Settings(5, n_components=6, n_hidden=12, n_switched=16, n_epochs=3, rate=0.05, anywhere=False, batch_size=64)


def text(n_sentences: int = 400, seed: int = 0) -> Text:
    """Sentences of a determiner, two adjectives, a noun and a verb, of six words each, of one of two topics."""
    generator = np.random.default_rng(seed)
    topic = generator.integers(0, 2, (n_sentences, 1))
    tokens = generator.integers(0, 3, (n_sentences, 5)) + 3 * topic + np.array([0, 6, 6, 12, 18])
    return Text(tokens.ravel().astype(np.int32), np.arange(0, 5 * n_sentences + 1, 5), 24)


def trainer(settings: Settings = SETTINGS, seed: int = 1) -> Trainer:
    rng, phrases = np.random.default_rng(seed), text()
    noise = Noise(np.bincount(phrases.tokens, minlength=24), 0.5, rng)
    return Trainer(phrases, np.arange(len(phrases.tokens)), noise, settings, rng)


@pytest.mark.parametrize("place", [0, 2, 4])
def test_the_loss_and_its_gradients_are_those_of_torch(place: int) -> None:
    rng = np.random.default_rng(place)
    network = Network.drawn(24, 5, 6, 12, rng)
    network.words[...] *= 50
    network.output[...] *= 3
    assert 0.1 < (np.abs(network.inputs(text().windows(np.arange(40), 5))) > 1).mean() < 0.9  # units at their limits
    windows = text().windows(rng.integers(0, 2_000, 41), 5)
    drawn = np.array([3, 7, 7, 20, 11], dtype=np.int32)  # one twice, and some that stand there
    loss, found = gradients_of(network, windows, place, drawn)
    tables = [
        torch.tensor(table, dtype=torch.float64, requires_grad=True)
        for table in (network.words, network.hidden, network.bias, network.output)
    ]
    words, hidden, bias, output = tables

    def score(phrases: torch.Tensor) -> torch.Tensor:
        inputs = words[phrases].reshape(len(phrases), -1) @ hidden + bias
        return torch.nn.functional.hardtanh(inputs) @ output

    total = torch.zeros((), dtype=torch.float64)
    for word in drawn.tolist():
        told = torch.tensor(windows).long()
        told = told[(told[:, place] != word) & (told[:, place] != network.edge)]
        switched = told.clone()
        switched[:, place] = word
        total = total + torch.relu(1 - score(told) + score(switched)).sum()
    total.backward()  # type: ignore[no-untyped-call]
    assert_allclose(loss, float(total.detach()), rtol=1e-5)
    of_words = np.zeros_like(network.words)
    np.add.at(of_words, windows.ravel(), found.windows.reshape(-1, 6))
    np.add.at(of_words, drawn, found.drawn)
    for table, gradient in zip(tables, (of_words, found.hidden, found.bias, found.output), strict=True):
        assert table.grad is not None
        assert_allclose(gradient, table.grad.numpy(), rtol=1e-4, atol=1e-4)


def test_rows_move_by_adagrad_as_one_however_often_they_come() -> None:
    rng = np.random.default_rng(0)
    table, gradients = rng.normal(size=(6, 3)).astype(np.float32), rng.normal(size=(5, 3)).astype(np.float32)
    rows = np.array([4, 1, 4, 4, 0], dtype=np.int32)
    summed = np.zeros((6, 3))
    np.add.at(summed, rows, gradients)
    past = np.full((6, 3), 0.5, dtype=np.float32)
    place_of = np.full(6, -1, dtype=np.int32)
    moved = table.copy()
    move_rows(moved, past, rows, gradients, np.float32(0.1), np.empty((5, 3), dtype=np.float32), place_of)
    assert_allclose(moved, table - 0.1 * summed / np.sqrt(0.5 + summed**2), rtol=1e-5)
    assert_allclose(past, 0.5 + summed**2, rtol=1e-5)
    assert_array_equal(place_of, -1)
    assert_array_equal(moved[[2, 3, 5]], table[[2, 3, 5]])


def test_the_loss_falls_and_words_of_one_place_and_topic_come_together() -> None:
    model = trainer(Settings(5, 10, 20, 32, 30, 0.05, anywhere=False, batch_size=64))
    losses = [loss for _, loss in model.steps()]
    assert np.mean(losses[-30:]) < 0.15 * np.mean(losses[:5])
    words = model.network.words[:24]
    unit = words / np.linalg.norm(words, axis=1, keepdims=True)
    cosines = unit @ unit.T - 2 * np.eye(24)
    group = np.arange(24) // 3
    nearest = group[np.argsort(-cosines, axis=1)[:, :2]]
    assert (nearest == group[:, None]).mean() > 0.9


def test_every_window_is_learned_once_an_epoch_and_the_rate_falls_to_a_tenth() -> None:
    model = trainer()
    assert model.rate == SETTINGS.rate and model.total == 3 * 2_000
    assert sum(n for n, _ in model.steps()) == model.total
    assert_allclose(model.rate, 0.1 * SETTINGS.rate)


@pytest.mark.parametrize("anywhere", [False, True])
def test_the_same_bytes_on_any_number_of_threads(anywhere: bool) -> None:
    settings = Settings(5, 6, 12, 16, 1, 0.05, anywhere, 64)
    before, found = numba.get_num_threads(), []
    try:
        for threads in (1, min(2, before), before):
            numba.set_num_threads(threads)
            model = trainer(settings)
            list(model.steps())
            found.append([table.tobytes() for table in (model.network.words, model.network.hidden)])
    finally:
        numba.set_num_threads(before)
    assert found[0] == found[1] == found[2]


def test_fewer_windows_than_parts_are_learned_too() -> None:
    model = trainer()
    loss, gradients = gradients_of(
        model.network, text().windows(np.arange(PARTS - 5), 5), 2, np.array([1, 2], np.int32)
    )
    assert loss > 0 and np.isfinite(gradients.hidden).all()
