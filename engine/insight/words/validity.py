"""Phrases by the validity network: their scores, with other words in each place, and the loss with its numbers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.algorithms.validity.network import Network
from engine.algorithms.validity.phrases import Text
from engine.arithmetic.lookup import rows_of
from engine.datasets.text.corpus import Corpus
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.words.examples import telling
from engine.insight.words.negative_sampling import noise_rows

EDGE = "·"
"""How what lies beyond a sentence is written."""
LOOKED_AT = 5_000
"""Occurrences of a word among which a phrase is sought."""
SHOWN = 5


def network_of(fit: Fit) -> Network:
    """The trained network of a Fit of `learners.words.validity`."""
    words = np.concatenate([fit.main.vectors, fit.arrays["edge"][None]])
    return Network(words, fit.arrays["hidden"], fit.arrays["hidden_bias"], fit.arrays["output"])


@dataclass(frozen=True)
class Place:
    """A place of a phrase. word: what stands there; switched: the score with the other word there.

    beaten: share of the other words of the vocabulary, in [0, 1], with which the phrase scores lower.
    best: the words with which it scores highest, the best first, whether or not the word is among them.
    """

    word: str
    switched: float
    beaten: float
    best: tuple[str, ...]


@dataclass(frozen=True)
class Judged:
    """A phrase. score: s as it is; places: one for each of its words."""

    score: float
    places: tuple[Place, ...]


def parsed(embedding: Embedding, phrase: str, size: int) -> np.ndarray:
    """Rows of the words of a phrase, int64 (size,). Raises InputError for another number of words, or unknown ones."""
    words = phrase.split()
    if len(words) != size:
        number = f"{len(words)} word{'s' * (len(words) != 1)}"
        raise InputError(f"This network judges phrases of {size} words; “{phrase:.60}” has {number}.", "E-VAL-01")
    return np.array(rows_of(embedding, words))


def judged(fit: Fit, phrase: np.ndarray, other: int, n_best: int = SHOWN) -> Judged:
    """What the network says of a phrase (rows of words) and of the same with another word in each place."""
    network, labels = network_of(fit), fit.main.labels
    own = float(network.scores(phrase[None])[0])
    places = []
    for place, word in enumerate(phrase.tolist()):
        scores = network.scores_with(phrase, place)
        beaten = float((np.delete(scores, word) < scores[word]).mean())
        best = np.argsort(-scores, kind="stable")[:n_best]
        places.append(Place(labels[word], float(scores[other]), beaten, tuple(labels[row] for row in best)))
    return Judged(own, tuple(places))


def example(corpus: Corpus, size: int, asked_for: Sequence[str] = ()) -> list[str]:
    """A phrase to begin with: `asked_for` if the corpus knows all of it, else one of its own, around a telling word.

    A text without a sentence of so many words gives its first words, as often as it takes.
    """
    if len(asked_for) == size and all(word in corpus.index for word in asked_for):
        return list(asked_for)
    text = Text(corpus.tokens, corpus.sentences, corpus.n_words)
    for word in telling(corpus.words, corpus.counts, n=20):
        windows = text.windows(np.flatnonzero(corpus.tokens == word)[:LOOKED_AT], size)
        whole = windows[(windows != text.edge).all(axis=1)]
        if len(whole):
            return [corpus.words[row] for row in whole[0].tolist()]
    return [corpus.words[row] for row in np.resize(corpus.tokens, size).tolist()]


def explained_phrase(fit: Fit, corpus: Corpus, word: int, context: int, power: float) -> Explanation:
    """The loss of the first phrase around a word that holds the context, against words drawn as in the training.

    Rows of the fit, whose column is "count". Where no phrase holds both, it is the first around the word.
    """
    network, labels = network_of(fit), (*fit.main.labels, EDGE)
    phrase, holds = _phrase_around(corpus, word, context, network.size)
    middle = network.size // 2
    drawn = noise_rows(fit.main.metadata["count"], power, SHOWN, word)
    phrases = np.repeat(phrase[None], 1 + len(drawn), axis=0)
    phrases[1:, middle] = drawn
    scores = network.scores(phrases).astype(np.float64)
    losses = np.maximum(0, 1 - scores[0] + scores[1:])
    written = [" ".join(labels[row] for row in each) for each in phrases.tolist()]
    inputs = network.inputs(phrase[None])[0]
    at_limit = int((np.abs(inputs) >= 1).sum())
    meets = "" if holds else f" No phrase around {labels[word]} holds {labels[context]}. {EDGE} is beyond the sentence."
    pair = f"1 - {scores[0]:.3f} {scores[1]:+.3f}"
    formulas = (
        r"s = o \cdot \mathrm{hardtanh}(U\,[w_1; \ldots; w_{" + str(network.size) + "}] + b)"
        rf" = {scores[0]:.3f}",
        rf"\max(0,\; 1 - s + s') = \max(0,\; {pair}) = {losses[0]:.3f}",
    )
    return Explanation(
        "A phrase and the same with its middle switched",
        "the phrase of the text is to score above each of the others by 1 or more.",
        formulas,
        {
            "Phrase": written,
            "Score s": scores.tolist(),
            "Loss": [float("nan"), *losses.tolist()],
        },
        caption=(
            f"{len(inputs)} hidden units, of which {at_limit} are at a limit, -1 or 1, for the phrase of the text. The "
            f"second formula is that of the first switched word; these are drawn by count^{power:g}. A pair of loss 0 "
            f"moves nothing.{meets}"
        ),
    )


def _phrase_around(corpus: Corpus, word: int, context: int, size: int) -> tuple[np.ndarray, bool]:
    """Rows of a phrase around a word, and whether it holds the context beside it."""
    text = Text(corpus.tokens, corpus.sentences, corpus.n_words)
    windows = text.windows(np.flatnonzero(corpus.tokens == word)[:LOOKED_AT], size)
    beside = np.delete(windows, size // 2, axis=1)
    holds = (beside == context).any(axis=1)
    return windows[int(holds.argmax())], bool(holds.any())
