"""Every decomposition of the engine, with one rule of signs.

A decomposition leaves it open which way each vector points. The rule: **in each right singular vector, and in each
eigenvector, the entry of largest size is positive**; the left vector turns with the right one. Entries that differ in
size by less than one in 100,000 count as equal, and the first of them decides: on symmetric data rounding would
decide otherwise. So PCA and the SVD of the centered points agree, sign included, by whatever route they were found.

Shapes: a matrix (n, m) is nearly left (n, k) @ diag(values (k,)) @ right.T (k, m), values falling. A symmetric matrix
(n, n) is vectors (n, n) @ diag(values (n,)) @ vectors.T.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csr_array

TIE = 1e-5
DENSE_UP_TO = 800
"""Sparse matrices with a smaller side are decomposed whole, by LAPACK; larger ones by Lanczos iterations."""
OVERSAMPLING = 16
"""Columns of a random projection beyond those asked for."""
Product = Callable[[np.ndarray], np.ndarray]


class SVD(NamedTuple):
    """left: (n, k) and right: (m, k), orthonormal columns; values: (k,) singular values, falling."""

    left: np.ndarray
    values: np.ndarray
    right: np.ndarray


def signs(vectors: np.ndarray) -> np.ndarray:
    """1 or -1 for each column of (n, k), of the same type: times it, the column obeys the rule."""
    sizes = np.abs(vectors)  # (n, k)
    deciding = (sizes >= (1 - TIE) * sizes.max(axis=0)).argmax(axis=0)  # (k,)
    entries = vectors[deciding, np.arange(vectors.shape[1])]  # (k,)
    return np.where(entries < 0, -1, 1).astype(vectors.dtype)


def oriented(vectors: np.ndarray) -> np.ndarray:
    """The columns, each turned around where the rule asks for it."""
    return vectors * signs(vectors)


def _settled(left: np.ndarray, values: np.ndarray, right: np.ndarray) -> SVD:
    turn = signs(right)
    return SVD(left * turn, values, right * turn)


def svd(matrix: np.ndarray) -> SVD:
    """Singular value decomposition of a dense matrix (n, m), whole: k = min(n, m)."""
    left, values, right = np.linalg.svd(matrix, full_matrices=False)  # (n, k), (k,), (k, m)
    return _settled(left, values, right.T)


def eigen(matrix: np.ndarray, n_components: int | None = None) -> tuple[np.ndarray, np.ndarray]:
    """The largest eigenvalues of a symmetric matrix (n, n), falling, and vectors (n, k); all n unless told how many."""
    values, vectors = np.linalg.eigh(matrix)  # rising
    return values[::-1][:n_components], oriented(vectors[:, ::-1][:, :n_components])


def symmetric_svd(matrix: np.ndarray, n_components: int) -> SVD:
    """The largest singular values of a symmetric matrix (n, n), by its eigenvectors: twice as fast as `svd`.

    A negative eigenvalue's left vector is the right one turned around.
    """
    values, vectors = np.linalg.eigh(matrix)
    order = np.argsort(-np.abs(values), kind="stable")[:n_components]
    right = oriented(vectors[:, order])  # (n, k)
    mirrored = np.where(values[order] < 0, -1, 1).astype(right.dtype)  # (k,)
    return SVD(right * mirrored, np.abs(values[order]), right)


def truncated_svd(
    matrix: "csr_array", n_components: int, on_product: Callable[[int], None] = lambda times: None
) -> SVD:
    """The largest singular values of a sparse matrix (n, m); k is n_components or the rank, if that is less.

    on_product(times) is called at each product with a vector; what it raises ends the computation.
    """
    if min(matrix.shape) <= max(DENSE_UP_TO, n_components + 1):
        left, values, right = np.linalg.svd(matrix.toarray(), full_matrices=False)
    else:
        left, values, right = _lanczos(matrix, n_components, on_product)
    order = np.argsort(-values, kind="stable")[:n_components]
    order = order[values[order] > values.max() * max(matrix.shape) * np.finfo(values.dtype).eps]
    return _settled(left[:, order], values[order], right[order].T)


def _lanczos(
    matrix: "csr_array", n_components: int, on_product: Callable[[int], None]
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """ARPACK from a fixed start: left (n, k), values rising, right (k, m)."""
    from scipy.sparse.linalg import LinearOperator, svds

    counted, transposed = _Counted(on_product), matrix.T.tocsr()
    operator = LinearOperator(
        matrix.shape,
        matvec=counted.calls(lambda vector: matrix @ vector),
        rmatvec=counted.calls(lambda vector: transposed @ vector),
        dtype=matrix.dtype,
    )
    return svds(operator, k=n_components, v0=_start(min(matrix.shape), np.float64), solver="arpack")


def leading_eigen(
    product: Product,
    n_rows: int,
    n_components: int,
    on_product: Callable[[int], None] = lambda times: None,
    *,
    tolerance: float = 0.0,
    n_lanczos: int | None = None,
    dtype: type[np.floating] = np.float64,
) -> tuple[np.ndarray, np.ndarray]:
    """The largest eigenvalues, falling, and vectors (n_rows, k) of a symmetric matrix known by its products: Lanczos.

    product: multiplies the matrix by a vector (n_rows,). on_product(times): as for `truncated_svd`. tolerance: of the
    eigenvalues, relative; 0 is the precision of dtype. n_lanczos: vectors that are held, which is scipy's choice
    unless given. Starts from fixed numbers, so that the result does not depend on chance.
    """
    from scipy.sparse.linalg import LinearOperator, eigsh

    operator = LinearOperator((n_rows, n_rows), matvec=_Counted(on_product).calls(product), dtype=dtype)
    start = _start(n_rows, dtype)
    values, vectors = eigsh(operator, k=n_components, which="LA", v0=start, tol=tolerance, ncv=n_lanczos)
    order = np.argsort(-values, kind="stable")
    return values[order], oriented(vectors[:, order])


def _start(n_rows: int, dtype: type[np.floating]) -> np.ndarray:
    return np.random.default_rng(0).standard_normal(n_rows).astype(dtype)


class _Counted:
    """Tells on_product how many products were asked for, by all that share it."""

    def __init__(self, on_product: Callable[[int], None]):
        self._on_product, self._times = on_product, 0

    def calls(self, product: Product) -> Product:
        def counted(vector: np.ndarray) -> np.ndarray:
            self._times += 1
            self._on_product(self._times)
            return product(vector)

        return counted


def smaller_gram(matrix: "csr_array") -> tuple[np.ndarray, np.ndarray]:
    """Eigenvalues, rising, and eigenvectors of XX' if X (n, m) has fewer rows than columns, else of X'X.

    The vectors still point any way; `svd_of_gram` settles them.
    """
    product = matrix @ matrix.T if matrix.shape[0] <= matrix.shape[1] else matrix.T @ matrix
    values, vectors = np.linalg.eigh(product.toarray())
    return np.maximum(values, 0), vectors


def svd_of_gram(matrix: "csr_array", values: np.ndarray, vectors: np.ndarray, n_components: int) -> SVD:
    """The largest singular values of X (n, m) from what `smaller_gram` found; k is n_components or the rank, if less.

    Values below some 1e-8 of the largest are lost, as the Gram matrix holds their squares.
    """
    order = np.argsort(-values, kind="stable")[:n_components]
    order = order[values[order] > values.max() * max(matrix.shape) * np.finfo(np.float64).eps]
    chosen, singular = vectors[:, order], np.sqrt(values[order])  # (min(n, m), k), (k,)
    if matrix.shape[0] <= matrix.shape[1]:
        return _settled(chosen, singular, matrix.T @ chosen / singular)
    return _settled(matrix @ chosen / singular, singular, chosen)


def randomized_svd(
    product: Product, transposed: Product, shape: tuple[int, int], n_components: int, n_iter: int = 4, seed: int = 0
) -> SVD:
    """The largest singular values of a matrix that is only known by its products (Halko, Martinsson and Tropp, 2011).

    product(x) and transposed(x) multiply the matrix (n, m), or its transpose, by a block of columns; n_iter rounds of
    subspace iteration sharpen the random projection. k is n_components, or the rank that the projection finds.
    """
    width = min(n_components + OVERSAMPLING, *shape)
    block = product(np.random.default_rng(seed).standard_normal((shape[1], width)).astype(np.float32))  # (n, width)
    for _ in range(n_iter):
        block = product(orthonormal(transposed(orthonormal(block))))  # (n, width) -> (m, width) -> (n, width)
    basis = orthonormal(block)  # (n, r)
    right, values, turned = np.linalg.svd(transposed(basis), full_matrices=False)  # (m, r), (r,), (r, r)
    k = min(n_components, len(values))
    return _settled(basis @ turned.T[:, :k], values[:k], right[:, :k])


def orthonormal(block: np.ndarray) -> np.ndarray:
    """An orthonormal basis of the columns of (n, w), (n, rank), from their inner products.

    Unlike Householder's QR it is two products of matrices, which busy processors share well; taken twice, it is as
    exact. Directions below the rounding errors are left out.
    """
    floor = block.shape[0] * np.finfo(block.dtype).eps
    for _ in range(2):
        values, vectors = np.linalg.eigh((block.T @ block).astype(np.float64))  # (w,), (w, w)
        kept = values > floor * values[-1]
        block = block @ (vectors[:, kept] / np.sqrt(values[kept])).astype(block.dtype)  # (n, rank)
    return block
