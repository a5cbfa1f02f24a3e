"""Does a column follow from the vectors? Told by the nearest neighbors of each item, and by a straight cut."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from engine import costs
from engine.algorithms.softmax_regression import predicted, trained
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.documents.classification import folds_of
from engine.evaluation.images.neighbor_votes import commonest
from engine.fields import choice, integer, text
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.neighbors import nearest_batch
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

FEWEST, MOST_CLASSES = 2, 50
"""Items of a class that is asked about, and classes of a column that can be."""
STRENGTH = 10.0
"""C of the regression, the same for all vectors."""


def class_columns(embedding: Embedding) -> list[str]:
    """Columns of words that can be asked about: 2 to MOST_CLASSES of them are on FEWEST items or more."""
    found = []
    for name, values in embedding.metadata.items():
        if values.dtype.kind in "US":
            _, counts = np.unique(values[values != ""], return_counts=True)
            if int((counts >= FEWEST).sum()) >= 2 and len(counts) <= MOST_CLASSES:
                found.append(name)
    return found


@dataclass(frozen=True)
class ColumnScores(Learner):
    """Share of the items whose class is told right, of those whose class is known and on FEWEST of them or more.

    neighbor_accuracy: by the commonest class among the nearest k others (Cover and Hart, 1967); linear_accuracy: by
    softmax regression trained on the other folds (Cox, 1958); majority: by always the commonest class. Fit: no
    embedding; the three, and the numbers of items and classes, in its summary.
    """

    name = "column_scores"
    title = "Classes told by vectors"
    papers = (
        Paper("Cover and Hart", 1967, "Nearest neighbor pattern classification", "doi:10.1109/TIT.1967.1053964"),
        Paper("Cox", 1958, "The regression analysis of binary sequences", "doi:10.1111/j.2517-6161.1958.tb00292.x"),
    )
    takes: ClassVar[str] = "embedding"

    column: str = text("", 200, label="Classes", help="The column to tell.")
    metric: Literal["cosine", "euclidean"] = choice(
        "cosine", {"cosine": "cosine", "euclidean": "Euclidean"}, label="Near by", help="By what items are near."
    )
    k: int = integer(5, 1, 100, label="Neighbors", help="So many nearest items vote.")
    most: int = integer(2_000, 50, 20_000, label="Items", help="Of more items, so many are drawn by chance.")
    n_folds: int = integer(5, 2, 10, label="Folds", help="Parts; each is asked about once, after training on the rest.")
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Which items are drawn, and how they are parted.")

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Measure; raises InputError E-EVL-60 for a column that cannot be asked about."""
        stop_if_cancelled(report)
        asked, codes, n_classes = self._asked(dataset)
        k = min(self.k, asked.n_items - 1)
        near = nearest_batch(asked, np.arange(asked.n_items), k, self.metric).rows
        votes = np.where(near >= 0, codes[near], n_classes)  # a vector of 0 has no neighbors
        by_neighbors = float((commonest(votes) == codes).mean())
        report.progress(1, 1 + self.n_folds, "scores")
        folds = folds_of(codes, self.n_folds, self.seed)
        features = asked.unit if self.metric == "cosine" else asked.vectors - asked.vectors.mean(axis=0)
        told, blind = np.empty_like(codes), np.empty_like(codes)
        for fold in np.unique(folds).tolist():
            stop_if_cancelled(report)
            held, rest = folds == fold, folds != fold
            weights = trained(features[rest].astype(np.float64), codes[rest], n_classes, self.seed, (STRENGTH,))
            told[held] = predicted(features[held], weights)
            blind[held] = np.bincount(codes[rest], minlength=n_classes).argmax()
            report.progress(2 + fold, 1 + self.n_folds, "scores")
        summary = {
            "neighbor_accuracy": by_neighbors, "linear_accuracy": float((told == codes).mean()),
            "majority": float((blind == codes).mean()), "items": len(codes), "classes": n_classes,
        }  # fmt: skip
        return Fit({}, summary=summary)

    def _asked(self, embedding: Embedding) -> tuple[Embedding, np.ndarray, int]:
        """The items that are asked about, their classes int (n,), and how many classes there are."""
        if self.column not in class_columns(embedding):
            listed = ", ".join(class_columns(embedding)) or "none"
            raise InputError(
                f"The column {self.column!r} does not part the items into 2 to {MOST_CLASSES} classes; such are: "
                f"{listed}. Choose one of these.",
                "E-EVL-60",
            )
        names, codes, counts = np.unique(embedding.metadata[self.column], return_inverse=True, return_counts=True)
        kept = (counts >= FEWEST) & (names != "")
        rows = np.flatnonzero(kept[codes])
        if len(rows) > self.most:
            rows = np.sort(np.random.default_rng(self.seed).choice(rows, self.most, replace=False))
        classes, codes = np.unique(codes[rows], return_inverse=True)
        return embedding.among(rows), codes, len(classes)

    def estimate(self, dataset: Embedding) -> Estimate:
        """From the numbers of the vectors and the folds."""
        numbers = min(dataset.n_items, self.most) * dataset.n_components
        start, libraries = costs.LABELS
        return Estimate(start + costs.SOFTMAX_NUMBER * numbers * self.n_folds, libraries + 40e-6 * numbers)
