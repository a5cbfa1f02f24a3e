"""Pixels, stress, t-SNE by hand and clouds: by hand, by theory, and beside the kernels of the maps."""

import gzip

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.datasets.images.sources import Digits
from engine.insight.lessons import clouds
from engine.insight.lessons.pixels import PRINTED, compared, moved
from engine.insight.lessons.stress_by_hand import distances, equally_far, fitted
from engine.insight.lessons.tsne_by_hand import (
    bell,
    costs,
    course,
    example,
    joint,
    kernel,
    moves,
    on_map,
    perplexity_of,
)
from tests.conftest import real_data

IMAGE = np.arange(1.0, 10).reshape(3, 3)


def test_a_moved_picture() -> None:
    assert_array_equal(moved(IMAGE, 1, 0), [[0, 1, 2], [0, 4, 5], [0, 7, 8]])
    assert_array_equal(moved(IMAGE, -1, 2), [[0, 0, 0], [0, 0, 0], [2, 3, 0]])
    assert_array_equal(moved(IMAGE, 0, 0), IMAGE)


def test_who_is_nearer_than_the_moved_picture() -> None:
    pictures = np.array([IMAGE, IMAGE + 1, IMAGE + 5, np.zeros((3, 3))])
    found = compared(IMAGE, pictures, np.array([0, 1, 1, 0]), 0)
    assert found.by_move[2, 2] == 0 and found.by_move[2, 3] == pytest.approx(np.linalg.norm(IMAGE - moved(IMAGE, 1, 0)))
    assert found.other == 1 and found.apart == pytest.approx(3) and found.same == pytest.approx(np.linalg.norm(IMAGE))
    assert_allclose(found.distances, [3, 15])
    assert (found.nearer(3.1), found.nearer(20), found.nearer(3)) == (0.5, 1, 0)


def test_small_distances_of_digits_can_be_trusted_and_those_to_themselves_moved_are_large() -> None:
    images = Digits().load()
    rows = np.arange(0, images.n_images, 9)
    pictures = images.pixels(np.arange(images.n_images)).reshape(-1, 8, 8)
    classes = np.array([images.class_of(row) for row in range(images.n_images)])
    found = [compared(pictures[row], pictures, classes, classes[row]) for row in rows]
    assert np.mean([one.same < one.apart for one in found]) > 0.98
    assert np.mean([one.by_move[2, 3] > one.apart for one in found]) > 0.99
    assert 0.3 < np.mean([one.nearer(one.by_move[2, 3]) for one in found]) < 0.7


def test_the_lectures_two_distances_are_such_as_mnist_has() -> None:
    """It prints 4.53 and 12.0, and not of which pictures: there are ones, and a 9 and a 3, that are so far apart."""
    folder = real_data("t10k-images-idx3-ubyte.gz").parent.parent / "mnist"
    files = ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz")
    images, targets = (np.frombuffer(gzip.decompress((folder / file).read_bytes()), np.uint8) for file in files)
    pixels, labels = images[16:].reshape(-1, 784), targets[8:]
    ones, threes, nines = (pixels[labels == digit][:400] / 255 for digit in (1, 3, 9))
    for first, second, printed in ((ones, ones, PRINTED["1 and 1"]), (nines, threes, PRINTED["9 and 3"])):
        squares = (first**2).sum(axis=1)[:, None] + (second**2).sum(axis=1) - 2 * first @ second.T
        low, high = np.quantile(np.sqrt(squares[squares > 1e-6]), [0.02, 0.99])
        assert low < printed < high


def test_the_stress_never_rises_and_what_a_plane_holds_is_found() -> None:
    points = np.array([[0.0, 0], [3, 0], [3, 4], [0, 4], [1, 1]])
    found = min((fitted(distances(points), seed=seed) for seed in range(5)), key=lambda one: one.stresses[-1])
    assert (np.diff(found.stresses) < 1e-6).all() and found.stresses[-1] < 1e-3
    assert_allclose(distances(found.places[-1]), distances(points), atol=0.02)
    wanted, now = distances(points), distances(found.places[3])
    stress = np.sqrt(((wanted - now) ** 2).sum() / (wanted**2).sum())
    assert found.stresses[3] == pytest.approx(stress, rel=1e-4)


@pytest.mark.parametrize(("n", "ratio"), [(3, 1), (4, np.sqrt(2)), (5, (1 + np.sqrt(5)) / 2), (6, 2)])
def test_equally_far_things_lie_on_regular_polygons(n: int, ratio: float) -> None:
    """A triangle; the diagonals of a square and of a pentagon; of six, five about the sixth or a hexagon."""
    assert equally_far(n).ratio == pytest.approx(ratio, abs=0.06)


def test_a_bell_has_the_perplexity_asked_for() -> None:
    points = example()
    for row in range(len(points)):
        found = bell(points, row, 4.0)
        assert found.chances[row] == 0 and found.chances.sum() == pytest.approx(1)
        assert perplexity_of(found.chances) == pytest.approx(4, abs=1e-3)
        squares = ((points - points[row]) ** 2).sum(axis=1)
        weights = np.where(np.arange(12) == row, 0, np.exp(-squares / (2 * found.sigma**2)))
        assert_allclose(found.chances, weights / weights.sum(), atol=1e-12)
    assert perplexity_of(np.full(8, 1 / 8)) == pytest.approx(8)
    assert bell(points, 7, 4.0).sigma > bell(points, 0, 4.0).sigma  # alone, and among others


def test_the_bisection_halves_and_agrees_with_the_kernels_of_the_maps() -> None:
    points = example()
    chances = np.array([bell(points, row, 4.0).chances for row in range(12)])
    assert_allclose(joint(points, 4.0), (chances + chances.T) / 24, atol=2e-5)
    tries = bell(points, 0, 4.0).tries
    steps = np.abs(np.diff([one.sigma for one in tries]))
    assert_allclose(steps[3:] / steps[2:-1], 0.5)


def test_moves_go_down_the_gradient_of_kl() -> None:
    points = example()
    p, places = joint(points, 4.0), np.random.default_rng(1).normal(size=(12, 2))
    found = moves(p, on_map(places), places, 5).sum(axis=0)
    for axis in (0, 1):
        ends = []
        for side in (1e-5, -1e-5):
            there = places.copy()
            there[5, axis] += side
            ends.append(costs(p, on_map(there)).sum())
        assert found[axis] == pytest.approx(-(ends[0] - ends[1]) / 2e-5, rel=1e-4)
    q = on_map(places)
    assert q.sum() == pytest.approx(1) and kernel(places)[0, 1] == pytest.approx(1 / (1 + distances(places)[0, 1] ** 2))


def test_the_course_lowers_the_divergence_that_the_costs_sum_to() -> None:
    points = example()
    found = course(points, 4.0, 0)
    assert found.divergences[-1] < 0.1 * found.divergences[0]
    for at in (0, 3, len(found.steps) - 1):
        own = costs(joint(points, 4.0), on_map(found.places[at])).sum()
        assert found.divergences[at] == pytest.approx(own, rel=1e-4)
    assert_array_equal(found.places, course(points, 4.0, 0).places)


def test_clouds_are_as_they_say() -> None:
    for ratio in (1.0, 5.0):
        two, row = clouds.two_sizes(ratio), clouds.three_in_a_row(ratio)
        a, b = clouds.spreads(two.points, two.groups)
        assert b / a == pytest.approx(ratio, rel=0.1) and clouds.mixed(two.points, two.groups) == 0
        far = clouds.gap(row.points, row.groups, 1, 2) / clouds.gap(row.points, row.groups, 0, 1)
        assert far == pytest.approx(ratio, rel=0.1)
    square = np.array([[0.0, 0], [2, 0], [2, 2], [0, 2]])
    assert_allclose(clouds.spreads(square, np.zeros(4, int)), np.sqrt(2))
    assert clouds.mixed(np.array([[0.0, 0], [1, 0], [9, 0], [10, 0], [9, 1]]), np.array([0, 0, 1, 1, 0])) == 0.2


def test_clumps_are_told_from_an_even_cloud() -> None:
    rng = np.random.default_rng(5)
    assert clouds.clumped(rng.normal(size=(120, 2))) == pytest.approx(1, abs=0.2)
    clumps = np.repeat(rng.normal(size=(20, 2)), 6, axis=0) + 0.01 * rng.normal(size=(120, 2))
    assert clouds.clumped(clumps) < 0.3
