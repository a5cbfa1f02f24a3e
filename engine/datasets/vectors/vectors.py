"""Vectors that were made elsewhere: a labeled embedding as it was found, before any method."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

import numpy as np

from engine.embedding import read_only


@dataclass(frozen=True, eq=False)
class Vectors:
    """What is known of each item.

    vectors: float32 (n, d), finite. labels: n names. metadata: column -> (n,) numbers or texts.
    pictures: uint8 (n, height, width, 1 or 3), a small one of each item; None if there are none.
    notes: what the reader changed, as sentences for the user.
    The first three are called as in `Embedding`, so that what is asked of the one can be asked of the other.
    """

    kind: ClassVar[str] = "vectors"

    vectors: np.ndarray
    labels: tuple[str, ...]
    metadata: Mapping[str, np.ndarray] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    pictures: np.ndarray | None = None

    def __post_init__(self) -> None:
        if self.vectors.ndim != 2 or len(self.labels) != len(self.vectors) or not np.isfinite(self.vectors).all():
            raise ValueError(f"an array of shape {self.vectors.shape} is no {len(self.labels)} finite vectors")
        if any(len(column) != len(self.labels) for column in self.metadata.values()):
            raise ValueError(f"metadata of other lengths than the {len(self.labels)} items")
        if self.pictures is not None and (self.pictures.ndim != 4 or len(self.pictures) != len(self.labels)):
            raise ValueError(f"pictures of shape {self.pictures.shape} for {len(self.labels)} items")
        object.__setattr__(self, "vectors", read_only(np.ascontiguousarray(self.vectors, dtype=np.float32)))
        object.__setattr__(self, "metadata", {name: read_only(column) for name, column in self.metadata.items()})
        if self.pictures is not None:
            object.__setattr__(self, "pictures", read_only(self.pictures))

    @property
    def n_items(self) -> int:
        """Number of rows."""
        return len(self.vectors)

    @property
    def n_components(self) -> int:
        """Numbers of each."""
        return self.vectors.shape[1]

    def pack(self) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        """Arrays and a JSON document that `unpack` reads."""
        arrays = {"vectors": self.vectors}
        texts = {}
        for name, column in self.metadata.items():
            if column.dtype.kind in "biuf":
                arrays[f"metadata/{name}"] = column
            else:
                texts[name] = column.tolist()
        if self.pictures is not None:
            arrays["pictures"] = self.pictures
        known = {"texts": texts, "columns": list(self.metadata)}
        return arrays, {"labels": list(self.labels), "notes": list(self.notes)} | known

    @classmethod
    def unpack(cls, arrays: Mapping[str, np.ndarray], document: Mapping[str, Any]) -> "Vectors":
        """The Vectors that `pack` took apart."""
        texts = {name: np.array(column, dtype=str) for name, column in document["texts"].items()}
        metadata = {name: texts[name] if name in texts else arrays[f"metadata/{name}"] for name in document["columns"]}
        labels, notes = tuple(document["labels"]), tuple(document["notes"])
        return cls(arrays["vectors"], labels, metadata, notes, arrays.get("pictures"))
