"""The second layer of negative sampling read as attention: inner products, turned into weights over the vocabulary."""

from typing import Any

import numpy as np

from engine.algorithms.probability import log_softmax
from engine.datasets.text.corpus import Corpus
from engine.insight.explanation import Explanation

SHOWN = 10


def scientific(value: float) -> str:
    """Three digits, as LaTeX.

    >>> scientific(0.5), scientific(0.0000123)
    ('0.5', '1.23 \\\\cdot 10^{-5}')
    """
    mantissa, _, power = f"{value:.3g}".partition("e")
    return rf"{mantissa} \cdot 10^{{{int(power)}}}" if power else mantissa


def attention(
    corpus: Corpus, query: np.ndarray, outputs: np.ndarray, to: int, exponent: float, called: str
) -> Explanation:
    """The weights that a query (d,) gives to all words, by their outputs (n_words, d), whose rows are the corpus's.

    to: the row of the word that is there. exponent: of the counts in the noise. called: the query, in LaTeX. The
    optimum of negative sampling has p(c) in proportion to noise(c) exp(score) (Levy and Goldberg, 2014).
    """
    scores = outputs.astype(np.float64) @ query.astype(np.float64)
    plain = np.exp(log_softmax(scores))
    noise = exponent * np.log(np.maximum(corpus.counts, 1))
    told = np.exp(log_softmax(scores + noise))
    shown = np.argsort(-plain, kind="stable")[:SHOWN].tolist()
    shown += [row for row in np.argsort(-told, kind="stable")[: SHOWN // 2].tolist() if row not in shown]
    shown += [] if to in shown else [to]
    table: dict[str, list[Any]] = {
        "Word": [corpus.words[row] for row in shown],
        "Score": [float(scores[row]) for row in shown],
        "Attention p": [float(plain[row]) for row in shown],
        "Times noise": [float(told[row]) for row in shown],
    }
    formula = rf"p(c) = \frac{{e^{{{called} \cdot u_c}}}}{{\sum_j e^{{{called} \cdot u_j}}}} = {scientific(plain[to])}"
    return Explanation(
        "The second layer, read as attention",
        "inner products with every word, turned into weights that sum to 1.",
        (formula,),
        table,
        caption=(
            f"c = {corpus.words[to]}. The vector that predicts is the query, the output vectors u of all "
            f"{corpus.n_words:,} words are the keys and the values, p are the weights. Negative sampling never adds up "
            "the sum over j: it tells a word from a few noise words, so its scores leave out how frequent each word "
            f"is, and p is high for rare words. Times noise: the weights once each word counts by its noise, "
            f"count^{exponent:g}, which is the chance of the word here, as far as the training has come. The table has "
            "the largest of both, and c."
        ),
    )
