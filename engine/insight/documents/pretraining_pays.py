"""What an experiment on pre-training found, in one sentence that its numbers form."""

from collections.abc import Mapping, Sequence

import numpy as np

from engine.algorithms.spread import spread

ERRORS = 2.0
"""Standard errors beyond which a mean difference is taken for more than chance."""
LEAST = 0.01
"""A difference of accuracy that is worth a word."""


def gains(accuracies: np.ndarray, scratch: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of accuracies (sizes, seeds) over those from scratch on the same labels: mean gain, and its standard error."""
    found = accuracies - scratch
    return found.mean(axis=1), spread(found, axis=1) / np.sqrt(found.shape[1])


def sentence(scratch: np.ndarray, others: Mapping[str, np.ndarray], sizes: Sequence[int]) -> str:
    """Where another way gains most over training from scratch, and what is left of it with all labels.

    scratch: accuracies (sizes, seeds). others: the same of the ways with more text, by what they are called in a
    sentence ("frozen vectors"). A gain counts from LEAST on, and from ERRORS standard errors.
    """
    found = {name: gains(each, scratch) for name, each in others.items()}
    name, place = max(
        ((name, place) for name in found for place in range(len(sizes))), key=lambda at: found[at[0]][0][at[1]]
    )
    last = len(sizes) - 1
    if not _counts(found[name], place):
        return (
            f"With no number of labels does any other way gain more over training from scratch than chance would: "
            f"with {sizes[last]:,} labels {_listed({each: values[last] for each, values in others.items()})}, "
            f"from scratch {scratch[last].mean():.0%}."
        )
    told = f"With {sizes[place]:,} labels, {_reached(name, others[name][place])}, from scratch {_share(scratch[place])}"
    if place == last:
        return f"{told}: the gain is largest with the most labels."
    best = max(others, key=lambda each: others[each][last].mean())
    rest = float(found[best][0][last])
    at = f"at {sizes[last]:,}"
    if rest < -LEAST and _counts((-found[best][0], found[best][1]), last):
        return f"{told}; {at} from scratch is ahead by {-100 * rest:.1f} points."
    if not _counts(found[best], last):
        return f"{told}; {at} the difference is gone ({_share(others[best][last])} and {_share(scratch[last])})."
    return f"{told}; {at} {_reached(best, others[best][last])}, which is {100 * rest:.1f} points more."


def _counts(gain: tuple[np.ndarray, np.ndarray], place: int) -> bool:
    mean, error = float(gain[0][place]), float(gain[1][place])
    return mean >= LEAST and mean >= ERRORS * error


def _share(values: np.ndarray) -> str:
    return f"{values.mean():.0%}"


def _reached(name: str, values: np.ndarray) -> str:
    return f"{name} reach {_share(values)}"


def _listed(values: Mapping[str, np.ndarray]) -> str:
    return ", ".join(_reached(name, each) for name, each in values.items())
