"""From what a file holds to a Matrix: which columns are numbers, which rows are whole, what names them."""

from collections.abc import Sequence

import numpy as np

from engine import limits
from engine.datasets.tables.matrix import Matrix
from engine.errors import InputError
from engine.files.display import displayable
from engine.files.numerals import look_like_numbers, no_number

FEWEST_ROWS, FEWEST_COLUMNS = 3, 2
NUMERIC_SHARE = 0.8
"""A column is one of numbers if so many of its fields are."""
_NAME_LENGTH = 60


def from_table(names: Sequence[str], body: list[list[str]], values: np.ndarray, notes: list[str]) -> Matrix:
    """What is numbers of a table: its body as text, and as numbers (n, d) with NaN where a field is none.

    Rows with a missing number are left out; the first column of text names the rows. Raises InputError: fewer than two
    columns of numbers or three rows, columns that never vary, more products than `limits.MATRIX_PRODUCTS`.
    """
    known = np.isfinite(values)
    numeric = known.mean(axis=0) >= NUMERIC_SHARE
    texts = np.flatnonzero(~numeric).tolist()
    naming = next((place for place in texts if not look_like_numbers(row[place] for row in body)), None)
    unused = [place for place in texts if place != naming]
    if numeric.sum() < FEWEST_COLUMNS:
        raise InputError(
            f"The table has {int(numeric.sum())} columns of numbers; at least {FEWEST_COLUMNS} are needed. "
            f"Other columns: {_why(names, body, texts)}.",
            "E-CSV-63",
        )
    whole = known[:, numeric].all(axis=1)
    if whole.sum() < FEWEST_ROWS:
        raise InputError(
            f"Only {int(whole.sum())} of {len(body):,} rows hold a number in every column; at least {FEWEST_ROWS} are "
            "needed. Please fill or drop the empty fields.",
            "E-CSV-64",
        )
    kept = values[np.ix_(whole, numeric)]
    if (kept == kept[0]).all():
        raise InputError(f"All {len(kept):,} rows are the same: there is nothing to approximate.", "E-CSV-71")
    if not whole.all():
        notes.append(f"Rows left out because a field is no number: {int((~whole).sum()):,}.")
    require_affordable(kept)
    if unused:
        notes.append(f"Columns left out because they hold no numbers: {_why(names, body, unused)}.")
    rows = [f"row {place + 1}" for place in range(len(body))]
    if naming is not None:
        rows = [displayable(row[naming], _NAME_LENGTH) or name for row, name in zip(body, rows, strict=True)]
        notes.append(f"The column “{displayable(names[naming], _NAME_LENGTH)}” names the rows.")
    return Matrix(
        kept[None],
        tuple(displayable(names[place], _NAME_LENGTH) for place in np.flatnonzero(numeric).tolist()),
        tuple(name for name, is_whole in zip(rows, whole, strict=True) if is_whole),
        tuple(notes),
    )


def _why(names: Sequence[str], body: Sequence[Sequence[str]], places: Sequence[int]) -> str:
    """Columns that are none of numbers, with the first field that is no number."""
    told = []
    for place in places[:12]:
        field = no_number(row[place] for row in body)
        told.append(f"{names[place]} (as “{field}”)" if field else f"{names[place]} (mostly empty)")
    return displayable(", ".join(told), 300) or "none"


def require_affordable(values: np.ndarray) -> None:
    """Raise InputError if taking a table (n, d) apart would need more than `limits.MATRIX_PRODUCTS`."""
    n_rows, n_columns = values.shape
    if n_rows * n_columns * min(n_rows, n_columns) > limits.MATRIX_PRODUCTS:
        raise InputError(
            f"A table of {n_rows:,} x {n_columns:,} numbers is too large to take apart at once; please take fewer "
            f"rows or columns: rows x columns x the smaller of them may be {limits.MATRIX_PRODUCTS:,}.",
            "E-CSV-67",
        )


def from_picture(pixels: np.ndarray, notes: Sequence[str]) -> Matrix:
    """A picture uint8 (height, width, 1 or 3), a matrix of brightness for each channel; InputError if all are one."""
    if (pixels == pixels[0, 0]).all():
        raise InputError("All pixels of this picture are the same: there is nothing to approximate.", "E-IMG-103")
    return Matrix(pixels.transpose(2, 0, 1) / np.float32(255), notes=tuple(notes))
