"""What learners of nodes share: what pages ask of them, what is known of a node, and skip-gram over walks."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from engine import costs, limits
from engine.algorithms.communities import louvain
from engine.algorithms.skipgram import cost
from engine.algorithms.skipgram.negative_sampling import Settings, initial_vectors
from engine.algorithms.skipgram.progress import Recorder
from engine.algorithms.walks.matrix_recorder import MOST_NODES, MatrixRecorder
from engine.algorithms.walks.shifted_pmi import shifted_pmi
from engine.algorithms.walks.walks import sentences, walk
from engine.datasets.graphs.graph import Graph
from engine.embedding import Embedding
from engine.fields import choice, integer, real
from engine.fit import Fit, Snapshots
from engine.insight.explanation import Explanation
from engine.insight.nodes.matrix_cells import netmf_cell, pmi_cell
from engine.insight.nodes.walk_steps import explained_step
from engine.learners.base import Estimate, Learner
from engine.report import Report, Silent, stop_if_cancelled

COMMUNITY_EDGES = 20_000
"""Louvain's method takes a second for so many edges."""
MOST_PARTS = 50
USUAL_WINDOW = 10
FRAME_ITEMS = 300
WATCHED = 3
THREADS = {"reproducible": 1, "fast": 2}
UNDIRECTED_NOTE = "The direction of the edges was left out: this method takes undirected graphs."


class NodeLearner(Learner):
    """A learner of one vector for each node of a Graph, or of two."""

    takes = "graph"
    embeds = "node"
    explained: ClassVar[Mapping[str, str]] = {"node": "node", "other": "node"}
    tells_direction: ClassVar[bool] = False
    """Whether an edge is scored by the main vector of its source and the context vector of its target."""

    def context_window(self) -> int:
        """Steps of a walk within which two nodes count as met; a usual number for methods without walks."""
        return USUAL_WINDOW

    def negatives(self) -> int:
        """How many negatives stand against each context; 1 for methods without any."""
        return 1

    def bias(self) -> tuple[float, float]:
        """p and q of the walks; 1 and 1 for methods without any."""
        return 1.0, 1.0

    def walk_cell(self, fit: Fit, graph: Graph, node: int, other: int) -> Explanation:
        """What walks on an undirected graph say of two nodes, whatever the method: their cell of NetMF's matrix."""
        return netmf_cell(graph, node, other, self.context_window(), self.negatives())

    def target_matrix(self, graph: Graph) -> np.ndarray | None:
        """What inner products of node and context vectors tend to, (n_nodes, n_nodes); None if it is not known."""
        return None


@dataclass(frozen=True)
class WalkLearner(NodeLearner):
    """Random walks, read as sentences by skip-gram.

    Fit: embeddings "node" (the vectors) and "context"; history step (nodes read), loss (per pair) and learning_rate;
    snapshots of the nodes of highest degree. Small graphs: see `MatrixRecorder` for what is added.
    """

    context = "each node as a neighbor of others on walks"

    step_unit: ClassVar[str] = "nodes"

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

    def context_window(self) -> int:
        """See `NodeLearner`."""
        return self.window

    def negatives(self) -> int:
        """See `NodeLearner`."""
        return self.negative

    def fit(self, dataset: Graph, report: Report = Silent()) -> Fit:
        """Walk, then train; see `Learner.fit`."""
        from engine.algorithms.skipgram import cpu

        stop_if_cancelled(report)
        begun = time.monotonic()
        walks = self.walks(dataset, report)
        tokens, offsets = sentences(walks)
        counts = np.bincount(tokens, minlength=dataset.n_nodes)
        walked = time.monotonic() - begun
        recorder = self._recorder(dataset, report, len(tokens) * self.n_epochs)
        recorder.begin(initial_vectors(dataset.n_nodes, self.settings()))
        vectors = cpu.train(tokens, offsets, counts, self.settings(), recorder)
        metadata = node_metadata(dataset)
        embeddings = {
            name: Embedding(found, dataset.nodes, metadata)
            for name, found in zip(("node", "context"), vectors, strict=True)
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
        film = Snapshots(*recorder.snapshots())
        return Fit(embeddings, recorder.arrays(), recorder.history, film, summary, part_note(dataset))

    def _recorder(self, graph: Graph, report: Report, total: int) -> Recorder:
        """What watches the training; on small graphs also how the vectors come to factorize their matrix."""
        watched, items = list(range(min(WATCHED, graph.n_nodes))), np.arange(min(FRAME_ITEMS, graph.n_nodes))
        if graph.n_nodes <= MOST_NODES:
            matrix = self.target_matrix(graph)
            if np.isfinite(matrix).sum() > 2 * graph.n_nodes:
                return MatrixRecorder(report, graph.nodes, watched, items, total, "nodes", matrix)
        return Recorder(report, graph.nodes, watched, items, total, "nodes")

    def target_matrix(self, graph: Graph) -> np.ndarray:
        """See `NodeLearner` and `shifted_pmi`."""
        settings = self.window, self.negative, self.ns_exponent
        return shifted_pmi(graph.csr, *settings, *self.bias(), self.walk_length, graph.directed)

    def walks(self, graph: Graph, report: Report) -> np.ndarray:
        """The walks, int32 (n_walks * n_nodes, walk_length); see `walks.walk`."""

        def on_block(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(done, total, "walks")

        return walk(graph.csr, self.n_walks, self.walk_length, *self.bias(), self.seed, on_block)

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
        seconds = costs.KERNELS.seconds + steps * costs.WALK_STEP + cost.seconds(self.settings(), steps)
        tables = 16 * dataset.n_nodes * cost.padded(self.n_components)
        megabytes = (14 * steps + tables + 40 * len(dataset.targets)) / limits.MB
        return Estimate(seconds, costs.KERNELS.megabytes + megabytes)

    def explain(self, fit: Fit, dataset: Graph, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """A step of a walk that goes from one node to the other, and the cell that their inner product tends to."""
        node, other = chosen["node"], chosen["other"]
        cell = pmi_cell(
            dataset, node, other, self.settings(), self.bias(), self.walk_length,
            float(fit.main.vectors[node] @ fit.context.vectors[other]),
        )  # fmt: skip
        return explained_step(dataset, [node], *self.bias()), cell


def node_metadata(graph: Graph) -> dict[str, np.ndarray]:
    """Columns for the embedding of a graph; the labels come last, because a map is colored by the last column."""
    columns: dict[str, np.ndarray] = {"degree": graph.degrees}
    if 1 < graph.n_parts <= MOST_PARTS:
        columns["component"] = np.array([str(part + 1) for part in graph.parts])
    if len(graph.sides):
        columns["side"] = np.array(graph.side_names)[graph.sides]
    if graph.n_edges <= COMMUNITY_EDGES:
        columns["community"] = np.array([str(code + 1) for code in louvain(graph.undirected().csr)])
    columns |= {name: np.array(values) for name, values in graph.attributes.items() if name != graph.label_column}
    if graph.label_column:
        columns[graph.label_column] = np.array(graph.attributes[graph.label_column])
    return columns


def undirected(graph: Graph) -> tuple[Graph, tuple[str, ...]]:
    """The graph without directions, and a note if there were any."""
    return graph.undirected(), (UNDIRECTED_NOTE,) if graph.directed else ()


def part_note(graph: Graph) -> tuple[str, ...]:
    """What to know of a graph that falls apart."""
    if graph.n_parts == 1:
        return ()
    return (f"The graph has {graph.n_parts:,} parts; positions between parts mean nothing.",)
