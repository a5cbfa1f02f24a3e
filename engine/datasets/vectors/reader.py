"""Files of vectors of any format, told by their content."""

from collections.abc import Callable, Iterator
from pathlib import Path

from engine import limits
from engine.datasets.vectors import array_reader, binary_reader, columns, line_reader, parquet_reader, table_reader
from engine.datasets.vectors import tensor_reader as tensors
from engine.datasets.vectors.columns import ColumnParts
from engine.datasets.vectors.found import Found
from engine.datasets.vectors.line_layout import LineLayout, layout_of
from engine.datasets.vectors.named_parts import chosen
from engine.errors import InputError
from engine.files import archives, encodings, npy, signatures
from engine.files.archives import Entry
from engine.files.roles import Look

HEAD = 1 << 18
"""Bytes by which a file is told."""
SAMPLED_LINES = 1_000
_WIDE = (b"\xff\xfe", b"\xfe\xff")
Blocks = Callable[[], Iterator[bytes]]


def read(path: Path, said: ColumnParts, *, part: str = "", header: bool | None = None, first: int = 0) -> Found:
    """The vectors in a file.

    said: what the columns of a table are. part: which matrix, or file of an archive, of several. header: whether the
    first row of a table names its columns; None: found out. first: rows wanted, 0 for all. Raises InputError: what the
    readers of the formats raise.
    """
    notes: list[str] = []
    with archives.opened(path, notes, most=limits.VECTOR_BYTES) as entries:
        found = _read(path, entries, said, part, header, first)
    found.notes[:0] = notes
    return found


def _read(path: Path, entries: list[Entry], said: ColumnParts, part: str, header: bool | None, first: int) -> Found:
    if len(entries) > 1:
        if all(_head(entry).startswith(npy.MAGIC) for entry in entries):
            return array_reader.read_archive(entries, part, first)
        named = {entry.name: entry for entry in entries}
        entries = [named[chosen(dict.fromkeys(named, ()), part, "file")]]
        part = ""
    entry = entries[0]
    head = _head(entry)
    if head.startswith(npy.MAGIC):
        return array_reader.read_archive(entries, part, first) if entry.name else array_reader.read(entry, first)
    if _is_parquet(path):
        table = None if parquet_reader.has_lists(path) else table_reader.beginning(entry.blocks, True)
        return parquet_reader.read(path, table, said, part, first)
    if tensors.is_one(head):
        return tensors.read(entry, part, first)
    if binary_reader.is_one(head):
        return binary_reader.read(entry.blocks(), first)
    signatures.require_text(head)
    if not head.strip():
        raise InputError("The file holds only white space; please choose another one.", "E-GEN-15")
    blocks = _in_bytes(entry.blocks, head)
    layout = None if header is not None or any((said.label_column, said.known, said.unused)) else _lines(blocks, first)
    if layout is not None:
        return line_reader.read(blocks(), layout, first)
    return table_reader.read(blocks, said, header, first)


def look(path: Path, header: bool | None) -> Look | None:
    """The table in a file by its first rows, and what its columns are taken for; None where no choice is to be made.

    Raises InputError like `read`.
    """
    if (parquet := _is_parquet(path)) and parquet_reader.has_lists(path):
        return None
    with archives.opened(path, [], most=limits.VECTOR_BYTES) as entries:
        head = _head(entries[0])
        if len(entries) > 1 or head.startswith(npy.MAGIC) or tensors.is_one(head) or binary_reader.is_one(head):
            return None
        signatures.require_text(head)
        blocks = _in_bytes(entries[0].blocks, head)
        layout = None if parquet else _lines(blocks, 0)
        if layout is not None and (layout.separator == b" " or layout.n_components > columns.WIDE):
            return None
        return columns.look(table_reader.beginning(blocks, True if parquet else header))


def is_likely(path: Path) -> bool:
    """Whether hardly anything but vectors is laid out as the file begins. Quick."""
    from engine.datasets.vectors.line_layout import is_telling

    try:
        if _is_parquet(path):
            return parquet_reader.has_lists(path)
        with archives.opened(path, [], most=limits.VECTOR_BYTES) as entries:
            head = _head(entries[0])
            if head.startswith(npy.MAGIC):
                return array_reader.is_signed(entries[0])
            if tensors.is_one(head) or binary_reader.is_one(head):
                return True
            if signatures.kind(head[: signatures.HEAD]):
                return False
            return is_telling(_lines(_in_bytes(entries[0].blocks, head), 1))
    except InputError:
        return False


def _head(entry: Entry) -> bytes:
    return archives.first_bytes(entry.blocks(), HEAD)


def _is_parquet(path: Path) -> bool:
    with path.open("rb") as file:
        return signatures.kind(file.read(signatures.HEAD)) == signatures.PARQUET


def _lines(blocks: Blocks, first: int) -> LineLayout | None:
    sample = archives.first_bytes(blocks(), HEAD + 1)
    lines = sample[:HEAD].split(b"\n")
    if len(sample) > HEAD and len(lines) > 1:
        lines.pop()  # cut off
    return layout_of(lines[:SAMPLED_LINES], first)


def _in_bytes(blocks: Blocks, head: bytes) -> Blocks:
    """The same in an encoding whose digits are those of ASCII, without byte order mark, line ends as newlines."""
    is_old = b"\n" not in head and b"\r" in head
    mark = encodings.understand(lambda: iter([head])).codec if head[:2] in _WIDE or b"\0" in head else ""
    if mark.startswith(("utf-16", "utf-32")) or is_old:
        codec = mark or "latin-1"
        into = "utf-8" if mark else "latin-1"
        return lambda: (piece.encode(into, "replace") for piece in encodings.decoded(blocks, codec))
    if head.startswith(b"\xef\xbb\xbf"):
        return lambda: _without_mark(blocks())
    return blocks


def _without_mark(blocks: Iterator[bytes]) -> Iterator[bytes]:
    yield next(blocks, b"").removeprefix(b"\xef\xbb\xbf")
    yield from blocks
