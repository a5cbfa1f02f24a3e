"""Rows of delimited text (CSV, TSV, blanks), read line by line within the caps.

What the lines look like is found out from a sample: the sign between fields, what quotes mean, where the table begins
below lines of a title, and whether its first row names the columns.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile

from engine import limits
from engine.errors import InputError
from engine.files.dialects import BLANKS, DELIMITERS, SIGNS, Dialect, Lines, Quoting
from engine.files.display import displayable

__all__ = ["BLANKS", "DELIMITERS", "SIGNS", "Table", "rows", "single", "sniff"]
SAMPLE = 64 * 1024
"""Characters looked at to find out how a table is laid out."""
BEGINNING = 4 * SAMPLE
"""Bytes that hold so many characters in any encoding."""
MAX_BAD = 0.01
MOST_ABOVE = 20
"""Lines of a title, at most, above a table."""
ROW_NAMES = "row name"
"""The column that has no heading, where there is one heading less than there are fields, as R writes tables."""
_MAX_HEADING = 64
_MIN_SHARE = 0.9
_MOST_OF_VERSE = 4
_ADDRESS = re.compile(r"\s*(https?://|www\.)\S+\s*$", re.IGNORECASE)
_TEXT_HEADINGS = frozenset(
    ("text", "label", "class", "category", "sentence", "message", "id", "title", "target", "sentiment", "review",
     "tweet", "content", "body", "v1", "v2", "topic", "lang", "language", "source", "author", "date")
)  # fmt: skip


@dataclass(frozen=True)
class Table:
    """How a table is laid out. columns: their names, "column 1", ... if there is no header. begins: the line of the
    header or, without, of the first row. above: the lines over it that are no rows, as of a title.
    """

    dialect: Dialect
    header: bool
    columns: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]
    """The first rows, without the header."""
    begins: int = 1
    above: tuple[str, ...] = ()

    @property
    def delimiter(self) -> str:
        """A key of DELIMITERS."""
        return self.dialect.delimiter

    def column(self, name: str) -> int:
        """Place of a column; raises InputError that lists the columns there are."""
        if name in self.columns:
            return self.columns.index(name)
        listed = ", ".join(self.columns)
        raise InputError(f"There is no column {name!r}; choose one of: {listed}.", "E-CSV-38")

    def longest_column(self, among: Sequence[str]) -> str:
        """That of some columns with the most characters in the sample, web addresses left out: most likely the text."""
        fields = dict(zip(self.columns, zip(*self.sample, strict=True), strict=True))
        lengths = {name: sum(0 if _ADDRESS.match(field) else len(field) for field in fields[name]) for name in among}
        return max(lengths, key=lengths.__getitem__)


@dataclass(frozen=True)
class _Reading:
    """A sample cut by one dialect: rows with their lines, the usual number of fields, the share of rows with it."""

    dialect: Dialect
    found: tuple[tuple[int, list[str]], ...]
    width: int
    share: float

    @property
    def body(self) -> list[list[str]]:
        """The rows with the usual number of fields."""
        return [row for _, row in self.found if len(row) == self.width]

    @property
    def rank(self) -> tuple[bool, float, int]:
        return self.width > 1, round(self.share, 3), self.width


def sniff(sample: str, *, complete: bool, delimiter: str = "", header: bool | None = None) -> Table | None:
    """The table that begins with `sample`, or None if it looks more like running text.

    A table has at least two columns, none of them empty throughout, hardly a row of another width, and no blank
    after its delimiters; of a few columns with commas between one is a key, or the headings are known ones. complete:
    the sample is the whole file. delimiter, header: found out unless given.
    """
    reading = _best(sample, complete, delimiter, blanks=False)
    if not _is_divided(reading) or (not delimiter and _is_verse(reading, sample)):
        return None
    return _table(reading, header)


def undecided(sample: str, *, complete: bool) -> int:
    """In how many fields commas divide every line of what `sniff` takes for running text all the same; or 0."""
    reading = _best(sample, complete, "", blanks=False)
    return reading.width if _is_divided(reading) and _is_verse(reading, sample) else 0


def _is_divided(reading: _Reading) -> bool:
    """Whether a delimiter divides hardly any row into another number of fields, none of them always empty."""
    body = reading.body
    if len(body) < 3 or reading.width < 2 or reading.share < _MIN_SHARE:
        return False
    if not all(any(column) for column in zip(*body, strict=True)):
        return False
    n_blanks = sum(field.startswith(" ") for row in body for field in row[1:])
    return n_blanks <= len(body) * (reading.width - 1) / 2


def _is_verse(reading: _Reading, sample: str) -> bool:
    """Whether a comma or two may stand in each line of what is no table."""
    return reading.dialect.delimiter == "," and reading.width <= _MOST_OF_VERSE and not _has_key(reading.body, sample)


def _has_key(body: Sequence[Sequence[str]], sample: str) -> bool:
    """Whether a column holds numbers or repeats itself, or something else says that this is a table."""
    if '"' in sample or {name.strip().casefold() for name in body[0]} & _TEXT_HEADINGS:
        return True
    columns = list(zip(*dict.fromkeys(map(tuple, body[1:])), strict=True))  # a refrain is no key
    return any(
        sum(_is_number(field) for field in column) > len(column) / 2 or len(set(column)) <= len(column) / 2
        for column in columns
    )


def single(
    sample: str,
    *,
    complete: bool,
    delimiter: str = "",
    header: bool | None = None,
    blanks: bool = False,
    most_columns: int = limits.CSV_COLUMNS,
) -> Table:
    """The table that begins with `sample`, which the user says is one: of one column if nothing divides it.

    blanks: whether fields may have blanks between them, where no other sign divides the lines.
    """
    return _table(_best(sample, complete, delimiter, blanks), header, most_columns)


def rows(pieces: Iterable[str], table: Table, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Line number and fields of each row but the header; rows of another width are counted and left out.

    Raises InputError for a line longer than limits.LINE_BYTES, more than limits.CSV_ROWS rows, a quote that never
    ends, and, at the end, if more than MAX_BAD of the rows were left out.
    """
    n_columns = len(table.columns)
    n_rows, bad = 0, []
    header = table.header
    for line, row in table.dialect.rows(Lines(pieces)):
        if line < table.begins:
            continue
        if header:
            header = False
            continue
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
    if table.above:
        first = displayable(table.above[0], 60)
        notes.append(f"Lines above the table, left out: {len(table.above)} (the first: “{first}”).")
    if bad:
        notes.append(
            f"Rows left out because they do not have {n_columns} fields: {len(bad):,} (first: line {bad[0]:,})."
        )


def _best(sample: str, complete: bool, delimiter: str, blanks: bool) -> _Reading:
    """The reading whose delimiter divides most rows into the same number of fields."""
    if delimiter:
        return _reading(sample, complete, delimiter)
    readings = [_reading(sample, complete, sign) for sign in SIGNS]
    best = max(readings, key=lambda reading: reading.rank)  # of equal ones the first
    if not blanks:
        return best
    divided = _reading(sample, complete, BLANKS)
    if best.width > 1 and best.share >= _MIN_SHARE and not (divided.width > 1 and _only_decimal(sample, best)):
        return best
    return divided if divided.rank > best.rank or _only_decimal(sample, best) else best


def _only_decimal(sample: str, reading: _Reading) -> bool:
    """Whether all the commas at which lines were cut stand between digits and blanks divide the lines, too."""
    if reading.dialect.delimiter != "," or not re.search(r"\d,\d", sample):
        return False
    return not re.search(r"(?<!\d),|,(?!\d)", sample) and all(" " in line or "\t" in line for line in _lines(sample))


def _lines(sample: str) -> list[str]:
    return [line.strip() for line in sample.split("\n")[:100] if line.strip()]


def _reading(sample: str, complete: bool, delimiter: str) -> _Reading:
    """The sample cut at a delimiter, by what quotes seem to mean there."""
    cut = [_cut(sample, complete, Dialect(delimiter, quoting)) for quoting in _quotings(sample, delimiter)]
    best = max(cut, key=lambda reading: reading.share)  # of equal ones the first
    if best.dialect.quoting == "csv" and delimiter == "\t" and len(cut) > 1 and cut[1].share >= best.share:
        return cut[1]  # in tab-separated text a quote is mostly a letter, and may open without ever being closed
    return best


def _quotings(sample: str, delimiter: str) -> tuple[Quoting, ...]:
    if delimiter == BLANKS:
        return ("line",)
    if '"' not in sample:
        return ("line",) if delimiter == "\t" else ("csv",)
    if delimiter == "\t":
        return ("csv", "line")
    return ("csv", "escaped") if '\\"' in sample else ("csv",)


def _cut(sample: str, complete: bool, dialect: Dialect) -> _Reading:
    found: list[tuple[int, list[str]]] = []
    with suppress(InputError):  # a quote that the end of the sample leaves open, or a line too long: `rows` will tell
        found.extend(dialect.rows(Lines([sample])))
    if not complete and len(found) > 1:
        found.pop()
    widths = Counter(len(row) for _, row in found).most_common(1)
    width, share = (widths[0][0], widths[0][1] / len(found)) if widths else (1, 0.0)
    return _Reading(dialect, tuple(found), width, share)


def _table(reading: _Reading, header: bool | None, most_columns: int = limits.CSV_COLUMNS) -> Table:
    width = reading.width
    if width > most_columns:
        raise InputError(
            f"The table has more than {most_columns:,} columns ({width:,}); please keep those you need.", "E-CSV-42"
        )
    above = list(takewhile(lambda found: len(found[1]) != width, reading.found[: MOST_ABOVE + 1]))
    above = above if len(above) <= MOST_ABOVE and len(above) < len(reading.found) else []
    body = [(line, row) for line, row in reading.found[len(above) :] if len(row) == width]
    first = body[0][1] if body else [""]
    begins = body[0][0] if body else 1
    if header is not False and above and _names_no_rows(above[-1][1], body):
        line, names = above.pop()
        return _named(reading, [ROW_NAMES, *names], True, body, line, above)
    if header is None:
        header = len(body) > 1 and _is_header(first) and not _is_like_rows(first, [row for _, row in body[1:]])
    return _named(reading, first if header else [], header, body[header:], begins, above)


def _names_no_rows(names: Sequence[str], body: Sequence[tuple[int, list[str]]]) -> bool:
    """Whether one heading is missing, that of names of the rows, which all differ; else it is not clear which is."""
    first = [row[0] for _, row in body]
    return len(names) > 1 and len(names) + 1 == len(body[0][1]) and _is_header(names) and len(set(first)) == len(first)


def _named(
    reading: _Reading, names: Sequence[str], header: bool, body: Sequence[tuple[int, list[str]]], begins: int,
    above: Sequence[tuple[int, list[str]]],
) -> Table:  # fmt: skip
    numbered = [f"column {place}" for place in range(1, reading.width + 1)]
    shown = [displayable(name, _MAX_HEADING) for name in names] or numbered
    columns = [name or number for name, number in zip(shown, numbered, strict=True)]
    twice = [name for name, count in Counter(columns).items() if count > 1]
    if twice:
        raise InputError(f"Several columns are called {', '.join(twice)}; please give each its own name.", "E-CSV-39")
    sample = tuple(tuple(row) for _, row in body) or (tuple(numbered),)
    told = tuple(reading.dialect.delimiter.join(row) for _, row in above)
    return Table(reading.dialect, header, tuple(columns), sample, begins, told)


def _is_header(row: Sequence[str]) -> bool:
    """Headings are short, all different and no numbers; the first may be empty, over the numbers of the rows."""
    names = [field.strip() for field in row]
    given = names[1:] if len(names) > 2 and not names[0] else names
    return (
        all(given)
        and len(set(names)) == len(names)
        and not any(map(_is_number, names))
        and max(map(len, names)) <= _MAX_HEADING
    )


def _is_like_rows(names: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a row is one like the others: a field that comes again in its column, or a sentence among sentences."""
    columns = list(zip(*rows, strict=True))
    return any(
        bool(name.strip())
        and (name in column or (_is_sentence(name) and 2 * sum(map(_is_sentence, column)) > len(column)))
        for name, column in zip(names, columns, strict=True)
    )


def _is_sentence(field: str) -> bool:
    return field.count(" ") >= 3


def _is_number(field: str) -> bool:
    """Whether a field is a number, or several, or a date: digits, and letters at most as in 1e-5 or nan."""
    with suppress(ValueError):
        float(field)
        return True
    return any(map(str.isdigit, field)) and not any(map(str.isalpha, field))
