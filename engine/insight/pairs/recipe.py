"""How vectors come from a table of pairs: the recipe with the numbers of the first items put in."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.insight.explanation import Explanation

SHOWN = 4
"""Rows and columns of a matrix that are written out."""


def spectral(
    dataset: PairMatrix, products: np.ndarray, vectors: np.ndarray, summary: Mapping[str, Any]
) -> tuple[Explanation, ...]:
    """From the table to inner products M (n, n), and from these to vectors (n, k)."""
    m, made = ("B" if dataset.are_distances else "M"), _block(vectors[:SHOWN] @ vectors[:SHOWN].T)
    pieces = [_given(dataset, products)]
    k, n = vectors.shape[1], dataset.n_items
    pieces.append(
        Explanation(
            "Vectors with these inner products",
            f"the eigenvectors of ${m}$, each times the root of its eigenvalue.",
            (
                rf"{m} = U \Lambda U^\top,\qquad Y = U_{{{k}}} \sqrt{{\Lambda_{{{k}}}}}",
                rf"Y Y^\top = {_matrix(made)} \approx {m}",
            ),
            caption=f"Of {n:,} eigenvalues the {k:,} largest positive ones are taken: no vectors of {k:,} numbers come "
            f"nearer. Y Yᵀ accounts for {summary['kept']:.2%} of the squared entries of {m}; the largest entry is off "
            f"by {summary['residual']:.4g}. Negative eigenvalues, which no vectors have, hold "
            f"{summary['negative']:.2%} of the sizes of all.",
        )
    )
    return tuple(pieces)


def _given(dataset: PairMatrix, products: np.ndarray) -> Explanation:
    names = ", ".join(dataset.labels[:SHOWN])
    given = _matrix(_block(dataset.values))
    if dataset.are_distances:
        formulas = (rf"D = {given}", rf"B = -\tfrac12\, J D^2 J = {_matrix(_block(products))}")
        lead = "squared, and less the means of its row and column, it tells inner products about the middle."
        caption = f"The first items: {names}. D² squares each entry; J = 1 − 1/n takes means off. Since |a − b|² = "
        return Explanation("From distances to inner products", lead, formulas, caption=caption + "|a|² + |b|² − 2 a·b.")
    formula = (rf"M = {_matrix(_block(products))}",)
    is_centered = not np.array_equal(products, dataset.values)
    told = "less the means of rows and columns" if is_centered else "as they are given"
    return Explanation("Similarities as inner products", f"{told}.", formula, caption=f"The first items: {names}.")


def stress(dataset: PairMatrix, wanted: np.ndarray, vectors: np.ndarray, found: float) -> tuple[Explanation, ...]:
    """The distances wanted (n, n), and those of the vectors (n, k)."""
    first = vectors[:SHOWN].astype(np.float64)
    made = np.linalg.norm(first[:, None] - first, axis=2)
    lead = "points move until their distances are the given ones."
    if not dataset.are_distances:
        lead = "similarities are turned into distances by $d_{ij}^2 = s_{ii} + s_{jj} - 2 s_{ij}$; then " + lead
    formulas = (
        rf"D^* = {_matrix(_block(wanted))}",
        rf"D = \left(|y_i - y_j|\right) = {_matrix(_block(made))}",
        rf"\sqrt{{\frac{{\sum (d^*_{{ij}} - d_{{ij}})^2}}{{\sum d^{{*2}}_{{ij}}}}}} = {found:.4f}",
    )
    names = ", ".join(dataset.labels[:SHOWN])
    return (Explanation("Stress", lead, formulas, caption=f"The first items: {names}. The sums go over all pairs."),)


def _block(values: np.ndarray) -> np.ndarray:
    return values[:SHOWN, :SHOWN]


def _matrix(values: np.ndarray) -> str:
    """A matrix in LaTeX, with dots where the table goes on; all numbers with as many digits behind the point."""
    scale = float(np.abs(values).max())
    exponent = int(np.floor(np.log10(scale))) if scale > 0 else 0
    power = exponent if not -3 < exponent < 5 else 0
    digits = max(0, 3 - (exponent - power))
    rows = [[_number(value / 10.0**power, digits) for value in row] + [r"\cdots"] for row in values.tolist()]
    body = _lines([*rows, [r"\vdots"] * (values.shape[1] + 1)])
    factor = rf"10^{{{power}}} \cdot " if power else ""
    return rf"{factor}\begin{{pmatrix}}{body}\end{{pmatrix}}"


def _number(value: float, digits: int) -> str:
    shown = f"{value:,.{digits}f}"
    return (shown.removeprefix("-") if float(shown.replace(",", "")) == 0 else shown).replace(",", "{,}")


def _lines(rows: Sequence[Sequence[str]]) -> str:
    return r" \\ ".join(" & ".join(row) for row in rows)
