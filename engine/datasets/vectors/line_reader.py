"""Vectors in lines: word2vec's text, GloVe with or without a header, fastText's .vec, lines of numbers alone.

A label is what stands before the last d numbers of its line, so that it may hold blanks.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np

from engine import limits
from engine.datasets.vectors.found import Found, other_width, wanted_rows
from engine.datasets.vectors.label_texts import labels_of
from engine.datasets.vectors.line_layout import LineLayout, fields_of, require_header
from engine.errors import InputError
from engine.files.display import displayable

CHUNK = 1 << 22
"""Bytes whose lines are parsed at once."""


def read(blocks: Iterable[bytes], layout: LineLayout, first: int = 0) -> Found:
    """All vectors, or the first ones, of lines whose layout is known.

    Raises InputError: E-VEC-04 for a line of another width, E-VEC-01 for too many numbers, E-VEC-06 for none, and what
    `labels_of` raises.
    """
    notes: list[str] = []
    parts = list(_parsed(blocks, layout, first))
    n_rows = sum(len(values) for values, _, _ in parts)
    if not n_rows:
        raise InputError("The file holds no vectors below its first line; please check it.", "E-VEC-06")
    if not first or n_rows < first:
        require_header(layout, n_rows, notes)
    values = np.concatenate([values for values, _, _ in parts])
    lines = np.concatenate([lines for _, _, lines in parts])
    names = labels_of([labels for _, labels, _ in parts], notes) if layout.labeled else None
    return Found(values, names, lines=lines, notes=notes)


def _parsed(blocks: Iterable[bytes], layout: LineLayout, first: int) -> Iterator[tuple[np.ndarray, bytes, np.ndarray]]:
    """Vectors, labels (a newline behind each) and numbers of lines, some thousand rows at a time, as far as wanted."""
    from engine.files.vector_lines_kernels import LABEL, NOTHING

    n_rows, n_lines, skip = 0, 0, layout.header is not None
    for chunk in chunks(blocks):
        if skip:
            if not chunk.strip():
                n_lines += chunk.count(b"\n")
                continue
            above = len(chunk) - len(chunk.lstrip())
            end = chunk.index(b"\n", above) + 1
            n_lines += chunk.count(b"\n", 0, end)
            chunk, skip = chunk[end:], False
        found = parsed(chunk, layout.separator[0], layout.n_components, LABEL if layout.labeled else NOTHING)
        if found.bad is not None:
            raise _bad_line(chunk, found.bad, layout, n_lines)
        n_taken = min(len(found.values), first - n_rows) if first else len(found.values)
        n_rows += n_taken
        wanted_rows(n_rows, layout.n_components, first)
        if n_taken:
            labels = first_lines(found.before, n_taken) if first else found.before
            yield found.values[:n_taken], labels, found.lines[:n_taken] + n_lines
        n_lines += found.n_lines
        if first and n_rows == first:
            return


def chunks(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Whole lines, CHUNK bytes or so at a time, the last with a newline too. Raises InputError (E-VEC-07) for a line
    longer than limits.LINE_BYTES.
    """
    rest = b""
    gathered: list[bytes] = []
    size = 0
    for block in blocks:
        gathered.append(block)
        size += len(block)
        if size < CHUNK:
            continue
        data = rest + b"".join(gathered)
        gathered, size = [], 0
        end = data.rfind(b"\n") + 1
        rest = data[end:]
        if len(rest) > limits.LINE_BYTES:
            raise _too_long()
        if end:
            yield data[:end]
    rest += b"".join(gathered)
    if rest:
        yield rest + b"\n" * (not rest.endswith(b"\n"))


def _too_long() -> InputError:
    return InputError(
        f"A line is longer than {limits.LINE_BYTES // 1024:,} KiB: these are no lines of vectors. Please check the "
        "file.",
        "E-VEC-07",
    )


def first_lines(text: bytes, n_lines: int) -> bytes:
    """So many lines, each with its end."""
    lines = text.split(b"\n")
    return b"".join(line + b"\n" for line in lines[:n_lines]) if n_lines < len(lines) - 1 else text


class Parsed(NamedTuple):
    """values: float32 (n, d). before: what stands before the numbers, a newline behind each. lines: int64 (n,), the
    lines of the chunk that they are from. bad: the first line that is none of vectors. n_lines: of the chunk.
    """

    values: np.ndarray
    before: bytes
    lines: np.ndarray
    bad: int | None
    n_lines: int


def parsed(chunk: bytes, separator: int, n_components: int, sort: int) -> Parsed:
    """Lines of vectors. sort: what stands before the numbers, as `vector_lines_kernels` names it."""
    from engine.files.vector_lines_kernels import READ, parse

    # Each number takes two bytes or more: where there are more lines, one of these is too narrow.
    most = len(chunk) // (2 * n_components) + 1
    values, lines = np.empty((most, n_components), np.float32), np.empty(most, np.int64)
    states, before = np.empty(most, np.uint8), np.empty(len(chunk), np.uint8)
    n_rows, n_read, size = parse(np.frombuffer(chunk, np.uint8), separator, sort, values, before, lines, states)
    bad = np.flatnonzero(states[:n_rows] != READ)
    first_bad = int(lines[bad[0]]) if len(bad) else None
    return Parsed(values[:n_rows].copy(), before[:size].tobytes(), lines[:n_rows].copy(), first_bad, n_read)


def _bad_line(chunk: bytes, line: int, layout: LineLayout, n_lines: int) -> InputError:
    """What is wrong with a line of a chunk that begins after so many lines."""
    from engine.files.vector_lines_kernels import number

    start = 0
    for _ in range(line):
        start = chunk.index(b"\n", start) + 1
    text = chunk[start : chunk.index(b"\n", start)]
    fields = fields_of(text, layout.separator)
    n_numbers = 0
    for field in reversed(fields):
        if not number(np.frombuffer(field, np.uint8), 0, len(field))[0]:
            break
        n_numbers += 1
    shown = displayable(text[:80].decode("utf-8", "replace"), 40)
    n_numbers -= layout.labeled and n_numbers == len(fields)
    return other_width(f"line {n_lines + line + 1:,}", n_numbers, layout.n_components, shown)
