"""Link prediction: hide some edges, learn from the rest, and see whether the hidden ones are told from non-edges."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

import numpy as np

from engine import costs, limits
from engine.algorithms import logistic
from engine.datasets.graphs.graph import Graph
from engine.evaluation.nodes.hidden_edges import MOST_PAIRS, Split, absent_pairs, hide, trained_vectors
from engine.fields import flag, integer, nested, real
from engine.fit import Fit
from engine.learners import LEARNERS
from engine.learners.base import Estimate, Learner
from engine.learners.nodes.contract import NodeLearner
from engine.learners.nodes.netmf import NetMF
from engine.papers import Paper
from engine.report import Repetition, Report, Silent, stop_if_cancelled

FROM_VECTORS = ("inner product", "Hadamard", "L1")
FROM_NEIGHBORS = ("common neighbors", "Adamic-Adar", "preferential attachment")
"""Scores of pairs: from the vectors of the method, and from the training graph alone."""
SCORES = (*FROM_VECTORS, *FROM_NEIGHBORS)
WHOLE_HELP = (
    "Edges without which a part of the graph would fall off are not hidden, so that every node keeps its place; they "
    "are not counted among the hidden ones. Otherwise any edge may be hidden, and nodes that lose all theirs get "
    "vectors of 0."
)


def graph_learners() -> Mapping[str, type[NodeLearner]]:
    """The methods that learn from a graph, of one kind of nodes or of two."""
    return {name: cls for name, cls in LEARNERS.items() if issubclass(cls, NodeLearner)}


@dataclass(frozen=True, eq=False)
class LinkScore:
    """How well one score tells hidden edges from non-edges, on each split, float (n_splits,).

    auc: area under the ROC curve. ap: average precision.
    """

    name: str
    auc: np.ndarray
    ap: np.ndarray

    @property
    def is_baseline(self) -> bool:
        """Whether it comes from neighbors alone."""
        return self.name in FROM_NEIGHBORS


@dataclass(frozen=True)
class LinkScores:
    """What a LinkPrediction found. method: the title of the method tested. n_hidden: edges tested on each split.

    n_spared: how many more were drawn and not hidden, because they hold the graph together; mean over the splits.
    whole: whether those are passed over. n_spared is NaN in old runs, which did not count them.
    """

    method: str
    n_hidden: int
    n_spared: float
    whole: bool
    scores: tuple[LinkScore, ...]

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """The scores that a Fit of LinkPrediction holds; one of version 1 has but the summary, of a single split."""
        summary, arrays = fit.summary, fit.arrays
        means = {measure: [[summary[f"{measure} {name}"]] for name in SCORES] for measure in ("auc", "ap")}
        auc, ap = (np.asarray(arrays.get(measure, means[measure])) for measure in ("auc", "ap"))
        scores = tuple(LinkScore(*each) for each in zip(SCORES, auc, ap, strict=True))
        spared, whole = float(summary.get("spared", np.nan)), bool(summary.get("whole", True))
        return cls(str(summary["method"]), int(summary["hidden"]), spared, whole, scores)


@dataclass(frozen=True)
class LinkPrediction(Learner):
    """Area under the ROC curve and average precision of a method's vectors, and of what neighbors alone tell.

    Fit: see `LinkScores`; summary also has the means over the splits. Of FROM_VECTORS, the products and differences of
    coordinates go through a logistic regression that is trained on edges that are left.
    """

    name = "link_prediction"
    version = 2
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
    share: float = real(0.3, 0.05, 0.5, label="Hidden edges", help="Share of the edges to hide.", step=0.05)
    n_splits: int = integer(3, 1, 20, label="Splits", help="How often edges are drawn and hidden anew.")
    whole: bool = flag(True, label="Keep the graph whole", help=WHOLE_HELP)
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Which edges are hidden.", advanced=True)

    def fit(self, dataset: Graph, report: Report = Silent()) -> Fit:
        """Hide, learn, compare, on each split; raises InputError if no edge can be hidden."""
        stop_if_cancelled(report)
        graph, measured, spared = dataset.undirected(), np.zeros((2, len(SCORES), self.n_splits)), []
        for place in range(self.n_splits):
            split = hide(graph, self.share, (self.seed, place), self.whole)
            measured[:, :, place] = self._measured(split, place, Repetition(report, place, self.n_splits))
            spared.append(split.n_spared)
        report.progress(100, 100, "percent")
        summary: dict[str, object] = {"hidden": len(split.hidden), "spared": float(np.mean(spared))}
        summary |= {"method": self.learner.title, "splits": self.n_splits, "whole": self.whole}
        for name, auc, ap in zip(SCORES, *measured.mean(axis=2), strict=True):
            summary |= {f"auc {name}": float(auc), f"ap {name}": float(ap)}
        return Fit({}, {"auc": measured[0], "ap": measured[1]}, summary=summary)

    def _measured(self, split: Split, place: int, report: Report) -> np.ndarray:
        """Area under the ROC curve and average precision of each of SCORES, (2, n_scores)."""
        main, context = trained_vectors(self.learner, split.train, report)
        pairs = np.concatenate([split.hidden, split.absent])
        truth = np.repeat([True, False], [len(split.hidden), len(split.absent)])
        right = context if self.learner.tells_direction else main
        found = _vector_scores(split, main, right, pairs, (self.seed, place, 1))
        found |= neighbor_scores(split.train, pairs)
        return np.array([ranking(truth, found[name]) for name in SCORES]).T

    def estimate(self, dataset: Graph) -> Estimate:
        """As the method itself on each split, and a look at the neighbors of each pair."""
        own = self.learner.estimate(dataset)
        pairs = min(MOST_PAIRS, self.share * dataset.n_edges)
        seconds = own.seconds + costs.SPLIT_SECONDS + costs.EXAMINED_PAIR * pairs
        return Estimate(self.n_splits * seconds, own.megabytes + 40 * len(dataset.targets) / limits.MB)


def _vector_scores(
    split: Split, left: np.ndarray, right: np.ndarray, pairs: np.ndarray, seed: tuple[int, ...]
) -> dict[str, np.ndarray]:
    """Inner products, and the log-odds of regressions on products and differences of coordinates."""
    generator = np.random.default_rng(seed)
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
