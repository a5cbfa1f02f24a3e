"""The numbers behind two methods for words that the user picks: one PMI cell, one step of negative sampling."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.algorithms.probability import binary_cross_entropy, sigmoid
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.insight.words.concordance import neighborhoods


@dataclass(frozen=True)
class PmiCell:
    """One cell of the shifted, smoothed PMI matrix, with everything that goes into it; logarithms are natural.

    pair, word, context, total: n(w, c), n(w), n(c) and N, sums of window weights (plain counts if all weights are 1).
    smoothing: the exponent alpha. smoothed_share: n(c)^alpha / sum over all c' of n(c')^alpha.
    pmi: log of (n(w, c) / N) / (n(w) / N * smoothed_share), -inf if the two never meet. shift: k.
    value: max(0, pmi - log k), what the matrix holds.
    """

    pair: float
    word: float
    context: float
    total: float
    smoothing: float
    smoothed_share: float
    pmi: float
    shift: float
    value: float


def pmi_cell(
    corpus: Corpus,
    word: int,
    context: int,
    window: int = 5,
    smoothing: float = 0.75,
    shift: float = 1.0,
    weights: Sequence[float] = (),
) -> PmiCell:
    """The cell (word, context) of the PPMI matrix of a corpus (Levy, Goldberg and Dagan, 2015).

    Two words are counted together once for each time they stand at most `window` words apart in one sentence,
    times `weights[distance - 1]` (all 1 by default). word, context: ids. Raises InputError if one of them stands alone.
    """
    weights = tuple(weights) or (1.0,) * window
    margins = _margins(corpus, weights)
    pair = 0.0
    for distance, places, _ in neighborhoods(corpus, np.flatnonzero(corpus.tokens == word), len(weights)):
        pair += weights[abs(distance) - 1] * np.count_nonzero(corpus.tokens[places] == context)
    for lonely in (word, context):
        if margins[lonely] == 0:
            raise InputError(f"“{corpus.words[lonely]}” has no neighbor within a sentence.", "E-EVL-05")
    smoothed = margins**smoothing
    share, total = float(smoothed[context] / smoothed.sum()), float(margins.sum())
    pmi = float(np.log(pair / total / (margins[word] / total * share))) if pair else -np.inf
    value = max(0.0, pmi - float(np.log(shift)))
    return PmiCell(
        float(pair), float(margins[word]), float(margins[context]), total, smoothing, share, pmi, shift, value
    )


def _margins(corpus: Corpus, weights: Sequence[float]) -> np.ndarray:
    """Sum of the window weights of all pairs that each word is in, float64 (n_words,).

    A token has as many neighbors on a side as its sentence goes on there, up to the window: no pair is looked at.
    """
    up_to = np.concatenate([[0.0], np.cumsum(weights)])
    lengths = np.diff(corpus.sentences)
    place = np.arange(corpus.n_tokens) - np.repeat(corpus.sentences[:-1], lengths)
    behind = np.minimum(place, len(weights))
    ahead = np.minimum(np.repeat(lengths, lengths) - 1 - place, len(weights))
    return np.bincount(corpus.tokens, up_to[behind] + up_to[ahead], minlength=corpus.n_words)


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
    words: Sequence[str], input_vector: np.ndarray, output_vectors: np.ndarray, learning_rate: float = 0.025
) -> NegativeSamplingStep:
    """One step of skip-gram with negative sampling (Mikolov et al., 2013), in float64; nothing given is changed.

    words: the word, its true context, and the noise words (1 + 1 + k). input_vector (d,): of the word.
    output_vectors (1 + k, d): of the context and the noise, each different. All move at once, by the old values.
    """
    if len(words) != len(output_vectors) + 1:
        raise ValueError(f"{len(words)} words, but {len(output_vectors)} output vectors")
    v, u = np.asarray(input_vector, dtype=np.float64), np.asarray(output_vectors, dtype=np.float64)
    labels = (np.arange(len(u)) == 0).astype(int)
    scores = u @ v
    gradients = sigmoid(scores) - labels
    after = (u - learning_rate * gradients[:, None] * v) @ (v - learning_rate * gradients @ u)
    columns = zip(words[1:], labels, scores, sigmoid(scores), gradients, after, strict=True)
    samples = tuple(Sample(word, int(label), *map(float, numbers)) for word, label, *numbers in columns)
    return NegativeSamplingStep(words[0], samples, learning_rate, _loss(scores, labels), _loss(after, labels))


def _loss(scores: np.ndarray, labels: np.ndarray) -> float:
    return float(binary_cross_entropy(scores, labels).sum())
