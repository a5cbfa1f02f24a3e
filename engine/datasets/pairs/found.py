"""What a reader of pairs has found before anything is decided, and what to say of it that cannot serve."""

from dataclasses import dataclass, field

import numpy as np

from engine import limits
from engine.errors import InputError
from engine.files.display import displayable

FEWEST_ITEMS = 3
NAME_LENGTH = 60


@dataclass
class Found:
    """values: float64 (n, n), NaN where the file has nothing. labels: n names, or None. one_way: whether a pair that
    is there in one direction needs no other. metadata: column -> (n,). notes: sentences for the user.
    """

    values: np.ndarray
    labels: list[str] | None = None
    one_way: bool = False
    metadata: dict[str, np.ndarray] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def require_items(n_items: int) -> None:
    """Raise InputError for fewer items than a map can show (E-DST-02), or more than memory allows (E-DST-03)."""
    if n_items < FEWEST_ITEMS:
        raise InputError(
            f"There are pairs of {n_items} item{'s' * (n_items != 1)}; at least {FEWEST_ITEMS} are needed.", "E-DST-02"
        )
    if n_items > limits.PAIR_ITEMS:
        raise InputError(
            f"There are pairs of {n_items:,} items or more; at most {limits.PAIR_ITEMS:,} are taken, as a table of "
            "all pairs must be held. Please take a part of the items.",
            "E-DST-03",
        )


def shown(name: str) -> str:
    """A name or a cell as it is quoted in a message."""
    return displayable(name, NAME_LENGTH)
