"""How near two words are, by every measure, and which contexts make the rows of their counts point the same way."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from engine.datasets.text.corpus import Corpus
from engine.embedding import Embedding
from engine.insight.words.pmi import Target, pmi_row


class Between(NamedTuple):
    """Two items of an embedding. cosine in [-1, 1]; angle in degrees; distance: Euclidean, of the vectors as they are.

    place: of the second among the neighbors of the first by cosine, from 1; back: of the first among the second's.
    """

    cosine: float
    angle: float
    distance: float
    place: int
    back: int


def between(embedding: Embedding, a: int, b: int) -> Between:
    """Measure two different rows that have a direction."""
    cosine = float(np.clip(embedding.unit[a].astype(float) @ embedding.unit[b].astype(float), -1, 1))
    difference = embedding.vectors[a].astype(float) - embedding.vectors[b]
    return Between(
        cosine,
        float(np.degrees(np.arccos(cosine))),
        float(np.linalg.norm(difference)),
        _place(embedding, a, b),
        _place(embedding, b, a),
    )


def _place(embedding: Embedding, of: int, partner: int) -> int:
    cosines = embedding.unit @ embedding.unit[of]
    cosines[embedding.norms == 0] = cosines[of] = -np.inf
    return 1 + int((cosines > cosines[partner]).sum())


class Part(NamedTuple):
    """A context near both words. near_a, near_b: how often it stands within the window of each. share: what it adds to
    the cosine of their rows.
    """

    word: str
    near_a: int
    near_b: int
    share: float


class Company(NamedTuple):
    """cosine: of the rows of positive PMI of two words, in [0, 1]: the sum of the shares of all `n_shared` contexts.

    parts: the contexts with the largest shares, largest first.
    """

    cosine: float
    n_shared: int
    parts: tuple[Part, ...]


def company(corpus: Corpus, a: int, b: int, target: Target, limit: int = 12) -> Company:
    """Compare the rows of two words (ids) in the matrix of max(0, PMI) as the target counts, before any shift."""
    first, second = pmi_row(corpus, a, target), pmi_row(corpus, b, target)
    one, other = np.maximum(first.pmi, 0), np.maximum(second.pmi, 0)
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    shares = one * other / lengths if lengths > 0 else np.zeros(len(one))
    order = np.argsort(-shares, kind="stable")[:limit]
    parts = tuple(
        Part(corpus.words[c], int(first.times[c]), int(second.times[c]), float(shares[c]))
        for c in order.tolist()
        if shares[c] > 0
    )
    return Company(float(shares.sum()), int(np.count_nonzero(shares)), parts)


def told_apart(
    corpus: Corpus, word: int, groups: Sequence[Sequence[int]], target: Target, limit: int = 8
) -> list[tuple[str, ...]]:
    """For each group of words (ids), contexts of `word` that the group keeps more than the other groups do.

    By the positive PMI with the word, times what the mean positive PMI of the group is above that of the others.
    """
    own = np.maximum(pmi_row(corpus, word, target).pmi, 0)
    means = np.array(
        [np.mean([np.maximum(pmi_row(corpus, one, target).pmi, 0) for one in group], axis=0) for group in groups]
    )
    found = []
    for place, mean in enumerate(means):
        others = np.delete(means, place, axis=0)
        telling = own * (mean - (others.mean(axis=0) if len(others) else 0))
        order = np.argsort(-telling, kind="stable")[:limit]
        found.append(tuple(corpus.words[c] for c in order.tolist() if telling[c] > 0))
    return found
