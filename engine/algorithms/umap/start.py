"""Where a layout begins: coordinates that vary little between points that belong together."""

import numpy as np

from engine.algorithms.umap.fuzzy_set import FuzzySet

ROUNDS = 100


def smoothed(held: FuzzySet, coordinates: np.ndarray, n_rounds: int = ROUNDS) -> np.ndarray:
    """Each of the points (n, c) at the mean of those it belongs with, again and again, and as widely spread as before.

    Power iterations on the way from the coordinates to the eigenvectors of the graph's Laplacian, with which UMAP
    usually begins: quicker, and of use where the graph falls apart. float64 (n, c).
    """
    weights = held.matrix().astype(np.float64)
    totals = np.asarray(weights.sum(axis=1))
    places = coordinates.astype(np.float64)
    spreads = places.std(axis=0)
    for _ in range(n_rounds):
        places = weights @ places / totals
        places -= (totals * places).sum(axis=0) / totals.sum()
        now = places.std(axis=0)
        places *= np.divide(spreads, now, out=np.zeros_like(now), where=now > 0)
    return places
