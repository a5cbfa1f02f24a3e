"""A step drawn on a plane: nothing of it is lost there, and places across are inner products."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.figures.moves import step as drawn
from engine.insight.moves import moves
from engine.insight.words.negative_sampling import moves_of, negative_sampling_step


@pytest.fixture
def vectors() -> tuple[np.ndarray, np.ndarray]:
    generator = np.random.default_rng(0)
    return generator.normal(size=9), generator.normal(size=(4, 9))


def test_places_are_inner_products_and_arrows_are_steps(vectors: tuple[np.ndarray, np.ndarray]) -> None:
    v, u = vectors
    step = negative_sampling_step(("w", "c", "n1", "n2", "n3"), v, u, 0.1)
    found = moves_of(step, ("w", "c", "n1", "n2", "n3"), v, u)
    length = np.linalg.norm(v)
    assert_allclose(found.before[1:, 0] * length, u @ v)
    assert_allclose(found.before[0], [length, 0], atol=1e-12)
    # The whole step lies in the plane: there, the inner products after it are those of all numbers.
    after = found.before + (found.after - found.before) / found.times
    rest = u @ v - found.before[1:] @ found.before[0]
    assert_allclose(after[1:] @ after[0] + rest, [sample.score_after for sample in step.samples])
    by = -0.1 * np.array([sample.gradient for sample in step.samples])
    assert_allclose(np.linalg.norm(after - found.before, axis=1)[1:], np.abs(by) * length)
    assert_allclose(np.linalg.norm(after[0] - found.before[0]), np.linalg.norm(by @ u))
    moved = found.after[:, 0] - found.before[:, 0]
    assert moved[1] > 0 and (moved[2:] < 0).all()


def test_arrows_are_drawn_as_long_as_can_be_seen(vectors: tuple[np.ndarray, np.ndarray]) -> None:
    v, u = vectors
    longest = []
    for rate in (1e-6, 1e-3, 0.03, 5.0):
        found = moves_of(negative_sampling_step(tuple("wabcd"), v, u, rate), tuple("wabcd"), v, u)
        assert found.times == 1 or f"{found.times:.0e}"[0] in "125"
        longest.append(np.linalg.norm(found.after - found.before, axis=1).max() / np.ptp(found.before, axis=0).max())
    assert all(0.1 <= each <= 0.25 for each in longest[:2]) and longest[3] > 0.25


def test_nothing_moves_from_zero() -> None:
    found = moves(("w", "c"), np.zeros(3), np.zeros(3), np.ones((1, 3)), np.zeros((1, 3)))
    assert found.times == 1 and np.array_equal(found.before, found.after) and np.isfinite(found.before).all()
    with pytest.raises(ValueError, match="1 names for 1 \\+ 1 vectors"):
        moves(("w",), np.zeros(3), np.zeros(3), np.ones((1, 3)), np.zeros((1, 3)))


def test_the_picture_has_an_arrow_for_each_vector(vectors: tuple[np.ndarray, np.ndarray]) -> None:
    v, u = vectors
    names = ("w", "<b>c</b>", "n1", "n2", "n3")
    picture = drawn(moves_of(negative_sampling_step(names, v, u), names, v, u))
    assert len(picture.layout.annotations) == 5
    assert [list(trace.text) for trace in picture.data[:3]] == [["w"], ["&lt;b&gt;c&lt;/b&gt;"], ["n1", "n2", "n3"]]
