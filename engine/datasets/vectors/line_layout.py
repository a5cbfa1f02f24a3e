"""How lines of vectors are laid out, by the first of them: a header, what divides fields, where labels are."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.datasets.vectors.found import wanted_rows
from engine.errors import InputError

_HEADER = re.compile(rb"\s*(\d{1,18})[ \t]+(\d{1,18})\s*")
_NUMBER = re.compile(rb"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|[+-]?(nan|inf|infinity)", re.IGNORECASE)
_WHOLE = re.compile(rb"[+-]?\d+")
SIGNS = (b" ", b",", b";")
"""What may divide fields: blanks and tabs, or one of these."""
MOSTLY = 0.9
SHORTEST = 8
"""Numbers of a vector below which lines of blanks may as well be edges or ratings."""


@dataclass(frozen=True)
class LineLayout:
    """separator: one of SIGNS. labeled: whether a label stands before the numbers. n_components: numbers of each.

    header: (rows, numbers) that the first line claims, or None.
    """

    separator: bytes
    labeled: bool
    n_components: int
    header: tuple[int, int] | None = None


def layout_of(lines: Sequence[bytes], first: int = 0) -> LineLayout | None:
    """The layout of lines of which these are the first, whole ones; None if they are a table of another form.

    first: rows wanted, 0 for all. Raises InputError if a header claims more than may be read, before any row is.
    """
    body = [line.strip(b"\r\n") for line in lines if line.strip()]
    header = None
    if body and (claim := _HEADER.fullmatch(body[0])) and (len(body) < 2 or not _HEADER.fullmatch(body[1])):
        header = int(claim[1]), int(claim[2])
        if len(body) > 1 and header[1] > 1:
            wanted_rows(*header, first)
        body = body[1:]
    found = [layout for sign in SIGNS if (layout := _divided(body, sign, header)) is not None]
    return max(found, key=lambda layout: layout.n_components, default=None)


def fields_of(line: bytes, separator: bytes) -> list[bytes]:
    """The fields of a line."""
    return line.split() if separator == b" " else [field.strip() for field in line.split(separator)]


def _divided(body: Sequence[bytes], separator: bytes, header: tuple[int, int] | None) -> LineLayout | None:
    rows = [fields_of(line, separator) for line in body]
    if not rows:
        return None
    width = Counter(map(len, rows)).most_common(1)[0][0]
    usual = [row for row in rows if len(row) == width]
    runs = Counter(map(_numbers_at_end, usual))
    labeled = runs[width] < len(usual) or _counts_rows(usual, header)
    n_components = width - labeled
    if header is not None and width == header[1] + 1:
        labeled, n_components = True, header[1]
    if n_components < 2 or sum(count for run, count in runs.items() if run >= n_components) < MOSTLY * len(usual):
        return None
    if _numbers_at_end(rows[0]) < n_components and header is None and _numbers_at_end(rows[0]) == 0:
        return None  # the first row names the columns
    return LineLayout(separator, labeled, n_components, header)


def _numbers_at_end(row: Sequence[bytes]) -> int:
    count = 0
    for field in reversed(row):
        if not _NUMBER.fullmatch(field):
            break
        count += 1
    return count


def _counts_rows(rows: Sequence[Sequence[bytes]], header: tuple[int, int] | None) -> bool:
    """Whether all fields are numbers, but the first of each row is a whole one and another each time: an id."""
    firsts = {row[0] for row in rows}
    pointed = sum(not _WHOLE.fullmatch(field) for row in rows for field in row[1:])
    rest = sum(len(row) - 1 for row in rows)
    return header is None and len(firsts) == len(rows) > 1 and all(map(_WHOLE.fullmatch, firsts)) and pointed > rest / 2


def is_telling(layout: LineLayout | None) -> bool:
    """Whether hardly anything but vectors is laid out so: labels and several numbers between blanks."""
    return (
        layout is not None
        and layout.separator == b" "
        and layout.labeled
        and (layout.n_components >= SHORTEST or (layout.header is not None and layout.header[1] == layout.n_components))
    )


def require_header(layout: LineLayout, n_rows: int, notes: list[str]) -> None:
    """Compare what a header claims with what was found; raises InputError (E-VEC-05) for another length of vectors."""
    if layout.header is None:
        return
    claimed, n_components = layout.header
    if n_components != layout.n_components:
        raise InputError(
            f"The first line says {n_components:,} numbers for each vector, the lines below it have "
            f"{layout.n_components:,}; please correct one of them.",
            "E-VEC-05",
        )
    if claimed != n_rows:
        notes.append(f"The first line says {claimed:,} vectors; there are {n_rows:,}, which were taken.")
