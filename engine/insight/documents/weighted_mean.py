"""A document as the weighted mean of its words' vectors, written out, and two of them beside each other."""

from typing import TYPE_CHECKING

import numpy as np

from engine.datasets.text.document_terms import DocumentTerms
from engine.embedding import Embedding
from engine.insight.documents.inner_product import by_terms
from engine.insight.explanation import Explanation

if TYPE_CHECKING:
    from scipy.sparse import csr_array

LISTED = 10
CAPTION = "f: the vector of a word, less its part along what all documents share where that is taken off."


def weighted_mean(
    found: DocumentTerms,
    matrix: "csr_array",
    weights: np.ndarray,
    documents: Embedding,
    factors: np.ndarray,
    pair: tuple[int, int],
    weighting: str,
) -> tuple[Explanation, ...]:
    """What the words of the first document weigh, then the inner product of both term by term.

    weights: (n_terms,), of which `matrix` is made. weighting: the rule, LaTeX.
    """
    counts = found.counts[[pair[0]]].tocsr()
    order = np.argsort(-counts.data * weights[counts.indices], kind="stable")[:LISTED]
    terms, times = counts.indices[order], counts.data[order]
    n_words = float(counts.data.sum())
    lengths = np.linalg.norm(factors[terms], axis=1)
    mean = Explanation(
        "Weighted mean",
        "the words of the document by what they weigh; one without a vector adds nothing.",
        (rf"z_i = \frac{{1}}{{{n_words:,.0f}}} \sum_t n_{{it}}\, w_t\, f_t,\qquad {weighting}",),
        table={
            "Word": [found.words[term] for term in terms],
            "n in the document": times.astype(int),
            "Share of the text": found.corpus.counts[found.terms[terms]] / found.corpus.n_tokens,
            "w": weights[terms],
            "w n / all n": times * weights[terms] / n_words,
            "Length of f": lengths,
        },
        caption=f"i = {documents.labels[pair[0]]}: the {len(terms)} heaviest of its {counts.nnz:,} different counted "
        f"words. {CAPTION}",
    )
    if not all(documents.vectors[row].any() for row in pair):
        return (mean,)
    return mean, by_terms(found, factors, pair, matrix, "Inner product", CAPTION)
