"""Groups of items as vectors: the mean of their members, to be added to and taken from items."""

from collections.abc import Mapping, Sequence

import numpy as np

from engine.embedding import Embedding


def group_means(embedding: Embedding, names: Sequence[str], members: np.ndarray) -> dict[str, np.ndarray]:
    """Group -> mean of the unit vectors of its items, float32 (n_components,); groups of items without vectors miss.

    members: bool (n_items, n_groups).
    """
    trained = embedding.norms > 0
    found = {}
    for place, name in enumerate(names):
        rows = members[:, place] & trained
        if rows.any():
            found[name] = embedding.unit[rows].mean(axis=0)
    return found


def signed_sum(
    embedding: Embedding, groups: Mapping[str, np.ndarray], plus: Sequence[str], minus: Sequence[str]
) -> np.ndarray:
    """Sum of unit vectors and group means, less those of `minus`, float32 (n_components,). A label is looked up among
    the items first, then among the groups.
    """
    total = np.zeros(embedding.n_components, dtype=np.float32)
    for sign, labels in ((1, plus), (-1, minus)):
        for label in labels:
            total += sign * (embedding.unit[embedding.index[label]] if label in embedding.index else groups[label])
    return total
