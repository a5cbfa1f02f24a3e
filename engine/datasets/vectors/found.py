"""What a reader of vectors has found before anything is decided: rows, names, and what else is known of each."""

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from engine import limits
from engine.errors import InputError


@dataclass
class Found:
    """values: float32 (n, d), not finite where the file says so. labels: n names, or None. metadata: column -> (n,).

    lines: of each row in the file, int64 (n,); None where it has no lines. notes: sentences for the user.
    """

    values: np.ndarray
    labels: list[str] | None = None
    metadata: dict[str, np.ndarray] = field(default_factory=dict)
    lines: np.ndarray | None = None
    notes: list[str] = field(default_factory=list)

    @cached_property
    def n_rows(self) -> int:
        """Number of rows."""
        return len(self.values)

    def place(self, row: int) -> str:
        """Where a row stands, for a message."""
        return f"line {int(self.lines[row]) + 1:,}" if self.lines is not None else f"row {row + 1:,}"


def wanted_rows(n_rows: int, n_columns: int, first: int) -> int:
    """How many rows are to be read of so many; first: 0 for all. Raises InputError (E-VEC-01, E-VEC-02) if it is too
    much, before anything is read.
    """
    if n_columns > limits.VECTOR_DIMENSIONS:
        raise InputError(
            f"Each vector would have {n_columns:,} numbers; at most {limits.VECTOR_DIMENSIONS:,} are taken.", "E-VEC-02"
        )
    n_wanted = min(n_rows, first) if first else n_rows
    most = min(limits.VECTOR_NUMBERS // max(n_columns, 1), limits.VECTOR_ROWS)
    if n_wanted > most:
        raise InputError(
            f"{n_wanted:,} x {n_columns:,} numbers need {4 * n_wanted * n_columns / 1e9:,.1f} GB; the limit is "
            f"{limits.VECTOR_NUMBERS:,} numbers and {limits.VECTOR_ROWS:,} rows. Take the first {most:,} rows, under "
            "“Only the first rows”.",
            "E-VEC-01",
        )
    return n_wanted


def require_width(n_columns: int) -> None:
    """Raise InputError (E-VEC-03) for vectors of fewer than two numbers."""
    if n_columns < 2:
        raise InputError(
            f"Each row holds {n_columns} number{'s' * (n_columns != 1)}; a vector needs at least 2.", "E-VEC-03"
        )


def other_width(place: str, found: int, wanted: int, shown: str) -> InputError:
    """What to say of a row whose vector has another length than the others."""
    return InputError(
        f"Vectors differ in length: {place} has {found:,} numbers, where the others have {wanted:,} (“{shown}”). "
        "Please correct it or leave it out.",
        "E-VEC-04",
    )
