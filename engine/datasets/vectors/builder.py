"""From what was found in a file to Vectors: rows that cannot serve are left out and counted, names are made unique."""

import numpy as np

from engine.datasets.vectors.found import Found, require_width
from engine.datasets.vectors.vectors import Vectors
from engine.errors import InputError
from engine.files.display import displayable

FEWEST_ROWS = 3
MOST_BROKEN = 0.05
"""Share of the rows that may hold something else than finite numbers."""


def vectors(found: Found, pictures: np.ndarray | None = None) -> Vectors:
    """Vectors of what was found.

    Rows with NaN, infinite numbers or such beyond float32 are left out, and of equal labels all but the first. Raises
    InputError: fewer than two numbers a row (E-VEC-03), too many broken rows (E-VEC-21), too few (E-VEC-22), all the
    same (E-VEC-23).
    """
    notes = list(found.notes)
    require_width(found.values.shape[1])
    kept = _finite(found, notes)
    labels = found.labels or [f"row {row + 1}" for row in range(found.n_rows)]
    if found.labels is not None:
        kept = _each_label_once(labels, kept, notes)
    if len(kept) < FEWEST_ROWS:
        raise InputError(f"There are {len(kept)} vectors; at least {FEWEST_ROWS} are needed.", "E-VEC-22")
    whole = len(kept) == found.n_rows
    values = found.values if whole else found.values[kept]
    if (values == values[0]).all():
        raise InputError(f"All {len(values):,} vectors are the same: there is nothing to see.", "E-VEC-23")
    n_zero = int((~values.any(axis=1)).sum())
    if n_zero:
        notes.append(f"Vectors of zeros, which have no direction and are nobody's neighbors by cosine: {n_zero:,}.")
    metadata = {name: column if whole else column[kept] for name, column in found.metadata.items()}
    names = tuple(labels) if whole else tuple(labels[row] for row in kept.tolist())
    shown = None if pictures is None else pictures if whole else pictures[kept]
    return Vectors(values, names, metadata, tuple(dict.fromkeys(notes)), shown)


def _finite(found: Found, notes: list[str]) -> np.ndarray:
    """Rows of finite numbers."""
    finite = np.isfinite(found.values).all(axis=1)
    broken = np.flatnonzero(~finite)
    if len(broken) > MOST_BROKEN * found.n_rows:
        told = ", ".join(found.place(int(row)) for row in broken[:5])
        raise InputError(
            f"{len(broken):,} of {found.n_rows:,} vectors hold something that is no finite number (first: {told}); "
            f"at most {MOST_BROKEN:.0%} may. Please correct the file.",
            "E-VEC-21",
        )
    if len(broken):
        first = found.place(int(broken[0]))
        notes.append(f"Vectors left out because a number in them is not finite: {len(broken):,} (first: {first}).")
    return np.flatnonzero(finite)


def _each_label_once(labels: list[str], kept: np.ndarray, notes: list[str]) -> np.ndarray:
    """Of rows that share a label the first."""
    if len(set(labels)) == len(labels):
        return kept
    first: dict[str, int] = {}
    for row in kept.tolist():
        first.setdefault(labels[row], row)
    rows = np.fromiter(first.values(), np.int64, len(first))
    if len(rows) < len(kept):
        twice = displayable(next(labels[row] for row in kept.tolist() if first[labels[row]] != row), 40)
        notes.append(f"Labels that came again, of which the first was kept: {len(kept) - len(rows):,} (“{twice}”).")
    return rows
