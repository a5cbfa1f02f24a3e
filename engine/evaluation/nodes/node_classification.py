"""Node classification: are labels predictable from the vectors?"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine import costs, limits
from engine.algorithms import logistic
from engine.algorithms.probability import sigmoid
from engine.datasets.graphs.graph import SEPARATOR
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import integer, real, text
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

SHARES = tuple(range(10, 100, 10))
"""Labelled nodes, in percent of those whose label is known."""
MOST_CLASSES = 500


MEASURES = ("micro_f1", "macro_f1", "baseline_micro", "baseline_macro")


@dataclass(frozen=True, eq=False)
class Predictions:
    """Of the nodes whose label is unknown (rows), from all known labels.

    predicted: int (n,), the most probable class. confidence: its probability. chances: float32 (n, n_classes).
    """

    rows: np.ndarray
    predicted: np.ndarray
    confidence: np.ndarray
    chances: np.ndarray


@dataclass(frozen=True, eq=False)
class LabelScores:
    """What a NodeClassification found; scores are float (shares, splits), the shares being SHARES.

    classes: names. n_known: nodes with a label. baseline_micro, baseline_macro: of always the most frequent labels.
    predictions: None if every node has a label.
    """

    classes: tuple[str, ...]
    n_known: int
    micro_f1: np.ndarray
    macro_f1: np.ndarray
    baseline_micro: np.ndarray
    baseline_macro: np.ndarray
    predictions: Predictions | None

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """The scores that a Fit of NodeClassification holds."""
        arrays, summary = fit.arrays, fit.summary
        predictions = None
        if "unknown" in arrays:
            names = ("unknown", "predicted", "confidence", "chances")
            predictions = Predictions(*(arrays[name] for name in names))
        scores = {name: arrays[name] for name in MEASURES}
        return cls(tuple(summary["classes"]), int(summary["known"]), predictions=predictions, **scores)


@dataclass(frozen=True)
class NodeClassification(Learner):
    """One-vs-rest logistic regression on vectors of length 1, with 10 to 90 % of the labels known (Perozzi et al.).

    Each tested node gets as many labels as it truly has, the most probable ones. Fit: see `LabelScores`.
    """

    name = "node_classification"
    title = "Node classification"
    papers = (
        Paper(
            "Perozzi, Al-Rfou and Skiena",
            2014,
            "DeepWalk: online learning of social representations",
            "doi:10.1145/2623330.2623732",
        ),
    )
    takes = "embedding"

    column: str = text(
        "", limits.LABEL_LENGTH, label="Labels", help="The column to predict; several values are joined by “ | ”."
    )
    n_splits: int = integer(3, 1, 20, label="Splits", help="How often the known labels are drawn anew for each share.")
    strength: float = real(
        1.0,
        0.001,
        1_000.0,
        label="C",
        help="Inverse of the regularization: small values keep the weights small.",
        step=1,
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Which nodes are drawn.", advanced=True)

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Train and test at all shares; raises InputError if the column cannot serve."""
        stop_if_cancelled(report)
        classes, table = label_table(dataset, self.column)
        known = np.flatnonzero(table.any(axis=1))
        features, labels = dataset.unit[known].astype(float), table[known]
        generator = np.random.default_rng(self.seed)
        results = np.zeros((4, len(SHARES), self.n_splits))
        for split in range(self.n_splits):
            order = generator.permutation(len(known))
            for place, share in enumerate(SHARES):
                stop_if_cancelled(report)
                n_train = max(1, round(len(known) * share / 100))
                results[:, place, split] = split_scores(
                    features, labels, order[:n_train], order[n_train:], self.strength
                )
                report.progress(split * len(SHARES) + place + 1, self.n_splits * len(SHARES), "trainings")
        arrays = dict(zip(MEASURES, results, strict=True)) | self._predicted(dataset, table, features, labels)
        summary = {"classes": classes, "known": len(known), "unknown": dataset.n_items - len(known)}
        return Fit({}, arrays, summary=summary)

    def _predicted(
        self, dataset: Embedding, table: np.ndarray, features: np.ndarray, labels: np.ndarray
    ) -> dict[str, np.ndarray]:
        """The most probable label of each node without one, and its probability."""
        unknown = np.flatnonzero(~table.any(axis=1))
        if not len(unknown):
            return {}
        weights = logistic.fit(features, labels, self.strength)
        odds = logistic.scores(dataset.unit[unknown].astype(float), weights)
        chances = sigmoid(odds).astype(np.float32)
        return {
            "unknown": unknown, "predicted": odds.argmax(axis=1), "confidence": chances.max(axis=1), "chances": chances,
        }  # fmt: skip

    def estimate(self, dataset: Embedding) -> Estimate:
        """From the numbers of the embedding and the splits."""
        start, libraries = costs.LABELS
        size = dataset.vectors.size
        return Estimate(start + costs.CLASSIFIED_NUMBER * size * self.n_splits, libraries + 40e-6 * size)


def label_table(embedding: Embedding, column: str) -> tuple[list[str], np.ndarray]:
    """The classes of a column, and bool (n_items, n_classes); raises InputError if there are too few or too many."""
    if column not in embedding.metadata:
        listed = ", ".join(embedding.metadata) or "none"
        raise InputError(f"There is no column {column!r}; choose one of: {listed}.", "E-EVL-10")
    cells = [[part for part in str(value).split(SEPARATOR) if part] for value in embedding.metadata[column]]
    classes = sorted({part for cell in cells for part in cell})
    n_known = sum(map(bool, cells))
    if not 2 <= len(classes) <= MOST_CLASSES or n_known < 10:
        raise InputError(
            f"The column {column!r} has {len(classes):,} classes on {n_known:,} nodes; 2 to {MOST_CLASSES} classes on "
            "at least 10 nodes are needed. Choose another column.",
            "E-EVL-11",
        )
    place = {name: code for code, name in enumerate(classes)}
    table = np.zeros((embedding.n_items, len(classes)), bool)
    for row, cell in enumerate(cells):
        table[row, [place[part] for part in cell]] = True
    return classes, table


def split_scores(
    features: np.ndarray, labels: np.ndarray, train: np.ndarray, test: np.ndarray, strength: float
) -> list[float]:
    """Micro-F1 and Macro-F1 on the rows `test` after training on `train`, and those of the most frequent labels."""
    weights = logistic.fit(features[train], labels[train], strength)
    found = top_labels(logistic.scores(features[test], weights), labels[test].sum(axis=1))
    frequent = np.tile(labels[train].mean(axis=0), (len(test), 1))
    blind = top_labels(frequent, labels[test].sum(axis=1))
    return [*f1_scores(labels[test], found), *f1_scores(labels[test], blind)]


def top_labels(scores: np.ndarray, how_many: np.ndarray) -> np.ndarray:
    """For each row the `how_many` labels of the highest score, bool."""
    place = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1)
    return place < how_many[:, None]


def f1_scores(truth: np.ndarray, found: np.ndarray) -> tuple[float, float]:
    """Micro-F1 and Macro-F1 (mean over the labels; 0 for a label neither true nor found)."""
    hits = (truth & found).sum(axis=0)
    total = truth.sum(axis=0) + found.sum(axis=0)
    each = np.divide(2 * hits, total, out=np.zeros(len(hits)), where=total > 0)
    return float(2 * hits.sum() / max(total.sum(), 1)), float(each.mean())
