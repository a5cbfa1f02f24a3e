"""The inner product of two terms, written out: by dimensions, and by the documents that have both."""

from typing import TYPE_CHECKING

import numpy as np

from engine.datasets.text.document_terms import DocumentTerms
from engine.embedding import Embedding
from engine.insight.documents.inner_product import LISTED, written_out
from engine.insight.explanation import Explanation

if TYPE_CHECKING:
    from scipy.sparse import csr_array


def term_product(
    found: DocumentTerms, matrix: "csr_array", terms: Embedding, pair: tuple[int, int], weighting: str, scaled: bool
) -> tuple[Explanation, ...]:
    """t_i . t_j by dimensions, beside the product of the two columns of the matrix, which is a sum over documents.

    pair: rows of terms, columns of the matrix. scaled: whether the vectors are V S, and not V.
    """
    names = [terms.labels[row] for row in pair]
    one, other = (terms.vectors[row].astype(np.float64) for row in pair)
    columns = matrix.tocsc()
    first, second = (columns[:, [row]].toarray()[:, 0] for row in pair)
    adds = first * second
    order = np.argsort(-np.abs(adds), kind="stable")[: min(LISTED, np.count_nonzero(adds))]
    kept = "what the decomposition keeps of the product of the two columns of the matrix"
    lead = f"dimension by dimension; {kept}." if scaled else f"dimension by dimension; with Σ it would be {kept}."
    both = np.count_nonzero(adds)
    total = rf"a_i \cdot a_j = \sum_d a_{{di}}\, a_{{dj}} = {float(adds.sum()):.4f}"
    return (
        Explanation(
            "Inner product of two terms",
            lead,
            (written_out("t_i", "t_j", one, other),),
            caption=f"i = {names[0]}, j = {names[1]}. t: their vectors, rows of {'VΣ' if scaled else 'V'}, of "
            f"{len(one):,} numbers each.",
        ),
        Explanation(
            "The same in the matrix, document by document",
            "only documents that have both terms add something; terms of which no document has both have product 0, "
            "and their vectors need not.",
            (total,),
            table={
                "Document": [found.labels[row] for row in order],
                f"Weight of {names[0]}": first[order],
                f"Weight of {names[1]}": second[order],
                "adds": adds[order],
            }
            if both
            else {},
            caption=f"a: columns of weighted counts ({weighting}). Documents that have both: {both:,}"
            + (f"; the {len(order)} that add most are shown." if both > len(order) else "."),
        ),
    )
