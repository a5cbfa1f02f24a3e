"""What the map sends to the browser: a JSON header and arrays, in as few bytes as the picture needs."""

import hashlib
import json
import struct
import unicodedata
import zlib
from collections.abc import Mapping, Sequence

import numpy as np

from engine.limits import LABEL_LENGTH
from pages.parts.bits import unpacked

STEPS = 65_535
"""Coordinates travel as fractions of their range in 16 bits: finer than a screen shows below a 60-fold zoom."""
GAIN = 0.9
"""An array is sent deflated if that leaves less than this share of it."""


def pack(header: Mapping[str, object], arrays: Mapping[str, np.ndarray]) -> bytes:
    """One packet: uint32 header length (little-endian), the header as JSON, then the arrays one after another.

    The header gains `arrays`: for each its name, dtype (numpy's letters, e.g. ``u2``), size in bytes as sent, and
    whether it is deflated (zlib format). Bytes are little-endian and columns lie one after another.
    """
    parts, listing = [], []
    for name, array in arrays.items():
        raw = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<")).tobytes()
        small = zlib.compress(raw, 6)
        deflated = len(small) < GAIN * len(raw)
        parts.append(small if deflated else raw)
        listing.append({"name": name, "type": array.dtype.str[1:], "bytes": len(parts[-1]), "deflated": deflated})
    text = json.dumps({**header, "arrays": listing}, separators=(",", ":")).encode()
    return b"".join([struct.pack("<I", len(text)), text, *parts])


def fixed_point(coordinates: np.ndarray) -> tuple[np.ndarray, list[float], list[float]]:
    """Coordinates (n, dims) as uint16 columns (dims, n) between the lowest and highest value of each axis.

    An axis of a single value becomes zeros. Off by at most half a step, that is range / 131,070.
    """
    low, high = coordinates.min(axis=0).astype(np.float64), coordinates.max(axis=0).astype(np.float64)
    span = np.where(high > low, high - low, 1.0)
    steps = np.rint((coordinates - low) / span * STEPS).astype(np.uint16)
    return np.ascontiguousarray(steps.T), low.tolist(), high.tolist()


def joined(labels: Sequence[str], longest: int = LABEL_LENGTH) -> np.ndarray:
    """Labels as UTF-8 bytes, one a line: characters that steer a terminal or break a line become spaces."""
    text = "\n".join(_one_line(label, longest) for label in labels)
    return np.frombuffer(text.encode("utf-8", "replace"), dtype=np.uint8)


def _one_line(label: str, longest: int) -> str:
    if label.isprintable() and len(label) <= longest:
        return label
    shown = "".join(" " if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Cs") else char for char in label)
    return shown if len(shown) <= longest else shown[: longest - 1] + "…"


def digest(*parts: object) -> str:
    """Sixteen hex digits for arrays, bytes and texts together: equal content, equal digest."""
    total = hashlib.blake2b(digest_size=8)
    for part in parts:
        if isinstance(part, np.ndarray):
            total.update(f"{part.dtype}{part.shape}".encode())
            total.update(np.ascontiguousarray(part).data)
        else:
            total.update(repr(part).encode("utf-8", "replace"))
    return total.hexdigest()


def rows_of_bits(text: object, n_items: int) -> tuple[int, ...] | None:
    """Rows of a selection sent as packed flags, one an item; None if it is not such a text."""
    flags = unpacked(text, n_items)
    return None if flags is None else tuple(np.flatnonzero(flags).tolist())
