"""What benchmark `text_size` measured of CBOW and skip-gram, on a hundred novels; it writes the file anew."""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

FILE = Path(__file__).parents[3] / "assets" / "measured" / "text_size.json"
SETTINGS = (
    "100 dimensions, window 5, 5 noise words, minimum count 5, as many epochs as make 20 million words read (5 to 100)"
)


@dataclass(frozen=True, eq=False)
class MeasuredSizes:
    """scores: float64 (2, n_sizes, n_seeds), CBOW's and skip-gram's: Spearman's correlation with people's judgments of
    the pairs of MEN that are known at the smallest size. date: of the measurement.
    """

    sizes: tuple[int, ...]
    epochs: tuple[int, ...]
    scores: np.ndarray
    date: str


@cache
def measured_sizes() -> MeasuredSizes:
    """The curve in the file."""
    told = json.loads(FILE.read_text(encoding="utf-8"))
    return MeasuredSizes(tuple(told["sizes"]), tuple(told["epochs"]), np.array(told["scores"]), told["date"])
