"""Decompositions: planted spectra, numpy's own, each other; one rule of signs on every route."""

from collections.abc import Callable

import numpy as np
import pytest
from scipy.sparse import csr_array, random_array

from engine.algorithms import decompositions
from engine.algorithms.decompositions import (
    SVD,
    eigen,
    leading_eigen,
    oriented,
    orthonormal,
    randomized_svd,
    signs,
    smaller_gram,
    svd,
    svd_of_gram,
    symmetric_svd,
    truncated_svd,
)

GENERATOR = np.random.default_rng(0)
K = 6


def basis(n: int, k: int) -> np.ndarray:
    """Orthonormal columns."""
    return np.linalg.qr(GENERATOR.normal(size=(n, k)))[0]


def planted(n: int, m: int, values: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """A matrix (n, m) with these singular values, and its vectors, right ones by the rule."""
    left, right = basis(n, len(values)), basis(m, len(values))
    turn = np.sign(right[np.abs(right).argmax(axis=0), np.arange(len(values))])
    return (left * values) @ right.T, left * turn, right * turn


def by_gram(matrix: np.ndarray) -> SVD:
    sparse = csr_array(matrix)
    return svd_of_gram(sparse, *smaller_gram(sparse), K)


def randomized(matrix: np.ndarray) -> SVD:
    return randomized_svd(lambda x: matrix @ x, lambda x: matrix.T @ x, matrix.shape, K)


ROUTES: dict[str, Callable[[np.ndarray], SVD]] = {
    "dense": svd,
    "sparse": lambda matrix: truncated_svd(csr_array(matrix), K),
    "gram": by_gram,
    "randomized": randomized,
}


@pytest.mark.parametrize("shape", [(60, 40), (40, 60)], ids=["tall", "wide"])
@pytest.mark.parametrize("lanczos", [False, True])
@pytest.mark.parametrize("route", ROUTES)
def test_planted_singular_vectors_are_found_sign_included(
    route: str, shape: tuple[int, int], lanczos: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(decompositions, "DENSE_UP_TO", 0 if lanczos else 800)
    matrix, left, right = planted(*shape, 5 * 0.7 ** np.arange(20))
    found = ROUTES[route](matrix)
    np.testing.assert_allclose(found.values[:K], 5 * 0.7 ** np.arange(K), rtol=1e-6)
    np.testing.assert_allclose(found.left[:, :K], left[:, :K], atol=2e-4)
    np.testing.assert_allclose(found.right[:, :K], right[:, :K], atol=2e-4)
    assert (signs(found.right) == 1).all()


@pytest.mark.parametrize("route", [name for name in ROUTES if name != "dense"])
def test_no_more_vectors_than_the_rank(route: str) -> None:
    matrix, _, _ = planted(50, 30, np.array([3.0, 2.0, 1.0]))
    found = ROUTES[route](matrix)
    assert len(found.values) == 3 and found.left.shape == (50, 3) and found.right.shape == (30, 3)
    np.testing.assert_allclose((found.left * found.values) @ found.right.T, matrix, atol=1e-5)


def test_the_first_of_equal_entries_decides() -> None:
    noise = 1e-7 * GENERATOR.normal(size=(2, 50))
    wave = np.column_stack([np.array([0.1, -0.7 + a, 0.7 + b]) for a, b in noise.T])
    assert (signs(wave) == -1).all() and (oriented(wave)[1] > 0.69).all()
    assert signs(np.array([[1.0, -3.0], [-2.0, 1.0]])).tolist() == [-1, -1]
    assert signs(np.zeros((3, 2), np.float32)).dtype == np.float32


def test_eigenvectors_of_a_planted_spectrum() -> None:
    values, vectors = np.array([4.0, 2.5, 1.0, -0.5, -3.0]), oriented(basis(5, 5))
    matrix = (vectors * values) @ vectors.T
    found = eigen(matrix)
    np.testing.assert_allclose(found[0], values, atol=1e-12)
    np.testing.assert_allclose(found[1], vectors, atol=1e-12)
    np.testing.assert_allclose(eigen(matrix, 2)[1], vectors[:, :2], atol=1e-12)


def test_a_symmetric_matrix_has_one_svd_by_both_routes() -> None:
    values, vectors = np.array([4.0, -3.0, 2.0, -1.0]), basis(30, 4)
    matrix = (vectors * values) @ vectors.T
    whole, by_eigenvectors = svd(matrix), symmetric_svd(matrix, 4)
    np.testing.assert_allclose(by_eigenvectors.values, [4, 3, 2, 1], rtol=1e-12)
    for part, other in zip(by_eigenvectors, (whole.left[:, :4], whole.values[:4], whole.right[:, :4]), strict=True):
        np.testing.assert_allclose(part, other, atol=1e-10)


def test_lanczos_eigenvectors_are_lapack_s() -> None:
    matrix = random_array((200, 200), density=0.05, rng=np.random.default_rng(3)).toarray()
    matrix = matrix + matrix.T
    calls: list[int] = []
    values, vectors = leading_eigen(lambda x: matrix @ x, 200, K, calls.append)
    expected = eigen(matrix, K)
    np.testing.assert_allclose(values, expected[0], rtol=1e-10)
    np.testing.assert_allclose(vectors, expected[1], atol=1e-7)
    assert calls == list(range(1, len(calls) + 1)) and len(calls) > K
    single = leading_eigen(lambda x: matrix.astype(np.float32) @ x, 200, K, dtype=np.float32)
    assert single[1].dtype == np.float32
    np.testing.assert_allclose(single[1], vectors, atol=1e-3)


def test_what_a_listener_raises_ends_the_work() -> None:
    def stop(times: int) -> None:
        if times == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        leading_eigen(lambda x: x, 50, 3, stop)


def test_an_orthonormal_basis_leaves_out_what_depends() -> None:
    block = GENERATOR.normal(size=(100, 6))
    block = np.column_stack([block, block @ GENERATOR.normal(size=(6, 3))])
    found = orthonormal(block)
    assert found.shape == (100, 6)
    np.testing.assert_allclose(found.T @ found, np.eye(6), atol=1e-12)
    np.testing.assert_allclose(found @ (found.T @ block), block, atol=1e-10)


def test_a_random_projection_leaves_little_more_than_the_best() -> None:
    """With slowly falling values, after two rounds the error is within a few percent of Eckart and Young's."""
    matrix, _, _ = planted(300, 200, 1 / np.sqrt(1 + np.arange(200.0)))
    found = randomized_svd(lambda x: matrix @ x, lambda x: matrix.T @ x, matrix.shape, 20, n_iter=2)
    best = np.square(1 / np.sqrt(1 + np.arange(20, 200.0))).sum()
    assert np.square(matrix - (found.left * found.values) @ found.right.T).sum() <= 1.03 * best
