"""How the lines of a table of pairs are laid out, by the first of them: what divides fields, names, one pair a line."""

import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from engine.errors import InputError
from engine.files.dialects import BLANKS, DELIMITERS, Dialect, Lines

HeaderName = Literal["auto", "yes", "no"]
LayoutName = Literal["auto", "square", "lower", "upper", "list"]
MISSING = frozenset(("", "na", "n/a", "nan", "null", "none", "-", ".", "?"))
_NUMBER = re.compile(r"\s*[-+\u2212]?(\d[\d.,'’]*|[.,]\d+)([eE][-+]?\d+)?\s*")
_DECIMAL = re.compile(r"[-+\u2212]?\d+,\d+([eE][-+]?\d+)?")
_LOOKED_AT = 60
"""Lines by which the sign between fields is found."""


@dataclass(frozen=True)
class LineLayout:
    """skipped: rows before the first with pairs. header: names in the last of those, as they stand; () without.
    named: whether each row begins with a name. listed: one pair in a line. trimmed: whether each line ends with a
    sign that divides nothing.
    """

    dialect: Dialect
    skipped: int = 0
    header: tuple[str, ...] = ()
    named: bool = False
    listed: bool = False
    trimmed: bool = False


def sampled(sample: str, complete: bool, dialect: Dialect) -> list[list[str]]:
    """The rows of the first characters of a file, less one that may be cut off."""
    rows: list[list[str]] = []
    with suppress(InputError):  # a quote that the sample leaves open: the reading of the whole file will tell
        rows.extend([field.strip() for field in row] for _, row in dialect.rows(Lines([sample])))
    if not complete and len(rows) > 1:
        rows.pop()
    return rows


def dialect_of(sample: str) -> Dialect:
    """The sign that makes most of the fields numbers; of equal ones that which makes most fields."""
    text = "\n".join(sample.split("\n", _LOOKED_AT)[:_LOOKED_AT])
    dialects = [Dialect(sign, "line" if sign == BLANKS or '"' not in sample else "csv") for sign in DELIMITERS]
    best = max(dialects, key=lambda dialect: _rank(sampled(text, True, dialect)))
    return Dialect(BLANKS, "line") if best.delimiter == "," and _only_decimal(text) else best


def _only_decimal(text: str) -> bool:
    """Whether blanks divide all lines, and what is between them has at most one comma, with digits around it."""
    lines = [line for line in text.split("\n") if line.strip()]
    fields = [field for line in lines for field in line.split() if "," in field]
    return all(len(line.split()) > 1 for line in lines) and all(map(_DECIMAL.fullmatch, fields))


def _rank(rows: Sequence[Sequence[str]]) -> tuple[float, int]:
    given = [field for row in rows for field in row if not is_missing(field)]
    n_numbers = sum(map(is_number, given))
    return round(n_numbers / len(given), 2) if given else 0.0, n_numbers


def layout_of(
    rows: Sequence[Sequence[str]], dialect: Dialect, complete: bool, layout: LayoutName, header: HeaderName
) -> LineLayout:
    """The layout of a file that begins with these rows; complete: whether these are all."""
    skipped = int(_counts_items(rows))
    body = rows[skipped:]
    names: Sequence[str] = ()
    if body and (header == "yes" or (header == "auto" and _is_header(body))):
        names, body, skipped = body[0], body[1:], skipped + 1
    listed = layout == "list" or (layout == "auto" and _is_list(body, complete))
    named = not listed and _names_rows(names, body)
    width = max(map(len, body), default=0)
    ends = len(body) < width - named and all(len(row) == width and not row[-1] for row in body)
    return LineLayout(dialect, skipped, tuple(names), named, listed, ends)


def is_number(field: str) -> bool:
    """Whether a field is written like a number, by whatever habit."""
    return _NUMBER.fullmatch(field) is not None


def is_missing(field: str) -> bool:
    """Whether a field says that nothing is known."""
    return field.strip().casefold() in MISSING


def _counts_items(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first line only says how many items there are, as PHYLIP writes it."""
    if len(rows) < 2 or len(rows[0]) != 1 or not rows[0][0].isdecimal() or int(rows[0][0][:9]) < 3:
        return False
    return not is_number(rows[1][0]) or len(rows[1]) in (int(rows[0][0][:9]), int(rows[0][0][:9]) + 1)


def _is_header(rows: Sequence[Sequence[str]]) -> bool:
    first, below = rows[0], rows[1:]
    if len(first) < 2 or not any(is_number(field) for row in below for field in row):
        return False
    if not is_number(first[0]) and len(first) > 2 and list(first[1:]) == [row[0] for row in below][: len(first) - 1]:
        return True  # names that may be numbers, above a corner that is none
    if len(first) == 3 and all(len(row) == 3 for row in below) and is_number(below[0][2]):
        return not is_number(first[2]) and not is_missing(first[2])
    return not any(map(is_number, first)) and any(field for field in first)


def _is_list(body: Sequence[Sequence[str]], complete: bool) -> bool:
    """Whether each line holds two items and a number; three lines of three numbers are a square."""
    if not body or any(len(row) != 3 for row in body):
        return False
    return not (complete and len(body) == 3 and all(is_number(row[0]) or is_missing(row[0]) for row in body))


def _names_rows(names: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    width = max(map(len, body), default=0)
    firsts = [row[0] for row in body]
    texts = sum(bool(first) and not is_number(first) for first in firsts) * 2 > len(firsts)
    if not names or len(names) not in (width, width - 1):
        return texts
    return len(names) == width - 1 or not names[0] or texts or list(names[1:]) == firsts[: len(names) - 1]
