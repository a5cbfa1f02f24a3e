"""Which contexts two words share, by the pointwise mutual information that their method counts with."""

from dataclasses import dataclass

import numpy as np

from engine.datasets.text.corpus import Corpus
from engine.insight.words.pmi import Target, pmi_row


@dataclass(frozen=True)
class SharedContext:
    """A context word found near two words a and b.

    near_a, near_b: how often it stands within the window of a and of b. count: its occurrences in the corpus.
    pmi_a, pmi_b: pointwise mutual information with a and b as the target defines it, natural logarithm, unshifted.
    """

    word: str
    word_id: int
    near_a: int
    near_b: int
    count: int
    pmi_a: float
    pmi_b: float


def shared_contexts(
    corpus: Corpus, a: int, b: int, target: Target, limit: int = 20, min_near: int = 2
) -> list[SharedContext]:
    """Other words that stand near both `a` and `b`, at least `min_near` times each, and more often than by chance.

    corpus: the text that the method counts in. Near is within the target's window in the same sentence.
    Sorted by the smaller of the two PMI values, largest first; contexts for which it is not positive are left out.
    """
    first, second = (pmi_row(corpus, word, target) for word in (a, b))
    others = np.minimum(first.times, second.times)
    others[[a, b]] = 0
    both = np.flatnonzero(others >= max(1, min_near))
    smaller = np.minimum(first.pmi, second.pmi)[both]
    order = both[np.lexsort((both, -smaller))[: min(limit, np.count_nonzero(smaller > 0))]]
    return [
        SharedContext(
            corpus.words[c], c, int(first.times[c]), int(second.times[c]), int(corpus.counts[c]),
            float(first.pmi[c]), float(second.pmi[c]),
        )
        for c in order.tolist()
    ]  # fmt: skip
