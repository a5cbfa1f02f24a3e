"""Rows of delimited text (CSV, TSV), read line by line within the caps."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from engine import limits
from engine.errors import InputError
from engine.files.display import displayable

SAMPLE = 64 * 1024
"""Characters looked at to find out how a table is laid out."""
DELIMITERS = {",": "Comma", "\t": "Tab", ";": "Semicolon", "|": "Bar"}
MAX_BAD = 0.01
_MAX_HEADING = 64
_MIN_SHARE = 0.9
_END = "\udfff"
"""A line that no decoded text can hold."""


@dataclass(frozen=True)
class Table:
    """How a table is laid out. columns: their names, "column 1", ... if there is no header."""

    delimiter: str
    header: bool
    columns: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    """The first rows, without the header."""

    def column(self, name: str) -> int:
        """Place of a column; raises InputError that lists the columns there are."""
        if name in self.columns:
            return self.columns.index(name)
        listed = ", ".join(self.columns)
        raise InputError(f"There is no column {name!r}; choose one of: {listed}.", "E-CSV-38")

    def longest_column(self) -> str:
        """The column with the most characters in the sample: most likely the text."""
        lengths = [sum(len(row[place]) for row in self.sample) for place in range(len(self.columns))]
        return self.columns[lengths.index(max(lengths))]


def sniff(sample: str, *, complete: bool, delimiter: str = "", header: bool | None = None) -> Table | None:
    """The table that begins with `sample`, or None if it looks more like running text.

    A table has at least two columns, none of them empty throughout, hardly a row of another width, and no blank
    after its delimiters. complete: the sample is the whole file. delimiter, header: found out unless given.
    """
    candidate, found, share = _best(sample, complete, delimiter)
    width = len(found[0]) if found else 1
    if len(found) < 3 or width < 2 or share < _MIN_SHARE or not all(any(column) for column in zip(*found, strict=True)):
        return None
    n_blanks = sum(field.startswith(" ") for row in found for field in row[1:])
    if n_blanks > len(found) * (width - 1) / 2:
        return None
    return _table(candidate, found, header)


def single(
    sample: str,
    *,
    complete: bool,
    delimiter: str = "",
    header: bool | None = None,
    most_columns: int = limits.CSV_COLUMNS,
) -> Table:
    """The table that begins with `sample`, which the user says is one: of one column if nothing divides it."""
    candidate, found, _ = _best(sample, complete, delimiter)
    return _table(candidate, found, header, most_columns)


def rows(pieces: Iterable[str], table: Table, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Line number and fields of each row but the header; rows of another width are counted and left out.

    Raises InputError for a line longer than limits.LINE_BYTES, more than limits.CSV_ROWS rows, a quote that never
    ends, and, at the end, if more than MAX_BAD of the rows were left out.
    """
    n_columns = len(table.columns)
    n_rows, bad = 0, []
    for line, row in islice(_parsed(_Lines(pieces), table.delimiter), int(table.header), None):
        n_rows += 1
        if n_rows > limits.CSV_ROWS:
            raise InputError(f"The table has more than {limits.CSV_ROWS:,} rows; please take a sample.", "E-CSV-54")
        if len(row) == n_columns:
            yield line, row
        else:
            bad.append(line)
    if len(bad) > MAX_BAD * n_rows:
        raise InputError(
            f"{len(bad):,} of {n_rows:,} rows do not have {n_columns} fields (first in lines "
            f"{', '.join(map(str, bad[:5]))}); please correct them or choose another delimiter.",
            "E-CSV-40",
        )
    if bad:
        notes.append(
            f"Rows left out because they do not have {n_columns} fields: {len(bad):,} (first: line {bad[0]:,})."
        )


class _Lines:
    """Lines of text that comes cut anywhere, with their line ends, and then _END; counts what it gave."""

    def __init__(self, pieces: Iterable[str]):
        self.number = 0
        self._pieces = pieces

    def __iter__(self) -> Iterator[str]:
        rest: list[str] = []
        for piece in self._pieces:
            *whole, last = piece.split("\n")
            for line in whole:
                yield self._checked("".join([*rest, line]))
                rest = []
            rest.append(last)
            self._require_short(sum(map(len, rest)))
        yield self._checked("".join(rest))
        yield _END

    def _checked(self, line: str) -> str:
        self._require_short(len(line))
        self.number += 1
        return line.replace("\0", " ") + "\n"

    def _require_short(self, length: int) -> None:
        if length > limits.LINE_BYTES:
            raise InputError(
                f"Line {self.number + 1:,} is longer than {limits.LINE_BYTES // 1024:,} KiB; please check the table.",
                "E-CSV-43",
            )


def _parsed(lines: _Lines, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """First line number and fields of each row that is not blank.

    A quote that is open at the end of the file, or for longer than a field may be, is an error.
    """
    csv.field_size_limit(limits.LINE_BYTES)
    reader = csv.reader(lines, delimiter=delimiter)
    first = 1
    try:
        for row in reader:
            if row and _END in row[-1]:
                if row == [_END]:
                    return
                raise _unclosed(first)
            if row:
                yield first, row
            first = lines.number + 1
    except csv.Error as error:
        raise _unclosed(first) from error


def _unclosed(line: int) -> InputError:
    return InputError(f'The quote (") that opens in line {line:,} is never closed; please correct it.', "E-CSV-41")


def _sample_rows(sample: str, complete: bool, delimiter: str) -> list[list[str]]:
    """The rows of a sample that are not blank, without the last one if it may be cut and is not the only one."""
    try:
        found = list(csv.reader(sample.replace("\0", " ").splitlines(keepends=True), delimiter=delimiter))
    except csv.Error:
        return []
    return [row for row in (found if complete or len(found) == 1 else found[:-1]) if row]


def _best(sample: str, complete: bool, delimiter: str) -> tuple[str, list[list[str]], float]:
    """The delimiter that divides most rows into the same number of fields, these rows, and their share of all."""
    best: tuple[str, list[list[str]], float] = (delimiter or ",", [], 0.0)
    for candidate in [delimiter] if delimiter else DELIMITERS:
        found = _sample_rows(sample, complete, candidate)
        width, share = _usual_width(found)
        if (width > 1, share) > (bool(best[1]) and len(best[1][0]) > 1, best[2]):
            best = candidate, [row for row in found if len(row) == width], share
    return best


def _usual_width(found: list[list[str]]) -> tuple[int, float]:
    """The most frequent number of fields, and the share of the rows that have it."""
    widths = Counter(map(len, found)).most_common(1)
    return (widths[0][0], widths[0][1] / len(found)) if widths else (1, 0.0)


def _table(
    delimiter: str, found: list[list[str]], header: bool | None, most_columns: int = limits.CSV_COLUMNS
) -> Table:
    first = [displayable(field, _MAX_HEADING) for field in found[0]] if found else [""]
    if len(first) > most_columns:
        raise InputError(
            f"The table has more than {most_columns:,} columns ({len(first):,}); please keep those you need.",
            "E-CSV-42",
        )
    if header is None:
        header = len(found) > 1 and _is_header(found[0])
    numbered = [f"column {place}" for place in range(1, len(first) + 1)]
    columns = [name or number for name, number in zip(first, numbered, strict=True)] if header else numbered
    twice = [name for name, count in Counter(columns).items() if count > 1]
    if twice:
        raise InputError(f"Several columns are called {', '.join(twice)}; please give each its own name.", "E-CSV-39")
    return Table(delimiter, header, tuple(columns), tuple(tuple(row) for row in found[header:]) or (tuple(numbered),))


def _is_header(row: list[str]) -> bool:
    """Headings are short, all different and no numbers."""
    names = [field.strip() for field in row]
    numeric = any(name.replace(".", "", 1).lstrip("+-").isdigit() for name in names)
    return all(names) and len(set(names)) == len(names) and not numeric and max(map(len, names)) <= _MAX_HEADING
