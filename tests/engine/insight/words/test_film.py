"""The film of a training: neighbors of each frame by hand, questions of kept pairs, a training that settles."""

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from engine.datasets.text.toy_world import ToyWorld
from engine.embedding import Embedding
from engine.evaluation.words.analogies import analogy_accuracy
from engine.fit import Fit, Snapshots
from engine.insight.words.film import film, frames, has_film, questions
from engine.insight.words.watched import FRAME_ITEMS, FRAME_PAIRS
from engine.learners.words.ppmi_svd import PPMISVD
from engine.learners.words.skipgram import SkipGram
from tests.examples import corpus


def by_hand() -> Fit:
    """Four words in a plane, of which the last three are kept: c passes from b to d."""
    main = Embedding(np.array([[1, 0], [1, 0], [0.1, 1], [0, 1]]), ["a", "b", "c", "d"])
    moved = [[[1, 0], [1, 0.1], [0, 1]], [[1, 0], [1, 1.1], [0, 1]], [[1, 0], [0.1, 1], [0, 1]]]
    kept = Snapshots(np.array([1, 2, 3]), np.array([10, 20, 30]), np.array(moved, dtype=np.float32))
    return Fit({"word": main}, snapshots=kept)


def test_neighbors_of_each_frame() -> None:
    found = film(by_hand(), 1)
    assert found.labels == ("b", "c", "d") and found.steps == (10, 20, 30)
    assert_array_equal(found.near[:, :, 0], [[1, 0, 1], [1, 2, 1], [1, 2, 1]])
    assert_allclose(found.as_at_the_end, [[1, 0, 1], [1, 1, 1], [1, 1, 1]])
    assert [frame.labels for frame in frames(by_hand())] == [("b", "c", "d")] * 3
    assert_allclose(film(by_hand(), 2).as_at_the_end, 1)  # of three words all others are always the nearest two


def test_a_run_without_frames_has_no_film() -> None:
    assert not has_film(PPMISVD(n_components=4, min_count=1).fit(corpus()))
    assert has_film(SkipGram(n_components=4, min_count=1, n_epochs=2).fit(corpus())) and has_film(by_hand())


def test_a_training_settles_and_learns_the_relations_whose_words_were_kept() -> None:
    fit = SkipGram(n_components=24, n_epochs=12).fit(ToyWorld(n_tokens=60_000).load())
    found = film(fit, 8)
    asked = questions(fit)
    assert FRAME_ITEMS < len(found.labels) <= FRAME_ITEMS + 2 * FRAME_PAIRS * 22 + 3
    sizes = dict(zip(asked.sections, np.bincount(asked.section_of).tolist(), strict=True))
    assert sizes["Capital"] >= FRAME_PAIRS * (FRAME_PAIRS - 1) and len(sizes) >= 10
    settled = found.as_at_the_end.mean(axis=1)
    assert settled[0] < 0.3 < 0.8 < settled[-2] and settled[-1] == 1
    scores = [analogy_accuracy(frame, asked).accuracy for frame in frames(fit)]
    assert scores[0] < 0.1 and scores[-1] > 0.7
    assert film(fit, 8).near.tobytes() == found.near.tobytes()
