"""Node vectors from random walks read as sentences by skip-gram: DeepWalk, and node2vec with its p and q."""

import time
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine import limits
from engine.algorithms.skipgram.negative_sampling import Settings
from engine.algorithms.skipgram.progress import Recorder
from engine.algorithms.walks.shifted_pmi import MOST_NODES, MatrixRecorder, shifted_pmi
from engine.algorithms.walks.walks import sentences, walk
from engine.datasets.graphs.graph import Graph
from engine.embedding import Embedding
from engine.fields import choice, integer, real
from engine.fit import Fit, Snapshots
from engine.learners.base import Estimate, Learner
from engine.learners.nodes.contract import node_metadata
from engine.learners.words.skipgram import FRAME_ITEMS, SECONDS_PER_PRODUCT, SECONDS_PER_WINDOW, START_SECONDS, THREADS
from engine.report import Report, Silent, stop_if_cancelled

SECONDS_PER_STEP = 0.1e-6
LIBRARY_MEGABYTES = 200.0
WATCHED = 3


@dataclass(frozen=True)
class DeepWalk(Learner):
    """Random walks, in which each step takes any edge by its weight, and skip-gram over them.

    Fit: embeddings "node" (the vectors) and "context"; history step (nodes read), loss (per pair) and learning_rate;
    snapshots of the nodes of highest degree. Small graphs: see `shifted_pmi.MatrixRecorder` for what is added.
    """

    name = "deepwalk"
    title = "DeepWalk"
    source = "Perozzi, Al-Rfou and Skiena, 2014"
    takes = "graph"

    n_components: int = integer(64, 2, 500, label="Dimensions", help="Numbers per node vector.", step=8)
    n_walks: int = integer(10, 1, 200, label="Walks per node", help="How many walks start at every node.")
    walk_length: int = integer(80, 2, 500, label="Walk length", help="Nodes on a walk, its start included.", step=10)
    window: int = integer(
        10,
        1,
        50,
        label="Window",
        help="Steps before and after a node that count as its context; nearer ones more often.",
    )
    n_epochs: int = integer(2, 1, 100, label="Epochs", help="How often all walks are read; small graphs need more.")
    negative: int = integer(
        5, 1, 30, label="Negatives", help="Random nodes told apart from each true context.", advanced=True
    )
    learning_rate: float = real(
        0.03, 0.0001, 1.0, label="Learning rate", help="Length of the first steps; it falls to 0.0001.", step=0.005,
        advanced=True,
    )  # fmt: skip
    ns_exponent: float = real(
        0.75, -1.0, 1.0, label="Exponent of negatives", help="1 draws negatives by their visits, 0 all nodes alike.",
        step=0.05, advanced=True,
    )  # fmt: skip
    mode: Literal["reproducible", "fast"] = choice(
        "reproducible",
        {"reproducible": "Reproducible (one thread)", "fast": "Fast (two threads without locks)"},
        label="Mode",
        help="Reproducible gives the same vectors for the same seed; fast differs a little from run to run.",
        advanced=True,
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def bias(self) -> tuple[float, float]:
        """p and q of the walks."""
        return 1.0, 1.0

    def fit(self, dataset: Graph, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Walk, then train; see `Learner.fit`."""
        from engine.algorithms.skipgram import cpu

        stop_if_cancelled(report)
        begun = time.monotonic()
        walks = self.walks(dataset, report)
        tokens, offsets = sentences(walks)
        counts = np.bincount(tokens, minlength=dataset.n_nodes)
        walked = time.monotonic() - begun
        items = np.arange(min(FRAME_ITEMS, dataset.n_nodes))
        watched = list(range(min(WATCHED, dataset.n_nodes)))
        recorder = self._recorder(dataset, report, watched, items, len(tokens) * self.n_epochs)
        inputs, outputs = cpu.train(tokens, offsets, counts, self.settings(), recorder)
        metadata = node_metadata(dataset)
        embeddings = {
            "node": Embedding(inputs, dataset.nodes, metadata),
            "context": Embedding(outputs, dataset.nodes, metadata),
        }
        summary = {
            "nodes": dataset.n_nodes,
            "edges": dataset.n_edges,
            "walks": len(walks),
            "steps": len(tokens),
            "loss": round(recorder.loss, 4) if np.isfinite(recorder.loss) else None,
            "walk_seconds": round(walked, 2),
            "seconds": round(recorder.seconds, 2),
        }
        arrays = recorder.arrays() if isinstance(recorder, MatrixRecorder) else {}
        return Fit(embeddings, arrays, recorder.history, Snapshots(*recorder.snapshots()), summary, part_note(dataset))

    def _recorder(self, graph: Graph, report: Report, watched: list[int], items: np.ndarray, total: int) -> Recorder:
        """What watches the training; on small graphs also how the vectors come to factorize their matrix."""
        if graph.n_nodes <= MOST_NODES:
            matrix = self.target_matrix(graph)
            if np.isfinite(matrix).sum() > 2 * graph.n_nodes:
                return MatrixRecorder(report, graph.nodes, watched, items, total, "nodes", matrix)
        return Recorder(report, graph.nodes, watched, items, total, "nodes")

    def target_matrix(self, graph: Graph) -> np.ndarray:
        """What inner products of node and context vectors tend to; see `shifted_pmi`."""
        settings = self.window, self.negative, self.ns_exponent
        return shifted_pmi(graph, *settings, *self.bias(), walk_length=self.walk_length)

    def walks(self, graph: Graph, report: Report) -> np.ndarray:
        """The walks, int32 (n_walks * n_nodes, walk_length); see `walks.walk`."""

        def on_block(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(done, total, "walks")

        return walk(graph, self.n_walks, self.walk_length, *self.bias(), self.seed, on_block)

    def settings(self) -> Settings:
        """The hyper-parameters of skip-gram."""
        return Settings(
            self.n_components,
            self.window,
            self.negative,
            self.n_epochs,
            self.learning_rate,
            0.0,
            self.ns_exponent,
            self.seed,
            THREADS[self.mode],
        )

    def estimate(self, dataset: Graph) -> Estimate:
        """From the steps of all walks and the products per window."""
        steps = float(dataset.n_nodes) * self.n_walks * self.walk_length
        width = -(-self.n_components // 16) * 16
        passes = -(-(self.negative + 1) // 6)
        window = SECONDS_PER_WINDOW + SECONDS_PER_PRODUCT * (self.window + 1) * 6 * passes * width
        speedup = 1.6 if self.mode == "fast" else 1.0
        seconds = START_SECONDS + steps * (SECONDS_PER_STEP + self.n_epochs * window / speedup)
        megabytes = (14 * steps + 16 * dataset.n_nodes * width + 40 * len(dataset.targets)) / limits.MB
        return Estimate(seconds, LIBRARY_MEGABYTES + megabytes)


@dataclass(frozen=True)
class Node2Vec(DeepWalk):
    """Walks that like to stay near (small p, large q) or to leave (large p, small q), and skip-gram over them.

    Fit: as DeepWalk, which it equals at p = q = 1.
    """

    name = "node2vec"
    title = "node2vec"
    source = "Grover and Leskovec, 2016"

    p: float = real(
        1.0, 0.01, 100.0, label="Return p", help="Above 1 a walk seldom turns back; below 1 it stays near its start.",
        step=0.25,
    )  # fmt: skip
    q: float = real(
        1.0, 0.01, 100.0, label="In-out q", help="Above 1 a walk stays among common neighbors (roles); below 1 it goes "
        "far (communities).", step=0.25,
    )  # fmt: skip

    def bias(self) -> tuple[float, float]:
        """p and q of the walks."""
        return self.p, self.q


def part_note(graph: Graph) -> tuple[str, ...]:
    """What to know of a graph that falls apart."""
    if graph.n_parts == 1:
        return ()
    return (f"The graph has {graph.n_parts:,} parts; positions between parts mean nothing.",)
