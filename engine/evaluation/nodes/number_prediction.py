"""Prediction of a number: is a node's age, year or size a linear function of its vector?"""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine import costs, limits
from engine.algorithms import ridge
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import integer, text
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

FEWEST_DIFFERENT = 5
FEWEST_NODES = 10
CODES = ("community", "component")
"""Columns of the app's own whose numbers are names."""
MEASURES = ("r2", "r2_degree", "error", "error_mean")


@dataclass(frozen=True, eq=False)
class NumberScores:
    """What a NumberPrediction found; measures are float (n_splits,).

    rows: int (n_known,) nodes whose number is known; values: their numbers; predicted: by models that had not seen
    them, mean over the splits. r2: share of the variance of the numbers that is told; 0 is the mean of the others,
    below 0 is worse. r2_degree: the same by the logarithm of the degree alone, NaN where there is none. error,
    error_mean: mean absolute error, and that of always the mean. unknown, guesses: nodes without a number, and theirs.
    """

    column: str
    rows: np.ndarray
    values: np.ndarray
    predicted: np.ndarray
    r2: np.ndarray
    r2_degree: np.ndarray
    error: np.ndarray
    error_mean: np.ndarray
    unknown: np.ndarray
    guesses: np.ndarray

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """The scores that a Fit of NumberPrediction holds."""
        arrays = {name: fit.arrays[name] for name in cls.__dataclass_fields__ if name != "column"}
        return cls(str(fit.summary["column"]), **arrays)


@dataclass(frozen=True)
class NumberPrediction(Learner):
    """Ridge regression on the vectors; each node is predicted by a model of the other folds, with several splits.

    Fit: see `NumberScores`; summary has the means.
    """

    name = "number_prediction"
    title = "Prediction of a number"
    papers = (
        Paper(
            "Hoerl and Kennard",
            1970,
            "Ridge regression: biased estimation for nonorthogonal problems",
            "doi:10.1080/00401706.1970.10488634",
        ),
    )
    takes = "embedding"

    column: str = text("", limits.LABEL_LENGTH, label="Number", help="The column to predict.")
    n_folds: int = integer(
        5, 2, 20, label="Folds", help="Parts of the nodes; each is predicted from the others.", advanced=True
    )
    n_splits: int = integer(5, 1, 50, label="Splits", help="How often the nodes are dealt out to the folds anew.")
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="How the nodes are dealt out.", advanced=True)

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Train and test; raises InputError if the column holds too few different numbers."""
        values = numbers(dataset, self.column)
        rows, unknown = np.flatnonzero(np.isfinite(values)), np.flatnonzero(~np.isfinite(values))
        features, targets = dataset.vectors.astype(float), values[rows]
        degrees = _log_degrees(dataset) if self.column != "degree" else None
        found, guesses = [], np.zeros((self.n_splits, len(rows)))
        for split in range(self.n_splits):
            stop_if_cancelled(report)
            folds = _folds(len(rows), self.n_folds, np.random.default_rng((self.seed, split)))
            guesses[split] = _guessed(features[rows], targets, folds)
            by_degree = None if degrees is None else _guessed(degrees[rows], targets, folds)
            found.append(_measured(targets, guesses[split], by_degree, folds))
            report.progress(split + 1, self.n_splits, "splits")
        measures = dict(zip(MEASURES, np.array(found).T, strict=True))
        arrays = {"rows": rows, "values": targets, "predicted": guesses.mean(axis=0), "unknown": unknown}
        arrays["guesses"] = ridge.fit(features[rows], targets).predicted(features[unknown])
        means = {name: float(value.mean()) for name, value in measures.items() if np.isfinite(value).all()}
        return Fit({}, arrays | measures, summary={"column": self.column, "known": len(rows)} | means)

    def estimate(self, dataset: Embedding) -> Estimate:
        """From a decomposition of the vectors for each fold."""
        start, libraries = costs.LABELS
        products = dataset.vectors.size * min(dataset.vectors.shape)
        return Estimate(
            start + costs.RIDGE_PRODUCT * products * self.n_splits * self.n_folds,
            libraries + 40e-6 * dataset.vectors.size,
        )


def numbers(embedding: Embedding, column: str) -> np.ndarray:
    """The numbers of a column, float64 (n_items,), NaN where it is empty; raises InputError if it cannot serve."""
    if column not in embedding.metadata:
        listed = ", ".join(number_columns(embedding)) or "none"
        raise InputError(f"There is no column {column!r}; choose one of: {listed}.", "E-EVL-10")
    values = _numbers(embedding.metadata[column])
    if values is None or not _varies(values):
        known = np.zeros(0) if values is None else values[np.isfinite(values)]
        raise InputError(
            f"The column {column!r} has {len(np.unique(known)):,} different numbers on {len(known):,} nodes; at least "
            f"{FEWEST_DIFFERENT} on {FEWEST_NODES} nodes are needed, and nothing but numbers. Choose another column.",
            "E-EVL-41",
        )
    return values


def number_columns(embedding: Embedding) -> list[str]:
    """The columns that a NumberPrediction takes, the table's own first, the degree last."""
    serving = [name for name, column in embedding.metadata.items() if name not in CODES and _varies(_numbers(column))]
    return sorted(serving, key=lambda name: name == "degree")


def _varies(values: np.ndarray | None) -> bool:
    """Whether there are enough numbers, and enough different ones."""
    known = np.zeros(0) if values is None else values[np.isfinite(values)]
    return len(known) >= FEWEST_NODES and len(np.unique(known)) >= FEWEST_DIFFERENT


def _numbers(column: np.ndarray) -> np.ndarray | None:
    """Numbers, NaN for what is empty or not finite; None if anything else is among them."""
    if column.dtype.kind in "iuf":
        return column.astype(float)
    values = np.full(len(column), np.nan)
    for row, text_found in enumerate(column.tolist()):
        if str(text_found).strip():
            try:
                values[row] = float(text_found)
            except ValueError:
                return None
    return np.where(np.isfinite(values), values, np.nan)


def _log_degrees(embedding: Embedding) -> np.ndarray | None:
    degrees = embedding.metadata.get("degree")
    return None if degrees is None else np.log1p(degrees.astype(float))[:, None]


def _folds(n: int, n_folds: int, generator: np.random.Generator) -> np.ndarray:
    """The fold of each of n rows, int (n,), folds of equal size."""
    return generator.permutation(np.arange(n) % min(n_folds, n))


def _guessed(features: np.ndarray, targets: np.ndarray, folds: np.ndarray) -> np.ndarray:
    """Each row's number by ridge regression on the rows of the other folds."""
    found = np.zeros(len(targets))
    for fold in np.unique(folds):
        out = folds == fold
        found[out] = ridge.fit(features[~out], targets[~out]).predicted(features[out])
    return found


def _measured(targets: np.ndarray, guesses: np.ndarray, by_degree: np.ndarray | None, folds: np.ndarray) -> list[float]:
    """MEASURES of one split."""
    means = np.zeros(len(targets))
    for fold in np.unique(folds):
        means[folds == fold] = targets[folds != fold].mean()
    by_degree_r2 = float("nan") if by_degree is None else r2(targets, by_degree)
    return [r2(targets, guesses), by_degree_r2, *(float(np.abs(targets - each).mean()) for each in (guesses, means))]


def r2(targets: np.ndarray, guesses: np.ndarray) -> float:
    """1 - squared error over the squared distance from the mean of all: 1 at best, below 0 if the mean is better."""
    return float(1 - np.square(targets - guesses).sum() / np.square(targets - targets.mean()).sum())
