"""A recipe says how a result comes about; its hash is the result's name."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from engine import VERSION
from engine.datasets import SOURCES
from engine.errors import InputError
from engine.evaluation import TESTS
from engine.fields import Validated, from_json, integer, text
from engine.learners import LEARNERS
from engine.learners.base import Learner
from engine.projections import PROJECTIONS


@dataclass(frozen=True)
class EmbeddingOf(Validated):
    """A dataset that is an embedding of a saved run: what projections and tests take."""

    name = "embedding_of"
    run_id: str = text("", 32, label="Run", help="The run that made the embedding.", pattern="[0-9a-f]{32}")
    embedding: str = text("", 40, label="Embedding", help="Which embedding of the run; empty for the main one.")
    n_items: int = integer(0, 0, 10_000_000, label="Items", help="Only the first so many rows; 0 for all.")


def canonical_json(document: Any) -> str:
    """The one spelling of a document: sorted keys, no spaces, UTF-8, no NaN."""
    return json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


TASKS: dict[str, type[Learner]] = {**LEARNERS, **PROJECTIONS, **TESTS}
DATASETS: dict[str, type[Validated]] = {**SOURCES, EmbeddingOf.name: EmbeddingOf}


@dataclass(frozen=True)
class Recipe:
    """Dataset reference and learner; without a learner, the prepared dataset itself is the result."""

    dataset: Validated
    learner: Learner | None = None

    def to_json(self) -> dict[str, Any]:
        """The document that `from_json` reads and that the run id is the hash of."""
        return {
            "version": VERSION,
            "dataset": self.dataset.to_json(),
            "learner": self.learner.to_json() if self.learner else None,
        }

    @cached_property
    def run_id(self) -> str:
        """First 32 hex digits of the sha256 of the canonical JSON."""
        return hashlib.sha256(canonical_json(self.to_json()).encode()).hexdigest()[:32]

    @classmethod
    def from_json(cls, document: Any) -> "Recipe":
        """Read a recipe; anything unknown in it is refused."""
        if not isinstance(document, dict) or document.keys() != {"version", "dataset", "learner"}:
            raise InputError("This is not a recipe: it needs version, dataset and learner.", "E-PAR-05")
        if document["version"] != VERSION:
            made = f"{document['version']!r:.20}"
            raise InputError(f"This recipe is of version {made}; this app makes version {VERSION}.", "E-PAR-07")
        learner = document["learner"]
        return cls(from_json(DATASETS, document["dataset"]), None if learner is None else from_json(TASKS, learner))
