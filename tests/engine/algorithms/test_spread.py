"""How far apart repetitions lie, and the error of a counted share."""

import numpy as np
import pytest

from engine.algorithms.spread import share_error, spread


def test_the_spread_is_that_of_a_sample() -> None:
    assert spread(np.array([1.0, 3.0])) == pytest.approx(2**0.5)
    assert spread(np.array([4.0])) == 0
    assert spread(np.arange(6.0).reshape(2, 3), axis=0).tolist() == pytest.approx([4.5**0.5] * 3)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.97])
def test_the_error_of_a_share_is_what_repeated_draws_show(share: float) -> None:
    drawn = np.random.default_rng(0).binomial(2_000, share, 4_000) / 2_000
    assert share_error(share, 2_000) == pytest.approx(drawn.std(), rel=0.05)


def test_no_share_of_a_few_draws_is_certain() -> None:
    assert share_error(0.0, 20) == pytest.approx(share_error(1.0, 20)) == pytest.approx(0.044, abs=0.001)
