"""Whether a file is likely to be a table of pairs: by the beginning of it, the square at its upper left."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import numpy as np

from engine.datasets.pairs.cells import rows_of
from engine.datasets.pairs.line_layout import LineLayout, dialect_of, layout_of, sampled
from engine.datasets.pairs.squares import square
from engine.errors import InputError
from engine.files import archives, encodings, npy, signatures
from engine.files.dialects import Lines
from engine.files.numerals import has_decimal_commas

HEAD = 1 << 18
"""Bytes that are looked at."""
MOST_ROWS = 200
FILLED = 0.9
"""Share of the pairs whose number is not 0: hardly any graph has so many edges."""
MEASURED = 3
"""Different numbers of pairs, at least: fewer are kinds of edges."""
Blocks = Callable[[], Iterator[bytes]]


def is_likely(path: Path) -> bool:
    """Whether the file begins as hardly anything but a table of pairs does: symmetric, nearly all of it not 0, the
    diagonal 0 or the largest of each row; or as half of such a table with names. Quick.
    """
    with suppress(InputError), archives.opened(path, []) as entries:
        if len(entries) != 1:
            return False
        head = archives.first_bytes(entries[0].blocks(), HEAD)
        if head.startswith(npy.MAGIC):
            return _is_array(head)
        if head.strip() and not signatures.kind(head[: signatures.HEAD]):
            signatures.require_text(head[: signatures.HEAD])
            return _is_text(head)
    return False


def _is_array(head: bytes) -> bool:
    found = npy.header(head[: npy.HEADER_BYTES], texts=True, most=1 << 62)
    if len(found.shape) != 2 or found.shape[0] != found.shape[1] or found.dtype.kind not in "iuf":
        return False
    n = found.shape[0]
    if found.start > len(head):
        return False  # cut off within its header
    rows = min((len(head) - found.start) // max(found.dtype.itemsize * n, 1), n, MOST_ROWS)
    values = np.frombuffer(head, found.dtype, rows * n, found.start).reshape(rows, n)
    return _is_table(values[:, :rows].astype(np.float64))


def _is_text(head: bytes) -> bool:
    def blocks() -> Iterator[bytes]:
        return iter([head])

    text = "".join(encodings.decoded(blocks, encodings.understand(blocks).codec))
    complete = len(head) < HEAD
    dialect = dialect_of(text)
    rows = sampled(text, complete, dialect)
    layout = layout_of(rows, dialect, complete, "auto", "auto")
    if layout.listed or len(rows) - layout.skipped < 3:
        return False
    commas = has_decimal_commas(rows[:MOST_ROWS])
    return _is_table(_whole(text, layout, commas) if complete else _corner(rows, layout, commas))


def _whole(text: str, layout: LineLayout, commas: bool) -> np.ndarray:
    """The table of a file that was seen as a whole; of half a table, whose rows must have names, both halves."""
    rows = rows_of(layout.dialect.rows(Lines([text])), layout, commas, [])
    found = square(rows, layout.header, layout.named, [])
    empty = np.isnan(found.values)
    half = empty.any() and found.labels is not None
    values = np.where(empty, found.values.T, found.values) if half else found.values
    return np.where(np.eye(len(values), dtype=bool) & np.isnan(values), 0, values)


def _corner(rows: list[list[str]], layout: LineLayout, commas: bool) -> np.ndarray:
    body = [(place, row) for place, row in enumerate(rows)][: layout.skipped + MOST_ROWS]
    found = rows_of(body, layout, commas, [])
    n = len(found)
    short = any(len(row.values) < n for row in found)
    return np.empty((0, 0)) if short else np.stack([row.values[:n] for row in found])


def _is_table(values: np.ndarray) -> bool:
    n = len(values)
    if n < 3 or values.shape != (n, n) or not np.isfinite(values).all():
        return False
    scale = np.abs(values).max()
    apart = values[~np.eye(n, dtype=bool)]
    if np.abs(values - values.T).max() > 1e-9 * scale or len(np.unique(apart)) < MEASURED:
        return False
    if np.count_nonzero(apart) < FILLED * len(apart):
        return False
    diagonal = values.diagonal()
    return bool((not diagonal.any() and apart.min() >= 0) or (diagonal >= values.max(axis=1)).all())
