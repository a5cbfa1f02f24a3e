"""What the benchmarks of graphs share: BlogCatalog, the peer's runs on it, and scores of node vectors."""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import DownloadedGraph
from engine.embedding import Embedding
from engine.evaluation.nodes.node_classification import label_table, split_scores
from engine.report import Silent
from tests.benchmarks.data import real_file
from tests.benchmarks.peers import peer_python

PEER = "PecanPy 2.0.9 (SparseOTF)"
REQUIREMENT = "pecanpy==2.0.9"
STRENGTH = 3.0
"""Inverse regularization of the logistic regression, for every method alike."""
N_SPLITS = 5


def blogcatalog() -> Graph:
    """10,312 bloggers, 333,983 friendships, 39 topics."""
    real_file("bc_adjlist.txt")
    return DownloadedGraph("blogcatalog").load(Silent())


def pecanpy(graph: Graph, **parameters: float) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """What the peer tells, and the arrays it saves; nodes are named by their rows."""
    script = Path(__file__).with_name("pecanpy_walks.py")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "edges.tsv"
        sources, targets, _ = graph.edges()
        path.write_text("".join(f"{a}\t{b}\n" for a, b in zip(sources.tolist(), targets.tolist(), strict=True)))
        command = [str(peer_python(REQUIREMENT)), str(script), str(path), folder, json.dumps(parameters)]
        result = subprocess.run(command, capture_output=True, text=True, check=True)
        arrays = {file.stem: np.load(file) for file in Path(folder).glob("*.npy")}
        if "vectors" in arrays:
            order = np.array(Path(folder, "nodes.txt").read_text(encoding="utf-8").split("\n"), int)
            arrays["vectors"] = arrays["vectors"][np.argsort(order)]
    return json.loads(result.stdout.splitlines()[-1]), arrays


def topic_scores(graph: Graph, vectors: np.ndarray, n_splits: int) -> tuple[float, float]:
    """Micro- and Macro-F1 in percent with 90 % of the labels known, means over the splits.

    As the literature does: vectors of length 1, one-vs-rest logistic regression, as many labels as a node has.
    """
    embedding = Embedding(vectors, graph.nodes, {"topic": np.array(graph.attributes["topic"])})
    _, labels = label_table(embedding, "topic")
    features = embedding.unit.astype(float)
    n_train = round(0.9 * len(features))
    found = np.zeros((n_splits, 2))
    for split in range(n_splits):
        order = np.random.default_rng(split).permutation(len(features))
        found[split] = split_scores(features, labels, order[:n_train], order[n_train:], STRENGTH)[:2]
    micro, macro = found.mean(axis=0).tolist()
    return round(100 * micro, 2), round(100 * macro, 2)
