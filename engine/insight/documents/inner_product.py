"""The inner product of two documents, written out: by dimensions, and by the terms that make it."""

from typing import TYPE_CHECKING

import numpy as np

from engine.datasets.text.document_terms import DocumentTerms
from engine.embedding import Embedding
from engine.insight.documents.closeness import closeness
from engine.insight.explanation import Explanation

if TYPE_CHECKING:
    from scipy.sparse import csr_array

SHOWN = 3
"""Dimensions whose products are written out."""
LISTED = 8


def inner_product(
    found: DocumentTerms,
    matrix: "csr_array",
    documents: Embedding,
    factors: np.ndarray,
    pair: tuple[int, int],
    weighting: str,
) -> tuple[Explanation, ...]:
    """z_i . z_j by dimensions; then the same from weighted counts (matrix) and factors of terms, where it is not 0."""
    names = [documents.labels[row] for row in pair]
    one, other = (documents.vectors[row].astype(np.float64) for row in pair)
    given = float((matrix[[pair[0]]] @ matrix[[pair[1]]].T).sum())
    by_dimension = Explanation(
        "Inner product",
        "dimension by dimension; what the decomposition keeps of the product of the two rows of the matrix.",
        (
            written_out("z_i", "z_j", one, other),
            rf"a_i \cdot a_j = {given:.4f}",
        ),
        caption=f"i = {names[0]}, j = {names[1]}. a: their rows of weighted counts ({weighting}), z: their vectors, of "
        f"{len(one):,} numbers each. Two rows without a common term have product 0; their vectors need not.",
    )
    near = closeness(matrix, found.by_term, factors, pair, LISTED)
    caption = "f is a term's row of V for Z = UΣ, and of VΣ⁻¹ for Z = U: a query is folded in by the same sum."
    if near is None:
        return (by_dimension,)
    return by_dimension, by_terms(found, factors, pair, matrix, "The same, term by term", caption)


def by_terms(
    found: DocumentTerms,
    factors: np.ndarray,
    pair: tuple[int, int],
    matrix: "csr_array",
    title: str,
    caption: str,
) -> Explanation:
    """What each term of the first document adds, with all terms of the second. caption: what f is."""
    row = matrix[[pair[0]]].tocsr()
    other = (matrix[[pair[1]]] @ factors)[0]
    adds = row.data * (factors[row.indices] @ other)
    order = np.argsort(-np.abs(adds), kind="stable")[:LISTED]
    return Explanation(
        title,
        "a document is the sum of its terms, each times its weight.",
        (
            r"z_i = \sum_t a_{it} f_t,\qquad z_i \cdot z_j = \sum_t a_{it}\,(f_t \cdot z_j)",
            rf"{' + '.join(_signed(value) for value in adds[order[:SHOWN]])} + \dots = {float(adds.sum()):.4f}",
        ),
        table={
            "Term of i": [found.words[term] for term in row.indices[order]],
            "Weight a": row.data[order],
            "f · z of j": factors[row.indices[order]] @ other,
            "adds": adds[order],
        },
        caption=f"The {len(order)} terms of i that add most, of {len(row.data):,}. {caption}",
    )


def written_out(i: str, j: str, one: np.ndarray, other: np.ndarray) -> str:
    """The inner product of two vectors (d,) and their cosine as LaTeX, with the products of the first dimensions."""
    products = [rf"{_signed(a)} \cdot {_signed(b)}" for a, b in zip(one[:SHOWN], other[:SHOWN], strict=True)]
    total = float(one @ other)
    more = r" + \dots" if len(one) > SHOWN else ""
    cosine = total / max(float(np.linalg.norm(one) * np.linalg.norm(other)), np.finfo(float).tiny)
    return rf"{i} \cdot {j} = {' + '.join(products)}{more} = {total:.4f},\qquad \cos = {cosine:.4f}"


def _signed(value: float) -> str:
    return f"{value:.3f}" if value >= 0 else f"({value:.3f})"
