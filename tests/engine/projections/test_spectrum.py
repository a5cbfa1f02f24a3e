"""Maps of falling exaggeration: one frame each, the last of them t-SNE, tighter the more it is."""

import numpy as np

from engine.embedding import Embedding
from engine.projections.spectrum import EXAGGERATIONS, Spectrum
from tests.examples import embedding as three_clusters


def test_a_frame_for_each_exaggeration() -> None:
    points = np.random.default_rng(0).normal(size=(500, 6))
    fit = Spectrum(perplexity=20).fit(Embedding(points, [str(row) for row in range(500)]))
    assert fit.snapshots is not None
    assert fit.snapshots.steps.tolist() == sorted(EXAGGERATIONS)
    np.testing.assert_array_equal(fit.snapshots.frames[0], fit.main.vectors)
    middle = fit.snapshots.frames - fit.snapshots.frames.mean(axis=1, keepdims=True)
    spreads = np.sqrt(np.square(middle).sum(axis=2).mean(axis=1))
    assert spreads[0] > 2 * spreads[3] > 2 * spreads[-1]


def test_the_course_falls_from_thirty_to_one() -> None:
    course = Spectrum().course
    assert [course.exaggeration(step) for step in (0, 249, 250, 350, course.n_iter - 1)] == [30, 30, 20, 15, 1]
    assert course.n_iter == 250 + 100 * (len(EXAGGERATIONS) - 2) + 250


def test_same_seed_same_bytes() -> None:
    one, other = (Spectrum(perplexity=5).fit(three_clusters()) for _ in range(2))
    assert one.main.vectors.tobytes() == other.main.vectors.tobytes()
