"""Vectors in a table (CSV, TSV): columns of numbers, with a label and what else is known beside them."""

import csv
from collections.abc import Callable, Iterator, Sequence
from itertools import chain

import numpy as np

from engine import limits
from engine.datasets.vectors.columns import ColumnParts, Parts, parts_of
from engine.datasets.vectors.found import Found, wanted_rows
from engine.datasets.vectors.label_texts import decoded, shown
from engine.datasets.vectors.line_reader import chunks, first_lines, parsed
from engine.errors import InputError
from engine.files import encodings, tables
from engine.files.archives import first_bytes
from engine.files.display import displayable
from engine.files.numerals import has_decimal_commas, numbers

SAMPLE = 1 << 18
"""Characters looked at to find out how a table is laid out."""
MOST_COLUMNS = limits.VECTOR_DIMENSIONS + limits.CSV_COLUMNS
MOST_FIELDS = 10_000_000
"""Fields of a table that must be read one by one."""
_MISSING = frozenset(("", "na", "n/a", "nan", "null", "none"))
Blocks = Callable[[], Iterator[bytes]]


def beginning(blocks: Blocks, header: bool | None) -> tables.Table:
    """How a table is laid out, by its first characters. Raises InputError like `encodings` and `tables`."""
    sample = first_bytes(blocks(), SAMPLE)
    codec = encodings.understand(lambda: iter([sample])).codec
    text = "".join(encodings.decoded(lambda: iter([sample]), codec))
    complete = len(sample) < SAMPLE
    return tables.single(text, complete=complete, header=header, blanks=True, most_columns=MOST_COLUMNS)


def read(blocks: Blocks, said: ColumnParts, header: bool | None, first: int = 0) -> Found:
    """The vectors of a table.

    Where its columns of numbers are the last ones they are read straight from the bytes, else field by field.
    Raises InputError: what `columns`, `tables` and `encodings` raise, E-VEC-01 and E-VEC-14 for too much.
    """
    table = beginning(blocks, header)
    parts = parts_of(table, said)
    n_before = min(parts.vector)
    found = None
    if parts.vector == tuple(range(n_before, len(table.columns))) and table.delimiter != tables.BLANKS:
        found = _by_lines(blocks, table, parts, first)
    return found or _by_fields(blocks, table, parts, first)


def _by_lines(blocks: Blocks, table: tables.Table, parts: Parts, first: int) -> Found | None:
    """The table where every line ends with the numbers as programs write them; None if one does not."""
    from engine.files.vector_lines_kernels import COLUMNS, NOTHING

    d, n_before = len(parts.vector), min(parts.vector)
    above = table.begins - 1 + table.header
    pieces: list[np.ndarray] = []
    before: list[bytes] = []
    lines_of: list[np.ndarray] = []
    n_lines = n_rows = 0
    for chunk in chunks(blocks()):
        start = 0
        while n_lines < above and start < len(chunk):
            start = chunk.index(b"\n", start) + 1
            n_lines += 1
        chunk = chunk[start:]
        read = parsed(chunk, ord(table.delimiter), d, COLUMNS if n_before else NOTHING)
        if read.bad is not None:
            return None
        n = min(len(read.values), first - n_rows) if first else len(read.values)
        n_rows += n
        wanted_rows(n_rows, d, first)
        pieces.append(read.values[:n])
        lines_of.append(read.lines[:n] + n_lines)
        before.append(first_lines(read.before, n))
        n_lines += read.n_lines
        if first and n_rows == first:
            break
    notes: list[str] = []
    texts = decoded(before, notes) if n_before else []
    rows = [[text] for text in texts] if n_before == 1 and '"' not in "".join(texts[:1]) else _split(texts, table)
    if n_before and any(len(row) != n_before for row in rows):
        return None
    columns = list(zip(*rows, strict=True)) if rows else [()] * n_before
    found = Found(np.concatenate(pieces) if pieces else np.empty((0, d), np.float32), lines=_joined(lines_of))
    found.notes += notes
    return _described(found, table, parts, columns)


def _joined(lines: Sequence[np.ndarray]) -> np.ndarray:
    return np.concatenate(lines) if lines else np.empty(0, np.int64)


def _split(texts: Sequence[str], table: tables.Table) -> list[list[str]]:
    try:
        return list(csv.reader(texts, delimiter=table.delimiter, strict=True)) if texts else []
    except csv.Error:
        return [[]]


def _by_fields(blocks: Blocks, table: tables.Table, parts: Parts, first: int) -> Found:
    """The table field by field, with numbers as people write them."""
    notes: list[str] = []
    decoding = encodings.understand(blocks)
    notes += decoding.notes
    pieces = chain(encodings.decoded(blocks, decoding.codec))
    body, lines = [], []
    for line, row in tables.rows(pieces, table, notes):
        body.append(row)
        lines.append(line - 1)
        if len(body) * len(row) > MOST_FIELDS:
            raise InputError(
                f"The table has more than {MOST_FIELDS:,} fields, of which some are no plain numbers: please give its "
                "vectors as .npy or Parquet, or take fewer rows.",
                "E-VEC-14",
            )
        if first and len(body) == first:
            break
    columns = list(zip(*body, strict=True)) if body else [()] * len(table.columns)
    wanted_rows(len(body), len(parts.vector), first)
    commas = has_decimal_commas([columns[place] for place in parts.vector])
    values = [numbers(columns[place], decimal_comma=commas, notes=notes) for place in parts.vector]
    with np.errstate(over="ignore"):
        found = Found(np.column_stack(values).astype(np.float32), lines=np.array(lines, np.int64), notes=notes)
    return _described(found, table, parts, columns)


def _described(found: Found, table: tables.Table, parts: Parts, columns: Sequence[Sequence[str]]) -> Found:
    """With labels and what is known, of columns whose places are those of the table."""
    if parts.label is not None:
        found.labels = shown(columns[parts.label], found.notes)
    for place in parts.known:
        found.metadata[displayable(table.columns[place], 60) or f"column {place + 1}"] = known_column(columns[place])
    return found


def known_column(fields: Sequence[str]) -> np.ndarray:
    """Texts, or float64 where all that is given are numbers, NaN where none is."""
    given = [field.strip() for field in fields if field.strip().casefold() not in _MISSING]
    values = numbers(fields, notes=[])
    if given and np.isfinite(values).sum() == len(given):
        return values
    return np.array([displayable(field, limits.LABEL_LENGTH) for field in fields])
