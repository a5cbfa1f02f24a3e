"""The vectors as they are, or centered, without their leading components, at length 1."""

from dataclasses import dataclass

import numpy as np

from engine import costs, limits
from engine.datasets.vectors.vectors import Vectors
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import flag, integer
from engine.fit import Fit
from engine.learners.base import Advice, Estimate, cost
from engine.learners.vectors.contract import VectorLearner
from engine.low_rank import principal
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

TILE_ROWS = 65_536


@dataclass(frozen=True)
class AsGiven(VectorLearner):
    """x, or x - mean, or that less its part along the first k principal axes ("all-but-the-top"), over its length.

    Fit: embedding "given"; arrays mean (d,) if one was taken off, and removed (k, d) orthonormal; summary removed,
    the share of the variance along those axes.
    """

    name = "as_given"
    title = "As given"
    papers = (
        Paper(
            "Mu and Viswanath",
            2018,
            "All-but-the-top: simple and effective postprocessing for word representations",
            "arXiv:1702.01417",
        ),
    )

    center: bool = flag(False, label="Center", help="Take the mean of all vectors off each: what all share tells none "
                        "from another.")  # fmt: skip
    remove_top: int = integer(
        0, 0, 20, label="Leading components removed", help="The mean and so many principal axes, which in word vectors "
        "mostly hold how frequent a word is (all-but-the-top).", zero="none",
    )  # fmt: skip
    unit: bool = flag(False, label="Unit length", help="Divide each vector by its length; Euclidean distances then "
                      "follow cosines.")  # fmt: skip

    def fit(self, dataset: Vectors | Embedding, report: Report = Silent()) -> Fit:
        """Compute them; see `Learner.fit`. Raises InputError E-VEC-27 where nothing would be left."""
        stop_if_cancelled(report)
        n, d = dataset.vectors.shape
        self._require_rest(d)
        notes: list[str] = []
        arrays: dict[str, np.ndarray] = {}
        summary: dict[str, float] = {"items": n, "numbers": d}
        vectors = dataset.vectors
        if self.remove_top:
            found = principal(vectors, on_tile=lambda done, total: _told(report, done, total), dtype=np.float32)
            axes = found.components[: self.remove_top]
            arrays = {"mean": found.mean, "removed": axes}
            summary["variance removed"] = float(found.explained_variance_ratio[: len(axes)].sum())
            vectors = _without(vectors, found.mean, axes)
        elif self.center:
            mean = vectors.mean(axis=0, dtype=np.float64)
            arrays = {"mean": mean}
            vectors = vectors - mean.astype(np.float32)
        if self.unit:
            lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
            if n_zero := int((lengths == 0).sum()):
                notes.append(f"Vectors of length 0, which stay 0: {n_zero:,}.")
            vectors = vectors / np.where(lengths > 0, lengths, 1)
        stop_if_cancelled(report)
        report.progress(n, n, "vectors")
        embedding = Embedding(vectors, dataset.labels, dataset.metadata)
        return Fit({"given": embedding}, arrays, summary=summary, notes=tuple(notes))

    def _require_rest(self, d: int) -> None:
        if self.remove_top >= d:
            raise InputError(
                f"The vectors have {d} numbers; of their components at most {d - 1} can be removed, not "
                f"{self.remove_top}.",
                "E-VEC-27",
            )

    def estimate(self, dataset: Vectors) -> Estimate:
        """A copy, and the covariance where components are removed."""
        n, d = dataset.vectors.shape
        start, libraries = costs.COORDINATES
        products = n * d * min(n, d) if self.remove_top else 0
        seconds = start + products * costs.PRINCIPAL_PRODUCT + costs.TAKEN_NUMBER * n * d + costs.TAKEN_ITEM * n
        return Estimate(seconds, libraries + (16.0 * n * d + 400.0 * n) / limits.MB)

    def advice(self, dataset: Vectors) -> list[Advice]:
        """Whether anything would be left, and the cost."""
        d = dataset.vectors.shape[1]
        if self.remove_top >= d:
            return [Advice("error", f"The vectors have {d} numbers; fewer than that can be removed.")]
        return [cost(self.estimate(dataset))]


def _told(report: Report, done: int, total: int) -> None:
    stop_if_cancelled(report)
    report.progress(done, 2 * total, "vectors")


def _without(vectors: np.ndarray, mean: np.ndarray, axes: np.ndarray) -> np.ndarray:
    """Vectors (n, d) less their mean and less their parts along orthonormal axes (k, d); float32."""
    result = np.empty_like(vectors)
    for start in range(0, len(vectors), TILE_ROWS):
        tile = vectors[start : start + TILE_ROWS] - mean
        result[start : start + TILE_ROWS] = tile - (tile @ axes.T) @ axes
    return result
