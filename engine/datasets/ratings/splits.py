"""Which ratings are held out of training, to be found again by a recommender."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.fields import Validated, choice, integer, real


@dataclass(frozen=True)
class Split(Validated):
    """How ratings are parted into training and held-out rows."""

    split: Literal["random", "last", "time", "none"] = choice(
        "random",
        {
            "random": "At random from each viewer",
            "last": "The latest of each viewer (leave one out)",
            "time": "All after a point in time",
            "none": "Nothing",
        },
        label="Held out",
        help="Ratings that no method sees in training, so that its recommendations can be scored on them.",
    )
    test_share: float = real(
        0.2, 0.01, 0.5, label="Share held out", help="Of each viewer's ratings, or of all when parted by time.",
        step=0.05, advanced=True,
    )  # fmt: skip
    split_seed: int = integer(0, 0, 2**32 - 1, label="Seed of the split", help="Another seed, another random part.",
                              advanced=True)  # fmt: skip


def held_out(users: np.ndarray, times: np.ndarray, split: Split) -> np.ndarray:
    """bool (n,): the rows held out.

    users: int (n,) rising; within a viewer, rows are in order of time. times: int64 (n,), or empty if unknown, in
    which case "time" is not possible (ValueError). Every viewer with a held-out row at random or at the end keeps
    at least one row in training.
    """
    if split.split == "none" or not len(users):
        return np.zeros(len(users), dtype=bool)
    if split.split == "time":
        if not len(times):
            raise ValueError("a split by time needs times")
        last = len(times) - int(len(times) * split.test_share) - 1
        return times > np.sort(times)[last]
    lengths = np.bincount(users)
    if split.split == "last":
        rank, wanted = np.arange(len(users))[::-1], (lengths > 1).astype(np.int64)
    else:
        rank = np.random.default_rng(split.split_seed).permutation(len(users))
        wanted = np.minimum(np.rint(lengths * split.test_share).astype(np.int64), np.maximum(lengths - 1, 0))
    return _first_of_each(users, rank, wanted)


def _first_of_each(users: np.ndarray, rank: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """bool (n,): of each viewer the `wanted[viewer]` rows that come first by rank."""
    order = np.lexsort((rank, users))
    starts = np.concatenate([[0], np.cumsum(np.bincount(users, minlength=len(wanted)))])
    place = np.empty(len(users), dtype=np.int64)
    place[order] = np.arange(len(users)) - starts[users[order]]
    return place < wanted[users]
