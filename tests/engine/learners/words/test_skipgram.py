"""Skip-gram: gradients against the formula, chance against theory, planted topics, seeds, cancel, GPU route."""

import subprocess
import sys
from typing import Any

import numpy as np
import pytest
from scipy.stats import chi2

from engine.algorithms.skipgram import cpu
from engine.algorithms.skipgram.negative_sampling import (
    UINT32,
    Settings,
    alias_table,
    blocks,
    bounded,
    keep_probability,
    learning_rate_at,
)
from engine.embedding import Embedding
from engine.errors import Cancelled, InputError
from engine.learners.words.skipgram import SkipGram
from engine.report import Silent
from tests import ROOT
from tests.examples import corpus, quick

SETTINGS = Settings(16, 5, 5, 2, 0.025, 0.0, 0.75, 0)


def sigmoid(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def objective(inputs: np.ndarray, outputs: np.ndarray, contexts: np.ndarray, targets: np.ndarray) -> float:
    """Mikolov et al. (2013), equation 4, negated and summed over a window; a negative that is the target is none."""
    scores = inputs[contexts] @ outputs[targets].T
    loss = -np.log(sigmoid(scores[:, 0])).sum()
    return loss - np.log(sigmoid(-scores[:, 1:][:, targets[1:] != targets[0]])).sum()


def numeric_gradient(table: np.ndarray, loss: Any, step: float = 1e-6) -> np.ndarray:
    gradient = np.zeros_like(table)
    for place in np.ndindex(table.shape):
        old = table[place]
        table[place] = old + step
        above = loss()
        table[place] = old - step
        gradient[place] = (above - loss()) / (2 * step)
        table[place] = old
    return gradient


def kernel_window(
    inputs: np.ndarray, outputs: np.ndarray, contexts: list[int], targets: list[int], rate: float
) -> tuple[np.ndarray, np.ndarray, float]:
    """The tables after one window of the kernel, and its loss before."""
    from engine.algorithms.skipgram import kernels
    from engine.algorithms.skipgram.lanes_kernels import aligned_zeros, padded

    n_items, n_components = inputs.shape
    width = padded(n_components)
    tables = [aligned_zeros(n_items, width) for _ in range(2)]
    for table, values in zip(tables, (inputs, outputs), strict=True):
        table[:, :n_components] = values
    n_targets = -(-len(targets) // kernels.OUTPUTS) * kernels.OUTPUTS
    rows = np.array(targets + [0] * (n_targets - len(targets))) * width
    weights = np.array([k < len(targets) and (k == 0 or targets[k] != targets[0]) for k in range(n_targets)])
    loss = kernels.train_window(
        tables[0].reshape(-1),
        np.array(contexts) * width,
        len(contexts),
        tables[1].reshape(-1),
        rows,
        weights.astype(np.float32),
        width,
        np.float32(rate),
        np.empty((len(contexts), kernels.OUTPUTS), dtype=np.float32),
        True,
    )
    return tables[0][:, :n_components], tables[1][:, :n_components], float(loss)


@pytest.mark.parametrize("targets", [[5, 6, 7, 0, 8, 9], [5, 6, 6, 5, 8, 9], [2, 7]], ids=["plain", "doubles", "few"])
def test_a_window_moves_down_the_gradient_of_the_objective(targets: list[int]) -> None:
    rng = np.random.default_rng(1)
    inputs, outputs = rng.normal(scale=0.5, size=(2, 10, 20))
    contexts = [1, 2, 3, 4]
    rate = 0.01
    moved_inputs, moved_outputs, loss = kernel_window(inputs, outputs, contexts, targets, rate)

    def now() -> float:
        return objective(inputs, outputs, np.array(contexts), np.array(targets))

    assert loss == pytest.approx(now(), rel=0.005)  # the table's steps
    tolerance = 2 * rate * 0.004 * np.abs(outputs).max() * len(targets)
    np.testing.assert_allclose(moved_inputs, inputs - rate * numeric_gradient(inputs, now), atol=tolerance)
    np.testing.assert_allclose(moved_outputs, outputs - rate * numeric_gradient(outputs, now), atol=tolerance)


def test_more_negatives_than_fit_one_pass_move_like_two_passes() -> None:
    rng = np.random.default_rng(2)
    inputs, outputs = rng.normal(scale=0.5, size=(2, 20, 16))
    targets = list(range(8))
    whole = kernel_window(inputs, outputs, [10, 11], targets, 0.01)
    scores = inputs[[10, 11]] @ outputs[targets].T
    expected = -np.log(sigmoid(scores[:, 0])).sum() - np.log(sigmoid(-scores[:, 1:])).sum()
    assert whole[2] == pytest.approx(expected, rel=0.01)
    moved = np.flatnonzero(np.abs(whole[1] - outputs).max(axis=1) > 1e-6)
    assert moved.tolist() == targets


def chi_square_passes(observed: np.ndarray, expected: np.ndarray) -> bool:
    """Whether Pearson's statistic stays below its 99.99 % quantile."""
    statistic = ((observed - expected) ** 2 / expected).sum()
    return bool(statistic < chi2.ppf(0.9999, len(observed) - 1))


def draws(weights: np.ndarray, n: int) -> np.ndarray:
    from numba import njit

    from engine.algorithms.skipgram.kernels import draw

    @njit
    def many(threshold, other, state, n):  # type: ignore[no-untyped-def]
        return np.array([draw(threshold, other, state) for _ in range(n)])

    return many(*alias_table(weights), np.array([7], dtype=np.uint64), n)


def test_negatives_follow_the_counts_to_the_power_of_three_quarters() -> None:
    weights = np.array([5000, 900, 300, 40, 40, 7, 5, 1.0]) ** 0.75
    observed = np.bincount(draws(weights, 400_000), minlength=8)
    assert chi_square_passes(observed, weights / weights.sum() * 400_000)
    assert not chi_square_passes(observed, np.full(8, 50_000))


def test_sub_sampling_keeps_what_the_formula_says() -> None:
    from engine.algorithms.skipgram.kernels import sample

    counts = np.array([200_000, 60_000, 9_000, 1_000, 100])
    keep = keep_probability(counts, 0.01)
    share = counts / counts.sum()
    np.testing.assert_allclose(keep[:3], np.sqrt(0.01 / share[:3]) + 0.01 / share[:3])
    assert keep[3:].tolist() == [1, 1]
    tokens = np.repeat(np.arange(5), counts).astype(np.int32)
    kept, starts = np.empty(len(tokens), np.int32), np.empty(2, np.int64)
    scaled = (keep * UINT32).astype(np.uint32)
    state = np.array([3], dtype=np.uint64)
    n_sentences = sample(tokens, np.array([0, len(tokens)]), 0, 1, scaled, state, kept, starts)
    observed = np.bincount(kept[: starts[n_sentences]], minlength=5)
    deviations = (observed - counts * keep)[:3] / np.sqrt(counts * keep * (1 - keep))[:3]
    assert np.abs(deviations).max() < 4
    assert observed[3:].tolist() == [1_000, 100]


def test_learning_rate_falls_linearly_from_the_first_to_the_last_block() -> None:
    seen: list[tuple[int, float]] = []
    text = corpus(n_tokens=20_000)
    cpu.train(text.tokens, text.sentences, text.counts, SETTINGS, lambda done, _, rate, *__: seen.append((done, rate)))
    done, rates = np.array(seen).T
    np.testing.assert_allclose(rates, 0.025 + (1e-4 - 0.025) * done / 40_000)
    assert done[-1] == 40_000
    assert learning_rate_at(SETTINGS, 0) == 0.025


def test_blocks_cover_every_sentence_once_and_long_sentences_are_cut() -> None:
    sentences = bounded(np.array([0, 3, 25_000, 25_010, 60_000]))
    assert np.diff(sentences).max() <= 10_000
    assert {0, 3, 25_000, 25_010, 60_000} <= set(sentences.tolist())
    parts = blocks(sentences, SETTINGS)
    assert parts[0] == 0 and parts[-1] == len(sentences) - 1
    assert (np.diff(parts) > 0).all()


def separation(embedding: Embedding) -> tuple[float, float]:
    """Mean cosine within and between the two planted topics, over the frequent words."""
    top = embedding.first(20)
    topic = np.array([label[0] for label in top.labels])
    similarity = top.unit @ top.unit.T
    same = topic[:, None] == topic[None, :]
    return float(similarity[same & ~np.eye(20, dtype=bool)].mean()), float(similarity[~same].mean())


@pytest.mark.parametrize("mode", ["reproducible", "fast"])
def test_planted_topics_are_separated(mode: str) -> None:
    fit = SkipGram(n_components=16, n_epochs=5, min_count=1, mode=mode, sample=0.0).fit(corpus(n_tokens=40_000))
    within, between = separation(fit.main)
    assert within > 0.6
    assert between < 0.1
    assert fit.history["loss"][-1] < 0.8 * fit.history["loss"][0]


def test_no_window_crosses_a_sentence() -> None:
    """Words that only ever stand alone get no step at all."""
    tokens = np.concatenate([np.tile(np.arange(5), 40), np.full(50, 5)])
    sentences = np.concatenate([np.arange(0, 201, 5), np.arange(201, 251)])
    counts = np.bincount(tokens)
    settings = Settings(16, 5, 5, 3, 0.1, 0.0, 0.75, 0)
    inputs, _ = cpu.train(tokens.astype(np.int32), sentences, counts, settings, lambda *_: False)
    start = cpu.initial_vectors(6, settings)
    np.testing.assert_array_equal(inputs[5], start[5])
    assert np.abs(inputs[:5] - start[:5]).max() > 0.01


class CancelAfter(Silent):
    """Cancels after so many blocks, and counts the reports."""

    def __init__(self, calls: int):
        self.calls = calls
        self.reports: list[dict[str, Any]] = []

    def progress(self, done: float, total: float, unit: str, **metrics: Any) -> None:
        self.reports.append(metrics | {"done": done, "unit": unit})

    def cancelled(self) -> bool:
        self.calls -= 1
        return self.calls < 0


@pytest.mark.parametrize("mode", ["reproducible", "fast"])
def test_cancel_ends_within_a_block(mode: str) -> None:
    report = CancelAfter(5)
    with pytest.raises(Cancelled):
        quick(SkipGram, mode=mode, n_epochs=500).fit(corpus(n_tokens=20_000), report)
    assert report.calls == -1


def test_reports_say_loss_speed_and_neighbors() -> None:
    report = CancelAfter(10**6)
    quick(SkipGram, watch="a1, nowhere,b2").fit(corpus(), report)
    last = report.reports[-1]
    assert last["unit"] == "words" and last["done"] == 12_000
    assert last["words_per_second"] > 0 and last["seconds_left"] == 0
    assert 0 < last["loss"] < 6 * np.log(2) + 0.1
    assert {word: len(near) for word, near in last["watch"].items()} == {"a1": 5, "b2": 5}
    assert "a1" not in last["watch"]["a1"]


def test_fit_keeps_history_frames_and_notes() -> None:
    fit = quick(SkipGram, watch="nowhere", n_epochs=20).fit(corpus())
    steps = fit.history["step"]
    assert steps == sorted(steps) and steps[-1] == 120_000
    frames = fit.snapshots
    assert frames is not None and len(frames.steps) == len(frames.frames) == 41
    assert frames.steps[0] == 0 and frames.steps[-1] == 120_000
    np.testing.assert_array_equal(frames.frames[-1], fit.main.vectors[frames.items])
    assert list(fit.embeddings) == ["word", "context"]
    np.testing.assert_array_equal(fit.main.metadata["count"], corpus().counts)
    assert "nowhere" in fit.notes[0]


def test_what_is_not_watched_is_told_before_and_after_training() -> None:
    learner = quick(SkipGram, watch="a1 nowhere a2 a3 a4")
    told = ["Not in the vocabulary, so not watched: nowhere.", "Only 3 words can be watched, so these are not: a4."]
    assert list(learner.fit(corpus()).notes) == told
    assert [advice.sentence for advice in learner.advice(corpus())[:2]] == told


def test_a_wild_learning_rate_ends_with_a_sentence() -> None:
    learner = quick(SkipGram)
    object.__setattr__(learner, "learning_rate", 1e30)
    with pytest.raises(InputError, match="learning rate") as caught, np.errstate(all="ignore"):
        learner.fit(corpus())
    assert caught.value.code == "E-TRN-01"


def test_cuda_without_a_gpu_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(InputError, match="no CUDA GPU"):
        quick(SkipGram, device="cuda").fit(corpus())


def test_torch_route_is_close_to_the_kernels_route() -> None:
    from engine.algorithms.skipgram import on_torch

    text = corpus(n_tokens=30_000)
    settings = Settings(16, 5, 5, 5, 0.05, 0.0, 0.75, 0)
    data = text.tokens, text.sentences, text.counts
    here = [on_torch.train(*data, settings, lambda *_: False, "cpu")[0] for _ in range(2)]
    np.testing.assert_array_equal(*here)
    kernels = cpu.train(*data, settings, lambda *_: False)[0]
    for vectors in (here[0], kernels):
        within, between = separation(Embedding(vectors, text.words))
        assert within > 0.6
        assert between < 0.1


def test_torch_losses_agree_with_the_kernels_losses() -> None:

    text = corpus(n_tokens=30_000)
    settings = Settings(16, 5, 5, 3, 0.05, 0.0, 0.75, 0)
    from engine.algorithms.skipgram import on_torch

    losses: dict[Any, list[float]] = {}
    for module in (on_torch, cpu):
        losses[module] = []
        more = ("cpu",) if module is on_torch else ()
        data = text.tokens, text.sentences, text.counts
        module.train(*data, settings, lambda _d, loss, *_, module=module: losses[module].append(loss), *more)
    final = [np.nanmean(losses[module][-max(1, len(losses[module]) // 3) :]) for module in losses]
    assert final[0] == pytest.approx(final[1], rel=0.05)


def test_same_seed_same_bytes_in_another_process() -> None:
    script = (
        "from tests.examples import corpus, quick; from engine.learners.words.skipgram import SkipGram; import hashlib;"
        "fit = quick(SkipGram, n_components=100, seed=5).fit(corpus());"
        "print(hashlib.sha256(fit.main.vectors.tobytes()).hexdigest())"
    )
    run = [sys.executable, "-c", script]
    hashes = {subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=True).stdout for _ in range(2)}
    assert len(hashes) == 1


def test_too_few_words_are_refused_with_the_value_that_works() -> None:
    text = corpus()
    works = int(text.counts[4])
    with pytest.raises(InputError, match=f"largest min_count that works is {works:,}"):
        SkipGram(min_count=works + 1).fit(text)
    assert SkipGram(min_count=works, n_epochs=1, n_components=4).fit(text).main.n_items == 5
