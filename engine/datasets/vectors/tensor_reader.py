"""Vectors in safetensors: a length, a header in JSON that says where each tensor lies, and the tensors."""

import json
import math
from collections.abc import Iterator
from typing import Any

import numpy as np

from engine.datasets.vectors.array_reader import as_floats
from engine.datasets.vectors.found import Found, wanted_rows
from engine.datasets.vectors.named_parts import chosen
from engine.errors import InputError
from engine.files.archives import Entry

HEADER_BYTES = 4_000_000
KINDS = {
    "F64": "<f8", "F32": "<f4", "F16": "<f2", "BF16": "<u2", "I64": "<i8", "I32": "<i4", "I16": "<i2", "I8": "i1",
    "U8": "u1", "U16": "<u2", "U32": "<u4", "U64": "<u8", "BOOL": "u1",
}  # fmt: skip
_LENGTH = 8


def is_one(head: bytes) -> bool:
    """Whether a file that begins so may be one."""
    return len(head) > _LENGTH + 1 and head[_LENGTH : _LENGTH + 1] == b"{" and b'"' in head[_LENGTH : _LENGTH + 9]


def read(entry: Entry, wanted: str, first: int = 0) -> Found:
    """The one matrix in the file, or that of the name wanted.

    Raises InputError: E-VEC-10 if it is not clear which, E-VEC-11 where the header does not fit the file.
    """
    blocks = entry.blocks()
    head = _taken(blocks, _LENGTH)
    size = int.from_bytes(head[:_LENGTH], "little")
    if size > HEADER_BYTES:
        raise _damaged(f"its header would have {size:,} bytes, at most {HEADER_BYTES:,} are read")
    head = head + _taken(blocks, _LENGTH + size - len(head))
    if len(head) < _LENGTH + size:
        raise _damaged("it ends within its header")
    tensors = _tensors(head[_LENGTH : _LENGTH + size])
    name = chosen({name: shape for name, (_, shape, _, _) in tensors.items() if len(shape) == 2}, wanted, "matrix")
    kind, shape, start, end = tensors[name]
    n_rows = wanted_rows(shape[0], shape[1], first)
    length = n_rows * shape[1] * np.dtype(KINDS[kind]).itemsize
    data = _between(head[_LENGTH + size :], blocks, start, start + length)
    if len(data) < length:
        raise _damaged(f"the header says {end:,} bytes of tensors, the file ends before")
    values = np.frombuffer(data, KINDS[kind]).reshape(n_rows, shape[1])
    if kind == "BF16":  # the upper half of a float32
        values = (values.astype(np.uint32) << 16).view(np.float32)
    return Found(as_floats(values))


def _tensors(header: bytes) -> dict[str, tuple[str, tuple[int, ...], int, int]]:
    """Name -> kind, shape, first byte and the one after the last; raises InputError unless all fit each other."""
    try:
        document: Any = json.loads(header)
        found = {
            str(name): (entry["dtype"], tuple(entry["shape"]), *entry["data_offsets"])
            for name, entry in document.items()
            if name != "__metadata__"
        }
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise _damaged("its header cannot be read") from error
    for name, entry in found.items():
        whole = len(entry) == 4 and all(type(number) is int and number >= 0 for number in (*entry[1], *entry[2:]))
        if not whole or entry[0] not in KINDS:
            raise _damaged(f"the tensor “{name:.60}” is of a sort that is not read")
        if math.prod(entry[1]) * np.dtype(KINDS[entry[0]]).itemsize != entry[3] - entry[2]:
            raise _damaged(f"the size of the tensor “{name:.60}” does not fit its place")
    spans = sorted((start, end) for _, _, start, end in found.values())
    if any(start != before for (start, _), before in zip(spans, [0, *(end for _, end in spans)], strict=False)):
        raise _damaged("its tensors overlap, or leave gaps")
    return found


def _taken(blocks: Iterator[bytes], size: int) -> bytes:
    """At least so many bytes, fewer at the end."""
    data = b""
    while len(data) < size:
        block = next(blocks, b"")
        if not block:
            break
        data += block
    return data


def _between(rest: bytes, blocks: Iterator[bytes], start: int, end: int) -> bytes:
    """The bytes from start to end of what begins with `rest`."""
    parts: list[bytes] = []
    at = 0
    while at < end:
        parts.append(rest[max(0, start - at) : max(0, end - at)])
        at += len(rest)
        rest = next(blocks, b"") if at < end else b""
        if not rest:
            break
    return b"".join(parts)


def _damaged(why: str) -> InputError:
    return InputError(f"This is no whole safetensors file: {why}. Please download or write it again.", "E-VEC-11")
