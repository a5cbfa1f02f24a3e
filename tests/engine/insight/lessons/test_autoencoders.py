"""Linear autoencoders: projections, the best line by search, planes in any basis, bags, ranks, and noise."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.insight.lessons.autoencoders import (
    GRADES,
    bags,
    best_line,
    direction,
    line_errors,
    long_cloud,
    mixed_coder,
    noisy,
    project,
    rank_of,
    round_cloud,
    space_cloud,
    with_mean,
)
from engine.low_rank import factorize, principal


def test_projection_by_hand() -> None:
    found = project(np.array([3.0, 4.0]), np.array([5.0, 0.0]))
    assert found.dot == 15 and found.cosine == pytest.approx(0.6)
    assert_array_equal(found.along, [3, 0])
    assert_array_equal(found.rest, [0, 4])
    nothing = project(np.array([3.0, 4.0]), np.zeros(2))
    assert nothing.cosine == 0 and not nothing.along.any()


def test_the_best_line_is_the_one_that_a_search_finds() -> None:
    points, angles = long_cloud(), np.linspace(0, 180, 1801)
    errors, best = line_errors(points, angles), best_line(points)
    assert best.degrees == pytest.approx(angles[errors.argmin()], abs=0.06) and 25 < best.degrees < 35
    assert best.least == pytest.approx(errors.min(), rel=1e-4) and best.most == pytest.approx(errors.max(), rel=1e-4)
    axis = direction(40)
    made = np.outer(points @ axis, axis)
    assert line_errors(points, np.array([40.0]))[0] == pytest.approx(((points - made) ** 2).sum())
    assert abs(principal(points).components[0] @ direction(best.degrees)) == pytest.approx(1, abs=1e-5)


def test_a_round_cloud_ties() -> None:
    assert best_line(round_cloud()).tied and not best_line(long_cloud()).tied
    assert_allclose(line_errors(round_cloud(), np.arange(180)), 36)


@pytest.mark.parametrize(("degrees", "stretch"), [(0, 1), (35, 1), (120, 3), (90, 0.25)])
def test_any_basis_of_the_plane_gives_the_same_points(degrees: float, stretch: float) -> None:
    points = space_cloud()
    found = mixed_coder(points, degrees, stretch)
    assert_allclose(found.made, factorize(points).rank(2), atol=1e-9)
    assert found.error == pytest.approx(factorize(points).squared_errors[2])
    assert_allclose(found.encoder @ found.decoder, np.eye(2), atol=1e-12)
    assert (stretch == 1) == np.allclose(found.decoder, found.encoder.T)
    least = np.linalg.lstsq(found.codes, points, rcond=None)[0].T
    assert_allclose(least, found.decoder, atol=1e-9)  # the best decoder of these codes


def test_codes_keep_what_comes_out() -> None:
    found = mixed_coder(space_cloud(), 0, 1)
    assert_allclose(found.codes @ found.codes.T, found.made @ found.made.T, atol=1e-9)


def test_bags_forget_the_order() -> None:
    found = bags("Man bites dog\n\ndog bites  man\ncranberry melon")
    assert found.words == ("man", "bites", "dog", "cranberry", "melon") and found.n_different == 2
    assert_array_equal(found.counts, [[1, 1, 1, 0, 0], [1, 1, 1, 0, 0], [0, 0, 0, 1, 1]])
    assert rank_of(factorize(found.counts)) == 2
    assert bags(" \n").n_different == 0


def test_a_mean_adds_no_direction() -> None:
    grades = np.array(GRADES)
    assert rank_of(factorize(grades)) == 4 == rank_of(factorize(with_mean(grades)))
    assert_allclose(with_mean(grades)[:, -1], grades.mean(axis=1))
    assert rank_of(factorize(np.zeros((3, 2)))) == 0


def test_the_bottleneck_keeps_noise_out() -> None:
    found = noisy(0.7)
    assert (np.diff(found.seen) < 1e-12).all() and found.seen[-1] == pytest.approx(0, abs=1e-12)
    assert found.clean.argmin() == 3 and found.clean[-1] > 2 * found.clean[3]
    without = noisy(0.0)
    assert_allclose(without.seen, without.clean)
    assert without.clean[3] == pytest.approx(0, abs=1e-12)
