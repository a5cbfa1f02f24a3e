"""Two sets of items that are to be compared: which of them are the same, and one map turned onto another."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.algorithms.procrustes import procrustes


@dataclass(frozen=True, eq=False)
class Shared:
    """Items of two sets, matched by label.

    first, second: int64 (n,) rows of the same items, in the order of the first set. only_first, only_second: rows of
    those that have no partner. repeated: labels that occur more than once, and not equally often, so that nobody can
    say which is which; their items are among those without a partner.
    """

    first: np.ndarray
    second: np.ndarray
    only_first: np.ndarray
    only_second: np.ndarray
    repeated: tuple[str, ...] = ()


def shared(first: Sequence[str], second: Sequence[str]) -> Shared:
    """Match items by their labels, letter by letter. Where a label occurs equally often in both, the first is matched
    with the first, the second with the second, and so on.

    >>> found = shared(["a", "b", "b", "c"], ["b", "a", "b", "d"])
    >>> found.first.tolist(), found.second.tolist(), found.only_first.tolist(), found.only_second.tolist()
    ([0, 1, 2], [1, 0, 2], [3], [3])
    """
    if tuple(first) == tuple(second):
        every, nobody = np.arange(len(first)), np.empty(0, dtype=np.int64)
        return Shared(every, every, nobody, nobody)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for row, label in enumerate(second):
        places[label].append(row)
    own: defaultdict[str, list[int]] = defaultdict(list)
    for row, label in enumerate(first):
        own[label].append(row)
    paired = {row: at for label, rows in own.items() if len(rows) == len(places.get(label, ())) for row, at in
              zip(rows, places[label], strict=True)}  # fmt: skip
    rows = np.array(sorted(paired), dtype=np.int64)
    partners = np.array([paired[row] for row in rows.tolist()], dtype=np.int64)
    unequal = tuple(label for label, found in own.items() if label in places and len(found) != len(places[label]))
    return Shared(
        rows, partners, np.setdiff1d(np.arange(len(first)), rows), np.setdiff1d(np.arange(len(second)), partners),
        unequal,
    )  # fmt: skip


def turned_onto(places: np.ndarray, others: np.ndarray) -> tuple[np.ndarray, float]:
    """Places (n, d) of a map moved, turned, mirrored and stretched as a whole onto those of the same items on another
    (n, d): float32 (n, d), and the share of the other's variance that least squares would meet, in [0, 1] (Schönemann,
    1966; Gower, 1975).

    The map gets the spread of the other one. By least squares it would shrink the more, the less the two have to do
    with each other, to a point in the end.
    """
    laid = procrustes(places.astype(np.float64), others.astype(np.float64))
    middle = others.mean(axis=0, dtype=np.float64)
    around = laid.points - middle
    size, wanted = np.linalg.norm(around), np.linalg.norm(others - middle)
    return (around * (wanted / size if size > 0 else 1.0) + middle).astype(np.float32), laid.r2
