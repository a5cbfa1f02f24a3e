"""Text alternatives of pictures: sizes and brightness."""

import numpy as np

from pages.parts.write.pictures import IN_WORDS, told


def test_one_picture() -> None:
    picture = np.full((8, 6, 1), 4, np.uint8)
    assert told("zero", picture, 16) == "zero: 8 x 6 pixels, mean brightness 0.250 of 1"
    assert told("zero", picture[..., 0], 8) == "zero: 8 x 6 pixels, mean brightness 0.500 of 1"


def test_a_sheet_of_few_and_of_many() -> None:
    levels = np.arange(0, 250, 5, dtype=np.uint8)
    sheet = np.repeat(levels, 28 * 28).reshape(-1, 28, 28, 1)
    few = "digits: 2 pictures of 28 x 28 pixels, mean brightness of each, of 1: 0.00, 0.02"
    assert told("digits", sheet[:2]) == few
    many = told("digits", sheet)
    assert many.endswith("and so on, 0.00 to 0.96") and many.count(".") == IN_WORDS + 2
