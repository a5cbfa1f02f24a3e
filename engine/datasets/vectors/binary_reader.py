"""word2vec's binary format: a line "rows numbers", then for each row a label, a blank and its numbers as float32."""

import re
from collections.abc import Iterable

import numpy as np

from engine.datasets.vectors.found import Found, require_width, wanted_rows
from engine.datasets.vectors.label_texts import labels_of
from engine.errors import InputError

LONGEST_LABEL = 1_024
"""Bytes."""
_FIRST_LINE = re.compile(rb"\s{0,8}(\d{1,18}) (\d{1,18})\s{0,8}\n")
_UNPRINTED = re.compile(rb"[\x00-\x08\x0e-\x1a\x7f]")
LOOKED_AT = 2_048
UNPRINTED = 0.03
"""Share of bytes that no text has; of numbers as float32 it is some tenth."""


def is_one(head: bytes) -> bool:
    """Whether a file that begins so is one: two whole numbers in a line, and then no text."""
    claim = _FIRST_LINE.match(head)
    if claim is None:
        return False
    body = head[claim.end() : claim.end() + LOOKED_AT]
    return len(_UNPRINTED.findall(body)) > UNPRINTED * len(body)


def read(blocks: Iterable[bytes], first: int = 0) -> Found:
    """All vectors, or the first ones.

    Raises InputError: E-VEC-01 for more numbers than may be read, E-VEC-08 where the bytes do not fit the first line.
    """
    stream = _Stream(blocks)
    line = stream.until(b"\n", 64)
    claim = _FIRST_LINE.fullmatch(line + b"\n") if line is not None else None
    if claim is None:
        raise _damaged(stream.place, "there is no first line with the numbers of rows and of their numbers")
    claimed, d = int(claim[1]), int(claim[2])
    n_rows = wanted_rows(claimed, d, first)
    require_width(d)
    parts: list[bytes] = []
    labels: list[bytes] = []
    while len(labels) < n_rows:
        label = stream.until(b" ", LONGEST_LABEL)
        if label is None and stream.is_at_end:
            break
        if label is None:
            raise _damaged(stream.place, f"no label of at most {LONGEST_LABEL:,} bytes ends there")
        numbers = stream.take(4 * d)
        if len(numbers) < 4 * d:
            raise _damaged(stream.place, f"row {len(labels) + 1:,} of {claimed:,} is cut off")
        labels.append(label.lstrip(b"\n\r").replace(b"\n", b" "))
        parts.append(numbers)
    notes: list[str] = []
    if len(labels) < n_rows:
        notes.append(f"The first line says {claimed:,} vectors; there are {len(labels):,}, which were taken.")
    elif not first and not stream.is_blank_to_end:
        notes.append(f"What follows the {claimed:,} vectors that the first line says was left out.")
    if not labels:
        raise _damaged(stream.place, "there are no rows")
    values = np.frombuffer(b"".join(parts), "<f4").reshape(-1, d)
    return Found(values, labels_of([label + b"\n" for label in labels], notes), notes=notes)


class _Stream:
    """Bytes that come in blocks, taken piece by piece."""

    def __init__(self, blocks: Iterable[bytes]):
        self._blocks = iter(blocks)
        self._data = b""
        self._at = 0
        self._before = 0

    @property
    def place(self) -> int:
        """Bytes taken so far."""
        return self._before + self._at

    @property
    def is_at_end(self) -> bool:
        """Whether nothing but line ends is left."""
        return not self._data[self._at :].strip(b"\r\n") and not self._more()

    @property
    def is_blank_to_end(self) -> bool:
        """Whether nothing but line ends follows in this block and the next."""
        return not self._data[self._at :].strip(b"\r\n") and (not self._more() or not self._data.strip(b"\r\n"))

    def until(self, sign: bytes, most: int) -> bytes | None:
        """What comes before a sign, which is taken, too; None if it is not among so many bytes."""
        end = self._data.find(sign, self._at, self._at + most + 2)
        while end < 0 and len(self._data) - self._at < most + 2 and self._more():
            end = self._data.find(sign, self._at, self._at + most + 2)
        if end < 0:
            return None
        found, self._at = self._data[self._at : end], end + 1
        return found

    def take(self, size: int) -> bytes:
        """So many bytes, fewer at the end."""
        while len(self._data) - self._at < size and self._more():
            pass
        found = self._data[self._at : self._at + size]
        self._at += len(found)
        return found

    def _more(self) -> bool:
        block = next(self._blocks, b"")
        self._before += self._at
        self._data, self._at = self._data[self._at :] + block, 0
        return bool(block)


def _damaged(place: int, why: str) -> InputError:
    return InputError(
        f"This is no whole file of word2vec's binary format: at byte {place:,}, {why}. Please download or write it "
        "again.",
        "E-VEC-08",
    )
