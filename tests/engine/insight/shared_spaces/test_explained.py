"""The numbers of "How it works": the turn in the plane, and the hub that CSLS demotes."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.algorithms.alignment.maps import unit
from engine.datasets.joint.languages.languages import Languages
from engine.datasets.vectors.vectors import Vectors
from engine.insight.shared_spaces import plane
from engine.insight.shared_spaces.two_languages import TwoLanguages
from engine.insight.shared_spaces.why_csls import demoted, why_csls
from engine.learners.shared_spaces.aligned_words import AlignedWords

POINTS = np.array(plane.EXAMPLE)


@pytest.mark.parametrize("angle", [-120.0, 0.0, 30.0, 175.0])
@pytest.mark.parametrize("mirrored", [False, True])
def test_the_angle_that_was_put_in_is_found(angle: float, mirrored: bool) -> None:
    others = plane.turned(POINTS, angle, mirrored, 0.0)
    found = plane.decomposed(POINTS, others)
    assert_allclose(found.angle, angle, atol=1e-8)
    assert found.mirrored == mirrored and ("mirrors" in found.told()) == mirrored
    assert_allclose(POINTS @ found.rotation, others, atol=1e-12)
    assert_allclose(found.left @ np.diag(found.values) @ found.right, found.product, atol=1e-12)


def test_a_quarter_turn_by_hand() -> None:
    assert_allclose(plane.turned(np.array([[1.0, 0.0], [0.0, 2.0]]), 90, False, 0), [[0, 1], [-2, 0]], atol=1e-12)
    assert_allclose(plane.turned(np.array([[1.0, 2.0]]), 0, True, 0), [[1, -2]])


def test_what_is_left_over_is_what_the_formula_says() -> None:
    others = plane.turned(POINTS, 40, False, 0.5)
    found = plane.decomposed(POINTS, others)
    off = np.square(POINTS @ found.rotation - others).sum()
    assert f"= {off:.3f}" in plane.explained(POINTS, others).formulas[-1]


def hubby() -> TwoLanguages:
    """Two hundred words and their translations with noise; one word of the second language is near to all."""
    rng = np.random.default_rng(5)
    first = unit(rng.normal(size=(200, 10)) + 0.7)
    second = unit(first + 0.25 * rng.normal(size=first.shape))
    second[7] = unit(first.mean(axis=0)[None])[0]
    words = [tuple(f"{letter}{row}" for row in range(200)) for letter in "ab"]
    pairs = tuple(zip(*words, strict=True))
    vectors = (Vectors(space.astype(np.float32), names) for space, names in zip((first, second), words, strict=True))
    data = Languages(("A", "B"), *vectors, pairs)
    return TwoLanguages.of(AlignedWords(n_seeds=60, n_held_out=50, n_splits=1, center=False, n_rounds=0).fit(data))


def test_the_hub_is_found_and_its_numbers_add_up() -> None:
    spaces = hubby()
    labels = spaces.embedding.labels
    assert labels[spaces.hubs(1)[0]] == "b7"
    assert spaces.occurrences[1].max() < spaces.occurrences[0].max() and spaces.skewness()[1] < spaces.skewness()[0]
    found = demoted(spaces)
    assert found is not None
    assert labels[found.instead] == labels[found.word].replace("a", "b")  # the right one takes its place
    assert labels[spaces.translations(found.word, 1).rows[0]] == labels[found.hub]
    assert labels[spaces.translations(found.word, 1, fair=True).rows[0]] == labels[found.instead]
    (piece,) = why_csls(spaces)
    for cosine, r, score in zip(piece.table["cosine with x"], piece.table["r(y)"], piece.table["CSLS"], strict=True):
        assert_allclose(score, 2 * cosine - spaces.near[0][spaces.own[found.word]] - r, atol=1e-6)
    assert piece.table["r(y)"][0] > piece.table["r(y)"][1] and piece.table["CSLS"][0] < piece.table["CSLS"][1]
    assert piece.table["is near"][0] == f"{spaces.occurrences[0][spaces.own[found.hub]]:,} words"
