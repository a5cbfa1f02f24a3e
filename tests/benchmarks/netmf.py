"""Spectral node vectors on BlogCatalog against DeepWalk: time and scores.

DeepWalk is the peer's walks with p = q = 1 and gensim, as its paper sets it: 80 walks of 40 nodes from each node,
window 10, 128 dimensions, two threads; the walks are read once. Of NetMF and ProNE the faster that reaches the score
counts. DeepWalk of this project is told beside them (ratio_own_deepwalk): it is several times as fast as the peer's.
"""

import time

from engine.datasets.graphs.graph import Graph
from engine.learners.base import Learner
from engine.learners.nodes.deepwalk import DeepWalk
from engine.learners.nodes.netmf import NetMF
from engine.learners.nodes.prone import ProNE
from tests.benchmarks import blogcatalog
from tests.benchmarks.blogcatalog import N_SPLITS, pecanpy, topic_scores

PEER = f"DeepWalk by {blogcatalog.PEER} + gensim"
GOAL = "NetMF or ProNE: Micro-F1 >= 41 % with 90 % of the labels known in <= 1/8 of DeepWalk's time."
RATIO, MICRO = 8.0, 41.0
N_WALKS, WALK_LENGTH, WINDOW = 80, 40, 10
Row = dict[str, float]


def run(quick: bool) -> dict[str, object]:
    """Train all; quick: DeepWalk reads an eighth of the walks (its time is taken 8 times), and one split."""
    graph = blogcatalog.blogcatalog()
    share, n_splits = (8, 1) if quick else (1, N_SPLITS)
    own_walks = DeepWalk(n_components=128, n_walks=1, walk_length=10, window=WINDOW, mode="fast")
    own_walks.fit(graph)  # compile
    own_walks = own_walks.replace(n_walks=N_WALKS // share, walk_length=WALK_LENGTH, n_epochs=1)
    spectral = NetMF(n_components=128), ProNE(n_components=128)
    rows = {learner.name: _own(learner, graph, n_splits) for learner in spectral}
    rows["own_deepwalk"] = _own(own_walks, graph, n_splits)
    rows["deepwalk"] = _peer(graph, N_WALKS // share, n_splits)
    for name in ("own_deepwalk", "deepwalk"):
        rows[name]["seconds"] = round(rows[name]["seconds"] * share, 2)
    good = [rows[name]["seconds"] for name in (NetMF.name, ProNE.name) if rows[name]["micro_f1"] >= MICRO]
    ratio, own_ratio = (rows[name]["seconds"] / min(good) if good else 0.0 for name in ("deepwalk", "own_deepwalk"))
    quality = {f"{name}_{key}": value for name, row in rows.items() for key, value in row.items()}
    quality["ratio_own_deepwalk"] = round(own_ratio, 2)
    return {"ratio": round(ratio, 2), "goal": GOAL, "quality": quality, "ok": ratio >= RATIO}


def _own(learner: Learner, graph: Graph, n_splits: int) -> Row:
    begun = time.perf_counter()
    fit = learner.fit(graph)
    seconds = time.perf_counter() - begun
    return _row(learner.title, seconds, *topic_scores(graph, fit.main.vectors, n_splits))


def _peer(graph: Graph, n_walks: int, n_splits: int) -> Row:
    told, arrays = pecanpy(
        graph, n_walks=n_walks, walk_length=WALK_LENGTH, p=1.0, q=1.0, n_components=128, window=WINDOW
    )
    return _row("peer's DeepWalk", told["seconds"], *topic_scores(graph, arrays["vectors"], n_splits))


def _row(title: str, seconds: float, micro: float, macro: float) -> Row:
    print(f"{title:16} {seconds:8.1f} s   Micro-F1 {micro:.2f}  Macro-F1 {macro:.2f}", flush=True)
    return {"seconds": round(seconds, 2), "micro_f1": micro, "macro_f1": macro}
