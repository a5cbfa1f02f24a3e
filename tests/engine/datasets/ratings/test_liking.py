"""What counts as liked: the values asked for on the scales that people use, and what is said of them."""

import numpy as np
import pytest

from engine.datasets.ratings import liking
from engine.datasets.ratings.ratings import Ratings


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([1, 2, 3, 4, 5], 4),
        ([1, 1, 1, 1, 5, 4], 4),
        ([2, 3, 3, 4, 5], 4),
        (np.arange(1, 11) / 2, 4),
        ([0, 1, 2, 3, 4, 5], 4),
        (range(1, 11), 8),
        ([0] * 30 + [*range(5, 11)], 8),  # a zero for each book that was had and not graded
        (range(101), 75),
        ([0, 1, 1], 1),
        ([-1, 1, 1], 1),
        (range(1, 8), 6),
        ([1] * 10 + [2] * 5 + [3, 3, 3, 4, 9, 30, 400], 2),  # times played
        ([10.5, 20, 40, 5000], 30),
    ],
)
def test_a_scale_says_what_is_liked(values: list[float], wanted: float) -> None:
    assert liking.threshold(np.array(list(values), dtype=np.float32)) == wanted


def test_what_follows_is_told() -> None:
    stars = np.repeat(np.array([1, 2, 4, 5], dtype=np.float32), [8, 2, 3, 7])
    assert liking.told(stars, 4) == "4 or more of 1 to 5 counts as liked: 50 % of all ratings.".replace(" %", "%")
    assert liking.told(stars, 2).endswith("60% of all ratings; 17% of them are below 3, the middle of the scale.")
    assert "Every rating counts as liked, even the lowest, 1." in liking.told(stars, 0)


def test_from_triples_finds_it_out_too() -> None:
    triples = [(viewer, item, 1 + (viewer + item) % 5) for viewer in range(9) for item in range(9)]
    found = Ratings.from_triples(triples)
    assert found.liked_from == 4.0 and any("found out from the scale: 4" in note for note in found.notes)
