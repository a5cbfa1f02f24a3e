"""Recommendation on graphs of two kinds of nodes: are hidden edges among the first k of each node's ranking?"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine import costs
from engine.datasets.graphs.graph import Graph
from engine.errors import InputError
from engine.evaluation.nodes.hidden_edges import Split, hide, trained_vectors
from engine.evaluation.nodes.link_prediction import WHOLE_HELP, graph_learners
from engine.fields import flag, integer, nested, real
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.learners.nodes.bipartite_towers import BipartiteTowers, sides
from engine.learners.nodes.contract import NodeLearner
from engine.papers import Paper
from engine.report import Repetition, Report, Silent, stop_if_cancelled

FIRST = (1, 2, 3, 5, 10, 20, 50, 100)


@dataclass(frozen=True, eq=False)
class RecallCurves:
    """What an EdgeRecall found.

    method: the title of the method tested. n_hidden: hidden edges of a split; n_nodes: nodes of the first kind that
    have one, mean over the splits. n_spared: edges that were drawn and not hidden, as they hold the graph together;
    whole: whether those are passed over. first: int (n_k,), the k's. by_method, by_popularity, by_chance: recall at
    each of them, (n_k, n_splits), means over the nodes.
    """

    method: str
    n_nodes: float
    n_hidden: int
    n_spared: float
    whole: bool
    first: np.ndarray
    by_method: np.ndarray
    by_popularity: np.ndarray
    by_chance: np.ndarray

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """The curves that a Fit of EdgeRecall holds; one of version 1 is of a single split."""
        summary, found = fit.summary, fit.arrays["recall"]
        spared, whole = float(summary.get("spared", np.nan)), bool(summary.get("whole", True))
        by_split = found if found.ndim == 3 else found[:, :, None]
        sizes = float(summary["nodes"]), int(summary["hidden"]), spared
        return cls(str(summary["method"]), *sizes, whole, fit.arrays["first"], *by_split)


@dataclass(frozen=True)
class EdgeRecall(Learner):
    """Recall@k of hidden edges: each node of the first kind is shown the k best of the second that it is not joined to.

    The ranking is by the inner product of the main and the context vectors of a method trained on the other edges;
    baselines: popularity (degree in training) and chance. Fit: see `RecallCurves`; summary also has the recall at the
    k nearest to 10, mean over the splits.
    """

    name = "edge_recall"
    version = 2
    title = "Recall of hidden edges"
    papers = (
        Paper(
            "Yi et al.",
            2019,
            "Sampling-bias-corrected neural modeling for large corpus item recommendations",
            "doi:10.1145/3298689.3346996",
        ),
    )
    takes = "graph"

    learner: NodeLearner = nested(
        BipartiteTowers(), graph_learners, label="Method", help="The method with its settings."
    )
    share: float = real(0.2, 0.05, 0.5, label="Hidden edges", help="Share of the edges to hide.", step=0.05)
    n_splits: int = integer(3, 1, 20, label="Splits", help="How often edges are drawn and hidden anew.")
    whole: bool = flag(True, label="Keep the graph whole", help=WHOLE_HELP)
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Which edges are hidden.", advanced=True)

    def fit(self, dataset: Graph, report: Report = Silent()) -> Fit:
        """Hide, learn, rank, on each split; raises InputError if nodes are of one kind, or no edge can be hidden."""
        stop_if_cancelled(report)
        _, rights = sides(dataset)
        first = np.array([k for k in FIRST if k < len(rights)])
        if not len(first):
            raise InputError("There is only one node of the second kind, so there is nothing to rank.", "E-EVL-26")
        graph, recalls, n_nodes, spared = dataset.undirected(), [], [], []
        for place in range(self.n_splits):
            split = hide(graph, self.share, (self.seed, place), self.whole)
            found, n_asked = self._recalls(split, rights, first, Repetition(report, place, self.n_splits))
            recalls.append(found)
            n_nodes.append(n_asked)
            spared.append(split.n_spared)
        report.progress(100, 100, "percent")
        near, recall_of = int(np.abs(first - 10).argmin()), np.stack(recalls, axis=2)
        summary = {"nodes": float(np.mean(n_nodes)), "hidden": len(split.hidden), "spared": float(np.mean(spared))}
        by_method, by_popularity = recall_of[:2, near].mean(axis=1)
        more = {"method": self.learner.title, "k": int(first[near]), "splits": self.n_splits, "whole": self.whole}
        more |= {"recall": float(by_method), "recall popularity": float(by_popularity)}
        return Fit({}, {"first": first, "recall": recall_of}, summary=summary | more)

    def _recalls(self, split: Split, rights: np.ndarray, first: np.ndarray, report: Report) -> tuple[np.ndarray, int]:
        """Recall at each of `first` by the method, by popularity and by chance, (3, n_k); and of how many nodes."""
        main, context = trained_vectors(self.learner, split.train, report)
        hidden, lefts = _wanted(split.hidden, split.train, rights)
        joined = _joined(split.train, lefts, rights)
        popular = np.broadcast_to(split.train.degrees[rights].astype(float), joined.shape)
        found = [recall(scores, joined, hidden, first) for scores in (main[lefts] @ context[rights].T, popular)]
        chance = np.mean([np.minimum(first / (~row).sum(), 1) for row in joined], axis=0)
        return np.stack([*found, chance]), len(lefts)

    def estimate(self, dataset: Graph) -> Estimate:
        """As the method itself on each split, and the ranking of all pairs."""
        own = self.learner.estimate(dataset)
        pairs = float((dataset.sides == 0).sum()) * float((dataset.sides == 1).sum())
        seconds = own.seconds + costs.SPLIT_SECONDS + costs.RANKED_PAIR * pairs
        return Estimate(self.n_splits * seconds, own.megabytes + 40e-6 * pairs)


def recall(scores: np.ndarray, joined: np.ndarray, hidden: np.ndarray, first: np.ndarray) -> np.ndarray:
    """Share of hidden edges among the first k unjoined nodes by score, mean over the rows; (n_k,).

    joined, hidden: bool, as `scores` (n_left, n_right). Ties are broken by the order of the columns.
    """
    ranked = np.argsort(np.where(joined, np.inf, -scores), axis=1, kind="stable")
    hits = np.cumsum(np.take_along_axis(hidden, ranked, axis=1), axis=1)
    return (hits[:, first - 1] / hidden.sum(axis=1, keepdims=True)).mean(axis=0)


def _wanted(pairs: np.ndarray, graph: Graph, rights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Hidden edges as bool (n_left, n_right), and the rows of the nodes of the first kind that have one."""
    swap = graph.sides[pairs[:, 0]] == 1
    ends = np.where(swap[:, None], pairs[:, ::-1], pairs)
    with_some = np.unique(ends[:, 0])
    hidden = np.zeros((len(with_some), len(rights)), bool)
    hidden[np.searchsorted(with_some, ends[:, 0]), np.searchsorted(rights, ends[:, 1])] = True
    return hidden, with_some


def _joined(graph: Graph, lefts: np.ndarray, rights: np.ndarray) -> np.ndarray:
    """Whether an edge joins each pair, bool (n_left, n_right)."""
    found = np.zeros((len(lefts), len(rights)), bool)
    for place, row in enumerate(lefts.tolist()):
        found[place, np.searchsorted(rights, graph.neighbors(row))] = True
    return found
