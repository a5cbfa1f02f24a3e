"""Axes between two groups of words."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.arithmetic.axis import axis
from engine.embedding import Embedding
from engine.errors import InputError


def test_axis_orders_words_by_the_planted_coordinate(planted: Embedding) -> None:
    gender = axis(planted, ["man", "king"], ["woman", "queen", "unheard"])
    scores = gender.scores(planted)
    assert (gender.left, gender.right, gender.unknown) == (("man", "king"), ("woman", "queen"), ("unheard",))
    assert_allclose(np.linalg.norm(gender.direction), 1, rtol=1e-6)
    assert scores[planted.index["princess"]] > 0.1 + scores[planted.index["prince"]]
    assert scores[9] == 0
    unit = planted.unit
    direction = (unit[3] + unit[1]) / 2 - (unit[2] + unit[0]) / 2
    assert_allclose(scores, unit @ direction / np.linalg.norm(direction), atol=1e-6)


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        (["kingg"], ["woman"], "left end.*“kingg” .close: king"),
        (["man"], [], "right end.*nothing"),
        (["man"], ["nothing"], "right end"),
        (["man", "king"], ["king", "man"], "same place"),
    ],
)
def test_axis_without_a_match_is_refused(planted: Embedding, left: list[str], right: list[str], message: str) -> None:
    with pytest.raises(InputError, match=message):
        axis(planted, left, right)
