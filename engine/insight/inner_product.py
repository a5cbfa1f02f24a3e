"""The inner product of two vectors, term by term."""

import numpy as np

from engine.insight.explanation import Explanation

TERMS = 8


def explained(first: np.ndarray, second: np.ndarray, title: str, lead: str) -> Explanation:
    """The largest terms of u . v, first and second being vectors (n_components,)."""
    terms = first * second
    order = np.argsort(-np.abs(terms), kind="stable")[:TERMS]
    return Explanation(
        title,
        lead,
        (rf"u \cdot v = \sum_k u_k v_k = {float(first @ second):.4f}",),
        {
            "k": (order + 1).tolist(),
            "u": first[order].tolist(),
            "v": second[order].tolist(),
            "u v": terms[order].tolist(),
        },
        caption=f"The {len(order)} largest of {len(first)} terms.",
    )
