"""The term of GloVe's loss that a word and a context have, with its numbers (Pennington, Socher and Manning, 2014)."""

from typing import Protocol

import numpy as np

from engine.algorithms.glove.descent import weight
from engine.datasets.text.corpus import Corpus
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.words.pmi import Target, pmi_cell


class Method(Protocol):
    """What is asked of the learner. both: whether the vectors of the Fit are sums of a word's and a context's.

    never: what pairs that never meet count, 0 if they are left out.
    """

    @property
    def most(self) -> float: ...

    @property
    def power(self) -> float: ...

    @property
    def both(self) -> bool: ...

    @property
    def never(self) -> float: ...

    def target(self) -> Target:
        """How pairs are counted."""


def explained_pair(fit: Fit, corpus: Corpus, word: int, context: int, method: Method) -> Explanation:
    """Rows of the fit. A pair that never meets has no term, or counts as `never`."""
    count = pmi_cell(corpus, word, context, method.target()).pair
    names = f"w = {corpus.words[word]}, c = {corpus.words[context]}"
    as_context = fit.context.vectors
    as_word = fit.main.vectors[word] - (as_context[word] if method.both else 0)
    product = float(as_word.astype(np.float64) @ as_context[context])
    biases = float(fit.arrays["bias"][word]), float(fit.arrays["context_bias"][context])
    fitted = product + sum(biases)
    told = rf"v_w \cdot u_c + b_w + b'_c = {product:.3f} {biases[0]:+.3f} {biases[1]:+.3f} = {fitted:.3f}"
    caption = (
        f"{names}. X sums 1/distance over all places where both stand within {len(method.target().weights)} words of "
        "each other. v is the word's own vector, u the context's; the map shows "
        f"{'v + u of each word' if method.both else 'v'}."
    )
    lead = "the inner product and two biases are to be the logarithm of how often the two meet."
    if count == 0 and method.never:
        lead = f"these two never stand near each other, which counts as meeting {method.never:g} times."
        count = method.never
    elif count == 0:
        lead = "these two never stand near each other, so that no term of the loss is about them."
        return Explanation("GloVe's term", lead, (rf"X_{{wc}} = 0,\qquad {told}",), caption=caption)
    digits = ".2f" if count >= 1 else ".2g"
    pull = float(weight(np.array(count), method.most, method.power))
    apart = fitted - float(np.log(count))
    formulas = (
        rf"{told} \;\approx\; \ln X_{{wc}} = \ln {count:{digits}} = {np.log(count):.3f}",
        rf"f(X_{{wc}}) = \min\!\left(1, \left(\tfrac{{{count:{digits}}}}{{{method.most:g}}}\right)^{{{method.power:g}}}"
        rf"\right) = {pull:.3f}",
        rf"\tfrac12 f(X_{{wc}}) \left({fitted:.3f} - {np.log(count):.3f}\right)^2 = {0.5 * pull * apart**2:.5f}",
    )
    return Explanation("GloVe's term", lead, formulas, caption=caption)
