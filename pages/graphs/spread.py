"""Repeated measurements for people: their mean, and how far apart they lie."""

import numpy as np

from engine.algorithms.spread import spread


def told(values: np.ndarray, form: str = ".3f") -> str:
    """The mean of (n,), ± the standard deviation if there are several; "–" if there is none."""
    if not np.isfinite(values).all():
        return "–"
    mean = format(float(values.mean()), form)
    return mean if len(values) < 2 else f"{mean} ± {float(spread(values)):{form}}"


def repeated(n: int, what: str = "splits") -> str:
    """What the numbers of a table are."""
    return "One split alone" if n < 2 else f"Mean of {n} {what} ± standard deviation"
