"""A number for each pair of items: their distance or their similarity, and nothing else that is known of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import numpy as np

from engine.embedding import read_only

Sort = Literal["distances", "similarities"]
SORTS: tuple[Sort, ...] = ("distances", "similarities")


@dataclass(frozen=True, eq=False)
class PairMatrix:
    """What is given of each pair.

    values: float64 (n, n), finite and symmetric; of distances none is negative and the diagonal is 0. labels: n names.
    sort: which of the two it is. metadata: column -> (n,) numbers or texts. unit: of the values, such as "km", or "".
    notes: what the reader changed, as sentences for the user.
    """

    kind: ClassVar[str] = "pairs"

    values: np.ndarray
    labels: tuple[str, ...]
    sort: Sort
    metadata: Mapping[str, np.ndarray] = field(default_factory=dict)
    unit: str = ""
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        n = len(self.labels)
        if self.values.shape != (n, n) or not np.isfinite(self.values).all():
            raise ValueError(f"an array of shape {self.values.shape} is no finite table of the pairs of {n} items")
        if self.sort not in SORTS or not np.array_equal(self.values, self.values.T):
            raise ValueError(f"no symmetric table of one of {SORTS}: {self.sort}")
        if self.sort == "distances" and (self.values.min(initial=0) < 0 or self.values.diagonal().any()):
            raise ValueError("distances are not negative, and 0 on the diagonal")
        if any(len(column) != n for column in self.metadata.values()):
            raise ValueError(f"metadata of other lengths than the {n} items")
        object.__setattr__(self, "values", read_only(np.ascontiguousarray(self.values, dtype=np.float64)))
        object.__setattr__(self, "metadata", {name: read_only(column) for name, column in self.metadata.items()})

    @property
    def n_items(self) -> int:
        """Number of rows, and of columns."""
        return len(self.labels)

    @property
    def are_distances(self) -> bool:
        """Whether small numbers mean near, not large ones."""
        return self.sort == "distances"

    def nearest(self, row: int, k: int) -> np.ndarray:
        """The k items nearest to one by the given numbers, without itself, int64 (k,); of equal ones the first."""
        order = np.argsort(self.values[row] if self.are_distances else -self.values[row], kind="stable")
        return order[order != row][:k]

    def pack(self) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        """Arrays and a JSON document that `unpack` reads."""
        numbers = {f"metadata/{name}": column for name, column in self.metadata.items() if column.dtype.kind in "biuf"}
        texts = {name: column.tolist() for name, column in self.metadata.items() if column.dtype.kind not in "biuf"}
        document = {
            "labels": list(self.labels), "sort": self.sort, "unit": self.unit, "notes": list(self.notes),
            "texts": texts, "columns": list(self.metadata),
        }  # fmt: skip
        return {"values": self.values} | numbers, document

    @classmethod
    def unpack(cls, arrays: Mapping[str, np.ndarray], document: Mapping[str, Any]) -> "PairMatrix":
        """The PairMatrix that `pack` took apart."""
        texts = {name: np.array(column, dtype=str) for name, column in document["texts"].items()}
        metadata = {name: texts[name] if name in texts else arrays[f"metadata/{name}"] for name in document["columns"]}
        labels, notes = tuple(document["labels"]), tuple(document["notes"])
        return cls(arrays["values"], labels, document["sort"], metadata, document["unit"], notes)
