"""Low rank: Eckart and Young's theorem, PCA as the SVD of centered data, angles between subspaces."""

import numpy as np
import pytest

from engine.errors import InputError
from engine.low_rank import factorize, principal, principal_angles

GENERATOR = np.random.default_rng(0)
MATRIX = GENERATOR.normal(size=(40, 25)) @ np.diag(1.3 ** -np.arange(25))


def test_error_is_the_sum_of_the_squared_values_left_out() -> None:
    found = factorize(MATRIX)
    for k in (0, 1, 7, 24, 25):
        residual = np.square(MATRIX - found.rank(k)).sum()
        assert residual == pytest.approx(np.square(found.values[k:]).sum(), rel=1e-9, abs=1e-20)
        assert found.squared_errors[k] == pytest.approx(residual, rel=1e-9, abs=1e-20)


def test_no_other_matrix_of_the_rank_is_nearer() -> None:
    found, k = factorize(MATRIX), 4
    best = np.square(MATRIX - found.rank(k)).sum()
    for _ in range(50):
        noise = GENERATOR.normal(scale=GENERATOR.choice([1e-3, 0.03, 1]), size=(25, k))
        basis = np.linalg.qr(found.right[:, :k] + noise)[0]
        other = MATRIX @ basis @ basis.T  # the best one whose rows lie in that span
        assert np.linalg.matrix_rank(other) == k
        assert np.square(MATRIX - other).sum() > best


def test_principal_axes_are_the_singular_vectors_of_centered_points() -> None:
    centered = MATRIX - MATRIX.mean(axis=0)
    found, svd = principal(MATRIX), factorize(centered)
    np.testing.assert_allclose(found.singular_values, svd.values, atol=1e-7)
    np.testing.assert_allclose(found.components[:20], svd.right.T[:20], atol=1e-6)  # the same way round, too


def test_uncentered_axes_are_the_singular_vectors_of_the_points() -> None:
    shifted = MATRIX + 3
    found, svd = principal(shifted, center=False), factorize(shifted)
    assert not found.mean.any()
    np.testing.assert_allclose(found.singular_values, svd.values, atol=1e-6)
    np.testing.assert_allclose(found.reconstruct(found.transform(shifted, 5)), svd.rank(5), atol=1e-6)
    with pytest.raises(InputError, match="the same"):
        principal(np.zeros((5, 3)), center=False)


def test_single_precision_products_agree() -> None:
    points = GENERATOR.random((3_000, 30), dtype=np.float32)
    double, single = principal(points), principal(points, dtype=np.float32)
    np.testing.assert_allclose(single.singular_values, double.singular_values, rtol=1e-5)


def test_numbers_kept() -> None:
    found = factorize(MATRIX)
    assert found.numbers_kept(3) == 3 * (40 + 25 + 1)


def test_angles_between_subspaces() -> None:
    axes = np.eye(5)
    turned = np.column_stack([axes[:, 0], np.cos(0.3) * axes[:, 1] + np.sin(0.3) * axes[:, 2]])
    np.testing.assert_allclose(principal_angles(axes[:, :2], turned), [0, 0.3], atol=1e-12)
    mixed = axes[:, :2] @ np.array([[2.0, 1.0], [0.5, -3.0]])  # another basis of the same span
    np.testing.assert_allclose(principal_angles(axes[:, :2], mixed), 0, atol=1e-12)
    np.testing.assert_allclose(principal_angles(axes[:, :1], axes[:, 3:]), [np.pi / 2])
    tiny = np.column_stack([axes[:, 0], axes[:, 1] + 1e-9 * axes[:, 4]])
    assert principal_angles(axes[:, :2], tiny)[-1] == pytest.approx(1e-9, rel=1e-3)
