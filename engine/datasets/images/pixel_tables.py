"""Tables of pixels, a row for each image, with columns of labels, parts and names beside them."""

import csv
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import numpy as np

from engine import limits
from engine.datasets.images import columns, parts, table_layout
from engine.datasets.images.columns import Column, is_number
from engine.datasets.images.hints import Hints
from engine.datasets.images.pixel_arrays import Piece, picture_shape
from engine.datasets.images.table_layout import TableLayout
from engine.errors import InputError
from engine.files import encodings, tables
from engine.files.archives import Entry, beginning_of
from engine.files.display import displayable
from engine.files.roles import Look

_BLOCK_LINES, _BLOCK_CHARACTERS = 4_096, 1 << 24
NO_ROWS = "The table has no rows of numbers; please check the file."
_SPARSE = re.compile(r"\d+:[\d.eE+-]+|")
_BRACKETS = str.maketrans("[](),", "     ")


def read(entry: Entry, hints: Hints, notes: list[str], called: str = "") -> Piece:
    """The images of a table. Raises InputError: fields that are no numbers, rows of other lengths, too many numbers,
    no rows at all, and what `table_layout.understood` raises. Which columns are what is told in the notes.
    """
    layout = table_layout.understood(entry, hints, notes)
    if layout.table.above:
        notes.append(f"Lines above the table, left out: {len(layout.table.above)}.")
    if layout.pixels is not None:
        notes.append(f"The column {_column(layout, layout.pixels).title} holds all the pixels of an image.")
    _require_picture(layout, hints)
    rows, cells = _read_all(entry, layout)
    aside = [_column(layout, at, cells[place]) for place, at in enumerate(layout.aside)]
    if layout.ends:
        rows, aside = _one_end(layout, rows, aside)
    return replace(_with_roles(rows, aside, hints, notes), files=(called, called))


def look(entry: Entry, hints: Hints) -> Look:
    """The table by its beginning, and the column proposed for the labels. Raises InputError like `read`."""
    layout = table_layout.understood(beginning_of(entry, 4 * table_layout.SAMPLE), hints, [])
    rows = layout.table.sample[layout.begins - layout.table.begins :]
    names = tuple(heading or f"column {place}" for place, heading in enumerate(layout.headings, 1))
    aside = [_column(layout, at, [row[at] for row in rows]) for at in layout.aside]
    rest = [column for column in aside if not (column.is_index() or column.is_part())]
    labels: list[Column] = []
    with suppress(InputError):  # the user names a column that is not there
        chosen = columns.label_column(rest, hints.label_column, [])
        labels = [column for column in rest if column not in chosen.rest]
    proposed = {"label_column": names[labels[0].place - 1]} if len(labels) == 1 else {}
    return Look(replace(layout.table, columns=names, sample=rows), proposed, "a pixel", wide=True)


def _require_picture(layout: TableLayout, hints: Hints) -> None:
    """Raise InputError before all is read if there are no rows, or if the columns make no picture."""
    if layout.width > 1 and len(layout.table.sample) + layout.table.begins <= layout.begins:
        raise InputError(NO_ROWS, "E-CSV-69")
    if layout.pixels is None and layout.width - len(layout.aside) <= (layout.width == 1):
        raise InputError(
            "This file is text without columns of numbers, so it holds no pixels; taken are pictures, a ZIP of them, "
            "IDX, NumPy (.npy, .npz) or a table with a row of numbers for each image.",
            "E-IMG-115",
        )
    if len(layout.table.sample[0]) > 1 and all(map(_SPARSE.fullmatch, layout.table.sample[0][1:])):
        raise InputError(
            "These are sparse rows (LIBSVM: a label, then index:value), which are not read; please save all numbers of "
            "each image as a table (scikit-learn: load_svmlight_file, then numpy.savetxt of its toarray()).",
            "E-IMG-116",
        )
    n_pixels = layout.width - len(layout.aside) + bool(layout.ends)
    if layout.pixels is None and picture_shape(n_pixels, hints.height, hints.width) is None:
        asked = f"{hints.height} x {hints.width} pixels" if hints.height and hints.width else "equal sides"
        raise InputError(
            f"The table has {layout.width:,} columns, {n_pixels:,} of them numbers: they make no picture of {asked}, "
            "with or without a column of labels. Please say height and width, and name the column of labels.",
            "E-IMG-111",
        )


def _column(layout: TableLayout, at: int, cells: list[str] | None = None) -> Column:
    return Column(layout.headings[at], cells or [], at + 1)


def _read_all(entry: Entry, layout: TableLayout) -> tuple[np.ndarray, list[list[str]]]:
    """Numbers (n, n_pixels), uint8 where they allow it, else float32, and the cells of each column aside."""
    blocks: list[np.ndarray] = []
    cells: list[list[str]] = [[] for _ in layout.aside]
    n_rows = size = 0
    for some in _blocks(_split(entry, layout)):
        block = _numbers(
            [row for _, row in some], layout, n_rows, bytes_so_far=not blocks or blocks[-1].dtype == np.uint8
        )
        if blocks and block.shape[1] != blocks[0].shape[1]:
            raise _uneven(n_rows + 1, block.shape[1], blocks[0].shape[1])
        for column, found in zip(cells, zip(*(aside for aside, _ in some), strict=True), strict=False):
            column.extend(found)
        blocks.append(block)
        n_rows, size = n_rows + len(block), size + blocks[-1].nbytes
        if size > 2 * limits.UNPACKED_BYTES:
            raise InputError(
                f"The table has too many numbers: the first {n_rows:,} rows need more than "
                f"{2 * limits.UNPACKED_BYTES // limits.MB} MB; please take a sample.",
                "E-CSV-68",
            )
    if not blocks:
        raise InputError(NO_ROWS, "E-CSV-69")
    return np.concatenate(blocks), cells


def _blocks(rows: Iterator[tuple[list[str], str]]) -> Iterator[list[tuple[list[str], str]]]:
    """Some rows at a time: many, but not of too many characters."""
    some: list[tuple[list[str], str]] = []
    size = 0
    for row in rows:
        some.append(row)
        size += len(row[1])
        if len(some) >= _BLOCK_LINES or size >= _BLOCK_CHARACTERS:
            yield some
            some, size = [], 0
    if some:
        yield some


def _numbers(lines: list[str], layout: TableLayout, before: int, *, bytes_so_far: bool) -> np.ndarray:
    """Numbers (n_rows, n_pixels) of lines that hold nothing else; `before`: rows read before them.

    bytes_so_far: whether those were uint8; these are then tried as such, which is several times as fast as float32.
    """
    delimiter = None if layout.delimiter == tables.BLANKS or layout.pixels is not None else layout.delimiter
    for dtype in (np.uint8, np.float32) if bytes_so_far else (np.float32,):
        with suppress(ValueError):
            found = np.loadtxt(lines, dtype=dtype, delimiter=delimiter, ndmin=2, comments=None, quotechar='"')
            if len(found) == len(lines) and np.isfinite(found).all():  # lines without a field are passed over
                return found
    raise _fault(lines, delimiter, before)


def _fault(lines: list[str], delimiter: str | None, before: int) -> InputError:
    """What is wrong with the first bad one of some lines."""
    n_fields = len(lines[0].split(delimiter))
    for row, line in enumerate(lines, start=before + 1):
        fields = line.split(delimiter) or [""]
        bad = next((field for field in fields if not _is_pixel(field)), None)
        if bad is not None:
            return _no_pixel(row, bad)
        if len(fields) != n_fields:
            return _uneven(row, len(fields), n_fields)
    return _uneven(before + 1, n_fields, n_fields)


def _no_pixel(row: int, field: str) -> InputError:
    value = f"“{displayable(field, 30)}”" if field.strip() else "an empty field"
    return InputError(
        f"Row {row:,} of the table holds {value} where a pixel should be, a number; please correct it or leave the row "
        "out.",
        "E-CSV-62",
    )


def _is_pixel(field: str) -> bool:
    return is_number(field) and abs(float(field.strip().strip('"'))) < float(np.finfo(np.float32).max)


def _uneven(row: int, n_fields: int, n_first: int) -> InputError:
    return InputError(
        f"Row {row:,} holds {n_fields:,} numbers of pixels, those before it {n_first:,}; all rows must have the same "
        "number of fields.",
        "E-CSV-58",
    )


def _split(entry: Entry, layout: TableLayout) -> Iterator[tuple[list[str], str]]:
    """Of each row the cells that stand aside, and the pixels as one line."""
    pieces = encodings.decoded(entry.blocks, layout.codec)
    if layout.pixels is not None:
        for line, row in tables.rows(pieces, layout.table, []):
            if line >= layout.begins:
                yield [row[at] for at in layout.aside], row[layout.pixels].translate(_BRACKETS)
        return
    for text in _lines(pieces, layout.begins):
        yield _cut(text.replace(",", ".") if layout.comma else text, layout)


def _cut(line: str, layout: TableLayout) -> tuple[list[str], str]:
    if not layout.aside:
        return [], line
    blanks = layout.delimiter == tables.BLANKS
    if layout.aside == (0,) and '"' not in line:
        first, *rest = line.split(None if blanks else layout.delimiter, 1)
        return [first], rest[0] if rest else ""
    if '"' in line and not blanks:
        fields = next(csv.reader([line], delimiter=layout.delimiter), [])
    else:
        fields = line.split(None if blanks else layout.delimiter)
    if len(fields) <= layout.aside[-1]:
        return ["" for _ in layout.aside], layout.delimiter.join(fields)
    cells = [fields[at] for at in layout.aside]
    for at in reversed(layout.aside):
        del fields[at]
    return cells, layout.delimiter.join(fields)


def _lines(pieces: Iterator[str], begins: int) -> Iterator[str]:
    """Lines that are not blank, from the line of that number on, of text that comes cut anywhere."""
    rest, number = "", 0
    for piece in pieces:
        *whole, rest = (rest + piece).split("\n")
        if len(rest) > limits.LINE_BYTES:
            raise InputError(f"A line has more than {limits.LINE_BYTES:,} characters; please check it.", "E-CSV-61")
        for line in whole:
            number += 1
            if number >= begins and line.strip():
                yield line
    if rest.strip() and number + 1 >= begins:
        yield rest


def _one_end(layout: TableLayout, rows: np.ndarray, aside: list[Column]) -> tuple[np.ndarray, list[Column]]:
    """Give the pixels that were put aside back: of the first and the last column that which looks less like classes."""
    first, last = (layout.aside.index(at) for at in layout.ends)
    pixel = last if aside[first].few() or not aside[last].few() else first
    bad = next((row for row, cell in enumerate(aside[pixel].cells) if not _is_pixel(cell)), None)
    if bad is not None:
        raise _no_pixel(bad + 1, aside[pixel].cells[bad])
    values = np.array([float(cell.strip().strip('"')) for cell in aside[pixel].cells], dtype=np.float32)[:, None]
    rows = np.concatenate([values, rows] if pixel == first else [rows, values], axis=1)
    return rows, [column for place, column in enumerate(aside) if place != pixel]


def _with_roles(rows: np.ndarray, aside: list[Column], hints: Hints, notes: list[str]) -> Piece:
    """What the columns beside the pixels mean; each is told."""
    rest = [column for column in aside if not column.is_index()]
    if len(rest) < len(aside):
        notes.append("A column that only numbers the rows was left out.")
    part = next((column for column in rest if column.is_part()), None)
    train = None if part is None else parts.split([cell.strip() for cell in part.cells])
    if part is not None:
        notes.append(f"Training and test part: the column {part.title}.")
        notes += parts.told([cell.strip() for cell in part.cells])
        rest.remove(part)
    chosen = columns.label_column(rest, hints.label_column, notes)
    named = next((column for column in chosen.rest if column.names_rows()), None)
    left = [column.title for column in chosen.rest if column is not named]
    if left:
        notes.append(f"Columns that are no pixels, left out: {', '.join(left[:6])}.")
    names = tuple(displayable(cell, limits.LABEL_LENGTH) for cell in named.cells) if named else ()
    return Piece(rows, chosen.values, train, names)
