"""What learners of rows share: scaled columns, rows held out, what is known of a row."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from engine.datasets.tables.matrix import Matrix
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import choice, integer
from engine.fit import Fit
from engine.learners.base import Inputs, Learner
from engine.low_rank import principal

SCALINGS = {"standardized": "Standardized", "centered": "Centered"}
HELD_OUT = 0.2
"""Share of the rows that no training of the test sees."""
FEWEST_ROWS = 10


@dataclass(frozen=True)
class RowLearner(Learner):
    """A learner of one vector for each row of a table."""

    takes: ClassVar[str] = Matrix.kind
    embeds: ClassVar[str] = "row"
    near_by: ClassVar[Literal["cosine", "euclidean"]] = "euclidean"
    made_from: ClassVar[str] = "the table's own columns"

    n_components: int = integer(10, 1, 200, label="Dimensions", help="Numbers per row vector.")
    scaling: Literal["standardized", "centered"] = choice(
        "standardized", SCALINGS, label="Columns", help="Standardized: each less its mean, over its spread; units do "
        "not matter then. Centered: less its mean alone; columns of large spread matter most.",
    )  # fmt: skip

    @classmethod
    def offered(cls, dataset: Matrix) -> bool:
        """Pictures have no rows to tell apart."""
        return dataset.is_table

    def scale(self, values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """What is taken off each column, and what it is divided by, float64 (d,)."""
        spread = values.std(axis=0)
        divided = np.where(spread > 0, spread, 1.0) if self.scaling == "standardized" else np.ones(values.shape[1])
        return values.mean(axis=0), divided

    def inputs(self, dataset: Matrix) -> Inputs:
        """The columns, scaled."""
        values = self.scaled(dataset)
        return Inputs(values.shape[1], values.__getitem__)

    def errors(self, fit: Fit, dataset: Matrix) -> np.ndarray:
        """How far each row is from what comes back of it: mean squared error of its scaled columns, (n_rows,)."""
        raise NotImplementedError

    def seen(self, dataset: Matrix) -> np.ndarray:
        """Rows that the training looked at, bool (n_rows,)."""
        return np.ones(dataset.shape[0], dtype=bool)

    def scaled(self, dataset: Matrix) -> np.ndarray:
        """The numbers of a table as this learner is given them, float64 (n_rows, n_columns)."""
        values = table(dataset)
        mean, divided = self.scale(values)
        return (values - mean) / divided


def split(n_rows: int) -> tuple[np.ndarray, np.ndarray]:
    """Rows to learn from and rows held out, int; the same for every method. Raises InputError if there are too few."""
    if n_rows < FEWEST_ROWS:
        raise InputError(f"The table has {n_rows} rows; at least {FEWEST_ROWS} are needed.", "E-TAB-02")
    order = np.random.default_rng(0).permutation(n_rows)
    n_train = n_rows - round(HELD_OUT * n_rows)
    return order[:n_train], order[n_train:]


def table(dataset: Matrix) -> np.ndarray:
    """The numbers of a table, float64 (n_rows, n_columns); raises InputError for a picture."""
    if not dataset.is_table:
        raise InputError("This is a picture; its rows are lines of pixels. Choose a table.", "E-TAB-03")
    return dataset.channels[0].astype(np.float64)


def row_embedding(dataset: Matrix, vectors: np.ndarray) -> Embedding:
    """Vectors of the rows with what is known of them, texts last: a map is colored by the last column."""
    ordered = sorted(dataset.attributes.items(), key=lambda item: item[1].dtype.kind != "f")
    return Embedding(vectors, dataset.rows, dict(ordered))


def kept_by_axes(values: np.ndarray, train: np.ndarray, held_out: np.ndarray, k: int) -> float:
    """Share of the variance of held-out rows that the first k principal axes of the others keep.

    values: (n, d), scaled by the rows to learn from. Variance is about the mean of those.
    """
    axes = principal(values[train], dtype=np.float32)
    back = axes.reconstruct(axes.transform(values[held_out], min(k, len(axes.components))))
    return kept(values[held_out], back)


def kept(values: np.ndarray, back: np.ndarray) -> float:
    """1 - squared error over squared size of scaled values (n, d) and what came back of them."""
    return float(1 - np.square(values - back).sum() / np.square(values).sum())


def scores(kept_held_out: float, by_axes: float) -> dict[str, float]:
    """How much of the variance of unseen rows is kept, and by as many principal axes."""
    return {"kept_held_out": kept_held_out, "kept_by_pca": by_axes}
