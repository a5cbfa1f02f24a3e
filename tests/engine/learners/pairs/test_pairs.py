"""Vectors of pairs: distances of points come back, inner products too, and what no points have is told."""

import numpy as np
import pytest

from engine.algorithms import scaling
from engine.algorithms.procrustes import procrustes
from engine.datasets.pairs.great_circle import GreatCircles
from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.errors import InputError
from engine.learners.pairs import pair_spectrum
from engine.learners.pairs.contract import distances_of
from engine.learners.pairs.pair_spectrum import PairSpectrum
from engine.learners.pairs.pair_stress import PairStress

POINTS = np.random.default_rng(3).normal(size=(40, 3)) * (3, 2, 1)


def apart(points: np.ndarray) -> np.ndarray:
    found = np.linalg.norm(points[:, None].astype(float) - points, axis=2)
    return (found + found.T) / 2


def distances(values: np.ndarray) -> PairMatrix:
    return PairMatrix(values, tuple(f"p{row}" for row in range(len(values))), "distances")


def similarities(values: np.ndarray) -> PairMatrix:
    return PairMatrix((values + values.T) / 2, tuple(f"p{row}" for row in range(len(values))), "similarities")


def test_the_triangle_of_sides_3_4_and_5_comes_back() -> None:
    given = np.array([[0.0, 3, 4], [3, 0, 5], [4, 5, 0]])
    fit = PairSpectrum().fit(distances(given))
    assert fit.main.n_components == 2
    np.testing.assert_allclose(apart(fit.main.vectors), given, atol=1e-5)
    # B by hand: about the middle (1, 4/3) of (0, 0), (3, 0), (0, 4) the inner products have the eigenvalues of the
    # scatter 6, 32/3 and -4 off the diagonal
    expected = np.linalg.eigvalsh(np.array([[6, -4], [-4, 32 / 3]]))[::-1]
    np.testing.assert_allclose(fit.arrays["eigenvalues"], [*expected, 0], atol=1e-9)
    assert fit.summary["kept"] == pytest.approx(1) and fit.summary["negative"] == 0
    assert fit.summary["residual"] < 1e-9


def test_distances_of_points_give_back_the_points() -> None:
    fit = PairSpectrum().fit(distances(apart(POINTS)))
    assert fit.main.n_components == 3
    laid = procrustes(fit.main.vectors.astype(float), POINTS)
    assert laid.r2 == pytest.approx(1, abs=1e-9)
    np.testing.assert_allclose(laid.points, POINTS, atol=1e-5)


def test_inner_products_give_back_themselves_and_centered_ones_those_about_the_middle() -> None:
    shifted = POINTS + np.array([5, 0, 0])
    given = similarities(shifted @ shifted.T)
    fit = PairSpectrum().fit(given)
    vectors = fit.main.vectors.astype(float)
    np.testing.assert_allclose(vectors @ vectors.T, given.values, atol=1e-4)
    middle = PairSpectrum(center=True).fit(given).main.vectors.astype(float)
    np.testing.assert_allclose(middle.mean(axis=0), 0, atol=1e-5)
    about = shifted - shifted.mean(axis=0)
    np.testing.assert_allclose(middle @ middle.T, about @ about.T, atol=1e-4)


def test_what_is_kept_is_that_of_the_best_approximation() -> None:
    given = similarities(POINTS @ POINTS.T)
    fit = PairSpectrum(n_components=2).fit(given)
    values = np.sort(np.linalg.eigvalsh(given.values))[::-1]
    assert fit.summary["kept"] == pytest.approx((values[:2] ** 2).sum() / (values**2).sum())
    vectors = fit.main.vectors.astype(float)
    missed = np.square(given.values - vectors @ vectors.T).sum() / np.square(given.values).sum()
    assert fit.summary["kept"] == pytest.approx(1 - missed, abs=1e-6)
    assert fit.summary["residual"] == pytest.approx(np.abs(given.values - vectors @ vectors.T).max(), abs=1e-4)


def test_the_sphere_has_negative_eigenvalues_and_three_dimensions_that_tell() -> None:
    globe = GreatCircles().load()
    fit = PairSpectrum().fit(globe)
    values = fit.arrays["eigenvalues"]
    assert fit.main.n_components == 3 and 0.1 < fit.summary["negative"] < 0.4
    assert values[2] > -values[-1] > values[3] > 0 and (np.diff(values) <= 0).all()
    latitude, longitude = np.radians(globe.metadata["latitude"]), np.radians(globe.metadata["longitude"])
    places = [np.cos(latitude) * np.cos(longitude), np.cos(latitude) * np.sin(longitude), np.sin(latitude)]
    assert procrustes(fit.main.vectors.astype(float), np.column_stack(places)).r2 > 0.95


def test_indefinite_similarities_by_hand() -> None:
    """Off-diagonal ones: eigenvalues 2, -1, -1, and the vector of the 2 is constant."""
    fit = PairSpectrum(n_components=1).fit(similarities(np.ones((3, 3)) - np.eye(3)))
    np.testing.assert_allclose(fit.arrays["eigenvalues"], [2, -1, -1], atol=1e-12)
    np.testing.assert_allclose(fit.main.vectors[:, 0], np.sqrt(2 / 3), rtol=1e-6)
    assert fit.summary["negative"] == pytest.approx(0.5) and fit.summary["kept"] == pytest.approx(4 / 6)


def test_too_many_dimensions_are_told() -> None:
    fit = PairSpectrum(n_components=9).fit(distances(apart(POINTS)))
    assert fit.main.n_components == 3 and "Only 3 eigenvalues" in fit.notes[0]


def test_of_many_eigenvalues_the_first_and_the_last_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    given = similarities(np.random.default_rng(0).normal(size=(60, 60)))
    whole = PairSpectrum().fit(given).arrays
    monkeypatch.setattr(pair_spectrum, "WHOLE", 50)
    monkeypatch.setattr(pair_spectrum, "FIRST", 30)
    some = PairSpectrum().fit(given).arrays
    assert some["places"].tolist() == [*range(1, 31), *range(41, 61)]
    np.testing.assert_array_equal(some["eigenvalues"], whole["eigenvalues"][some["places"] - 1])


def test_what_tells_no_item_from_another_is_refused() -> None:
    for learner, code in ((PairSpectrum(), "E-DST-18"), (PairStress(), "E-DST-20")):
        with pytest.raises(InputError) as refused:
            learner.fit(distances(np.zeros((4, 4))))
        assert refused.value.code == code


def test_stress_finds_flat_points_and_falls() -> None:
    flat = POINTS[:, :2]
    fit = PairStress(n_iter=500, start="random", seed=1).fit(distances(apart(flat)))
    assert fit.summary["stress"] < 0.01
    assert procrustes(fit.main.vectors.astype(float), flat).r2 > 0.999
    losses = fit.history["loss"]
    assert (np.diff(losses) <= 1e-6).all() and len(losses) == len(fit.history["step"])
    made = apart(fit.main.vectors)
    expected = np.sqrt(np.square(made - apart(flat)).sum() / np.square(apart(flat)).sum())
    assert fit.summary["stress"] == pytest.approx(expected, abs=1e-6)


def test_stress_gets_below_the_spectral_method_where_there_are_no_such_points() -> None:
    globe = GreatCircles().load()
    spectral = apart(PairSpectrum(n_components=2).fit(globe).main.vectors)
    of_spectral = np.sqrt(np.square(spectral - globe.values).sum() / np.square(globe.values).sum())
    fit = PairStress().fit(globe)
    made = apart(fit.main.vectors)
    found = np.sqrt(np.square(made - globe.values).sum() / np.square(globe.values).sum())
    assert fit.summary["stress"] == pytest.approx(found, rel=1e-4) and found < 0.9 * of_spectral


def test_similarities_become_the_distances_that_belong_to_them() -> None:
    given = similarities(POINTS @ POINTS.T)
    np.testing.assert_allclose(distances_of(given), apart(POINTS), atol=1e-6)
    assert PairStress().target(given).are_distances and not PairSpectrum().target(given).are_distances
    odd = np.eye(3) + 2 * (np.ones((3, 3)) - np.eye(3))
    with pytest.raises(InputError, match="p0 and p1 are more similar to each other") as refused:
        PairStress().fit(similarities(odd))
    assert refused.value.code == "E-DST-19"
    assert PairStress().advice(similarities(odd))[0].severity == "error"


@pytest.mark.parametrize("learner", [PairSpectrum(), PairStress(), PairSpectrum(center=True)], ids=lambda one: one.name)
def test_the_recipe_is_told_with_the_numbers_of_the_first_items(learner: PairSpectrum | PairStress) -> None:
    for given in (distances(np.array([[0.0, 3, 4], [3, 0, 5], [4, 5, 0]])), similarities(POINTS @ POINTS.T)):
        pieces = learner.explain(learner.fit(given), given, {})
        told = " ".join(" ".join([piece.lead, piece.caption, *piece.formulas]) for piece in pieces)
        assert "p0, p1, p2" in told and r"\begin{pmatrix}" in told
        if given.are_distances:
            assert "0.000 & 3.000 & 4.000" in told and "3.000 & 0.000 & 5.000" in told
            if isinstance(learner, PairSpectrum):  # |a|^2 of the corner about the middle (1, 4/3): 1 + 16/9
                assert "2.778" in told


@pytest.mark.parametrize("n_components", [0, 3])
def test_large_tables_give_the_same_vectors_by_iterations(monkeypatch: pytest.MonkeyPatch, n_components: int) -> None:
    noisy = apart(np.random.default_rng(1).normal(size=(90, 7)) * np.arange(7, 0, -1)) ** 0.9
    for given in (distances(noisy), distances(apart(POINTS))):
        whole = PairSpectrum(n_components=n_components).fit(given)
        with monkeypatch.context() as patch:
            patch.setattr(scaling, "DENSE_UP_TO", 10)
            found = PairSpectrum(n_components=n_components).fit(given)
        assert found.main.n_components == whole.main.n_components
        np.testing.assert_allclose(found.main.vectors, whole.main.vectors, atol=1e-4)
        np.testing.assert_allclose(found.arrays["eigenvalues"], whole.arrays["eigenvalues"], atol=1e-9)
    monkeypatch.setattr(scaling, "DENSE_UP_TO", 2)
    with pytest.raises(InputError):
        PairSpectrum().fit(distances(np.zeros((4, 4))))
