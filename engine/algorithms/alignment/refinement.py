"""A map between two spaces that teaches itself: the pairs that it finds are learned from in the next round."""

from collections.abc import Iterator

import numpy as np

from engine.algorithms.alignment.maps import orthogonal_map
from engine.algorithms.alignment.retrieval import mutual


def refined(first: np.ndarray, second: np.ndarray, seeds: np.ndarray, rounds: int) -> Iterator[np.ndarray]:
    """The orthogonal map (d, d) by the seeds, then one for each round: by the seeds and by all pairs that are each
    other's best under the map before (Artetxe et al., 2017; by CSLS, Conneau et al., 2018).

    first (n, d), second (m, d): rows of length 1. seeds: (p, 2) rows.
    """
    found = orthogonal_map(first, second, seeds)
    yield found
    for _ in range(rounds):
        pairs = np.concatenate([seeds, mutual(first @ found, second)])
        found = orthogonal_map(first, second, pairs)
        yield found
