"""One cell of the matrix behind a method of words, with everything that goes into it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.insight.explanation import Explanation
from engine.insight.words.concordance import neighborhoods


@dataclass(frozen=True)
class Target:
    """The matrix that a method factorizes, or that its inner products tend to.

    weights: what a pair of words at distance 1, 2, ... adds. smoothing: the exponent alpha of the contexts. shift: k,
    whose logarithm is taken off. clipped: whether negative values become 0. by_occurrence: whether a context's share
    is that of its occurrences, from which skip-gram draws its negatives, rather than of its pairs.
    """

    weights: tuple[float, ...]
    smoothing: float = 1.0
    shift: float = 1.0
    clipped: bool = True
    by_occurrence: bool = False


@dataclass(frozen=True)
class PmiCell:
    """One cell of a shifted, smoothed PMI matrix; logarithms are natural.

    pair, word, context, total: n(w, c), n(w), n(c) and N, sums of window weights (plain counts if all weights are 1);
    by occurrence, n(c) counts the occurrences of c.
    smoothed_share: n(c)^alpha / sum over all c' of n(c')^alpha.
    pmi: log of (n(w, c) / N) / (n(w) / N * smoothed_share), -inf if the two never meet.
    value: pmi - log k, at least 0 if clipped: what the matrix holds.
    """

    pair: float
    word: float
    context: float
    total: float
    smoothed_share: float
    pmi: float
    value: float
    target: Target


def pmi_cell(corpus: Corpus, word: int, context: int, target: Target) -> PmiCell:
    """The cell (word, context) of a target on a corpus (Levy, Goldberg and Dagan, 2015; Levy and Goldberg, 2014).

    Two words are counted together once for each time they stand at most `len(target.weights)` words apart in one
    sentence, times the weight of their distance. word, context: ids. Raises InputError if one of them stands alone.
    """
    margins = _margins(corpus, target.weights)
    pair = 0.0
    for distance, places, _ in neighborhoods(corpus, np.flatnonzero(corpus.tokens == word), len(target.weights)):
        pair += target.weights[abs(distance) - 1] * np.count_nonzero(corpus.tokens[places] == context)
    for lonely in (word, context):
        if margins[lonely] == 0:
            raise InputError(f"“{corpus.words[lonely]}” has no neighbor within a sentence.", "E-EVL-05")
    of_contexts = corpus.counts.astype(float) if target.by_occurrence else margins
    smoothed = of_contexts**target.smoothing
    share, total = float(smoothed[context] / smoothed.sum()), float(margins.sum())
    pmi = float(np.log(pair / total / (margins[word] / total * share))) if pair else -np.inf
    value = pmi - float(np.log(target.shift))
    value = max(0.0, value) if target.clipped else value
    return PmiCell(float(pair), float(margins[word]), float(of_contexts[context]), total, share, pmi, value, target)


@lru_cache(maxsize=4)
def _margins(corpus: Corpus, weights: tuple[float, ...]) -> np.ndarray:
    """Sum of the window weights of all pairs that each word is in, float64 (n_words,).

    A token has as many neighbors on a side as its sentence goes on there, up to the window: no pair is looked at.
    """
    up_to = np.concatenate([[0.0], np.cumsum(weights)])
    lengths = np.diff(corpus.sentences)
    place = np.arange(corpus.n_tokens) - np.repeat(corpus.sentences[:-1], lengths)
    behind = np.minimum(place, len(weights))
    ahead = np.minimum(np.repeat(lengths, lengths) - 1 - place, len(weights))
    return np.bincount(corpus.tokens, up_to[behind] + up_to[ahead], minlength=corpus.n_words)


def of_cell(cell: PmiCell, word: str, context: str, product: float | None = None) -> Explanation:
    """The cell written out. product: the inner product of the trained vectors, where it tends to the cell."""
    target = cell.target
    value = f"{cell.pmi:.3f}" if np.isfinite(cell.pmi) else r"-\infty \text{ (they never meet)}"
    formula = (
        rf"\mathrm{{PMI}}(w, c) = \ln \frac{{n(w,c)\,/\,N}}{{\frac{{n(w)}}{{N}} \cdot \frac{{n(c)^{{\alpha}}}}"
        rf"{{\sum_{{c'}} n(c')^{{\alpha}}}}}} = \ln \frac{{{_number(cell.pair)} \,/\, {_number(cell.total)}}}"
        rf"{{\frac{{{_number(cell.word)}}}{{{_number(cell.total)}}} \cdot {cell.smoothed_share:.3g}}} = {value}"
    )
    formulas = (formula,) if product is None else (formula, _tends_to(cell, product))
    parts = (_counts(cell, word, context), _kept(cell, product), _weighting(target.weights))
    return Explanation(
        "Pointwise mutual information",
        "how many times more often than by chance do the two stand together?",
        formulas,
        caption=" ".join(filter(None, parts)),
    )


def _tends_to(cell: PmiCell, product: float) -> str:
    shifted = f"{cell.value:.3f}" if np.isfinite(cell.value) else r"-\infty"
    return (
        rf"v_w \cdot u_c = {product:.3f} \quad\text{{tends to}}\quad \mathrm{{PMI}}(w, c) - \ln k = "
        rf"\mathrm{{PMI}}(w, c) - \ln {cell.target.shift:g} = {shifted}"
    )


def _counts(cell: PmiCell, word: str, context: str) -> str:
    target = cell.target
    of_context = "how often c occurs" if target.by_occurrence else "all pairs that hold c"
    return (
        f"w = {word}, c = {context}: n(w, c) = {cell.pair:,.1f} is how often they stand within {len(target.weights)} "
        f"words of each other, n(w) = {cell.word:,.1f} counts all pairs that hold w, n(c) = {cell.context:,.1f} "
        f"{of_context}, N = {cell.total:,.0f} all pairs; α = {target.smoothing:g} smooths the contexts."
    )


def _kept(cell: PmiCell, product: float | None) -> str:
    if product is None:
        return f"The matrix keeps max(0, PMI - ln {cell.target.shift:g}) = {cell.value:.3f}."
    return (
        f"k = {cell.target.shift:g} negatives are drawn in proportion to count^{cell.target.smoothing:g}. "
        "Vectors of few dimensions come only near to the matrix, and thinning out frequent words moves it a little."
    )


def _weighting(weights: Sequence[float]) -> str:
    return "" if len(set(weights)) == 1 else "Pairs are weighted by their distance, as in the training."


def _number(value: float) -> str:
    """As LaTeX; pairs weighted by distance give counts that are not whole."""
    return f"{value:,.1f}".removesuffix(".0").replace(",", r"{,}")
