"""Flags between Python and the browser: a bit per item, the lowest bit of each byte first, as base64.

All bits that cross go through here; `assets/map/bits.js` is the other end.
"""

import base64
from typing import Final

import numpy as np

_ORDER: Final = "little"


def packed(flags: np.ndarray) -> str:
    """Base64 of flags of any shape, one row after another."""
    return base64.b64encode(np.packbits(flags.ravel(), bitorder=_ORDER).tobytes()).decode()


def unpacked(text: object, n_items: int) -> np.ndarray | None:
    """The flags, bool (n_items,), or None if it is not the base64 of so many.

    It comes from a browser, so anything may be in it.
    """
    n_bytes = -(-n_items // 8)
    if not isinstance(text, str) or len(text) > 4 * (n_bytes // 3 + 1):
        return None
    try:
        raw = np.frombuffer(base64.b64decode(text, validate=True), dtype=np.uint8)
    except ValueError:  # not base64, or not even ASCII
        return None
    if len(raw) != n_bytes:
        return None
    return np.unpackbits(raw, count=n_items, bitorder=_ORDER).astype(bool)
