"""A recipe says how a result comes about; its hash is the result's name, given once and for good."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from engine.datasets import SOURCES
from engine.errors import InputError
from engine.evaluation import TESTS
from engine.fields import Validated, choice, from_json, integer, text
from engine.learners import LEARNERS
from engine.learners.base import Learner
from engine.projections import PROJECTIONS
from engine.runs import format_1
from engine.runs.canonical import id_of

FORMAT = 2
"""Of the document; see `format_1` for the one before. It takes no part in ids."""


@dataclass(frozen=True)
class EmbeddingOf(Validated):
    """A dataset that is an embedding of a saved run: what projections and tests take."""

    name = "embedding_of"
    run_id: str = text("", 32, label="Run", help="The run that made the embedding.", pattern="[0-9a-f]{32}")
    embedding: str = text("", 40, label="Embedding", help="Which embedding of the run; empty for the main one.")
    n_items: int = integer(0, 0, 10_000_000, label="Items", help="Only the first so many rows; 0 for all.")
    only: str = text(
        "",
        32,
        label="Only these",
        help="The id of a list of items.",
        pattern="([0-9a-f]{32})?",
        hidden=True,
    )
    moment: str = choice(
        "", {"": "As trained", "first": "Before training"}, label="When", help="Of which moment.", hidden=True
    )


TASKS: dict[str, type[Learner]] = {**LEARNERS, **PROJECTIONS, **TESTS}
DATASETS: dict[str, type[Validated]] = {**SOURCES, EmbeddingOf.name: EmbeddingOf}


@dataclass(frozen=True)
class Recipe:
    """Dataset reference and learner; without a learner, the prepared dataset itself is the result.

    outdated: a sentence for each class that has changed since the recipe was written; empty for one made today.
    """

    dataset: Validated
    learner: Learner | None = None
    outdated: tuple[str, ...] = field(default=(), compare=False)

    def to_json(self) -> dict[str, Any]:
        """The document that `from_json` reads, every field named."""
        return {
            "format": FORMAT,
            "dataset": self.dataset.to_json(),
            "learner": self.learner.to_json() if self.learner else None,
        }

    @cached_property
    def run_id(self) -> str:
        """Hash of the identities of both (see `Validated.identity`): 32 hex digits.

        Of a recipe that is about to be run. What is saved keeps the name of its folder, which this need not give
        again: the row in the catalogue has it, and the id of its dataset.
        """
        learner = self.learner.identity() if self.learner else None
        return id_of({"dataset": self.dataset.identity(), "learner": learner})

    def require_todays(self) -> None:
        """Raise InputError if it would not be run as it was meant when it was written."""
        if self.outdated:
            raise InputError(f"{' '.join(self.outdated)} Ask for it again from its page.", "E-PAR-09")

    @classmethod
    def from_json(cls, document: Any) -> "Recipe":
        """Read a recipe of any format so far; anything unknown in it is refused, what is outdated is told."""
        dataset, learner = _parts(document)
        outdated: list[str] = []
        source = from_json(DATASETS, dataset, outdated)
        task = None if learner is None else from_json(TASKS, learner, outdated)
        return cls(source, task, tuple(outdated))


def _parts(document: Any) -> tuple[Any, Any]:
    """Documents of dataset and learner."""
    if isinstance(document, dict) and format_1.is_of(document):
        return format_1.parts_of(document)
    if not isinstance(document, dict) or document.keys() != {"format", "dataset", "learner"}:
        raise InputError("This is not a recipe: it needs format, dataset and learner.", "E-PAR-13")
    if document["format"] != FORMAT:
        made = f"{document['format']!r:.20}"
        raise InputError(f"This recipe is of format {made}, this app reads up to {FORMAT}; update the app.", "E-PAR-14")
    return document["dataset"], document["learner"]
