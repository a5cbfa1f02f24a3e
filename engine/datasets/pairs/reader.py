"""Files of pairs of any layout, told by their content: squares, halves, lists, arrays of NumPy."""

from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from engine import limits
from engine.datasets.pairs import arrays, cells
from engine.datasets.pairs.found import Found
from engine.datasets.pairs.line_layout import HeaderName, LayoutName, dialect_of, is_number, layout_of, sampled
from engine.datasets.pairs.squares import square
from engine.errors import InputError
from engine.files import archives, encodings, npy, signatures
from engine.files.dialects import Lines
from engine.files.numerals import has_decimal_commas

SAMPLE = 1 << 20
"""Characters by which the layout is told: two of the longest lines, at least."""
COMMAS_IN = 40
"""Rows that are looked through for decimal commas."""
Blocks = Callable[[], Iterator[bytes]]


def read(path: Path, layout: LayoutName = "auto", header: HeaderName = "auto", sheet: str = "") -> Found:
    """The pairs in a file. Raises InputError: a file of another kind or several (E-DST-13, 14), none (E-DST-17), and
    what the readers of the layouts raise.
    """
    notes: list[str] = []
    with archives.opened(path, notes, sheet, limits.PAIR_BYTES) as entries:
        heads = [next(entry.blocks(), b"")[: signatures.HEAD] for entry in entries]
        if entries and all(head.startswith(npy.MAGIC) for head in heads):
            found = arrays.read(entries)
            found.notes[:0] = notes
            return found
        if len(entries) != 1:
            raise InputError(f"The archive holds {len(entries):,} files; please give one table of pairs.", "E-DST-13")
        if (kind := signatures.kind(heads[0])) and kind not in (signatures.POINTER, signatures.WEB_PAGE):
            raise InputError(f"This file is {kind}; taken are tables of pairs as text, .npy or a workbook.", "E-DST-14")
        signatures.require_text(heads[0])
        return _of_text(entries[0].blocks, layout, header, notes)


def _of_text(blocks: Blocks, layout: LayoutName, header: HeaderName, notes: list[str]) -> Found:
    decoding = encodings.understand(blocks)
    notes += decoding.notes
    pieces = encodings.decoded(blocks, decoding.codec)
    sample = encodings.beginning(pieces, SAMPLE)
    complete = len(sample) < SAMPLE
    dialect = dialect_of(sample)
    beginning = sampled(sample, complete, dialect)
    if not any(is_number(field) for row in beginning for field in row):
        raise InputError(
            "No number was found in the first lines: a table of pairs has one for each two items. Please give a "
            "square of numbers, half of it, or a list with two items and a number in each line.",
            "E-DST-17",
        )
    found = layout_of(beginning, dialect, complete, layout, header)
    commas = has_decimal_commas(beginning[:COMMAS_IN])
    rows = dialect.rows(Lines(chain([sample], pieces)))
    if found.listed:
        return cells.listed(rows, found, commas, notes)
    return square(cells.rows_of(rows, found, commas, notes), found.header, found.named, notes)
