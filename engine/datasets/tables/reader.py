"""Tables of numbers with names of rows and columns (CSV, TSV), as a Matrix."""

from itertools import chain
from pathlib import Path

import numpy as np

from engine import limits
from engine.datasets.tables.matrix import Matrix
from engine.errors import InputError
from engine.files import archives, encodings, tables
from engine.files.display import displayable
from engine.files.numerals import numbers

SAMPLE = 1 << 20
"""Characters looked at to find out how the table is laid out; tables of genes have long lines."""
FEWEST_ROWS, FEWEST_COLUMNS = 3, 2
NUMERIC_SHARE = 0.8
"""A column is one of numbers if so many of its fields are."""
_NAME_LENGTH = 60


def read(path: Path) -> Matrix:
    """The columns of numbers in a table; the first column of other text names the rows.

    Rows with a field that is no number are left out. Raises InputError: fewer than two columns of numbers or three
    rows, columns that never vary, more than `limits.MATRIX_NUMBERS`, and what `tables` and `encodings` raise.
    """
    notes: list[str] = []
    with archives.opened(path, notes) as entries:
        if len(entries) > 1:
            raise InputError(f"The archive holds {len(entries):,} files; please give one table.", "E-CSV-40")
        blocks = entries[0].blocks
        decoding = encodings.understand(blocks)
        notes += decoding.notes
        table, body = _parsed(blocks, decoding.codec, notes)
    columns = [numbers(column, decimal_comma=table.delimiter != ",", notes=[]) for column in zip(*body, strict=True)]
    return _matrix(table.columns, body, np.column_stack(columns), notes)


def _parsed(blocks: encodings.Blocks, codec: str, notes: list[str]) -> tuple[tables.Table, list[list[str]]]:
    pieces = encodings.decoded(blocks, codec)
    sample = ""
    for piece in pieces:
        sample += piece
        if len(sample) >= SAMPLE:
            break
    complete = len(sample) < SAMPLE
    bare = tables.single(sample, complete=complete, header=False, most_columns=limits.MATRIX_COLUMNS)
    table = tables.single(
        sample, complete=complete, delimiter=bare.delimiter, header=_has_header(bare.sample),
        most_columns=limits.MATRIX_COLUMNS,
    )  # fmt: skip
    body: list[list[str]] = []
    for _, row in tables.rows(chain([sample], pieces), table, notes):
        body.append(row)
        if len(body) * len(row) > limits.MATRIX_NUMBERS:
            raise InputError(
                f"The table has more than {limits.MATRIX_NUMBERS:,} fields; please take fewer rows or columns.",
                "E-CSV-54",
            )
    if len(body) < FEWEST_ROWS:
        raise InputError(f"The table has {len(body)} rows; at least {FEWEST_ROWS} are needed.", "E-CSV-35")
    return table, body


def _has_header(sample: tuple[tuple[str, ...], ...]) -> bool:
    """Whether the first row names columns that hold numbers below it."""
    if len(sample) < 2:
        return False
    first, below = sample[0], list(zip(*sample[1:200], strict=True))
    return any(
        not np.isfinite(_number(name)) and np.isfinite(numbers(fields, decimal_comma=True, notes=[])).mean() > 0.5
        for name, fields in zip(first, below, strict=True)
    )


def _number(field: str) -> float:
    return float(numbers([field], decimal_comma=True, notes=[])[0])


def _matrix(names: tuple[str, ...], body: list[list[str]], values: np.ndarray, notes: list[str]) -> Matrix:
    """What is numbers of it, without the rows where one is missing."""
    known = np.isfinite(values)
    numeric = known.mean(axis=0) >= NUMERIC_SHARE
    texts = list(np.flatnonzero(~numeric))
    if numeric.sum() < FEWEST_COLUMNS:
        raise InputError(
            f"The table has {int(numeric.sum())} columns of numbers; at least {FEWEST_COLUMNS} are needed. "
            f"Columns found: {displayable(', '.join(names[:12]), 200)}.",
            "E-CSV-45",
        )
    whole = known[:, numeric].all(axis=1)
    if whole.sum() < FEWEST_ROWS:
        raise InputError(
            f"Only {int(whole.sum())} of {len(body):,} rows hold a number in every column; at least {FEWEST_ROWS} are "
            "needed. Please fill or drop the empty fields.",
            "E-CSV-45",
        )
    kept = values[np.ix_(whole, numeric)]
    if (kept == kept[0]).all():
        raise InputError(f"All {len(kept):,} rows are the same: there is nothing to approximate.", "E-IMG-88")
    if not whole.all():
        notes.append(f"Rows left out because a field is no number: {int((~whole).sum()):,}.")
    left_out = [names[place] for place in texts[1:]]
    if left_out:
        notes.append(f"Columns left out because they hold no numbers: {displayable(', '.join(left_out), 200)}.")
    rows = [f"row {place + 1}" for place in range(len(body))]
    if texts:
        rows = [displayable(row[texts[0]], _NAME_LENGTH) or name for row, name in zip(body, rows, strict=True)]
        notes.append(f"The column “{displayable(names[texts[0]], _NAME_LENGTH)}” names the rows.")
    return Matrix(
        kept[None],
        tuple(displayable(names[place], _NAME_LENGTH) for place in np.flatnonzero(numeric)),
        tuple(name for name, is_whole in zip(rows, whole, strict=True) if is_whole),
        tuple(notes),
    )
