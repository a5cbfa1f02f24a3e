"""Pictures, and tables of numbers with names of rows and columns (CSV, TSV), as a Matrix."""

import sys
from itertools import chain
from pathlib import Path

import numpy as np

from engine import limits
from engine.datasets.tables import builder
from engine.datasets.tables.builder import FEWEST_ROWS
from engine.datasets.tables.matrix import Matrix
from engine.errors import InputError
from engine.files import archives, encodings, pictures, roles, signatures, tables
from engine.files.display import displayable
from engine.files.numerals import has_decimal_commas, numbers

SAMPLE = 1 << 20
"""Characters looked at to find out how the table is laid out; tables of genes have long lines."""
MEASURED = ("x", "key", "number")
"""Headings of columns that may be data even where they rise by one."""
PICTURES = ("a PNG image", "a JPEG image")


def read(path: Path, side: int, *, gray: bool = False, sheet: str = "") -> Matrix:
    """A picture, at most `side` pixels long, or the columns of numbers of a table; told by its content which.

    Raises InputError: neither, more than `limits.MATRIX_NUMBERS`, and what `pictures`, `tables`, `encodings` and
    `builder` raise.
    """
    with path.open("rb") as file:
        found = signatures.kind(file.read(signatures.HEAD))
    if found in PICTURES:
        return builder.from_picture(*pictures.read(path, side, gray=gray))
    return _of_table(path, sheet)


def _of_table(path: Path, sheet: str) -> Matrix:
    """The columns of numbers in a table; the first column of other text names the rows."""
    notes: list[str] = []
    table, body = parsed_file(path, sheet, notes)
    names = list(table.columns)
    if (place := row_numbers(table, notes)) is not None:
        names.pop(place)
        body = [row[:place] + row[place + 1 :] for row in body]
    columns = list(zip(*body, strict=True))
    commas = has_decimal_commas(columns)
    values = [numbers(column, decimal_comma=commas, notes=notes) for column in columns]
    return builder.from_table(names, body, np.column_stack(values), notes)


def row_numbers(table: tables.Table, notes: list[str]) -> int | None:
    """The place of a column that only numbers the rows, which is told to be left out; None if there is none."""
    for column in roles.columns_of(table):
        if column.counts_rows and column.plain not in MEASURED:
            notes.append(f"The column “{displayable(column.name, 60)}” only numbers the rows and was left out.")
            return column.place
    return None


def parsed_file(
    path: Path, sheet: str, notes: list[str], most_rows: int = sys.maxsize
) -> tuple[tables.Table, list[list[str]]]:
    """The one table in a file, also packed, in Parquet or in a sheet of a workbook; see `_parsed`."""
    with archives.opened(path, notes, sheet) as entries:
        if len(entries) > 1:
            raise InputError(f"The archive holds {len(entries):,} files; please give one table.", "E-CSV-59")
        head = next(entries[0].blocks(), b"")[: signatures.HEAD]
        if (found := signatures.kind(head)) and found not in (signatures.POINTER, signatures.WEB_PAGE):
            raise InputError(f"This file is {found}; taken are pictures (PNG, JPEG) and tables of numbers.", "E-CSV-70")
        signatures.require_text(head)
        decoding = encodings.understand(entries[0].blocks)
        notes += decoding.notes
        return _parsed(entries[0].blocks, decoding.codec, notes, most_rows)


def _parsed(
    blocks: encodings.Blocks, codec: str, notes: list[str], most_rows: int
) -> tuple[tables.Table, list[list[str]]]:
    """How a table is laid out, and its rows below the header."""
    pieces = encodings.decoded(blocks, codec)
    sample = encodings.beginning(pieces, SAMPLE)
    complete = len(sample) < SAMPLE
    bare = tables.single(sample, complete=complete, header=False, blanks=True, most_columns=limits.MATRIX_COLUMNS)
    header = _has_header(bare.sample) or (None if bare.above else False)
    table = tables.single(
        sample, complete=complete, delimiter=bare.delimiter, header=header, most_columns=limits.MATRIX_COLUMNS
    )
    body: list[list[str]] = []
    for _, row in tables.rows(chain([sample], pieces), table, notes):
        body.append(row)
        if len(body) == most_rows:
            break
        if len(body) * len(row) > limits.MATRIX_NUMBERS:
            raise InputError(
                f"The table has more than {limits.MATRIX_NUMBERS:,} fields; please take fewer rows or columns.",
                "E-CSV-66",
            )
    if len(body) < FEWEST_ROWS:
        raise InputError(f"The table has {len(body)} rows; at least {FEWEST_ROWS} are needed.", "E-CSV-56")
    return table, body


def _has_header(sample: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the first row names columns that hold numbers below it."""
    if len(sample) < 2:
        return False
    first, below = sample[0], list(zip(*sample[1:200], strict=True))
    return any(
        not np.isfinite(_number(name)) and np.isfinite(numbers(fields, notes=[])).mean() > 0.5
        for name, fields in zip(first, below, strict=True)
    )


def _number(field: str) -> float:
    return float(numbers([field], notes=[])[0])
