"""Numbers that say how much an edge weighs, as people write them."""

import math
import re
from collections.abc import Iterable, Sequence

from engine.datasets.graphs.builder import HEAVIEST

_GROUPED = {sign: re.compile(rf"[+-]?[1-9]\d{{0,2}}(\{sign}\d{{3}})+") for sign in ",."}


def natural(text: str) -> int:
    """A number of nodes, edges or a node, of nine digits at most; -1 for what is none.

    >>> natural("12"), natural("-3"), natural("9" * 5_000)
    (12, -1, -1)
    """
    return int(text) if len(text) < 10 and text.isdecimal() else -1


class Weights:
    """How the numbers of a column are written: what the commas and points in its first fields mean.

    told: a sentence on that, "" where it goes without saying.

    >>> weights = Weights(["1.234,5", "7"])
    >>> weights.value("2.000,5"), weights.value("1_000"), weights.value("nan")
    (2000.5, None, None)
    """

    def __init__(self, fields: Iterable[str] = (), *, absolute: bool = False):
        self._absolute = absolute
        self._thousands, self._decimal = _signs([field.strip() for field in fields])
        self._is_plain = not self._thousands and self._decimal == "."
        self.told = _told(self._thousands, self._decimal)

    def value(self, text: str) -> float | None:
        """The number, or None if it is none, not finite, or above HEAVIEST in size."""
        try:
            number = float(text if self._is_plain else self._plain(text))
        except ValueError:
            return None
        if "_" in text or not math.isfinite(number) or abs(number) > HEAVIEST:
            return None
        return abs(number) if self._absolute else number

    def _plain(self, text: str) -> str:
        whole, sign, rest = text.strip().partition(self._decimal)
        if self._thousands and _GROUPED[self._thousands].fullmatch(whole):
            whole = whole.replace(self._thousands, "")
        return f"{whole}.{rest}" if sign else whole


def _signs(fields: Sequence[str]) -> tuple[str, str]:
    """What stands between thousands, "" for nothing, and what before decimals."""
    commas, points = [field for field in fields if "," in field], [field for field in fields if "." in field]
    both = next((field for field in commas if "." in field), "")
    if both:
        return (".", ",") if both.rindex(",") > both.rindex(".") else (",", ".")
    if commas and all(map(_GROUPED[","].fullmatch, commas)):
        return ",", "."
    if points and all(map(_GROUPED["."].fullmatch, points)) and any(field.count(".") > 1 for field in points):
        return ".", ","
    return "", "," if commas else "."


def _told(thousands: str, decimal: str) -> str:
    if thousands:
        return f"In weights such as 1{thousands}234 the “{thousands}” was read as a sign between thousands."
    return "Weights with a decimal comma (3,5) were read as 3.5." if decimal == "," else ""
