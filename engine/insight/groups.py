"""What distinguishes one group of items from another: over-represented attributes, and the line between them."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

import numpy as np

from engine.embedding import Embedding

C = TypeVar("C", float, np.ndarray)
MOST = 12
FEWEST = 2
"""Items of a group that share a class, at least, for it to be told."""
ENDS = 8


class Attribute(NamedTuple):
    """A class, or the middle of a number. inside, beside: share of the items of either group (or their median).
    times: how much more of it is inside, by shares to which half an item was added.
    """

    column: str
    value: str
    inside: str
    beside: str
    times: float


def over_represented(
    inside: np.ndarray, beside: np.ndarray, names: Sequence[str], column: str, limit: int = MOST
) -> tuple[Attribute, ...]:
    """What is counted more often at a group than beside it, such as contexts of words: the most telling first.

    inside, beside: counts of each of the names (n,); shares are of all that was counted there. The root of a share
    counts, so that what is frequent everywhere, as "the", does not come before what is found at the group alone.
    """
    totals = max(float(inside.sum()), 1.0), max(float(beside.sum()), 1.0)
    shares = inside / totals[0], beside / totals[1]
    times = times_of(inside, totals[0], beside, totals[1])
    telling = np.where((inside >= FEWEST) & (times > 1), np.sqrt(shares[0]) * np.log(times), 0)
    order = np.argsort(-telling, kind="stable")[:limit]
    return tuple(
        Attribute(column, names[row], f"{shares[0][row]:.2%}", f"{shares[1][row]:.2%}", float(times[row]))
        for row in order.tolist()
        if telling[row] > 0
    )


def times_of(inside: C, total: C | float, beside: C, other_total: C | float) -> C:
    """How many times as large the share inside is, half a count added to both, so that neither is nothing."""
    return ((inside + 0.5) / (total + 1)) / ((beside + 0.5) / (other_total + 1))


class Differences(NamedTuple):
    """attributes: the most telling first. towards, away: rows of the items farthest along the line between the middles
    of both groups, to the group and from it, members left out. cosine: of the two middles.
    """

    attributes: tuple[Attribute, ...]
    towards: tuple[int, ...]
    away: tuple[int, ...]
    cosine: float


def differences(embedding: Embedding, rows: np.ndarray, beside: np.ndarray | None = None) -> Differences:
    """Compare the items in `rows` with those in `beside`, or with all others."""
    if beside is None:
        beside = np.setdiff1d(np.arange(embedding.n_items), rows)
    found: list[tuple[float, Attribute]] = []
    for name, column in embedding.metadata.items():
        if np.issubdtype(column.dtype, np.number):
            found += _number(name, column.astype(float), rows, beside)
        else:
            found += _classes(name, column.astype(str), rows, beside)
    found.sort(key=lambda pair: -pair[0])
    return Differences(tuple(attribute for _, attribute in found[:MOST]), *_line(embedding, rows, beside))


def _number(name: str, column: np.ndarray, rows: np.ndarray, beside: np.ndarray) -> list[tuple[float, Attribute]]:
    one, other = (part[np.isfinite(part)] for part in (column[rows], column[beside]))
    if len(one) < FEWEST or len(other) < FEWEST:
        return []
    spread = float(np.concatenate([one, other]).std())
    if spread == 0:
        return []
    middles = float(np.median(one)), float(np.median(other))
    times = middles[0] / middles[1] if middles[1] > 0 else np.nan
    effect = abs(float(one.mean() - other.mean())) / spread
    return [(effect, Attribute(name, "median", f"{middles[0]:,.4g}", f"{middles[1]:,.4g}", times))]


def _classes(name: str, column: np.ndarray, rows: np.ndarray, beside: np.ndarray) -> list[tuple[float, Attribute]]:
    """By the share of the log-likelihood ratio (Dunning, 1993) of each class; values joined by | are several."""
    inside, outside = (_counted(column[part]) for part in (rows, beside))
    found = []
    for value, count in inside.items():
        if count < FEWEST or not value:
            continue
        shares = count / max(1, len(rows)), outside.get(value, 0) / max(1, len(beside))
        times = times_of(count, len(rows), outside.get(value, 0), len(beside))
        if times > 1:
            told = Attribute(name, value, f"{shares[0]:.0%}", f"{shares[1]:.0%}", times)
            found.append((shares[0] * float(np.log(times)), told))
    return found


def _counted(values: np.ndarray) -> dict[str, int]:
    parts = [part for value in values for part in str(value).split("|")]
    return dict(Counter(parts))


def _line(embedding: Embedding, rows: np.ndarray, beside: np.ndarray) -> tuple[tuple[int, ...], tuple[int, ...], float]:
    if not len(rows) or not len(beside):
        return (), (), 0.0
    one, other = embedding.unit[rows].mean(axis=0), embedding.unit[beside].mean(axis=0)
    lengths = float(np.linalg.norm(one) * np.linalg.norm(other))
    scores = embedding.unit @ (one - other)
    scores[rows] = np.nan
    order = np.argsort(scores, kind="stable")
    order = order[np.isfinite(scores[order])]
    towards, away = order[::-1][:ENDS], order[:ENDS]
    return tuple(map(int, towards)), tuple(map(int, away)), float(one @ other) / lengths if lengths > 0 else 0.0
