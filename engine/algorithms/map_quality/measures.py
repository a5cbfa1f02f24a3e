"""What neighborhoods in the data and on a map say of the map: of the whole, and of every point."""

import numpy as np

from engine.algorithms.map_quality.neighborhoods import Neighborhoods


def most_neighbors(n: int) -> int:
    """The largest k that trustworthiness is defined for: less than n / 2. 0 if there are too few points."""
    return (n - 1) // 2 if n >= 4 else 0


def trust_by_point(found: Neighborhoods) -> np.ndarray:
    """Trustworthiness of each point (Venna and Kaski, 2001), float64 (n,) in [0, 1]; the map's is the mean.

    1: all of its k nearest on the map are among its k nearest in the data. Each other one costs as much as its place
    there is beyond k.
    """
    return _by_point(found.ranks_of_shown, found.n)


def continuity_by_point(found: Neighborhoods) -> np.ndarray:
    """The same the other way round: 1 if all of its k nearest in the data are among its k nearest on the map."""
    return _by_point(found.ranks_of_near, found.n)


def _by_point(ranks: np.ndarray, n: int) -> np.ndarray:
    k = ranks.shape[1]
    beyond = np.maximum(ranks - np.int64(k), 0).sum(axis=1)
    return 1 - beyond / (k * (2 * n - 3 * k - 1) / 2)


def kept_by_point(found: Neighborhoods) -> np.ndarray:
    """Share of the k nearest in the data that are among the k nearest on the map, float64 (n,)."""
    return (found.ranks_of_near <= found.k).mean(axis=1)


def chance_trustworthiness(n: int, k: int) -> float:
    """Trustworthiness, and continuity, to be expected of a map that puts n points down at random.

    The place of a random point is each of 1 to n - 1 alike, so one of the k costs (n - 1 - k)(n - k) / (2 (n - 1)).
    """
    return 1 - (n - 1 - k) * (n - k) / ((n - 1) * (2 * n - 3 * k - 1))


def chance_kept(n: int, k: int) -> float:
    """Share of the k nearest that such a map keeps."""
    return k / (n - 1)
