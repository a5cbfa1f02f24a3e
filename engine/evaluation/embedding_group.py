"""What a test that compares several saved embeddings of the same items is given."""

from dataclasses import dataclass
from typing import ClassVar

from engine.embedding import Embedding
from engine.learners.base import Learner


@dataclass(frozen=True, eq=False)
class EmbeddingGroup:
    """The embedding that was asked about comes first."""

    embeddings: tuple[Embedding, ...]


class GroupTest(Learner):
    """Base of tests of several embeddings: those of one name, of several runs."""

    takes: ClassVar[str] = "embeddings"

    @property
    def others(self) -> tuple[str, ...]:
        """The runs that the first is compared with."""
        raise NotImplementedError
