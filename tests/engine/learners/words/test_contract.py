"""Words know in documents of which label they are at home."""

import numpy as np

from engine.datasets.text.corpus import Corpus
from engine.learners.words.contract import EVERYWHERE, word_metadata
from tests.examples import corpus


def labeled() -> Corpus:
    """Two documents: "a" is all over, "b" in the first alone, "c" in the second alone."""
    return Corpus(
        tokens=np.array([0, 1, 0, 1, 0, 2, 0, 2]),
        sentences=np.array([0, 4, 8]),
        documents=np.array([0, 4, 8]),
        words=("a", "b", "c"),
        counts=np.array([4, 2, 2]),
        document_names=("one", "two"),
        document_labels=("sea", "land"),
    )


def test_topics_are_the_labels_that_hold_a_word_beyond_chance() -> None:
    columns = word_metadata(labeled())
    assert columns["count"].tolist() == [4, 2, 2]
    assert columns["topic"].tolist() == [EVERYWHERE, "sea", "land"]


def test_documents_without_labels_give_no_topic() -> None:
    assert list(word_metadata(corpus())) == ["count"]
