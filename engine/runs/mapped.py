"""Arrays of a saved run, read from the disk where they lie instead of copied into memory.

The layout is that of safetensors: eight bytes with the length of a header, the header in JSON, then the numbers. What
is mapped is shared by all who look at it, and the system takes its memory back when it needs it.
"""

import json
import math
import mmap
import sys
from pathlib import Path
from typing import Any

import numpy as np

MAPPED_BYTES = 1_000_000
"""Smaller files are copied: a map of its own costs more."""
TYPES = {
    **{"F64": "<f8", "F32": "<f4", "F16": "<f2", "BOOL": "?"},
    **{f"I{bits}": f"<i{bits // 8}" for bits in (8, 16, 32, 64)},
    **{f"U{bits}": f"<u{bits // 8}" for bits in (8, 16, 32, 64)},
}


def read(path: Path) -> dict[str, np.ndarray]:
    """The arrays in a file that was written by safetensors and whose checksum is right; those of large files mapped,
    and read-only.

    Not on Windows, where a file that is mapped cannot be deleted.
    """
    if sys.platform == "win32" or path.stat().st_size < MAPPED_BYTES:
        from safetensors.numpy import load_file

        return load_file(path)
    with path.open("rb") as file:
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    start = 8 + int.from_bytes(content[:8], "little")
    header: dict[str, dict[str, Any]] = json.loads(content[8:start])
    return {name: _array(content, start, about) for name, about in header.items() if name != "__metadata__"}


def _array(content: mmap.mmap, start: int, about: dict[str, Any]) -> np.ndarray:
    first, _ = about["data_offsets"]
    shape, kind = about["shape"], np.dtype(TYPES[about["dtype"]])
    return np.frombuffer(content, kind, math.prod(shape), start + first).reshape(shape)
