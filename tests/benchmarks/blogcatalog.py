"""What the benchmarks of graphs share: BlogCatalog, the peer's runs on it, and scores of node vectors."""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from engine.datasets.graph import Graph
from engine.datasets.graph_sources import DownloadedGraph
from engine.embedding import Embedding
from engine.evaluation.nodes import SHARES, NodeClassification
from engine.learners.base import Silent
from tests.benchmarks.data import real_file
from tests.benchmarks.peers import peer_python

PEER = "PecanPy 2.0.9 (SparseOTF)"
REQUIREMENT = "pecanpy==2.0.9"


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
    """Micro- and Macro-F1 in percent with 90 % of the labels known, means over the splits, the better of C = 1, 10."""
    embedding = Embedding(vectors, graph.nodes, {"topic": np.array(graph.attributes["topic"])})
    best = (0.0, 0.0)
    for strength in (1.0, 10.0):
        fit = NodeClassification(column="topic", n_splits=n_splits, strength=strength).fit(embedding)
        last = len(SHARES) - 1
        found = float(fit.arrays["micro_f1"][last].mean()), float(fit.arrays["macro_f1"][last].mean())
        best = max(best, found)
    return round(100 * best[0], 2), round(100 * best[1], 2)
