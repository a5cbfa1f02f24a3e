"""Adjacency matrices: a row and a column a node, with or without their names, and a number where they meet."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine import limits
from engine.datasets.graphs import ends
from engine.datasets.graphs.builder import FEWEST_NODES
from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import BLANKS, EdgeLayout
from engine.datasets.graphs.weights import Weights
from engine.errors import InputError
from engine.files import dialects, tables
from engine.files.dialects import Dialect, Lines

_EMPTY = frozenset(("0", "", "0.0", "nan", "NaN", "NA", "."))
_MOST_COLUMNS = limits.LINE_BYTES


@dataclass(frozen=True)
class _Shape:
    """names: those in the first row, None without. rows_named: whether each row begins with a name. begins: the line
    of the first row.
    """

    dialect: Dialect
    names: tuple[str, ...] | None
    rows_named: bool
    begins: int
    n: int


def recognizes(head: Head) -> bool:
    """As many rows as columns of numbers; where the file goes on, rows and columns of the same names, or no more rows
    than columns.
    """
    shape = _shape(head, "")
    return shape is not None and shape.n >= FEWEST_NODES


def read(file: GraphText, layout: EdgeLayout) -> Found:
    """An edge for each number that is not 0, once if the matrix is symmetric. Raises InputError for what is not
    square (E-GRF-99), holds something that is no number (E-GRF-100), or has too many numbers (E-GRF-101).
    """
    shape = _shape(file.head, dialects.BLANKS if layout.delimiter == BLANKS else layout.delimiter)
    if shape is None:
        raise _not_square(len(file.head.lines), len(file.head.lines[0].split()) if file.head.lines else 0)
    names, rows, columns, numbers = _entries(file, shape, layout)
    found = Found()
    for name in names:
        found.node(name)
    if len(found.names) < len(names):
        raise InputError("Two rows of the matrix have the same name; please give each its own.", "E-GRF-102")
    symmetric = _is_symmetric(len(names), rows, columns, numbers)
    kept = rows <= columns if symmetric and not layout.directed else np.ones(len(rows), bool)
    for row, column, number in zip(rows[kept].tolist(), columns[kept].tolist(), numbers[kept].tolist(), strict=True):
        found.add(names[row], names[column], number if layout.weighting != "ones" else 1.0)
    one_sided = bool((rows <= columns).all() or (rows >= columns).all())
    found.file_directed = not symmetric and not one_sided
    if found.file_directed and not layout.directed:
        file.notes.append("The matrix is not symmetric: where both directions have a number, these were added up.")
    weights = "none" if layout.weighting == "ones" or (numbers == 1).all() else "numbers of the matrix"
    found.details = {"layout": f"adjacency matrix, {len(names):,} × {len(names):,}", "weights": weights}
    return found


def _shape(head: Head, delimiter: str) -> _Shape | None:
    """How the matrix is written, or None if it is none."""
    table = tables.single(
        head.text, complete=head.complete, delimiter=delimiter, header=False, blanks=True, most_columns=_MOST_COLUMNS
    )
    rows = [[field.strip() for field in row] for row in table.sample]
    width = len(table.columns)
    if table.above:
        names = [name.strip().strip('"') for name in table.above[-1].split(table.delimiter)]
        fits = len(names) == width - 1 and names[: len(rows)] == [row[0] for row in rows][: len(names)]
        square = len(rows) == len(names) if head.complete else len(rows) <= len(names)
        return _Shape(table.dialect, tuple(names), True, table.begins, len(names)) if fits and square else None
    if not _are_numbers(rows[:1]) or not rows[0][0]:
        found = _named(rows, head.complete, table)
        if found or _are_text(rows[0]):
            return found
    if _are_numbers(rows):
        return _Shape(table.dialect, None, False, table.begins, width) if _fits(rows, width, head.complete) else None
    body = [row[1:] for row in rows]
    if _are_numbers(body) and _fits(body, width - 1, head.complete) and len({row[0] for row in rows}) == len(rows):
        return _Shape(table.dialect, None, True, table.begins, width - 1)
    return None


def _named(rows: list[list[str]], complete: bool, table: tables.Table) -> _Shape | None:
    """A matrix whose first row names the columns."""
    first, body = rows[0], rows[1:]
    if first[1 : len(body) + 1] == [row[0] for row in body][: len(first) - 1] and _are_numbers([r[1:] for r in body]):
        n = len(first) - 1
        if len(body) == n or (not complete and len(body) <= n):
            return _Shape(table.dialect, tuple(first[1:]), True, table.begins + 1, n)
    is_plain = _are_text(first) and not ends.of_headings(first) and _are_numbers(body)
    if is_plain and _fits(body, len(first), complete):
        return _Shape(table.dialect, tuple(first), False, table.begins + 1, len(first))
    return None


def _fits(rows: list[list[str]], width: int, complete: bool) -> bool:
    """Whether there are as many rows as columns, and numbers that return, as 0 does in a matrix of edges."""
    if len(rows) != width and (complete or len(rows) > width or width <= limits.CSV_COLUMNS):
        return False
    return sum(len(set(row)) < len(row) for row in rows) >= len(rows) / 2


def _are_numbers(rows: Sequence[Sequence[str]]) -> bool:
    value = Weights([field for row in rows[:50] for field in row[:1000]]).value
    return bool(rows) and all(field in _EMPTY or value(field) is not None for row in rows for field in row)


def _are_text(row: Sequence[str]) -> bool:
    value = Weights().value
    return len(set(row)) == len(row) and not any(value(field) is not None for field in row)


def _entries(
    file: GraphText, shape: _Shape, layout: EdgeLayout
) -> tuple[list[str], np.ndarray, np.ndarray, np.ndarray]:
    """Names, and row, column and number of all that is not 0."""
    weights = Weights(_sample(file.head, shape), absolute=layout.weighting == "absolute")
    names = list(shape.names) if shape.names else []
    rows: list[int] = []
    columns: list[int] = []
    numbers: list[float] = []
    at = 0
    for line, fields in shape.dialect.rows(Lines(file.pieces())):
        if line < shape.begins:
            continue
        body = fields[1:] if shape.rows_named else fields
        if len(body) != shape.n or at >= shape.n:
            raise _not_square(at + 1, len(body))
        if shape.names is None:
            names.append(fields[0].strip() if shape.rows_named else str(at + 1))
        elif shape.rows_named and fields[0].strip() != names[at]:
            raise _other_names(line, fields[0], names[at])
        for column, field in enumerate(body):
            if field not in _EMPTY and (number := _number(weights, field, line)):
                rows.append(at)
                columns.append(column)
                numbers.append(number)
        at += 1
        if len(rows) > 2 * limits.EDGES + shape.n:
            raise _too_many(shape.n)
    if at != shape.n:
        raise _not_square(at, shape.n)
    return names, np.array(rows, np.int64), np.array(columns, np.int64), np.array(numbers, np.float64)


def _sample(head: Head, shape: _Shape) -> list[str]:
    rows = [fields for _, fields in shape.dialect.rows(Lines(["\n".join(head.lines[1:20])]))]
    return [field for row in rows for field in row[1:1000]]


def _number(weights: Weights, field: str, line: int) -> float:
    if not field.strip():
        return 0.0
    number = weights.value(field)
    if number is None:
        raise InputError(
            f"Line {line:,} of the adjacency matrix holds {field.strip()[:40]!r}, which is no number; please "
            "correct it.",
            "E-GRF-100",
        )
    return number


def _is_symmetric(n: int, rows: np.ndarray, columns: np.ndarray, numbers: np.ndarray) -> bool:
    there, back = rows * n + columns, columns * n + rows
    order, turned = np.argsort(there), np.argsort(back)
    return np.array_equal(there[order], back[turned]) and np.array_equal(numbers[order], numbers[turned])


def _not_square(n_rows: int, n_columns: int) -> InputError:
    return InputError(
        f"This was read as an adjacency matrix, and it is not square: there are {n_rows:,} rows, or row "
        f"{n_rows:,} has {n_columns:,} columns. Please give a row and a column for each node, or an edge list.",
        "E-GRF-99",
    )


def _other_names(line: int, found: str, wanted: str) -> InputError:
    return InputError(
        f"The row in line {line:,} is called {found.strip()[:40]!r} and its column {wanted[:40]!r}: rows and columns "
        "of an adjacency matrix must have the same names in the same order.",
        "E-GRF-103",
    )


def _too_many(n: int) -> InputError:
    return InputError(
        f"The adjacency matrix of {n:,} nodes has more than {2 * limits.EDGES + n:,} numbers that are not 0; please "
        "set small ones to 0.",
        "E-GRF-101",
    )
