"""The best value of a sweep, and what the spread of the seeds hides; against numbers worked out by hand."""

import numpy as np
import pytest

from engine.insight.best_value import best_value

NAN = np.nan


def test_means_spreads_and_noise_are_those_of_the_seeds() -> None:
    found = best_value(np.array([[1.0, 3.0], [5.0, 9.0]]))
    np.testing.assert_allclose(found.means, [2, 7])
    np.testing.assert_allclose(found.spreads, np.sqrt([2, 8]))
    assert found.best == 1 and found.noise == pytest.approx(np.sqrt(5)) and found.within == ()


def test_what_lies_within_the_spread_is_told() -> None:
    scores = np.array([[0.70, 0.74], [0.71, 0.73], [0.40, 0.44], [0.69, 0.71]])
    found = best_value(scores)
    # noise: sqrt((.0008 + .0002 + .0008 + .0002) / 4) = .02236; means .72, .72, .42, .70
    assert found.noise == pytest.approx(0.02236, abs=1e-5)
    assert {found.best, *found.within} == {0, 1, 3}


def test_less_may_be_better_and_failed_ones_are_left_out() -> None:
    found = best_value(np.array([[3.0, NAN], [2.0, 2.2], [NAN, NAN]]), lower=True)
    assert found.best == 1 and np.isnan(found.spreads[0]) and np.isnan(found.means[2]) and found.within == ()
    assert found.noise == pytest.approx(np.sqrt(0.02))


def test_without_repetitions_no_spread_is_known_and_without_numbers_no_best() -> None:
    assert best_value(np.array([[1.0], [2.0]])).noise is None
    assert best_value(np.array([[1.0], [2.0]])).within == ()
    assert best_value(np.full((2, 2), NAN)).best == -1
