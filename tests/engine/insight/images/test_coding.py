"""The loss of one image: what is written out is what the training minimizes, and what other routes give."""

import re

import numpy as np
import pytest

from engine.insight.images import coding


def value(formula: str) -> float:
    """The number behind the last equals sign."""
    return float(re.findall(r"-?[\d.]+", formula.rsplit("=", 1)[1])[0])


GENERATOR = np.random.default_rng(0)
PIXELS, FOUND = GENERATOR.random(50), GENERATOR.random(50)


def test_the_three_losses_are_those_of_torch() -> None:
    torch = pytest.importorskip("torch")
    functional = torch.nn.functional
    pairs = {"l2": functional.mse_loss, "l1": functional.l1_loss, "bce": functional.binary_cross_entropy}
    for kind, peer in pairs.items():
        wanted = float(peer(torch.from_numpy(FOUND), torch.from_numpy(PIXELS)))
        assert coding.reconstruction_loss(PIXELS, FOUND, kind) == pytest.approx(wanted)  # type: ignore[arg-type]
        (formula,) = coding.error(PIXELS, FOUND, kind).formulas  # type: ignore[arg-type]
        assert value(formula) == pytest.approx(wanted, abs=1e-4)


def test_the_largest_terms_are_spelled_out_with_signs() -> None:
    (formula,) = coding.error(np.array([1.0, 0.5, 0.0]), np.array([-0.25, 0.5, 0.5]), "l2").formulas
    assert "(1.00 - (-0.25))^2 + (0.00 - 0.50)^2 + (0.50 - 0.50)^2" in formula
    assert value(formula) == pytest.approx((1.25**2 + 0.25) / 3, abs=1e-5)


def test_a_code_is_shown_up_to_its_eighth_number() -> None:
    assert coding.code(np.array([1.0, -2.5])).formulas == ("z = f(x) = (1.00, -2.50)",)
    (long,) = coding.code(np.arange(9.0)).formulas
    assert long.endswith(r"7.00, \dots)")


def test_cross_entropy_of_scores() -> None:
    scores = np.log(np.array([0.7, 0.2, 0.1]))
    found = coding.cross_entropy(scores, 1, ["a", "b", "c"])
    assert value(found.formulas[0]) == pytest.approx(-np.log(0.2), abs=1e-4)
    assert found.caption == "a 70.0% · b 20.0% · c 10.0%"


def test_triplet_losses_by_hand() -> None:
    near, far = np.array([1.0, 1, 4]), np.array([4.0, 1, 1])
    assert coding.triplet_losses(near, far, 0.5).tolist() == [0, 0.5, 3.5]


def test_the_triplet_of_an_image_is_its_nearest_of_either_sort() -> None:
    vectors = np.array([[0.0], [1], [-3], [2], [0.5]])
    found = coding.triplet_of(vectors, np.array([0, 0, 0, 1, 1]), 0)
    assert (found.positive, found.negative, found.near, found.far) == (1, 4, 1.0, 0.25)
    assert value(found.loss(0.2).formulas[0]) == pytest.approx(0.95, abs=1e-3)


def test_the_bound_is_the_cross_entropy_and_the_kl() -> None:
    mean, log_variance = np.array([0.5, -1.0]), np.log(np.array([0.3, 2.0]))
    entropy = -(PIXELS * np.log(FOUND) + (1 - PIXELS) * np.log(1 - FOUND)).sum()
    kl = 0.5 * (0.25 + 0.3 - 1 - np.log(0.3)) + 0.5 * (1 + 2 - 1 - np.log(2))
    first, last = coding.elbo(PIXELS, FOUND, mean, log_variance, 4.0).formulas
    assert value(first) == pytest.approx(kl, abs=0.006)
    assert value(last) == pytest.approx(entropy + 4 * kl, abs=0.006)


def test_a_draw_has_the_mean_and_spread_of_the_code() -> None:
    mean, log_variance = np.full(20_000, 2.0), np.full(20_000, np.log(0.25))
    draw = coding.drawn(mean, log_variance)
    assert draw.mean() == pytest.approx(2, abs=0.02) and draw.std() == pytest.approx(0.5, rel=0.02)
    np.testing.assert_array_equal(draw, coding.drawn(mean, log_variance))


def test_the_difference_comes_with_its_pictures() -> None:
    found = coding.difference(PIXELS[None], FOUND[None])
    assert found.signed is not None
    np.testing.assert_array_equal(found.pixels[0] - found.pixels[1], found.signed[0])
