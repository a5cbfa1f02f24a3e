"""What a test that compares two saved embeddings is given."""

from dataclasses import dataclass
from typing import ClassVar

from engine.embedding import Embedding
from engine.learners.base import Learner


@dataclass(frozen=True, eq=False)
class EmbeddingPair:
    """The embedding that was asked about, and the one it is compared with."""

    first: Embedding
    second: Embedding


class PairTest(Learner):
    """Base of tests of two embeddings."""

    takes: ClassVar[str] = "embedding_pair"

    @property
    def second(self) -> tuple[str, str]:
        """The run that the first is compared with, and which of its embeddings."""
        raise NotImplementedError

    @property
    def second_moment(self) -> str:
        """When it was so: "" for as it was trained, else a moment of `engine.runs.recipe.EmbeddingOf`."""
        return ""
