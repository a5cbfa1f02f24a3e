"""A matrix to approximate: a picture, a channel each, or a table of numbers with names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from engine.embedding import read_only


@dataclass(frozen=True, eq=False)
class Matrix:
    """channels: float32 (1 or 3, n_rows, n_columns), finite; of a picture brightness in [0, 1].

    columns, rows: names in a table; empty for a picture. notes: what the reader changed, as sentences for the user.
    attributes: what else is known of each row, by name, float64 or texts (n_rows,): not among the channels.
    """

    kind: ClassVar[str] = "matrix"

    channels: np.ndarray
    columns: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    attributes: Mapping[str, np.ndarray] = field(default_factory=dict)

    def __post_init__(self) -> None:
        n_channels, n_rows, n_columns = self.channels.shape
        if n_channels not in (1, 3) or 0 in (n_rows, n_columns):
            raise ValueError(f"an array of shape {self.channels.shape} is no picture or table")
        if self.columns and (len(self.columns) != n_columns or len(self.rows) != n_rows):
            raise ValueError(f"{len(self.rows)} x {len(self.columns)} names for {n_rows} x {n_columns} numbers")
        if any(len(column) != n_rows for column in self.attributes.values()):
            raise ValueError(f"attributes of other lengths than the {n_rows} rows")
        object.__setattr__(self, "attributes", {name: read_only(column) for name, column in self.attributes.items()})
        object.__setattr__(self, "channels", read_only(np.ascontiguousarray(self.channels, dtype=np.float32)))

    @property
    def is_table(self) -> bool:
        """Whether it is a table, not a picture."""
        return bool(self.columns)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.channels.shape[1], self.channels.shape[2]

    def pack(self) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        """Arrays and a JSON document that `unpack` reads."""
        document = {"columns": list(self.columns), "rows": list(self.rows), "notes": list(self.notes)}
        numbers = {f"attribute/{name}": values for name, values in self.attributes.items() if values.dtype.kind == "f"}
        texts = {name: values.tolist() for name, values in self.attributes.items() if values.dtype.kind != "f"}
        return {"channels": self.channels} | numbers, document | {"texts": texts, "order": list(self.attributes)}

    @classmethod
    def unpack(cls, arrays: Mapping[str, np.ndarray], document: Mapping[str, Any]) -> "Matrix":
        """The Matrix that `pack` took apart."""
        names = tuple(document["columns"]), tuple(document["rows"]), tuple(document["notes"])
        texts = {name: np.array(values) for name, values in document.get("texts", {}).items()}
        numbers = {name: arrays[f"attribute/{name}"] for name in document.get("order", ()) if name not in texts}
        return cls(arrays["channels"], *names, {name: (texts | numbers)[name] for name in document.get("order", ())})
