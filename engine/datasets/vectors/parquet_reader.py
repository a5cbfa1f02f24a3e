"""Vectors in Parquet: a column of lists of one length, or a column for each number."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from engine import limits
from engine.datasets.vectors.array_reader import as_floats
from engine.datasets.vectors.columns import NAME_LENGTH, ColumnParts, parts_of
from engine.datasets.vectors.found import Found, other_width, wanted_rows
from engine.datasets.vectors.label_texts import shown
from engine.datasets.vectors.named_parts import chosen
from engine.errors import InputError
from engine.files.display import displayable
from engine.files.tables import Table

if TYPE_CHECKING:
    import pyarrow

_ROWS = 10_000


def read(path: Path, table: Table | None, said: ColumnParts, wanted: str, first: int = 0) -> Found:
    """The vectors of a Parquet file.

    table: its first rows as a table, if it has no lists. wanted: which column of lists, of several.

    Raises InputError: E-GEN-30 for a damaged file, E-VEC-10 if it is not clear which column, E-VEC-04 for lists of
    several lengths, and what `parts_of` raises.
    """
    import pyarrow
    from pyarrow import parquet

    try:
        with parquet.ParquetFile(path) as file:
            schema = file.schema_arrow
            lists = [field.name for field in schema if _is_list(field.type)]
            n_rows = file.metadata.num_rows
            if lists:
                name = chosen(dict.fromkeys(lists, ()), wanted, "column of lists")
                others = [field.name for field in schema if not pyarrow.types.is_nested(field.type)]
                return _of_lists(file, name, others, n_rows, first)
            assert table is not None
            return _of_columns(file, table, said, n_rows, first)
    except (pyarrow.ArrowException, OSError, ValueError, MemoryError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError("The Parquet file is cut off or damaged; please write it again.", "E-GEN-30") from error


def has_lists(path: Path) -> bool:
    """Whether a Parquet file has a column of lists of numbers; False if it cannot be read."""
    import pyarrow
    from pyarrow import parquet

    try:
        return any(_is_list(field.type) for field in parquet.read_schema(path))
    except (pyarrow.ArrowException, OSError, ValueError):
        return False


def _is_list(kind: "pyarrow.DataType") -> bool:
    from pyarrow import types

    is_list = types.is_list(kind) or types.is_large_list(kind) or types.is_fixed_size_list(kind)
    return is_list and (types.is_floating(kind.value_type) or types.is_integer(kind.value_type))


def _of_lists(file: Any, name: str, others: list[str], n_rows: int, first: int) -> Found:
    n_wanted = wanted_rows(n_rows, 1, first)
    parts: list[np.ndarray] = []
    known: dict[str, list[Any]] = {other: [] for other in others}
    n_read, d = 0, 0
    for batch in file.iter_batches(min(_ROWS, max(1, n_wanted)), columns=[name, *others]):
        batch = batch.slice(0, n_wanted - n_read)
        lists = batch.column(name)
        lengths = np.array(lists.value_lengths().fill_null(0), np.int64)
        d = d or int(lengths[0]) if len(lengths) else d
        odd = np.flatnonzero(lengths != d)
        if len(odd):
            row = int(odd[0])
            shown_row = str(lists[row].as_py())[:40]
            raise other_width(f"row {n_read + row + 1:,}", int(lengths[row]), d, shown_row)
        n_read += len(lengths)
        wanted_rows(n_rows, d, first)
        flat = lists.flatten().to_numpy(zero_copy_only=False)
        parts.append(as_floats(flat).reshape(-1, d))
        _gather(known, batch)
        if n_read >= n_wanted:
            break
    found = Found(np.concatenate(parts) if parts else np.empty((0, 2), np.float32))
    columns = {other: _array(values) for other, values in known.items()}
    label = next((other for other, column in columns.items() if column.dtype.kind == "U" and _tell(column)), None)
    return _described(found, columns, label)


def _of_columns(file: Any, table: Table, said: ColumnParts, n_rows: int, first: int) -> Found:
    parts = parts_of(table, said)
    n_wanted = wanted_rows(n_rows, len(parts.vector), first)
    names = [field.name for field in file.schema_arrow]
    others = [names[place] for place in (*parts.known, *(() if parts.label is None else (parts.label,)))]
    vector = [names[place] for place in parts.vector]
    values = np.empty((n_wanted, len(vector)), np.float32)
    known: dict[str, list[Any]] = {other: [] for other in others}
    at = 0
    for batch in file.iter_batches(min(_ROWS, max(1, n_wanted))):
        batch = batch.slice(0, n_wanted - at)
        for place, name in enumerate(vector):
            numbers = batch.column(name).cast("float64", safe=False).to_numpy(zero_copy_only=False)
            values[at : at + len(batch), place] = as_floats(numbers)
        _gather(known, batch)
        at += len(batch)
        if at >= n_wanted:
            break
    label = names[parts.label] if parts.label is not None else None
    return _described(Found(values[:at]), {other: _array(column) for other, column in known.items()}, label)


def _gather(known: dict[str, list[Any]], batch: "pyarrow.RecordBatch") -> None:
    for name, values in known.items():
        values += batch.column(name).to_pylist()


def _array(values: list[Any]) -> np.ndarray:
    """Numbers with NaN for missing ones, else texts."""
    if values and all(value is None or isinstance(value, int | float) for value in values):
        return np.array([np.nan if value is None else float(value) for value in values])
    texts = ("" if value is None else str(value)[: 10 * limits.LABEL_LENGTH] for value in values)
    return np.array([displayable(text, limits.LABEL_LENGTH) for text in texts])


def _tell(column: np.ndarray) -> bool:
    return len(set(column.tolist())) == len(column)


def _described(found: Found, columns: dict[str, np.ndarray], label: str | None) -> Found:
    for name, column in columns.items():
        if name == label:
            found.labels = shown(list(map(str, column.tolist())), found.notes)
        else:
            found.metadata[displayable(name, NAME_LENGTH)] = column
    return found
