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
    "loss": Slip("Loss of “read”", 2.26, 2.243, "from scores that were cut to one digit"),
    "loss_by_row": Slip("Loss of “read” by the printed row of W", 2.26, 2.308, "with 2.0 and not 2.2"),
    "read": Slip("Probability of “read”", 0.104, 0.106),
    "books": Slip("Probability of “books”", 0.077, 0.079),
    "drink": Slip("Probability of “drink”", 0.627, 0.629),
    "and": Slip("Probability of “and”", 0.177, 0.163, "or 0.171 by the cut scores"),
    "pooled": Slip("Mean of 31, 15, 0 and 100", 36, 36.5, "cut and not rounded"),
    "walks_1_2": Slip("How often 1 and 2 meet on the walks", 2, 3, "within 4 steps"),
    "walks_1_8": Slip("How often 1 and 8 meet on the walks", 1, 2, "within 4 steps"),
    "dog_crowded": Slip("How often dog and crowded meet", 0, 1, "in sentences of our own"),
    "park_crowded": Slip("How often park and crowded meet", 1, 2, "in sentences of our own"),
    "park_the": Slip("How often park and the meet", 2, 3, "in sentences of our own"),
    "crowded_the": Slip("How often crowded and the meet", 0, 2, "in sentences of our own"),
    "sale": Slip("Sale price of the homes over their list price", 1.05, 1.006, "of the three homes on the slide"),
}
