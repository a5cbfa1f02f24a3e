"""One cell of the matrix behind a method of words, with everything that goes into it."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from engine.algorithms.skipgram.negative_sampling import keep_probability
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.insight.explanation import Explanation
from engine.insight.words.concordance import neighborhoods


@dataclass(frozen=True)
class Target:
    """The matrix that a method factorizes, or that its inner products tend to.

    weights: what a pair of words at distance 1, 2, ... adds. smoothing: the exponent alpha of the contexts. shift: k,
    whose logarithm is taken off. clipped: whether negative values become 0. by_occurrence: whether a context's share
    is that of its occurrences, from which skip-gram draws its negatives, rather than of its pairs. sample: words above
    this share of the text are thinned out, so that pairs count by the chance that their context is kept; 0 keeps all.
    """

    weights: tuple[float, ...]
    smoothing: float = 1.0
    shift: float = 1.0
    clipped: bool = True
    by_occurrence: bool = False
    sample: float = 0.0


@dataclass(frozen=True, eq=False)
class PmiRow:
    """A word beside all contexts; logarithms are natural.

    times: int64 (n_words,), how often each context stands within the window. near: float64 (n_words,), n(w, c), the
    same by the weights of the target. pmi: float64 (n_words,), log of (n(w, c) / n(w)) / smoothed share of c, n(w)
    being the sum of `near`; -inf where the two never meet.
    """

    times: np.ndarray
    near: np.ndarray
    pmi: np.ndarray


@dataclass(frozen=True)
class PmiCell:
    """One cell of a shifted, smoothed PMI matrix; logarithms are natural.

    pair, word, context, total: n(w, c), n(w), n(c) and N, sums of window weights (plain counts if all weights are 1);
    by occurrence, n(c) counts the occurrences of c, and N, which is not needed, is NaN.
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
    row = pmi_row(corpus, word, target)
    of_contexts = _of_contexts(corpus, target)
    for lonely, pairs in ((word, row.near.sum()), (context, of_contexts[context])):
        if pairs == 0:
            raise InputError(f"“{corpus.words[lonely]}” has no neighbor within a sentence.", "E-EVL-05")
    pmi = float(row.pmi[context])
    return PmiCell(
        float(row.near[context]),
        float(row.near.sum()),
        float(of_contexts[context]),
        np.nan if target.by_occurrence else float(of_contexts.sum()),
        float(_shares(corpus, target)[context]),
        pmi,
        float(held(row.pmi[context], target)),
        target,
    )


def pmi_row(corpus: Corpus, word: int, target: Target) -> PmiRow:
    """All cells of a word (a row of the matrix before the shift), from its occurrences alone."""
    times, near = np.zeros(corpus.n_words, np.int64), np.zeros(corpus.n_words)
    for distance, places, _ in neighborhoods(corpus, np.flatnonzero(corpus.tokens == word), len(target.weights)):
        found = np.bincount(corpus.tokens[places], minlength=corpus.n_words)
        times += found
        near += target.weights[abs(distance) - 1] * found
    near *= keep_probability(corpus.counts, target.sample)
    met = near > 0
    pmi = np.full(corpus.n_words, -np.inf)
    pmi[met] = np.log(near[met] / near.sum() / _shares(corpus, target)[met])
    return PmiRow(times, near, pmi)


def held(pmi: np.ndarray, target: Target) -> np.ndarray:
    """What the matrix holds for values of PMI (any shape): less log k, and at least 0 if it is clipped."""
    values = pmi - np.log(target.shift)
    return np.maximum(values, 0) if target.clipped else values


def _of_contexts(corpus: Corpus, target: Target) -> np.ndarray:
    """n(c), float64 (n_words,)."""
    return corpus.counts.astype(float) if target.by_occurrence else _margins(corpus, target.weights)


@lru_cache(maxsize=4)
def _shares(corpus: Corpus, target: Target) -> np.ndarray:
    """n(c)^alpha / sum over all c' of n(c')^alpha, float64 (n_words,)."""
    smoothed = _of_contexts(corpus, target) ** target.smoothing
    return smoothed / smoothed.sum()


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
    value = f"{cell.pmi:.3f}" if np.isfinite(cell.pmi) else r"-\infty \text{ (they never meet)}"
    formula = rf"\mathrm{{PMI}}(w, c) = \ln {_ratio(cell)} = {value}"
    formulas = (formula,) if product is None else (formula, _tends_to(cell, product))
    parts = (_counts(cell, word, context), _kept(cell, product), _weighting(cell.target))
    return Explanation(
        "Pointwise mutual information",
        "how many times more often than by chance do the two stand together?",
        formulas,
        caption=" ".join(filter(None, parts)),
    )


def counted_cell(pair: float, word: str, context: str, kind: str) -> Explanation:
    """The cell of a matrix of counts ("count") or of their logarithms ("log") written out; pair: n(w, c)."""
    value = rf"\ln (1 + n(w, c)) = \ln (1 + {_number(pair)}) = {np.log1p(pair):.3f}"
    return Explanation(
        "A count",
        "how often do the two stand together?",
        (value if kind == "log" else rf"n(w, c) = {_number(pair)}",),
        caption=f"n(w, c): pairs of {word} with {context} within the window, by their weights.",
    )


def _ratio(cell: PmiCell) -> str:
    """LaTeX of what the logarithm is taken of, in symbols and in numbers."""
    pair, word, total = _number(cell.pair), _number(cell.word), _number(cell.total)
    share = r"\frac{n(c)^{\alpha}}{\sum_{c'} n(c')^{\alpha}}"
    if cell.target.by_occurrence:
        symbols = rf"\frac{{n(w,c)\,/\,n(w)}}{{{share}}}"
        return rf"{symbols} = \ln \frac{{{pair} \,/\, {word}}}{{{cell.smoothed_share:.3g}}}"
    symbols = rf"\frac{{n(w,c)\,/\,N}}{{\frac{{n(w)}}{{N}} \cdot {share}}}"
    numbers = rf"\frac{{{pair} \,/\, {total}}}{{\frac{{{word}}}{{{total}}} \cdot {cell.smoothed_share:.3g}}}"
    return rf"{symbols} = \ln {numbers}"


def _tends_to(cell: PmiCell, product: float) -> str:
    shifted = f"{cell.value:.3f}" if np.isfinite(cell.value) else r"-\infty"
    return (
        rf"v_w \cdot u_c = {product:.3f} \quad\text{{tends to}}\quad \mathrm{{PMI}}(w, c) - \ln k = "
        rf"\mathrm{{PMI}}(w, c) - \ln {cell.target.shift:g} = {shifted}"
    )


def _counts(cell: PmiCell, word: str, context: str) -> str:
    target = cell.target
    told = (
        f"w = {word}, c = {context}: n(w, c) = {cell.pair:,.1f} is how often they stand within {len(target.weights)} "
        f"words of each other, n(w) = {cell.word:,.1f} counts all pairs that hold w, n(c) = {cell.context:,.1f} "
    )
    told += "how often c occurs" if target.by_occurrence else f"all pairs that hold c, N = {cell.total:,.0f} all pairs"
    return f"{told}; α = {target.smoothing:g} smooths the contexts. ln is the natural logarithm, as under Why close?"


def _kept(cell: PmiCell, product: float | None) -> str:
    if product is None:
        return f"The matrix keeps max(0, PMI - ln {cell.target.shift:g}) = {cell.value:.3f}."
    return (
        f"k = {cell.target.shift:g} negatives are drawn in proportion to count^{cell.target.smoothing:g}. "
        "Vectors of few dimensions come only near to the matrix."
    )


def _weighting(target: Target) -> str:
    told = [] if len(set(target.weights)) == 1 else ["by their distance"]
    told += ["by the chance that the context is not thinned out"] if target.sample else []
    return f"Pairs are weighted {' and '.join(told)}, as in the training." if told else ""


def _number(value: float) -> str:
    """As LaTeX; pairs weighted by distance give counts that are not whole."""
    return f"{value:,.1f}".removesuffix(".0").replace(",", r"{,}")
