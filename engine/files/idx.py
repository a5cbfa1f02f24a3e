"""The IDX format of the MNIST files: a magic number, the sizes, then bytes (LeCun, Cortes and Burges, 1998)."""

import math
import struct
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from engine import limits
from engine.errors import InputError

IMAGES = 0x00000803
LABELS = 0x00000801
_SORTS = {IMAGES: "an IDX image file", LABELS: "an IDX label file"}
_UNITS = ("bytes", "kB", "MB", "GB", "TB", "PB", "EB", "ZB", "YB")


@dataclass(frozen=True)
class Header:
    """magic: IMAGES or LABELS. shape: (n, height, width) of images, (n,) of labels."""

    magic: int
    shape: tuple[int, ...]

    @property
    def size(self) -> int:
        """Bytes of the header itself."""
        return 4 + 4 * len(self.shape)


def looks_like_idx(head: bytes) -> bool:
    """True if a file begins as an IDX file of bytes would: two zeros, the code of a type, the number of sizes."""
    return len(head) >= 4 and head[:2] == b"\0\0" and 0x08 <= head[2] <= 0x0E


def header(head: bytes) -> Header:
    """Read the first bytes of a file; raises InputError that names the magic number found and expected."""
    magic = struct.unpack(">I", head[:4])[0] if len(head) >= 4 else 0
    if magic not in _SORTS:
        raise InputError(
            f"This is not an IDX file of images or labels: its magic number is 0x{magic:08X}, expected 0x{IMAGES:08X} "
            f"(images) or 0x{LABELS:08X} (labels).",
            "E-IMG-70",
        )
    n_sizes = magic & 0xFF
    if len(head) < 4 + 4 * n_sizes:
        raise InputError(f"The file ends within the header of {_SORTS[magic]}; please get it again.", "E-IMG-93")
    return Header(magic, struct.unpack(f">{n_sizes}I", head[4 : 4 + 4 * n_sizes]))


def read(blocks: Iterator[bytes], packed_size: int) -> tuple[Header, np.ndarray]:
    """The header and uint8 array of a file that comes in blocks; packed_size: bytes of the file on disk.

    Nothing is held that the header does not promise, and a header that promises more than the cap is refused
    before anything is held. Raises InputError as `header` does, or if the sizes do not match.
    """
    data = bytearray()
    found = None
    expected = 0
    for block in blocks:
        data += block
        if found is None and len(data) >= 16:
            found, expected = _checked(bytes(data[:16]), packed_size)
        if found is not None and len(data) > expected:
            raise InputError(
                f"The file is longer than its header says ({_told(found)}, {expected:,} bytes); please get it again.",
                "E-IMG-94",
            )
    if found is None:
        found, expected = _checked(bytes(data[:16]), packed_size)
    if len(data) < expected:
        raise InputError(
            f"The header says {_told(found)}, {expected:,} bytes in all, but the file has {len(data):,}; "
            "please get it again.",
            "E-IMG-72",
        )
    return found, np.frombuffer(data, dtype=np.uint8, offset=found.size).reshape(found.shape)


def _checked(head: bytes, packed_size: int) -> tuple[Header, int]:
    found = header(head)
    expected = found.size + math.prod(found.shape)
    if expected > limits.UNPACKED_BYTES:
        raise InputError(
            f"The header claims {_bytes(expected)}, the file has {_bytes(packed_size)}; at most "
            f"{_bytes(limits.UNPACKED_BYTES)} of pixels are taken.",
            "E-IMG-71",
        )
    if 0 in found.shape:
        raise InputError(f"The header says {_told(found)}: the images have no pixels.", "E-IMG-73")
    return found, expected


def _told(found: Header) -> str:
    sizes = " x ".join(f"{size:,}" for size in found.shape)
    return f"{sizes} pixels" if found.magic == IMAGES else f"{sizes} labels"


def _bytes(size: int) -> str:
    """A size in the largest unit that leaves at least 1.

    >>> _bytes(18_446_000_000_000_000_000)
    '18.4 EB'
    """
    power = min(max(0, (len(str(size)) - 1) // 3), len(_UNITS) - 1)
    return f"{size / 1000**power:.3g} {_UNITS[power]}"
