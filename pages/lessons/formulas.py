"""Sums of products, written out."""

import numpy as np


def inner(one: np.ndarray, other: np.ndarray, form: str = ".2f") -> str:
    """The inner product of two vectors (d,) as LaTeX, term by term, without its value."""
    return " + ".join(rf"{factor(a, form)} \cdot {factor(b, form)}" for a, b in zip(one, other, strict=True))


def factor(number: float, form: str = "g") -> str:
    """A number as a factor: in brackets if it is below 0."""
    told = format(number, form)
    return f"({told})" if told.startswith("-") else told
