"""Two towers for interactions of two kinds of nodes, such as users and pins: one map, compared by inner product."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.algorithms.film import Film
from engine.algorithms.towers import two_towers
from engine.datasets.graphs.graph import Graph
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import integer, real
from engine.fit import Fit, Snapshots
from engine.insight import inner_product
from engine.insight.explanation import Explanation
from engine.learners.base import Advice, Estimate
from engine.learners.nodes.contract import FRAME_ITEMS, NodeLearner, node_metadata, part_note
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

FEWEST_CHOSEN = 3


@dataclass(frozen=True)
class BipartiteTowers(NodeLearner):
    """Two towers on the edges between two kinds of nodes, without features.

    A node of the first kind is the mean of learned rows of its neighbors (the one to be predicted left out), a node
    of the second kind a learned row. Their inner product is to be high for edges and low for the second nodes of the
    other edges of a batch and some random ones, corrected for how often each comes up; see `two_towers.train`.
    Fit: embedding "node", both kinds in one space; history step (epochs) and loss; snapshots of the nodes of
    highest degree.
    """

    step_unit: ClassVar[str] = "epochs"

    name = "bipartite_towers"
    title = "Two towers"
    papers = (
        Paper(
            "Yi et al.",
            2019,
            "Sampling-bias-corrected neural modeling for large corpus item recommendations",
            "doi:10.1145/3298689.3346996",
        ),
    )
    takes = "bipartite"
    explained: ClassVar[Mapping[str, str]] = {"node": "node", "node of the other kind": "node"}

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

    @classmethod
    def offered(cls, dataset: Graph) -> bool:
        """Two towers need two kinds of nodes."""
        return len(dataset.sides) > 0

    def fit(self, dataset: Graph, report: Report = Silent()) -> Fit:
        """Train both towers; raises InputError if the nodes are of one kind only. See `Learner.fit`."""
        stop_if_cancelled(report)
        begun = time.monotonic()
        self._require(dataset)
        lefts, rights = sides(dataset)
        pairs = edge_pairs(dataset)
        rng = np.random.default_rng(self.seed)
        unseen = two_towers.kept_unseen(np.bincount(pairs.rights, minlength=len(rights)), 0.0, rng)
        features = _identities(len(lefts), ~unseen)
        histories = two_towers.histories_of(pairs, len(lefts), len(rights))

        def vectors(tables: two_towers.Tables) -> np.ndarray:
            found = np.zeros((dataset.n_nodes, self.n_components), np.float32)
            nothing = np.zeros((len(rights), 0))
            found[lefts], _ = two_towers.history_parts(histories, nothing, tables.history, tables.chosen)
            found[rights] = features.right @ tables.right
            return found

        film = Film(np.arange(min(FRAME_ITEMS, dataset.n_nodes)), self.n_epochs)
        tables, history = two_towers.train(pairs, features, self._settings(), rng, report, film, vectors)
        summary = {
            **{name: len(rows) for name, rows in zip(dataset.side_names, (lefts, rights), strict=True)},
            "edges": dataset.n_edges,
            "loss": round(history["loss"][-1], 4),
            "seconds": round(time.monotonic() - begun, 2),
        }
        embedding = Embedding(vectors(tables), dataset.nodes, node_metadata(dataset))
        return Fit({"node": embedding}, {}, history, Snapshots(*film.snapshots()), summary, part_note(dataset))

    def estimate(self, dataset: Graph) -> Estimate:
        """From the steps, and the tables that each of them moves."""
        _, rights = sides(dataset)
        return Estimate(*two_towers.cost(dataset.n_edges, len(rights), self._settings()))

    def advice(self, dataset: Graph) -> list[Advice]:
        """What `fit` would refuse, and what it takes."""
        try:
            self._require(dataset)
        except InputError as error:
            return [Advice("error", str(error))]
        return super().advice(dataset)

    def explain(self, fit: Fit, dataset: Graph, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The inner product of a node of each kind."""
        first, second = chosen["node"], chosen["node of the other kind"]
        if dataset.sides[first] == dataset.sides[second]:
            raise InputError("Choose two nodes of different kinds: only their inner products are trained.", "E-GRF-83")
        title, lead = "A score, term by term", "how well two nodes of different kinds suit each other"
        return (inner_product.explained(fit.main.vectors[first], fit.main.vectors[second], title, lead),)

    def _require(self, dataset: Graph) -> None:
        """Raise InputError if there is one kind of nodes only, or little to choose among."""
        n_chosen = len(np.unique(edge_pairs(dataset).rights))
        if n_chosen < FEWEST_CHOSEN:
            raise InputError(
                f"Only {n_chosen} nodes of the kind “{dataset.side_names[1]}” have edges, at least {FEWEST_CHOSEN} are "
                "needed: choose a larger graph.",
                "E-GRF-82",
            )

    def _settings(self) -> two_towers.Settings:
        return two_towers.Settings(self.n_components, self.n_epochs, self.batch_size, self.n_random, self.learning_rate)


def sides(graph: Graph) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the nodes of the first kind and of the second; raises InputError if there is one kind only."""
    if not len(graph.sides):
        raise InputError(
            "The nodes of this graph are all of one kind; choose another method, or upload pairs of two kinds "
            "(as users and films) and choose “Two” under “Kinds of nodes”.",
            "E-GRF-81",
        )
    return np.flatnonzero(graph.sides == 0), np.flatnonzero(graph.sides == 1)


def edge_pairs(graph: Graph) -> two_towers.Pairs:
    """Each edge as a choice of a node of the second kind by one of the first, both by their places in `sides`."""
    place = np.zeros(graph.n_nodes, np.int32)
    for rows in sides(graph):
        place[rows] = np.arange(len(rows))
    entries = np.flatnonzero(graph.sides[graph.sources] == 0)
    return two_towers.Pairs(place[graph.sources[entries]], place[graph.targets[entries]])


def _identities(n_left: int, known: np.ndarray) -> two_towers.Features:
    """Of the second kind that a node is itself, where it is known, bool (n_right,); of the first kind nothing."""
    from scipy.sparse import csr_array, diags_array

    nothing, empty = csr_array((len(known), 0), dtype=np.float32), csr_array((n_left, 0), dtype=np.float32)
    return two_towers.Features(empty, nothing, csr_array(diags_array(known.astype(np.float32))))
