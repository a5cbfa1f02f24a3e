"""Blocks as of the Netflix Prize: an item and a colon in a line, and below it a line for each of its ratings."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from engine import limits
from engine.datasets.ratings.builder import Columns
from engine.datasets.ratings.columns import places_of
from engine.datasets.ratings.decoded import Text
from engine.datasets.ratings.gathered import gathered
from engine.datasets.ratings.layout import RatingLayout
from engine.errors import InputError
from engine.files import tables
from engine.files.dialects import Dialect, Lines
from engine.files.tables import MAX_BAD, Table

_HEAD = re.compile(r"\s*([^\s,;|:][^,;|\t:]{0,80}):\s*")
_USUAL = ("user", "rating", "time")
_FEWEST = 3


def recognized(lines: Sequence[str]) -> bool:
    """Whether the first line is a name and a colon, and others are neither that nor alike it."""
    heads = sum(bool(_HEAD.fullmatch(line)) for line in lines)
    return bool(lines) and bool(_HEAD.fullmatch(lines[0])) and heads <= len(lines) / 2 and len(lines) >= _FEWEST


def table_of(text: Text, delimiter: str) -> Table:
    """The lines below the items as a table whose first column is the item."""
    item = ""
    found: list[tuple[str, str]] = []
    for line in text.lines:
        head = _HEAD.fullmatch(line)
        if head:
            item = head[1]
        else:
            found.append((item, line))
    body = "\n".join(line for _, line in found) + "\n"
    table = tables.single(body, complete=True, delimiter=delimiter, header=False, blanks=True)
    width = len(table.columns)
    usual = _USUAL[:width] if width <= len(_USUAL) else (*_USUAL, *(f"column {n}" for n in range(4, width + 1)))
    if width == 2 and table.sample and not table.sample[0][1].replace(".", "", 1).isdigit():
        usual = ("user", "time")
    columns = ("item", *usual)
    cut = ((item, next(table.dialect.rows(Lines([line])), (0, []))[1]) for item, line in found)
    sample = tuple((item, *row) for item, row in cut if len(row) == width)
    return Table(table.dialect, True, columns, sample or (columns,))


def read(text: Text, delimiter: str, layout: RatingLayout, notes: list[str], details: dict[str, Any]) -> Columns:
    """The ratings of all blocks; raises InputError E-RAT-07 and 08, and what `gathered` and `places_of` raise."""
    table = table_of(text, delimiter)
    places = places_of(table, layout, notes)
    named = {f"{role}_column": table.columns[place] for role, place in places.items()}
    details |= {"format": "blocks", "columns": list(table.columns), "delimiter": table.delimiter, **named}
    notes.append("Read as blocks: a name with a colon is an item, and the lines below it are its ratings.")
    return gathered(_rows(text, table.dialect, len(table.columns), notes), places, notes)


def _rows(text: Text, dialect: Dialect, width: int, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Line number and fields of each rating, the item first."""
    item, n_rows, bad = "", 0, []
    for line, row in dialect.rows(text.all_lines()):
        head = _HEAD.fullmatch(row[0]) if len(row) == 1 else None
        if head:
            item = head[1]
            continue
        n_rows += 1
        if n_rows > limits.CSV_ROWS:
            raise InputError(f"The blocks hold more than {limits.CSV_ROWS:,} ratings; please take a part.", "E-RAT-07")
        if len(row) + 1 == width:
            yield line, [item, *row]
        else:
            bad.append(line)
    if len(bad) > MAX_BAD * n_rows:
        raise InputError(
            f"{len(bad):,} of {n_rows:,} lines of the blocks do not have {width - 1} fields (first in lines "
            f"{', '.join(map(str, bad[:5]))}); please correct them.",
            "E-RAT-08",
        )
    if bad:
        notes.append(
            f"Lines left out because they do not have {width - 1} fields: {len(bad):,} (first: line {bad[0]:,})."
        )
