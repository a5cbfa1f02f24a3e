"""One step of skip-gram or CBOW with negative sampling, with its numbers (Mikolov et al., 2013)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from engine.algorithms.probability import binary_cross_entropy, sigmoid
from engine.algorithms.skipgram.negative_sampling import Settings
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.moves import Moves, moves


@dataclass(frozen=True)
class Sample:
    """One context in a step of negative sampling: the true one (label 1) or a noise word (label 0).

    score: dot product of the input and the output vector. probability: its sigmoid.
    gradient: probability - label, by which the other vector is moved along, times the learning rate.
    score_after: the score once all vectors have moved.
    """

    word: str
    label: int
    score: float
    probability: float
    gradient: float
    score_after: float


@dataclass(frozen=True)
class NegativeSamplingStep:
    """One stochastic gradient step for a word and its context, with the true sample first.

    loss: -log sigmoid(score) of the true sample - sum of log sigmoid(-score) of the noise; natural logarithms.
    """

    word: str
    samples: tuple[Sample, ...]
    learning_rate: float
    loss_before: float
    loss_after: float


def negative_sampling_step(
    words: Sequence[str],
    input_vector: np.ndarray,
    output_vectors: np.ndarray,
    learning_rate: float = 0.025,
    share: float = 1.0,
) -> NegativeSamplingStep:
    """One step of negative sampling (Mikolov et al., 2013), in float64; nothing given is changed.

    words: the word, its true context, and the noise words (1 + 1 + k). input_vector (d,): of the word.
    output_vectors (1 + k, d): of the context and the noise, each different. All move at once, by the old values.
    share: of its own step that the input vector makes; 1 unless it is put together from others, which move instead.
    """
    if len(words) != len(output_vectors) + 1:
        raise ValueError(f"{len(words)} words, but {len(output_vectors)} output vectors")
    v, u = np.asarray(input_vector, dtype=np.float64), np.asarray(output_vectors, dtype=np.float64)
    labels = (np.arange(len(u)) == 0).astype(int)
    scores = u @ v
    gradients = sigmoid(scores) - labels
    after = (u - learning_rate * gradients[:, None] * v) @ (v - share * learning_rate * gradients @ u)
    columns = zip(words[1:], labels, scores, sigmoid(scores), gradients, after, strict=True)
    samples = tuple(Sample(word, int(label), *map(float, numbers)) for word, label, *numbers in columns)
    return NegativeSamplingStep(words[0], samples, learning_rate, _loss(scores, labels), _loss(after, labels))


def _loss(scores: np.ndarray, labels: np.ndarray) -> float:
    return float(binary_cross_entropy(scores, labels).sum())


def noise_rows(counts: np.ndarray, exponent: float, n_wanted: int, context: int) -> list[int]:
    """Different noise words as the training draws them, always the same ones for the same context.

    counts: (n_words,) occurrences; a word is drawn by count^exponent, the context and words that never occur are not.
    """
    weights = np.where(counts > 0, np.maximum(counts, 1).astype(float) ** exponent, 0.0)
    weights[context] = 0
    n_drawn = min(n_wanted, int((weights > 0).sum()))
    generator = np.random.default_rng(context)
    return [int(row) for row in generator.choice(len(weights), n_drawn, replace=False, p=weights / weights.sum())]


def explained_step(fit: Fit, word: int, context: int, settings: Settings) -> Explanation:
    """The step for a word and its context, from the trained vectors. Rows of the fit, whose column is "count"."""
    words = fit.main
    rows = [context, *noise_rows(words.metadata["count"], settings.ns_exponent, settings.negative, context)]
    names = [words.labels[row] for row in (word, *rows)]
    v, u = (each.astype(np.float64) for each in (words.vectors[word], fit.context.vectors[rows]))
    step = negative_sampling_step(names, v, u, settings.learning_rate)
    formula = (
        r"J = -\ln \sigma(v_w \cdot u_c) - \sum_{i} \ln \sigma(-v_w \cdot u_i) = "
        + rf"{step.loss_before:.4f} \;\to\; {step.loss_after:.4f} \text{{ after one step}}"
    )
    return Explanation(
        "One step of negative sampling",
        _what_happens(step),
        (formula,),
        table_of(step, "Score v·u"),
        caption=(
            f"Learning rate {settings.learning_rate:g}. Each output vector u moves by -rate · (σ - label) · v, and v "
            "by the sum of -rate · (σ - label) · u. Noise words are drawn with probability proportional to "
            f"count^{settings.ns_exponent:g}."
        ),
        moves=moves_of(step, (f"{names[0]} (v)", *names[1:]), v, u),
    )


def moves_of(step: NegativeSamplingStep, names: Sequence[str], v: np.ndarray, u: np.ndarray, share: float = 1) -> Moves:
    """The step on a plane; v (d,), u (1 + k, d) and `share` as given to `negative_sampling_step`."""
    by = -step.learning_rate * np.array([sample.gradient for sample in step.samples])
    return moves(names, v, share * by @ u, u, by[:, None] * v)


def table_of(step: NegativeSamplingStep, score: str) -> dict[str, list[Any]]:
    """The samples as columns; score: what the inner product is called."""
    return {
        "Word": [sample.word for sample in step.samples],
        "Label": [sample.label for sample in step.samples],
        score: [sample.score for sample in step.samples],
        "σ(score)": [sample.probability for sample in step.samples],
        "σ - label": [sample.gradient for sample in step.samples],
        "Moves": ["pulled" if sample.label else "pushed" for sample in step.samples],
        "Score after": [sample.score_after for sample in step.samples],
    }


def _what_happens(step: NegativeSamplingStep) -> str:
    true = step.samples[0]
    if true.score_after > true.score:
        return "the word moves towards its context and away from noise words."
    return (
        "the word moves away from noise words so far that the score of its context falls too, "
        f"from {true.score:.3f} to {true.score_after:.3f}; the loss falls all the same."
    )
