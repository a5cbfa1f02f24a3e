"""Subspace iteration on inner products against a dense decomposition."""

import numba
import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.sparse import csr_array, random_array

from engine.algorithms.decompositions import svd
from engine.algorithms.sparse_svd import gram_svd


def sparse(shape: tuple[int, int]) -> csr_array:
    """A few strong directions in noise, most cells 0."""
    generator = np.random.default_rng(0)
    noise = random_array(shape, density=0.05, rng=generator).toarray()
    strong = np.abs(generator.normal(size=(shape[0], 5))) @ np.abs(generator.normal(size=(5, shape[1])))
    return csr_array(noise * strong)


@pytest.mark.parametrize("shape", [(300, 120), (120, 300)], ids=["tall", "wide"])
def test_against_a_dense_decomposition(shape: tuple[int, int]) -> None:
    matrix = sparse(shape)
    found, (left, values, right) = gram_svd(matrix, 6, 25), svd(matrix.toarray())
    assert_allclose(found.values, values[:6], rtol=1e-4)
    best = (left[:, :6] * values[:6]) @ right[:, :6].T
    made = (found.left * found.values) @ found.right.T
    assert np.linalg.norm(made - best) <= 0.02 * np.linalg.norm(best)
    assert_allclose(found.right.T @ found.right, np.eye(6), atol=1e-3)
    assert_allclose(np.abs((found.right * right[:, :6]).sum(axis=0))[:3], 1, atol=1e-3)


def test_the_same_bytes_on_one_thread_and_on_two(monkeypatch: pytest.MonkeyPatch) -> None:
    matrix, found = sparse((400, 150)), []
    for threads in (1, min(2, numba.config.NUMBA_NUM_THREADS)):
        monkeypatch.setattr("engine.threads.free_cores", lambda threads=threads: threads)
        found.append(gram_svd(matrix, 8, 2))
    for one, other in zip(*found, strict=True):
        np.testing.assert_array_equal(one, other)


def test_the_rank_is_the_most_that_is_found() -> None:
    matrix = csr_array(np.outer([1.0, 2, 0, 3], [1.0, 0, 1]))
    found = gram_svd(matrix, 3, 2)
    assert_allclose(found.values[0], np.sqrt(14 * 2), rtol=1e-5)
    assert (found.values[1:] < 1e-2).all()


def test_products_are_told_and_can_be_ended() -> None:
    told: list[int] = []
    gram_svd(sparse((50, 30)), 3, 4, lambda: told.append(1))
    assert len(told) == 6

    def end() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        gram_svd(sparse((50, 30)), 3, 4, end)
