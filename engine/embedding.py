"""The one type that every learner makes and every tool reads: labeled rows of a matrix."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np


@dataclass(frozen=True)
class Provenance:
    """Where an embedding comes from: the run and its recipe (JSON documents, see `engine.runs.recipe`)."""

    run_id: str
    dataset: Mapping[str, Any]
    learner: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Embedding:
    """Items as points.

    vectors: float32 (n_items, n_components), finite, made read-only.
    labels: n_items strings.
    metadata: column name -> (n_items,) array of numbers or strings (count, genre, digit, ...).
    provenance: None until the run is saved.
    """

    vectors: np.ndarray
    labels: Sequence[str]
    metadata: Mapping[str, np.ndarray] = field(default_factory=dict)
    provenance: Provenance | None = None

    def __post_init__(self) -> None:
        vectors = read_only(np.ascontiguousarray(self.vectors, dtype=np.float32))
        if vectors.ndim != 2 or len(vectors) != len(self.labels):
            raise ValueError(f"vectors {vectors.shape} do not match {len(self.labels)} labels")
        if not np.isfinite(vectors).all():
            raise ValueError("vectors hold values that are not finite")
        for name, column in self.metadata.items():
            if len(column) != len(vectors):
                raise ValueError(f"metadata {name!r} has {len(column)} rows, not {len(vectors)}")
        object.__setattr__(self, "vectors", vectors)
        object.__setattr__(self, "labels", tuple(self.labels))
        object.__setattr__(self, "metadata", {k: read_only(np.asarray(v)) for k, v in self.metadata.items()})

    @property
    def n_items(self) -> int:
        """Number of rows."""
        return len(self.vectors)

    @property
    def n_components(self) -> int:
        """Number of columns."""
        return self.vectors.shape[1]

    @cached_property
    def index(self) -> dict[str, int]:
        """label -> row; of items that share a label, the first."""
        return {label: row for row, label in reversed(list(enumerate(self.labels)))}

    @cached_property
    def norms(self) -> np.ndarray:
        """Euclidean length of each row, float32 (n_items,)."""
        return read_only(np.linalg.norm(self.vectors, axis=1))

    @cached_property
    def unit(self) -> np.ndarray:
        """Rows scaled to length 1; rows of length 0 stay 0. float32 (n_items, n_components)."""
        return read_only(self.vectors / np.where(self.norms > 0, self.norms, 1)[:, None])

    def first(self, n_items: int) -> "Embedding":
        """The first `n_items` rows (for words: the most frequent)."""
        rows = slice(0, n_items)
        return Embedding(
            self.vectors[rows], self.labels[rows], {k: v[rows] for k, v in self.metadata.items()}, self.provenance
        )

    def rows_of(self, labels: Iterable[str]) -> np.ndarray:
        """The rows of those labels that it has, each once, rising. int64."""
        found = {self.index[label] for label in labels if label in self.index}
        return np.array(sorted(found), dtype=np.int64)

    def among(self, rows: np.ndarray) -> "Embedding":
        """Some of the rows, in the order given."""
        metadata = {name: column[rows] for name, column in self.metadata.items()}
        return Embedding(self.vectors[rows], [self.labels[row] for row in rows], metadata, self.provenance)

    def without(self, rows: Sequence[int] | np.ndarray) -> "Embedding":
        """All rows but some, in their order."""
        kept = np.ones(self.n_items, dtype=bool)
        kept[np.asarray(rows, dtype=np.int64)] = False
        return self.among(np.flatnonzero(kept))


def read_only(array: np.ndarray) -> np.ndarray:
    """The array, or a view of it, that cannot be written to."""
    if array.flags.writeable:
        array = array.view()
        array.flags.writeable = False
    return array
