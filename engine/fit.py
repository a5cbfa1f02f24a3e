"""What a learner returns: embeddings, arrays, the course of the training and what to say of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine.embedding import Embedding, read_only


@dataclass(frozen=True, eq=False)
class Snapshots:
    """A fixed set of items over training.

    items: int (m,) rows of the main embedding. steps: (f,) when, in the learner's unit.
    frames: float32 (f, m, c) vectors or coordinates of these items at each step.
    """

    items: np.ndarray
    steps: np.ndarray
    frames: np.ndarray


@dataclass(frozen=True, eq=False)
class Fit:
    """What a learner returns; all of it can be saved as safetensors and JSON.

    embeddings: name -> Embedding; the first is the main one.
    arrays: name -> numeric array (singular values, decoder weights, ...).
    history: column -> numbers, all of one length, one entry a step ("step", "loss", ...).
    summary: name -> number or short string: scores, times, sizes.
    notes: sentences for the user, e.g. that a parameter was clipped to what the data allow.
    """

    embeddings: Mapping[str, Embedding] = field(default_factory=dict)
    arrays: Mapping[str, np.ndarray] = field(default_factory=dict)
    history: Mapping[str, list[float]] = field(default_factory=dict)
    snapshots: Snapshots | None = None
    summary: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "arrays", {k: read_only(np.asarray(v)) for k, v in self.arrays.items()})

    @property
    def main(self) -> Embedding:
        """The first embedding."""
        return next(iter(self.embeddings.values()))

    @property
    def context(self) -> Embedding:
        """The second vectors of the same items, named "context"; the main ones where a learner makes no others."""
        return self.embeddings.get("context", self.main)

    @property
    def before_training(self) -> Embedding | None:
        """The items that the snapshots follow as they were before the first step; None if that was not kept."""
        if self.snapshots is None or not len(self.snapshots.steps) or self.snapshots.steps[0] != 0:
            return None
        rows, main = self.snapshots.items, self.main
        return Embedding(
            self.snapshots.frames[0],
            [main.labels[row] for row in rows],
            {name: column[rows] for name, column in main.metadata.items()},
        )

    def pack(self) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        """Numeric arrays and a JSON document that `unpack` reads."""
        arrays = {f"array/{name}": array for name, array in self.arrays.items()}
        embeddings = {}
        labels: dict[tuple[str, ...], int] = {}  # most embeddings share theirs
        for name, embedding in self.embeddings.items():
            arrays[f"vectors/{name}"] = embedding.vectors
            strings = {}
            for column, values in embedding.metadata.items():
                if values.dtype.kind in "biuf":
                    arrays[f"metadata/{name}/{column}"] = values
                else:
                    strings[column] = [str(value) for value in values]
            embeddings[name] = {
                "labels": labels.setdefault(tuple(embedding.labels), len(labels)),
                "strings": strings,
                "columns": list(embedding.metadata),
            }
        if self.snapshots is not None:
            arrays |= {f"snapshots/{part}": getattr(self.snapshots, part) for part in ("items", "steps", "frames")}
        document = {
            "embeddings": embeddings,
            "labels": list(map(list, labels)),
            "history": dict(self.history),
            "summary": dict(self.summary),
            "notes": list(self.notes),
        }
        return arrays, document

    @classmethod
    def unpack(cls, arrays: Mapping[str, np.ndarray], document: Mapping[str, Any]) -> "Fit":
        """The Fit that `pack` took apart."""
        embeddings = {}
        for name, entry in document["embeddings"].items():
            strings = {column: np.array(values, dtype=str) for column, values in entry["strings"].items()}
            metadata = {
                column: strings[column] if column in strings else arrays[f"metadata/{name}/{column}"]
                for column in entry["columns"]
            }
            embeddings[name] = Embedding(arrays[f"vectors/{name}"], document["labels"][entry["labels"]], metadata)
        snapshots = None
        if "snapshots/items" in arrays:
            snapshots = Snapshots(*(arrays[f"snapshots/{part}"] for part in ("items", "steps", "frames")))
        return cls(
            embeddings,
            {k[6:]: v for k, v in arrays.items() if k.startswith("array/")},
            document["history"],
            snapshots,
            document["summary"],
            tuple(document["notes"]),
        )
