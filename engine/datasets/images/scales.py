"""Which number is black and which is white, and the numbers of pixels as bytes."""

import math
from dataclasses import dataclass

import numpy as np

from engine.errors import InputError

SCALES = {
    "auto": "Found out",
    "0..1": "0 to 1",
    "-1..1": "-1 to 1",
    "0..255": "0 to 255",
    "0..65535": "0 to 65,535",
    "stretch": "Lowest is black, highest is white",
}
_FEW_LEVELS = 32
"""Whole numbers that all lie below: the largest is white; pictures of 256 levels are not so dark throughout."""
_DEEP = (1_023, 4_095, 16_383, 65_535)
"""White in pictures of 10, 12, 14 and 16 bits."""
_BLOCK = 1 << 20


@dataclass(frozen=True)
class Range:
    """The lowest and the highest of the numbers, and whether all are whole."""

    low: float
    high: float
    whole: bool

    def __str__(self) -> str:
        return f"{'whole numbers' if self.whole else 'numbers'} from {self.low:,.6g} to {self.high:,.6g}"


def range_of(stack: np.ndarray) -> Range:
    """Of all numbers in a stack; looks at them a block at a time."""
    low, high, whole = math.inf, -math.inf, True
    for block in _blocks(stack):
        low, high = min(low, float(block.min())), max(high, float(block.max()))
        whole = whole and (block.dtype.kind in "biu" or bool((block == np.rint(block)).all()))
        if not (math.isfinite(low) and math.isfinite(high)):
            return Range(math.nan, math.nan, False)
    return Range(low, high, whole) if low <= high else Range(0, 0, True)


def as_bytes(stack: np.ndarray, scale: str = "auto", notes: list[str] | None = None) -> tuple[np.ndarray, int]:
    """The stack as uint8 and the value of white; how it was understood is added to the notes.

    scale: a key of SCALES. Numbers from 0 to a white below 255 keep their own levels, others are spread over 256.
    Raises InputError if no scale of pictures fits the numbers.
    """
    notes = [] if notes is None else notes
    found = range_of(stack)
    black, white = _ends(found, stack.dtype == np.int8, scale)
    if (black, white) != (0, 255) or found.high < 64:
        notes.append(f"Pixels: {found}; {black:,.6g} is black, {white:,.6g} is white (another can be chosen as Scale).")
    if found.low < black or found.high > white:
        notes.append("Numbers beyond the scale were taken as black or white.")
    if stack.dtype == np.uint8 and black == 0 and 1 < white <= 255 and found.high <= white:
        return stack, int(white)
    levels = int(white) if found.whole and black == 0 and 1 < white < 255 else 255
    raw = np.empty(stack.shape, dtype=np.uint8)
    rows = max(1, _BLOCK // max(1, math.prod(stack.shape[1:])))
    for at in range(0, len(stack), rows):
        block = stack[at : at + rows].astype(np.float64)
        raw[at : at + rows] = np.rint(np.clip((block - black) / (white - black), 0, 1) * levels)
    return raw, levels


def _blocks(stack: np.ndarray) -> list[np.ndarray]:
    if not stack.size:
        return []
    rows = max(1, _BLOCK // max(1, math.prod(stack.shape[1:])))
    return [stack[at : at + rows] for at in range(0, len(stack), rows)]


def _ends(found: Range, signed: bool, scale: str) -> tuple[float, float]:
    """The numbers that are black and white."""
    ends = _fitting(found, signed) if scale == "auto" else _asked(found, scale)
    if ends is None or not math.isfinite(found.high):
        raise InputError(
            f"Pixels must lie within 0 and 255 (or 0 and 1, -1 and 1, 0 and 65,535); these reach from {found.low:g} to "
            f"{found.high:g}. If they are pixels all the same, say by Scale what is black and what is white.",
            "E-IMG-91",
        )
    return ends


def _asked(found: Range, scale: str) -> tuple[float, float]:
    if scale == "stretch":
        return found.low, max(found.high, found.low + 1e-12)
    low, high = scale.split("..")
    return float(low), float(high)


def _fitting(found: Range, signed: bool) -> tuple[float, float] | None:
    """The scale on which such numbers are pixels, if there is one."""
    low, high = found.low, found.high
    if low < 0:
        if low >= -1 and 0 < high <= 1:
            return -1, 1
        bytes_less_128 = found.whole and low >= -128 and high <= 127
        return (-128, 127) if bytes_less_128 and (signed or (low < -64 and high > 64)) else None
    if high <= 1:
        return 0, 1
    if found.whole and high < _FEW_LEVELS:
        return 0, high
    if high <= 255:
        return 0, 255
    return (0, next(white for white in _DEEP if high <= white)) if found.whole and high <= _DEEP[-1] else None
