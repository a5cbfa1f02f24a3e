"""Tables that programs keep as such, Parquet and workbooks (.xlsx, .xlsb, .xls, .ods): handed on as CSV in UTF-8.

So every reader of tables takes them, with the same roles of columns and the same notes.
"""

import csv
import io
import json
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import InputError
from engine.files.display import displayable

if TYPE_CHECKING:
    import pyarrow

MOST_FIELDS = 20_000_000
"""Rows x columns of a sheet: they are all in memory at once."""
_ROWS = 10_000
_WORKBOOKS = frozenset(("xl/workbook.xml", "xl/workbook.bin"))
_OPEN_DOCUMENT = b"application/vnd.oasis.opendocument.spreadsheet"


def is_workbook(path: Path) -> bool:
    """Whether a ZIP archive is a workbook; False if it is damaged."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = set(archive.namelist())
            if "mimetype" not in names:
                return bool(names & _WORKBOOKS)
            with archive.open("mimetype") as stream:
                return stream.read(len(_OPEN_DOCUMENT)) == _OPEN_DOCUMENT
    except (zipfile.BadZipFile, OSError, ValueError, RuntimeError):
        return False


def parquet(path: Path) -> Iterator[bytes]:
    """The rows of a Parquet file as CSV, with a header; lists and records as JSON.

    Raises InputError (E-GEN-30) if it cannot be read.
    """
    import pyarrow
    from pyarrow import parquet as files

    try:
        with files.ParquetFile(path) as file:
            header = True
            for batch in file.iter_batches(_ROWS):
                yield _csv_of(batch, header)
                header = False
            if header:
                yield _csv_of(pyarrow.RecordBatch.from_pylist([], schema=file.schema_arrow), True)
    except (pyarrow.ArrowException, OSError, ValueError) as error:
        raise InputError("The Parquet file is cut off or damaged; please write it again.", "E-GEN-30") from error


def _csv_of(batch: "pyarrow.RecordBatch", header: bool) -> bytes:
    import pyarrow
    from pyarrow import csv as writer

    columns = [_flat(column) for column in batch.columns]
    names = ["index" if name.startswith("__index_level_") else name for name in batch.schema.names]
    stream = io.BytesIO()
    table = pyarrow.Table.from_arrays(columns, names=names)
    writer.write_csv(table, stream, writer.WriteOptions(include_header=header))
    return stream.getvalue()


def _flat(column: "pyarrow.Array") -> "pyarrow.Array":
    """A column that CSV can hold."""
    import pyarrow

    kind = column.type
    if pyarrow.types.is_dictionary(kind):
        return column.dictionary_decode()
    if pyarrow.types.is_nested(kind):
        return pyarrow.array(
            [None if value is None else json.dumps(value, default=str) for value in column.to_pylist()]
        )
    if pyarrow.types.is_binary(kind) or pyarrow.types.is_large_binary(kind):
        return pyarrow.array([None if value is None else f"{len(value)} bytes" for value in column.to_pylist()])
    return column


def sheets(path: Path) -> tuple[str, ...]:
    """The names of the sheets of a workbook. Raises InputError if it cannot be read."""
    with _readable():
        return tuple(_book(path).sheet_names)


def sheet(path: Path, wanted: str, notes: list[str]) -> Iterator[bytes]:
    """The rows of a sheet of a workbook as CSV: the one called `wanted`, else the first that holds something.

    Which it was, and which others there are, is told in `notes`. Raises InputError: no such sheet (E-GEN-28) or
    none at all (E-GEN-31), too large (E-GEN-29), damaged or no workbook (E-GEN-27).
    """
    with _readable():
        book = _book(path)
        name = _chosen(book, wanted)
        found = book.get_sheet_by_name(name)
        if found.height * found.width > MOST_FIELDS:
            raise InputError(
                f"The sheet “{displayable(name, 60)}” has {found.height:,} rows of {found.width:,} "
                f"columns; at most {MOST_FIELDS:,} fields are taken. Please take a part of it.",
                "E-GEN-29",
            )
        rows = found.to_python(skip_empty_area=True)
    others = [displayable(other, 60) for other in book.sheet_names if other != name]
    told = f"; not read: {', '.join(others[:6])}" if others else ""
    note = f"Read from the sheet “{displayable(name, 60)}”{told}."
    if note not in notes:
        notes.append(note)
    for start in range(0, len(rows), _ROWS):
        yield _written(rows[start : start + _ROWS])


def _book(path: Path) -> Any:
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))


@contextmanager
def _readable() -> Iterator[None]:
    from python_calamine import CalamineError

    try:
        yield
    except InputError:
        raise
    except (CalamineError, OSError, ValueError) as error:
        raise InputError("This is no workbook that can be read; please save it as .xlsx or CSV.", "E-GEN-27") from error


def _chosen(book: Any, wanted: str) -> str:
    names: Sequence[str] = book.sheet_names
    if wanted in names:
        return wanted
    if wanted:
        listed = ", ".join(displayable(name, 60) for name in names[:12])
        raise InputError(f"There is no sheet {wanted!r:.60}; choose one of: {listed}.", "E-GEN-28")
    filled = [name for name in names if book.get_sheet_by_name(name).start is not None]
    if not filled:
        raise InputError("The workbook holds no sheet with any rows; please check it.", "E-GEN-31")
    return filled[0]


def _written(rows: Sequence[Sequence[Any]]) -> bytes:
    stream = io.StringIO()
    csv.writer(stream, lineterminator="\n").writerows([[_field(value) for value in row] for row in rows])
    return stream.getvalue().encode()


def _field(value: Any) -> str:
    """A cell as text: whole numbers without a point, dates in ISO form."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value.total_seconds())
    return str(value)
