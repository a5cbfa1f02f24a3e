"""Where the printed figures of the course's slides are not what follows from their own examples: the one list."""

from collections.abc import Mapping
from typing import NamedTuple


class Slip(NamedTuple):
    """what: the figure. printed: as on the slide. right: what follows from the example, rounded. why: how it came."""

    what: str
    printed: float
    right: float
    why: str = ""

    def __str__(self) -> str:
        why = f", {self.why}" if self.why else ""
        return f"{self.what}: printed {self.printed:g}, right {self.right:g}{why}"


SLIPS: Mapping[str, Slip] = {
    "second_value": Slip("Second singular value", 23.8, 23.895, "cut and not rounded"),
    "second_coordinate": Slip("Second coordinate of document 1", 9.79, 9.81),
    "third_coordinate": Slip("Third coordinate of document 1", 13.9, 13.24),
}
