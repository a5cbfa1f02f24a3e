"""The whole of node2vec on BlogCatalog, walks and training, against PecanPy with gensim, with scores.

Both: 10 walks of 80 nodes from each node, p = q = 1 by the second-order code of the peer, window 10, 128 dimensions,
5 negatives, two threads. The peer reads the walks once, as its own program does; ours, `Node2Vec.fit` in fast mode with
its metadata included, reads them twice.
"""

import time

from engine.learners.nodes.node2vec import Node2Vec
from tests.benchmarks import blogcatalog
from tests.benchmarks.blogcatalog import N_SPLITS, pecanpy, topic_scores

PEER = f"{blogcatalog.PEER} + gensim"
GOAL = ">= 3x the peer's speed; Micro-F1 >= 40 %, Macro-F1 >= 25 % with 90 % of the labels known."
RATIO, MICRO, MACRO = 3.0, 40.0, 25.0


def run(quick: bool) -> dict[str, object]:
    """Train on both sides; quick: half of the walks, one split, and no goal for the scores but 35 and 18 %."""
    graph = blogcatalog.blogcatalog()
    n_walks, n_splits = (5, 1) if quick else (10, N_SPLITS)
    told, arrays = pecanpy(graph, n_walks=n_walks, walk_length=80, p=1.0, q=1.0, n_components=128, window=10)
    learner = Node2Vec(n_components=128, n_walks=n_walks, walk_length=80, n_epochs=2, mode="fast")
    learner.replace(n_walks=1, walk_length=10).fit(graph)  # compile
    begun = time.perf_counter()
    fit = learner.fit(graph)
    seconds = time.perf_counter() - begun
    own, peer = topic_scores(graph, fit.main.vectors, n_splits), topic_scores(graph, arrays["vectors"], n_splits)
    print(f"ours {seconds:8.1f} s   Micro-F1 {own[0]:.2f}  Macro-F1 {own[1]:.2f}")
    print(f"peer {told['seconds']:8.1f} s   Micro-F1 {peer[0]:.2f}  Macro-F1 {peer[1]:.2f}")
    ratio = told["seconds"] / seconds
    micro, macro = (35.0, 18.0) if quick else (MICRO, MACRO)
    quality = {"micro_f1": own[0], "macro_f1": own[1], "peer_micro_f1": peer[0], "peer_macro_f1": peer[1]}
    ok = ratio >= RATIO and own[0] >= micro and own[1] >= macro
    return {"ratio": round(ratio, 2), "goal": RATIO, "quality": quality, "ok": ok}
