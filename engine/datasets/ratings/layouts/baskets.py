"""Baskets: the items of one user in each line; and lines that begin with the user."""

import re
from array import array
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice, pairwise
from typing import Any

import numpy as np

from engine import limits
from engine.datasets.ratings import columns as headings
from engine.datasets.ratings.builder import Columns
from engine.datasets.ratings.decoded import Text
from engine.datasets.ratings.gathered import Identifiers, compact
from engine.errors import InputError
from engine.files import tables
from engine.files.dialects import BLANKS, Dialect, Lines

FEWEST_LINES = 5
VARIED = 0.5
"""Lines that do not have the most frequent number of fields, as a share, from which a file is taken for baskets."""
_USUAL = 0.9
_LONG = 4
"""Fields of baskets that all are equally long, at least."""


def recognized(lines: Sequence[str], delimiter: str) -> bool:
    """Whether most lines have fields, but not the same number of them, whatever divides them; or equally many numbers
    that rise in each line; or blank ends that make up for what is missing.
    """
    if len(lines) < FEWEST_LINES:
        return False
    cut = [rows for sign in ([delimiter] if delimiter else tables.DELIMITERS) if (rows := _cut(lines, sign))]
    widths = [np.array([len(row) for row in rows]) for rows in cut]
    for rows, found in zip(cut, widths, strict=True):
        usual = int(np.bincount(found).argmax())
        if usual > 1 and (found == usual).mean() >= VARIED:
            return (found == usual).mean() >= _USUAL and (_all_rise(rows) or _are_padded(rows))
    return any((found > 1).mean() > VARIED for found in widths)


def _all_rise(rows: Sequence[Sequence[str]]) -> bool:
    """Whether nearly all rows are four whole numbers or more that rise, as in files of frequent item sets."""
    return sum(len(row) >= _LONG and _rises(row) for row in rows) >= _USUAL * len(rows)


def _rises(row: Sequence[str]) -> bool:
    return all(field.isdecimal() for field in row) and all(int(a) < int(b) for a, b in pairwise(row))


def _are_padded(rows: Sequence[Sequence[str]]) -> bool:
    """Whether texts stand from the left with nothing but blanks behind them, the same texts in several columns."""
    if len(rows[0]) < _LONG or headings.knows(rows[0], "user", "item"):
        return False
    body = [row for row in rows[1:] if len(row) == len(rows[0])]
    lengths = [next((place for place, field in enumerate(row) if not field), len(row)) for row in body]
    if len(set(lengths)) < 3 or any(any(row[length:]) for row, length in zip(body, lengths, strict=True)):
        return False
    second, *others = [set(filter(None, column)) for column in list(zip(*body, strict=True))[1:]]
    return len(second & set().union(*others)) > VARIED * len(second)


def names_user(lines: Sequence[str], delimiter: str) -> bool:
    """Whether lines of whole numbers that are not equally long begin with a number that rises from line to line, as
    files of LightGCN do: the user.
    """
    rows = _cut(lines, delimiter or _delimiter(lines))
    if len(rows) < FEWEST_LINES or not all(field.isdecimal() for row in rows for field in row):
        return False
    steps = np.diff([float(row[0]) for row in rows])
    return bool((steps > 0).all() and np.median(steps) <= 2 and len({len(row) for row in rows}) > 2)


def read(text: Text, delimiter: str, users_named: bool, notes: list[str], details: dict[str, Any]) -> Columns:
    """Each line a user, each of its fields an item; users_named: but for the first, which is the user.

    Raises InputError E-CSV-55 for no baskets, E-CSV-65 for too many items.
    """
    delimiter = delimiter or _delimiter(text.lines)
    first = _cut(text.lines, delimiter)
    headed = bool(first) and _is_heading(first)
    counted = not users_named and _begins_with_count(first[headed:])
    users, items, names = array("i"), Identifiers(), Identifiers()
    for fields in islice(_rows(text, delimiter), int(headed), None):
        if not fields:
            continue
        names.add(fields[0] if users_named else f"basket {len(names.rows) + 1}")
        for item in fields[users_named or counted :]:
            users.append(names.found[-1])
            items.add(item)
        if len(users) > limits.CSV_ROWS:
            raise InputError(
                f"The file lists more than {limits.CSV_ROWS:,} items in its baskets; please take a sample.", "E-CSV-65"
            )
    if not names.found:
        raise InputError("There are no baskets in this file; please check it.", "E-CSV-55")
    details |= {"format": "users with their items" if users_named else "baskets"}
    details |= {"delimiter": text.delimiter_name(delimiter)}
    notes.extend(_told(users_named, headed, counted))
    columns = Columns(np.array(users, dtype=np.int32), items.array(), names.names(), items.names())
    return compact(columns) if users_named else columns


def _told(users_named: bool, headed: bool, counted: bool) -> Iterator[str]:
    if users_named:
        yield (
            "Each line was read as a user, who stands first, and the items of that user. If the first is an item like "
            "the others, choose the layout of baskets."
        )
    else:
        yield "Each line was read as one basket: all that one user had."
    if headed:
        yield "The first line names columns and was left out."
    if counted:
        yield "The first field of each line counts the items of the line and was left out."


def _delimiter(lines: Sequence[str]) -> str:
    """The sign that divides most lines; blanks if no other does."""
    found = max(tables.SIGNS, key=lambda sign: sum(sign in line for line in lines))
    return found if sum(found in line for line in lines) > len(lines) / 2 else BLANKS


def _cut(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    """Fields of the lines, as far as quotes are closed."""
    found: list[list[str]] = []
    dialect = _dialect(delimiter, any('"' in line for line in lines))
    with suppress(InputError):
        found.extend([field.strip() for field in row] for _, row in dialect.rows(Lines(["\n".join(lines)])))
    return found


def _rows(text: Text, delimiter: str) -> Iterator[list[str]]:
    """What is not empty of each line."""
    for _, row in _dialect(delimiter, '"' in text.sample).rows(text.all_lines()):
        yield [name for field in row if (name := field.strip())]


def _dialect(delimiter: str, quoted: bool) -> Dialect:
    return Dialect(delimiter, "csv" if quoted and delimiter != BLANKS else "line")


def _is_heading(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row counts the columns of items, as "Item 1", "Item 2" or 0, 1, 2, and no other row holds such.

    >>> _is_heading([["Item 1", "Item 2", "Item 3"], ["milk", "bread", ""]])
    True
    """
    ends = [int(found[0]) for field in rows[0] if (found := re.search(r"\d+$", field))]
    if len(ends) < len(rows[0]) - 1 or len(ends) < 2 or ends != list(range(ends[0], ends[0] + len(ends))):
        return False
    return ends[0] <= 1 and not set(rows[0]) & {field for row in rows[1:] for field in row}


def _begins_with_count(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first field of nearly all rows is the number of the others."""
    counted = sum(row[0] == str(sum(map(bool, row[1:]))) for row in rows)
    return len(rows) >= FEWEST_LINES and counted >= _USUAL * len(rows)
