"""Numbers that say how much an edge weighs, as people write them."""

from collections.abc import Iterable

from engine.datasets.graphs.builder import HEAVIEST
from engine.files import numerals


def natural(text: str) -> int:
    """A number of nodes, edges or a node, of nine digits at most; -1 for what is none.

    >>> natural("12"), natural("-3"), natural("9" * 5_000)
    (12, -1, -1)
    """
    return int(text) if len(text) < 10 and text.isdecimal() else -1


class Weights:
    """The numbers of a column as its first fields tell how they are written. told: sentences on that.

    >>> weights = Weights(["1.234,5", "7"])
    >>> weights.value("2.000,5"), weights.value("1_000"), weights.value("nan")
    (2000.5, None, None)
    """

    def __init__(self, fields: Iterable[str] = (), *, absolute: bool = False):
        first = list(fields)
        self.told: list[str] = []
        numerals.numbers(first, notes=self.told)
        self._read, self._absolute = numerals.reader(first), absolute

    def value(self, text: str) -> float | None:
        """The number, or None if it is none, not finite, or above HEAVIEST in size."""
        number = self._read(text)
        if not abs(number) <= HEAVIEST:
            return None
        return abs(number) if self._absolute else number
