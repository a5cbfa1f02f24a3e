"""Principal components of a table: each row by its coordinates along the directions of most variance."""

from dataclasses import dataclass

import numpy as np

from engine import costs
from engine.datasets.tables.matrix import Matrix
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.learners.rows.contract import RowLearner, kept_by_axes, row_embedding, scores, split, table
from engine.low_rank import principal
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled


@dataclass(frozen=True)
class RowPCA(RowLearner):
    """Coordinates along the first principal axes of the columns.

    Fit: embedding "row"; arrays loadings (n_components, n_columns) orthonormal, and explained_variance_ratio of all
    components; summary kept_held_out, of a fifth of the rows by axes of the others.
    """

    name = "row_pca"
    title = "Principal components"
    papers = (
        Paper(
            "Hotelling",
            1933,
            "Analysis of a complex of statistical variables into principal components",
            "doi:10.1037/h0071325",
        ),
        Paper("Novembre et al.", 2008, "Genes mirror geography within Europe", "doi:10.1038/nature07331"),
    )

    def fit(self, dataset: Matrix, report: Report = Silent()) -> Fit:
        """Take the table apart; see `Learner.fit`."""
        stop_if_cancelled(report)
        values = table(dataset)
        train, held_out = split(len(values))
        scaled = self.scaled(dataset)
        found = principal(scaled)
        report.progress(1, 2, "decompositions")
        stop_if_cancelled(report)
        n = min(self.n_components, len(found.components))
        vectors = found.transform(scaled, n)
        unseen_mean, unseen_spread = self.scale(values[train])
        by_axes = kept_by_axes((values - unseen_mean) / unseen_spread, train, held_out, n)
        report.progress(2, 2, "decompositions")
        ratios = found.explained_variance_ratio
        notes = (
            () if n == self.n_components else (f"The rows vary in {n} directions only, so there are {n} components.",)
        )
        arrays = {"loadings": found.components[:n], "explained_variance_ratio": ratios}
        summary = {"rows": len(values), "columns": values.shape[1], "variance": float(ratios[:n].sum())}
        embedding = row_embedding(dataset, vectors.astype(np.float32))
        return Fit({"row": embedding}, arrays, summary=summary | scores(by_axes, by_axes), notes=notes)

    def errors(self, fit: Fit, dataset: Matrix) -> np.ndarray:
        """See `RowLearner.errors`."""
        scaled = self.scaled(dataset)
        return np.square(scaled - fit.main.vectors @ fit.arrays["loadings"]).mean(axis=1)

    def estimate(self, dataset: Matrix) -> Estimate:
        """Two decompositions."""
        n, d = dataset.shape
        start, libraries = costs.COORDINATES
        operations = 4.0 * n * d * min(n, d) + 20.0 * min(n, d) ** 3
        return Estimate(start + operations * costs.PRINCIPAL_PRODUCT, libraries + 40e-6 * n * d)
