"""How measurements go together: the correlations between the columns of a table, as similarities."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.datasets.base import Source
from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.report import Report, Silent, stop_if_cancelled

STATISTICS = ("mean", "error", "worst")


@dataclass(frozen=True)
class CellMeasurements(Source):
    """Correlations between the 30 columns of the Wisconsin breast cancer data (Street, Wolberg and Mangasarian, 1993):
    ten measurements of the nuclei in a picture of tissue, of each the mean, its standard error, and the worst.

    Metadata: what was measured, and which statistic it is.
    """

    name = "cell_measurements"
    kind: ClassVar[str] = PairMatrix.kind

    def title(self) -> str:
        """What the user calls it."""
        return "Measurements of cells, by correlation"

    def load(self, report: Report = Silent()) -> PairMatrix:
        """Correlate the columns of the table that comes with scikit-learn."""
        stop_if_cancelled(report)
        from sklearn.datasets import load_breast_cancer

        table = load_breast_cancer()
        names = [str(name) for name in table.feature_names]
        statistics = [next(word for word in STATISTICS if word in name.split()) for name in names]
        measured = [
            " ".join(word for word in name.split() if word != statistic)
            for name, statistic in zip(names, statistics, strict=True)
        ]
        found = np.corrcoef(table.data.T)
        found = (found + found.T) / 2
        np.fill_diagonal(found, 1)
        notes = (f"Pearson correlations over {len(table.data):,} pictures, computed from scikit-learn's copy.",)
        metadata = {"statistic": np.array(statistics), "measured": np.array(measured)}
        return PairMatrix(found, tuple(names), "similarities", metadata, notes=notes)
