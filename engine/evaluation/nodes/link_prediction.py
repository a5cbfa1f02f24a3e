"""Link prediction: hide some edges, learn from the rest, and see whether the hidden ones are told from non-edges."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from engine import costs, limits
from engine.algorithms import logistic
from engine.datasets.graphs.graph import Graph, compressed
from engine.errors import InputError
from engine.fields import integer, nested, real
from engine.fit import Fit
from engine.learners import LEARNERS
from engine.learners.base import Estimate, Learner
from engine.learners.nodes.contract import NodeLearner
from engine.learners.nodes.netmf import NetMF
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

MOST_PAIRS = 20_000
"""Hidden edges that are tested; more say nothing new."""
FROM_VECTORS = ("inner product", "Hadamard", "L1")
FROM_NEIGHBORS = ("common neighbors", "Adamic-Adar", "preferential attachment")
"""Scores of pairs: from the vectors of the method, and from the training graph alone."""


def graph_learners() -> Mapping[str, type[NodeLearner]]:
    """The methods that learn from a graph, of one kind of nodes or of two."""
    return {name: cls for name, cls in LEARNERS.items() if issubclass(cls, NodeLearner)}


@dataclass(frozen=True, eq=False)
class Split:
    """train: the graph without the hidden edges. hidden, absent: (m, 2) pairs of nodes, each once."""

    train: Graph
    hidden: np.ndarray
    absent: np.ndarray


@dataclass(frozen=True)
class LinkScore:
    """How well one score tells hidden edges from non-edges: area under the ROC curve, and average precision."""

    name: str
    auc: float
    ap: float

    @property
    def is_baseline(self) -> bool:
        """Whether it comes from neighbors alone."""
        return self.name in FROM_NEIGHBORS


@dataclass(frozen=True)
class LinkScores:
    """What a LinkPrediction found. method: the title of the method tested. n_hidden: edges tested."""

    method: str
    n_hidden: int
    scores: tuple[LinkScore, ...]

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """The scores that a Fit of LinkPrediction holds."""
        summary = fit.summary
        names = (*FROM_VECTORS, *FROM_NEIGHBORS)
        scores = tuple(LinkScore(name, float(summary[f"auc {name}"]), float(summary[f"ap {name}"])) for name in names)
        return cls(str(summary["method"]), int(summary["hidden"]), scores)


@dataclass(frozen=True)
class LinkPrediction(Learner):
    """Area under the ROC curve and average precision of a method's vectors, and of what neighbors alone tell.

    Fit: see `LinkScores`. Of FROM_VECTORS, the products and differences of coordinates go through a logistic
    regression that is trained on edges that are left.
    """

    name = "link_prediction"
    title = "Link prediction"
    papers = (
        Paper(
            "Liben-Nowell and Kleinberg",
            2007,
            "The link-prediction problem for social networks",
            "doi:10.1002/asi.20591",
        ),
        Paper(
            "Grover and Leskovec",
            2016,
            "node2vec: scalable feature learning for networks",
            "doi:10.1145/2939672.2939754",
        ),
    )
    takes = "graph"

    learner: NodeLearner = nested(NetMF(), graph_learners, label="Method", help="The method with its settings.")
    share: float = real(
        0.3, 0.05, 0.5, label="Hidden edges", help="Share of the edges to hide; the graph falls into no more parts.",
        step=0.05,
    )  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Which edges are hidden.", advanced=True)

    def fit(self, dataset: Graph, report: Report = Silent()) -> Fit:
        """Hide, learn, compare; raises InputError if no edge can be hidden."""
        stop_if_cancelled(report)
        method = self.learner
        split = hide(dataset.undirected(), self.share, self.seed)
        fit = method.fit(split.train, report)
        pairs = np.concatenate([split.hidden, split.absent])
        truth = np.repeat([True, False], [len(split.hidden), len(split.absent)])
        left, right = fit.main, fit.context if method.tells_direction else fit.main
        found = _vector_scores(split, left.vectors.astype(float), right.vectors.astype(float), pairs, self.seed)
        found |= neighbor_scores(split.train, pairs)
        summary: dict[str, object] = {"hidden": len(split.hidden), "method": method.title}
        for name, values in found.items():
            auc, ap = ranking(truth, values)
            summary |= {f"auc {name}": auc, f"ap {name}": ap}
        report.progress(1, 1, "tests")
        return Fit({}, {}, summary=summary)

    def estimate(self, dataset: Graph) -> Estimate:
        """As the method itself, and a look at the neighbors of each pair."""
        own = self.learner.estimate(dataset)
        pairs = min(MOST_PAIRS, self.share * dataset.n_edges)
        seconds = own.seconds + costs.SPLIT_SECONDS + costs.EXAMINED_PAIR * pairs
        return Estimate(seconds, own.megabytes + 40 * len(dataset.targets) / limits.MB)


def hide(graph: Graph, share: float, seed: int) -> Split:
    """Hide a share of the edges of an undirected graph, none of a spanning forest, so that no part falls apart.

    As many absent pairs are drawn: two different nodes that no edge of the whole graph joins.
    """
    generator = np.random.default_rng(seed)
    sources, targets, weights = graph.edges()
    order = generator.permutation(len(sources))
    spare = order[~_forest(graph.n_nodes, sources[order], targets[order])]
    hidden = spare[: round(share * len(sources))]
    if not len(hidden):
        raise InputError(
            "Every edge holds the graph together, so none can be hidden; choose a denser graph.", "E-EVL-25"
        )
    kept = np.setdiff1d(np.arange(len(sources)), hidden)
    ends = np.concatenate([sources[kept], targets[kept]]), np.concatenate([targets[kept], sources[kept]])
    train = graph.with_edges(
        *compressed(graph.n_nodes, *ends, np.concatenate([weights[kept], weights[kept]])), directed=False
    )
    tested = hidden[:MOST_PAIRS]
    return Split(
        train, np.column_stack([sources[tested], targets[tested]]), absent_pairs(graph, len(tested), generator)
    )


def _forest(n_nodes: int, sources: np.ndarray, targets: np.ndarray) -> np.ndarray:
    """Which edges, taken in order, join two trees (Kruskal, 1956): bool (n_edges,)."""
    parent = list(range(n_nodes))

    def root(node: int) -> int:
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    joins = np.zeros(len(sources), bool)
    for edge, (a, b) in enumerate(zip(sources.tolist(), targets.tolist(), strict=True)):
        ra, rb = root(a), root(b)
        if ra != rb:
            parent[ra] = rb
            joins[edge] = True
    return joins


def absent_pairs(graph: Graph, n: int, generator: np.random.Generator) -> np.ndarray:
    """n different pairs of nodes (fewer if there are fewer) that no edge joins; of two sides, one from each."""
    taken = np.unique(graph.sources.astype(np.int64) * graph.n_nodes + graph.targets)
    found = np.zeros(0, np.int64)
    for _ in range(20):
        pairs = np.sort(generator.integers(graph.n_nodes, size=(2 * n, 2)), axis=1)
        pairs = pairs[pairs[:, 0] < pairs[:, 1]]
        if len(graph.sides):
            pairs = pairs[graph.sides[pairs[:, 0]] != graph.sides[pairs[:, 1]]]
        keys = pairs[:, 0] * graph.n_nodes + pairs[:, 1]
        fresh = np.concatenate([found, keys[~np.isin(keys, taken)]])
        found = fresh[np.sort(np.unique(fresh, return_index=True)[1])]
        if len(found) >= n:
            break
    found = found[:n]
    return np.column_stack([found // graph.n_nodes, found % graph.n_nodes])


def _vector_scores(
    split: Split, left: np.ndarray, right: np.ndarray, pairs: np.ndarray, seed: int
) -> dict[str, np.ndarray]:
    """Inner products, and the log-odds of regressions on products and differences of coordinates."""
    generator = np.random.default_rng([seed, 1])
    sources, targets, _ = split.train.edges()
    chosen = generator.permutation(len(sources))[:MOST_PAIRS]
    known = np.column_stack([sources[chosen], targets[chosen]])
    absent = absent_pairs(split.train, len(known), generator)
    taken = {tuple(pair) for pair in pairs.tolist()}
    absent = absent[[tuple(pair) not in taken for pair in absent.tolist()]]
    training = np.concatenate([known, absent])
    truth = np.repeat([True, False], [len(known), len(absent)])[:, None]
    found = {FROM_VECTORS[0]: (left[pairs[:, 0]] * right[pairs[:, 1]]).sum(axis=1)}
    for name, combine in zip(FROM_VECTORS[1:], (_product, _difference), strict=True):
        features = combine(left[training[:, 0]], right[training[:, 1]])
        center, spread = features.mean(axis=0), np.maximum(features.std(axis=0), 1e-12)
        weights = logistic.fit((features - center) / spread, truth, 1.0)
        tested = (combine(left[pairs[:, 0]], right[pairs[:, 1]]) - center) / spread
        found[name] = logistic.scores(tested, weights)[:, 0]
    return found


def _product(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return left * right


def _difference(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    return np.abs(left - right)


def neighbor_scores(graph: Graph, pairs: np.ndarray) -> dict[str, np.ndarray]:
    """Common neighbors, Adamic and Adar's sum over them of 1 / log degree, and the product of the degrees."""
    weight = 1 / np.log(np.maximum(graph.degrees, 2))
    common, adamic = np.zeros(len(pairs)), np.zeros(len(pairs))
    for place, (a, b) in enumerate(pairs.tolist()):
        shared = np.intersect1d(graph.neighbors(a), graph.neighbors(b), assume_unique=True)
        common[place], adamic[place] = len(shared), weight[shared].sum()
    product = graph.degrees[pairs[:, 0]] * graph.degrees[pairs[:, 1]]
    return dict(zip(FROM_NEIGHBORS, (common, adamic, product.astype(float)), strict=True))


def ranking(truth: np.ndarray, values: np.ndarray) -> tuple[float, float]:
    """Area under the ROC curve and average precision."""
    from sklearn.metrics import average_precision_score, roc_auc_score

    return float(roc_auc_score(truth, values)), float(average_precision_score(truth, values))
