"""Spectral node vectors on BlogCatalog against DeepWalk of this same project, time and scores.

DeepWalk as its paper sets it: 80 walks of 40 nodes from each node, window 10, 128 dimensions, on two threads. Of
NetMF and ProNE the faster counts that reaches the score.
"""

import time

from engine.datasets.graph import Graph
from engine.learners.base import Learner
from engine.learners.netmf import NetMF
from engine.learners.node2vec import DeepWalk
from engine.learners.prone import ProNE
from tests.benchmarks import blogcatalog
from tests.benchmarks.blogcatalog import topic_scores

PEER = "DeepWalk of this project"
GOAL = "NetMF or ProNE: Micro-F1 >= 41 % with 90 % of the labels known in <= 1/8 of DeepWalk's time."
RATIO, MICRO = 8.0, 41.0


def run(quick: bool) -> dict[str, object]:
    """Train all three; quick: a quarter of DeepWalk's walks (its time taken four times) and one split."""
    graph = blogcatalog.blogcatalog()
    share = 4 if quick else 1
    n_splits = 1 if quick else 5
    walks = DeepWalk(n_components=128, n_walks=80 // share, walk_length=40, n_epochs=1, mode="fast")
    walks.replace(n_walks=1, walk_length=10).fit(graph)  # compile
    deepwalk = _timed(walks, graph, n_splits)
    deepwalk["seconds"] *= share
    found = {cls.name: _timed(cls(n_components=128), graph, n_splits) for cls in (NetMF, ProNE)}
    good = [row for row in found.values() if row["micro_f1"] >= MICRO]
    ratio = max((deepwalk["seconds"] / row["seconds"] for row in good), default=0.0)
    rows = found | {"deepwalk": deepwalk}
    quality = {f"{name}_{key}": value for name, row in rows.items() for key, value in row.items()}
    return {"ratio": round(ratio, 2), "goal": RATIO, "quality": quality, "ok": ratio >= RATIO}


def _timed(learner: Learner, graph: Graph, n_splits: int) -> dict[str, float]:
    begun = time.perf_counter()
    fit = learner.fit(graph)
    seconds = time.perf_counter() - begun
    micro, macro = topic_scores(graph, fit.main.vectors, n_splits)
    print(f"{learner.title:10} {seconds:8.1f} s   Micro-F1 {micro:.2f}  Macro-F1 {macro:.2f}", flush=True)
    return {"seconds": round(seconds, 2), "micro_f1": micro, "macro_f1": macro}
