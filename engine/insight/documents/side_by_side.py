"""The inner product of two documents that are several vectors side by side: the sum over the blocks."""

from collections.abc import Sequence

import numpy as np

from engine.embedding import Embedding
from engine.insight.explanation import Explanation

SHOWN = 3


def side_by_side(
    documents: Embedding, pair: tuple[int, int], n_blocks: int, names: Sequence[Sequence[str]] | None
) -> tuple[Explanation, ...]:
    """z_i . z_j, block by block. names: the words of either document's blocks; None if blocks are directions."""
    one, other = (documents.vectors[row].astype(np.float64).reshape(n_blocks, -1) for row in pair)
    products = (one * other).sum(axis=1)
    total = float(products.sum())
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    listed = " + ".join(f"{value:.3f}" if value >= 0 else f"({value:.3f})" for value in products[:SHOWN])
    more = r" + \dots" if n_blocks > SHOWN else ""
    table: dict[str, Sequence[object]] = {"Block": list(range(1, n_blocks + 1))}
    if names is not None:
        table |= {f"Word of {which}": _padded(found, n_blocks) for which, found in zip("ij", names, strict=True)}
    table |= {
        "Length in i": np.linalg.norm(one, axis=1),
        "Length in j": np.linalg.norm(other, axis=1),
        "adds": products,
    }
    cosine = total / lengths if lengths else 0.0
    told = rf"{listed}{more} = {total:.4f},\qquad \cos = {cosine:.4f}"
    what = "words of the same place" if names is not None else "directions of the same rank"
    return (
        Explanation(
            "Block by block",
            f"only {what} are compared, never one with another.",
            (rf"z_i \cdot z_j = \sum_b z_{{ib}} \cdot z_{{jb}} = {told}",),
            table=table,
            caption=f"i = {documents.labels[pair[0]]}, j = {documents.labels[pair[1]]}. A block that a short document "
            "lacks is 0.",
        ),
    )


def _padded(names: Sequence[str], n_blocks: int) -> list[str]:
    return [*names, *[""] * (n_blocks - len(names))]
