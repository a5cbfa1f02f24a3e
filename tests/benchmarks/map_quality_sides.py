"""One side of the benchmark of map quality, in its own process: `map_quality_sides.py SIDE MAP.npz FOUND.npz`.

Prints one JSON line with the seconds of the fastest of some times; imports and a small map come before the clock. Run
by the interpreter of that side, so it imports nothing of the tests.
"""

import json
import sys
import time
from collections.abc import Callable

import numpy as np

WARM = 500
Found = dict[str, np.ndarray]


def ours(points: np.ndarray, places: np.ndarray, k: int) -> Found:
    """The engine's neighborhoods and measures."""
    from engine.algorithms.map_quality import measures
    from engine.algorithms.map_quality.neighborhoods import neighborhoods

    found = neighborhoods(points, places, k)
    return {
        "trust": measures.trust_by_point(found),
        "continuity": measures.continuity_by_point(found),
        "false": np.where(found.ranks_of_shown > k, found.shown, -1),
        "missing": np.where(found.ranks_of_near > k, found.near, -1),
    }


def zadu(points: np.ndarray, places: np.ndarray, k: int) -> Found:
    """ZADU's scores of all points, and its neighbors on both sides, from which the lists follow."""
    from zadu.measures import trustworthiness_continuity
    from zadu.measures.utils.knn import knn_with_ranking

    near, ranks = knn_with_ranking(points, k)
    shown, map_ranks = knn_with_ranking(places, k)
    _, local = trustworthiness_continuity.measure(
        points, places, k, knn_ranking_info=(near, ranks, shown, map_ranks), return_local=True
    )
    return {
        "trust": local["local_trustworthiness"],
        "continuity": local["local_continuity"],
        "false": np.where(np.take_along_axis(ranks, shown, axis=1) > k, shown, -1),
        "missing": np.where(np.take_along_axis(map_ranks, near, axis=1) > k, near, -1),
    }


def scheduled(points: np.ndarray, places: np.ndarray, k: int) -> None:
    """ZADU's own schedule, which tells the scores of all points, but no lists."""
    from zadu import ZADU

    spec = [{"id": "tnc", "params": {"k": k}}]
    ZADU(spec, points, return_local=True).measure(places)


def fastest(side: Callable[..., object], points: np.ndarray, places: np.ndarray, k: int, times: int) -> float:
    """Seconds of the fastest of some times."""
    side(points[:WARM], places[:WARM], k)
    best = np.inf
    for _ in range(times):
        begun = time.perf_counter()
        side(points, places, k)
        best = min(best, time.perf_counter() - begun)
    return float(best)


def main(side: str, source: str, target: str) -> None:
    """Find, save, and tell the seconds."""
    given = np.load(source)
    points, places, k, times = given["points"], given["places"], int(given["k"]), int(given["times"])
    if side == "ours":
        np.savez(target, **ours(points, places, k))
        seconds = fastest(ours, points, places, k, times)
    else:
        np.savez(target, **zadu(points, places, k))
        seconds = min(fastest(scheduled, points, places, k, times), fastest(zadu, points, places, k, times))
    print(json.dumps({"seconds": seconds}))


if __name__ == "__main__":
    main(*sys.argv[1:])
