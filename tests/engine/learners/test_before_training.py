"""The first frame of a film is what the training began with: a training that hardly moves ends there."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.learners import LEARNERS
from tests.examples import EXAMPLES, quick

FILMED = (
    "skipgram", "cbow", "fasttext", "glove", "full_softmax", "validity", "deepwalk", "node2vec", "item2vec", "cowatch",
)  # fmt: skip
"""Learners whose first vectors are random and whose frames are those of the main embedding's own table."""


@pytest.mark.parametrize("name", FILMED)
def test_the_first_frame_is_what_was_before_the_first_step(name: str) -> None:
    cls = LEARNERS[name]
    slow = {"n_epochs": 1, "learning_rate": 0.0001} | ({"both": False} if name == "glove" else {})
    still = quick(cls, **slow).fit(EXAMPLES[cls.takes]())
    before = still.before_training
    assert before is not None and still.snapshots is not None
    assert still.snapshots.steps[0] == 0 and (np.diff(still.snapshots.steps) > 0).all()
    there = still.main.vectors[still.snapshots.items]
    assert before.labels == tuple(still.main.labels[row] for row in still.snapshots.items)
    assert np.abs(before.vectors).max() > 0
    assert_allclose(before.vectors, there, atol=0.05 * np.abs(there).max() + 2e-3)
    moved = quick(cls, n_epochs=3).fit(EXAMPLES[cls.takes]())
    assert moved.before_training is not None
    assert np.array_equal(moved.before_training.vectors, before.vectors)  # of the same seed
    far = np.linalg.norm(moved.main.vectors[still.snapshots.items] - before.vectors)
    assert far > 3 * np.linalg.norm(there - before.vectors)


def test_what_has_no_film_has_nothing_from_before() -> None:
    cls = LEARNERS["ppmi_svd"]
    assert quick(cls).fit(EXAMPLES[cls.takes]()).before_training is None
