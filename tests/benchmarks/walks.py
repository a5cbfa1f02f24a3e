"""Walks per second on BlogCatalog against PecanPy, at the same distribution of visits.

Both walk on two threads with p = 0.5, q = 2, 80 nodes a walk, after compiling; ours walks through `walk`. The
transitions of both are compared by chi-square: pairs of consecutive nodes, counted into 200 groups by hashing, so that
every count is large; consecutive steps depend on one another, so whole walks are the sample: each gives one pair.
"""

import time

import numpy as np
from scipy import stats

from engine.algorithms.walks.walks import walk
from tests.benchmarks import blogcatalog
from tests.benchmarks.blogcatalog import pecanpy

PEER = blogcatalog.PEER
GOAL = ">= 10x the peer's steps/s, the same visits (chi-square p > 0.001)."
RATIO = 10.0
LENGTH = 80
P, Q = 0.5, 2.0
GROUPS = 200


def run(quick: bool) -> dict[str, object]:
    """Walk on both sides; quick: 2 walks from every node instead of 10."""
    graph = blogcatalog.blogcatalog()
    n_walks = 2 if quick else 10
    told, arrays = pecanpy(graph, n_walks=n_walks, walk_length=LENGTH, p=P, q=Q)
    walk(graph.csr, 1, 3, P, Q)
    begun = time.perf_counter()
    own = walk(graph.csr, n_walks, LENGTH, P, Q, seed=1)
    seconds = time.perf_counter() - begun
    speeds = {"ours": own.size / seconds, "peer": told["steps"] / told["walk_seconds"]}
    for name, speed in speeds.items():
        print(f"{name:6} {speed / 1e6:8.2f} M steps/s")
    ratio = speeds["ours"] / speeds["peer"]
    chance = same_visits(own, arrays["walks"])
    print(f"ratio {ratio:.1f} (goal {RATIO:g}), chi-square p = {chance:.3f}")
    ok = ratio >= RATIO and chance > 0.001
    return {"ratio": round(ratio, 2), "goal": RATIO, "quality": {"p_value": round(chance, 4)}, "ok": bool(ok)}


def same_visits(own: np.ndarray, peer: np.ndarray) -> float:
    """P-value for the same distribution of the last two nodes of a walk, in GROUPS groups."""
    counts = []
    for walks in (own, peer):
        pair = walks[:, -2].astype(np.uint64) * np.uint64(1_000_003) + walks[:, -1].astype(np.uint64)
        group = pair * np.uint64(2_654_435_761) % np.uint64(2**32) % np.uint64(GROUPS)
        counts.append(np.bincount(group.astype(int), minlength=GROUPS))
    return float(stats.chi2_contingency(np.stack(counts)).pvalue)
