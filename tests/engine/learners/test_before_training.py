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


@pytest.mark.parametrize("name", ["two_tower", "watch_prediction", "bipartite_towers"])
def test_towers_have_a_film_from_chance_to_the_end_which_changes_nothing(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cls = LEARNERS[name]
    fits = [quick(cls, n_epochs=n).fit(EXAMPLES[cls.takes]()) for n in (1, 4)]
    for fit, n in zip(fits, (1, 4), strict=True):
        kept = fit.snapshots
        assert kept is not None and kept.steps.tolist() == list(range(n + 1))
        assert_allclose(kept.frames[-1], fit.main.vectors[kept.items], rtol=1e-6)
        assert np.abs(kept.frames[-1] - kept.frames[0]).max() > 0.005
    first, second = (fit.before_training for fit in fits)
    assert first is not None and second is not None
    still = quick(cls, n_epochs=1, learning_rate=0.0001).fit(EXAMPLES[cls.takes]())
    assert_allclose(first.vectors, still.main.vectors[fits[0].snapshots.items], atol=0.02)  # type: ignore[union-attr]
    assert first.labels == second.labels
    for folder in ("two_towers", "watch_training"):
        monkeypatch.setattr(f"engine.algorithms.towers.{folder}.filmed", lambda losses, *_: losses)
    monkeypatch.setattr(
        "engine.algorithms.film.Film.snapshots", lambda self: (np.zeros(1, int), np.zeros(1), self.rows)
    )
    unseen = quick(cls, n_epochs=4).fit(EXAMPLES[cls.takes]())
    np.testing.assert_array_equal(unseen.main.vectors, fits[1].main.vectors)


@pytest.mark.parametrize("name", ["implicit_als", "biased_factors"])
def test_factors_have_a_film_from_chance_to_the_end(name: str) -> None:
    cls = LEARNERS[name]
    fits = [quick(cls, n_epochs=n).fit(EXAMPLES[cls.takes]()) for n in (1, 4)]
    for fit, n in zip(fits, (1, 4), strict=True):
        kept, before = fit.snapshots, fit.before_training
        assert kept is not None and before is not None
        assert kept.steps.tolist() == list(range(n + 1))
        assert_allclose(kept.frames[-1], fit.main.vectors[kept.items], rtol=1e-5)
        assert 0.02 < before.vectors.std() < 0.5 and abs(before.vectors.mean()) < 0.05
    assert np.array_equal(fits[0].before_training.vectors, fits[1].before_training.vectors)  # type: ignore[union-attr]


def test_what_has_no_film_has_nothing_from_before() -> None:
    cls = LEARNERS["ppmi_svd"]
    assert quick(cls).fit(EXAMPLES[cls.takes]()).before_training is None
