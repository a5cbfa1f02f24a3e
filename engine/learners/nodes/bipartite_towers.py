"""Two towers for interactions of two kinds of nodes, such as users and pins: one map, compared by inner product."""

import time
from dataclasses import dataclass

import numpy as np

from engine.datasets.graphs.graph import Graph
from engine.datasets.ratings.ratings import Ratings
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import integer, real
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.learners.films.two_tower import TwoTower
from engine.learners.nodes.contract import NodeLearner, node_metadata, part_note
from engine.report import Report, Silent, stop_if_cancelled


@dataclass(frozen=True)
class BipartiteTowers(NodeLearner):
    """The two towers of films and viewers on the edges between two kinds of nodes, without features.

    A node of the first kind is the mean of learned rows of its neighbors (the one to be predicted left out), a node
    of the second kind a learned row. Their inner product is to be high for edges and low for the second nodes of the
    other edges of a batch and some random ones, corrected for how often each comes up; see `TwoTower`.
    Fit: embedding "node", both kinds in one space; history step (epochs) and loss.
    """

    name = "bipartite_towers"
    title = "Two towers"
    source = "Yi et al., 2019"
    takes = "bipartite"

    n_components: int = integer(16, 2, 200, label="Dimensions", help="Numbers per node vector.", step=8)
    n_epochs: int = integer(60, 1, 200, label="Epochs", help="How often all edges are gone through.")
    batch_size: int = integer(
        256, 16, 8192, label="Batch", step=64, advanced=True,
        help="Edges of a step; each of their second nodes is a negative for the others.",
    )  # fmt: skip
    n_random: int = integer(
        64, 0, 8192, label="Random negatives", step=64, help="Further second nodes of each step, drawn evenly."
    )
    learning_rate: float = real(0.01, 0.0001, 1.0, label="Learning rate", help="Length of a step (Adam).", step=0.005,
                                advanced=True)  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: Graph, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Train both towers; raises InputError if the nodes are of one kind only. See `Learner.fit`."""
        stop_if_cancelled(report)
        begun = time.monotonic()
        lefts, rights = sides(dataset)
        fit = self._towers().fit(interactions(dataset), report)
        vectors = np.zeros((dataset.n_nodes, self.n_components), np.float32)
        vectors[lefts], vectors[rights] = fit.embeddings["user"].vectors, fit.embeddings["item"].vectors
        summary = {
            **{name: len(rows) for name, rows in zip(dataset.side_names, (lefts, rights), strict=True)},
            "edges": dataset.n_edges,
            "loss": fit.summary["loss"],
            "seconds": round(time.monotonic() - begun, 2),
        }
        embedding = Embedding(vectors, dataset.nodes, node_metadata(dataset))
        return Fit({"node": embedding}, {}, fit.history, None, summary, part_note(dataset))

    def estimate(self, dataset: Graph) -> Estimate:
        """As the towers of films and viewers, and Louvain's communities."""
        return self._towers().estimate(interactions(dataset))

    def _towers(self) -> TwoTower:
        sizes = {"n_components": self.n_components, "n_epochs": self.n_epochs, "batch_size": self.batch_size}
        return TwoTower(**sizes, n_random=self.n_random, learning_rate=self.learning_rate, seed=self.seed)


def sides(graph: Graph) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the nodes of the first kind and of the second; raises InputError if there is one kind only."""
    if not len(graph.sides):
        raise InputError(
            "The nodes of this graph are all of one kind; choose another method, or upload pairs of two kinds "
            "(as users and films) and tick “Two kinds of nodes”.",
            "E-GRF-81",
        )
    return np.flatnonzero(graph.sides == 0), np.flatnonzero(graph.sides == 1)


def interactions(graph: Graph) -> Ratings:
    """The edges as likings of nodes of the second kind, most liked first, by those of the first; none is held out."""
    lefts, rights = sides(graph)
    place = np.zeros(graph.n_nodes, np.int64)
    place[lefts], place[rights] = np.arange(len(lefts)), np.arange(len(rights))
    rows = np.flatnonzero(graph.sides[graph.sources] == 0)
    users, items = place[graph.sources[rows]], place[graph.targets[rows]]
    return Ratings(
        users=users,
        items=items,
        stars=np.ones(len(rows)),
        held_out=np.zeros(len(rows), bool),
        user_names=tuple(graph.nodes[row] for row in lefts),
        item_names=tuple(graph.nodes[row] for row in rights),
        explicit=False,
    )
