"""From rows of numbers to a square: whole tables, and halves with or without the diagonal."""

from collections.abc import Sequence

import numpy as np

from engine.datasets.pairs.cells import Row
from engine.datasets.pairs.found import Found, require_items, shown
from engine.errors import InputError


def square(rows: Sequence[Row], header: Sequence[str], named: bool, notes: list[str]) -> Found:
    """Rows of equal length as many as they are long, or of lengths that rise or fall by one, as of half a table.

    header: the names above the columns as they stand. Raises InputError: another shape (E-DST-01), other names of rows
    than of columns (E-DST-07), too few items.
    """
    n = len(rows)
    lengths = [len(row.values) for row in rows]
    names = [row.name or "" for row in rows] if named else None
    above = _above(header, max(lengths, default=0), n, named)
    if lengths == [n] * n:
        return _whole(rows, names, above, notes)
    rising, falling = list(range(n)), list(range(n - 1, -1, -1))
    for lower, expected in ((True, rising), (False, falling)):
        if lengths == expected:  # a line for each item, also for the one without numbers
            return _half(rows, lower, False, names or above, notes)
        if lengths == [length + 1 for length in expected]:
            diagonal = _has_diagonal(rows, lower, names, above)
            return _half(rows, lower, diagonal, names if diagonal else _all_names(lower, names, above), notes)
    raise _not_square(rows, lengths)


def _above(header: Sequence[str], width: int, n_rows: int, named: bool) -> list[str] | None:
    """The names of the columns, without what stands above those of the rows."""
    if not header:
        return None
    return list(header[1:] if named and len(header) > max(width, 1) and len(header) > n_rows else header)


def _whole(rows: Sequence[Row], names: list[str] | None, above: list[str] | None, notes: list[str]) -> Found:
    require_items(len(rows))
    if names and above:
        for place, (row, column) in enumerate(zip(names, above, strict=False), 1):
            if row != column:
                raise InputError(
                    f"Row {place:,} is called “{shown(row)}” and column {place:,} “{shown(column)}”: rows and columns "
                    "must be the same items in the same order. Please sort them, or leave out one kind of names.",
                    "E-DST-07",
                )
    return Found(np.stack([row.values for row in rows]), names or above, notes=notes)


def _has_diagonal(rows: Sequence[Row], lower: bool, names: list[str] | None, above: list[str] | None) -> bool:
    """Whether rows of 1, 2, 3 ... numbers end (lower) or begin with those of items and themselves."""
    if names and above:
        return names[0] == above[0]
    if above:
        return len(above) == len(rows)
    if names:
        return True
    ends = [row.values[-1 if lower else 0] for row in rows]
    return not any(ends) or all(end >= np.nanmax(row.values) for end, row in zip(ends, rows, strict=True))


def _all_names(lower: bool, names: list[str] | None, above: list[str] | None) -> list[str] | None:
    """The names of all items where neither rows nor columns have all: R leaves out the first row and last column."""
    if names and above:
        return [above[0], *names] if lower else [names[0], *above]
    return above if above else None


def _half(rows: Sequence[Row], lower: bool, diagonal: bool, names: list[str] | None, notes: list[str]) -> Found:
    n = max(len(row.values) for row in rows) + (not diagonal)
    require_items(n)
    found = np.full((n, n), np.nan)
    full = [row.values for row in rows if len(row.values)]
    for place, values in enumerate(full):
        if lower:
            row = place if diagonal else place + 1
            found[row, : len(values)] = values
        else:
            found[place, n - len(values) :] = values
    return Found(found, names if names and len(names) == n else None, notes=notes)


def _not_square(rows: Sequence[Row], lengths: Sequence[int]) -> InputError:
    n = len(rows)
    odd = next((place for place, length in enumerate(lengths) if length != lengths[0]), None)
    told = f"each has {lengths[0]:,} numbers" if lengths and odd is None else "their lengths differ"
    if odd is not None:
        told = f"the first has {lengths[0]:,} numbers, that in line {rows[odd].line:,} has {lengths[odd]:,}"
    return InputError(
        f"A table of pairs has as many rows as columns. Here are {n:,} rows, and {told}. Please give the whole square, "
        "half of it with a line for each item, or a list with two items and a number in each line.",
        "E-DST-01",
    )
