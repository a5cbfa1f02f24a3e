"""The rows of a table of pairs as numbers, read one by one so that no text is held."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine import limits
from engine.datasets.pairs.found import Found, require_items, shown
from engine.datasets.pairs.line_layout import LineLayout, is_missing
from engine.errors import InputError
from engine.files.numerals import numbers

Rows = Iterable[tuple[int, list[str]]]


@dataclass(frozen=True, eq=False)
class Row:
    """name: what the row begins with, None where rows have no names. values: float64 (k,), NaN for what is missing."""

    line: int
    name: str | None
    values: np.ndarray


def rows_of(rows: Rows, layout: LineLayout, commas: bool, notes: list[str]) -> list[Row]:
    """The rows below the header. Raises InputError for a cell of text (E-DST-04) and for too many items (E-DST-03)."""
    found: list[Row] = []
    for line, fields in _body(rows, layout):
        if layout.trimmed and not fields[-1].strip():
            fields = fields[:-1]
        name = fields[0].strip() if layout.named else None
        cells = fields[1:] if layout.named else fields
        require_items(max(len(found) + 1, len(cells), 3))
        values = _numbers(cells, commas, notes)
        bad = next((place for place in np.flatnonzero(np.isnan(values)) if not is_missing(cells[place])), None)
        if bad is not None:
            raise no_number(line, name or f"row {len(found) + 1:,}", _column(layout, int(bad)), cells[bad])
        found.append(Row(line, name, values))
    return found


def no_number(line: int, row: str, column: str, cell: str) -> InputError:
    """What to say of a cell of text."""
    return InputError(
        f"Line {line:,} ({shown(row)}) holds “{shown(cell)}” in {column}, which is no number that is taken. Please "
        "correct it; a cell that is not known stays empty.",
        "E-DST-04",
    )


def _body(rows: Rows, layout: LineLayout) -> Iterator[tuple[int, list[str]]]:
    for place, (line, fields) in enumerate(rows):
        if place >= layout.skipped:
            yield line, fields


def _column(layout: LineLayout, place: int) -> str:
    names = layout.header[len(layout.header) and layout.named and not layout.header[0] :]
    return f"the column “{shown(names[place])}”" if place < len(names) else f"column {place + 1 + layout.named:,}"


def _numbers(cells: Sequence[str], commas: bool, notes: list[str]) -> np.ndarray:
    if not commas:
        try:
            return np.array(list(map(float, cells)), dtype=np.float64)
        except ValueError:
            pass  # something is missing, or written as people do
    return numbers(cells, decimal_comma=commas, notes=notes)


def listed(rows: Rows, layout: LineLayout, commas: bool, notes: list[str]) -> Found:
    """The pairs of a list, a line each: two items and a number; a further field is not read.

    Raises InputError: a line with fewer fields or text for a number (E-DST-04), a pair that comes twice with other
    numbers (E-DST-11), and too many items.
    """
    places: dict[str, int] = {}
    ends, values, lines = array("i"), array("d"), array("q")
    for line, fields in _body(rows, layout):
        one, other, *rest = [field.strip() for field in fields[:3]] if len(fields) > 1 else (fields[0], "")
        value = _numbers(rest or [""], commas, notes)[0]
        if not one or not other or (np.isnan(value) and not is_missing(rest[0] if rest else "a number")):
            raise no_number(
                line, f"{one or 'no name'} and {other or 'no name'}", "the third field", rest[0] if rest else ""
            )
        ends.extend(places.setdefault(name, len(places)) for name in (one, other))
        values.append(value)
        lines.append(line)
        if len(places) > limits.PAIR_ITEMS:
            require_items(len(places))
        if len(values) > limits.PAIR_ITEMS**2:
            raise InputError(
                f"The list has more than {limits.PAIR_ITEMS**2:,} lines, so pairs come again; please leave each once.",
                "E-DST-21",
            )
    require_items(len(places))
    return _table(list(places), ends, values, lines, notes)


def _table(names: list[str], ends: array, values: array, lines: array, notes: list[str]) -> Found:
    n = len(names)
    pairs, given = np.frombuffer(ends, np.int32).reshape(-1, 2), np.frombuffer(values, np.float64)
    cells = pairs[:, 0].astype(np.int64) * n + pairs[:, 1]
    order = np.argsort(cells, kind="stable")
    again = (np.diff(cells[order]) == 0) & ~(np.diff(given[order]) == 0)
    if again.any():
        raise _twice(names, ends, values, lines, int(order[1:][again].min()))
    table = np.full(n * n, np.nan)
    table[cells] = given
    notes.append(f"Read as a list of {len(given):,} pairs of {n:,} items.")
    return Found(table.reshape(n, n), names, one_way=True, notes=notes)


def _twice(names: list[str], ends: array, values: array, lines: array, place: int) -> InputError:
    one, other = names[ends[2 * place]], names[ends[2 * place + 1]]
    return InputError(
        f"Line {lines[place]:,} gives {shown(one)} and {shown(other)} the number {values[place]:.6g}, and a line "
        "before it another one. Please leave one of them.",
        "E-DST-11",
    )
