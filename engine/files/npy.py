"""NumPy's .npy files, read by the arithmetic of their header: never pickled objects, never more than is there."""

import ast
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine import limits
from engine.errors import InputError

MAGIC = b"\x93NUMPY"
HEADER_BYTES = 65_536
"""At most so much header is read; a real one has some hundred bytes."""
MOST_DIMENSIONS = 8
_LONGEST_TEXT = 4 * limits.LABEL_LENGTH
_LONG = re.compile(r"(?<=\d)L\b")
"""The sign of a long number, as Python 2 wrote it."""


@dataclass(frozen=True)
class Header:
    """start: bytes before the data. dtype, shape, fortran_order: as in the file."""

    start: int
    dtype: np.dtype
    shape: tuple[int, ...]
    fortran_order: bool

    @property
    def size(self) -> int:
        """Bytes of the whole file, as the header has it; a Python int, so that nothing overflows."""
        return self.start + math.prod(self.shape) * self.dtype.itemsize


def read(blocks: Iterator[bytes], *, texts: bool = False, most: int = limits.UNPACKED_BYTES) -> np.ndarray:
    """The array in a file that comes in blocks: of whole or real numbers, in the machine's byte order.

    texts: whether strings are taken as well. most: bytes. Raises InputError: not a .npy file, Python
    objects, another sort of data, or sizes that do not match.
    """
    data = bytearray()
    found = None
    for block in blocks:
        data += block
        if found is None and len(data) >= HEADER_BYTES:
            found = header(bytes(data[:HEADER_BYTES]), texts=texts, most=most)
        if found is not None and len(data) > found.size:
            break
    found = found or header(bytes(data[:HEADER_BYTES]), texts=texts, most=most)
    if len(data) != found.size:
        raise InputError(
            f"The header says {_told(found)}, {found.size:,} bytes in all, but the file has "
            f"{'more' if len(data) > found.size else f'{len(data):,}'}; please save it again.",
            "E-NPY-109",
        )
    array = np.frombuffer(data, dtype=found.dtype, offset=found.start)
    array = array.reshape(found.shape, order="F" if found.fortran_order else "C")
    if found.dtype.kind == "b":
        return array.view(np.uint8) != 0  # any byte may stand there
    return array.astype(found.dtype.newbyteorder("="), copy=False)


def header(head: bytes, *, texts: bool = False, most: int = limits.UNPACKED_BYTES) -> Header:
    """Read the beginning of a file (its first HEADER_BYTES); nothing in it is run. Raises InputError as `read`."""
    if not head.startswith(MAGIC) or len(head) < 12 or head[6] not in (1, 2, 3):
        raise InputError("This is not a NumPy array (.npy); please save it with numpy.save.", "E-NPY-108")
    wide = 2 if head[6] == 1 else 4
    start = 8 + wide + int.from_bytes(head[8 : 8 + wide], "little")
    if start > HEADER_BYTES:
        raise InputError(
            f"The header of the .npy file has {start:,} bytes; at most {HEADER_BYTES:,} are read.", "E-NPY-105"
        )
    try:
        document = ast.literal_eval(_LONG.sub("", head[8 + wide : start].decode("latin-1").strip()))
        dtype, shape, fortran = document["descr"], document["shape"], document["fortran_order"]
        if not isinstance(shape, tuple) or not all(type(size) is int and size >= 0 for size in shape):
            raise ValueError("a shape is a tuple of sizes")
        found = Header(start, _usable(dtype, texts), shape, bool(fortran))
    except (ValueError, SyntaxError, KeyError, TypeError, MemoryError, RecursionError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError("The header of the .npy file is damaged; please save it again.", "E-NPY-110") from error
    longest = max(shape, default=0)
    if len(shape) > MOST_DIMENSIONS or longest > limits.UNPACKED_BYTES:  # one side may be 0, and the size with it
        raise InputError(
            f"The header claims {len(shape)} dimensions, the longest of {min(longest, 10**30):,}; at most "
            f"{MOST_DIMENSIONS} of {limits.UNPACKED_BYTES:,} are taken. Please check the .npy file.",
            "E-NPY-112",
        )
    if found.size > most:
        raise InputError(
            f"The header claims {_told(found)}, {found.size:,} bytes; at most {most:,} are taken.",
            "E-NPY-104",
        )
    return found


def _usable(descr: object, texts: bool) -> np.dtype:
    """The dtype of a header, if it is one of whole or real numbers of at most 8 bytes or, if asked for, of strings."""
    if isinstance(descr, str) and "O" in descr:
        raise InputError("The .npy file contains Python objects; not loaded for safety.", "E-NPY-103")
    kind = np.dtype(descr) if isinstance(descr, str) else np.dtype("V1")
    longest = 8 if kind.kind in "biuf" else _LONGEST_TEXT if texts and kind.kind in "SU" else 0
    if not 0 < kind.itemsize <= longest:
        raise InputError(
            f"The .npy file holds data of type {descr!r:.60}; only whole or real numbers of one type are taken"
            f"{', or texts' if texts else ''}.",
            "E-NPY-106",
        )
    return kind


def _told(found: Header) -> str:
    return f"{' x '.join(f'{size:,}' for size in found.shape) or 'one number'} of {found.dtype.name}"
