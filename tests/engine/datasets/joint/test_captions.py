"""Captions made of measures: the measures of drawn bars, and what is written of them."""

import numpy as np
import pytest

from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import Digits
from engine.datasets.joint.captions.captioned_images import CaptionedImages
from engine.datasets.joint.captions.measured import MeasuredCaptions
from engine.datasets.joint.captions.measures import measured
from engine.datasets.joint.captions.wording import words_of
from engine.errors import InputError
from engine.report import Silent


def drawn(lean: float = 0.0, width: int = 2, light: int = 200) -> np.ndarray:
    """A bar, 20 rows high, in a picture of 40 x 40; each row upwards it moves `lean` columns to the right."""
    picture = np.zeros((40, 40, 1), np.uint8)
    for row in range(10, 30):
        left = round(18 + lean * (20 - row))
        picture[row, left : left + width] = light
    return picture


def test_the_slant_is_the_columns_that_a_bar_moves_with_each_row_upwards() -> None:
    for lean in (-0.5, 0.0, 0.5, 1.0):
        assert measured(drawn(lean)[None], 255)["slant"][0] == pytest.approx(lean, abs=0.03)


def test_strokes_are_as_thick_as_they_were_drawn_whatever_their_light() -> None:
    thin, thick = (measured(np.stack([drawn(0, width, light) for light in (90, 250)]), 255) for width in (2, 6))
    np.testing.assert_allclose(thin["stroke"][0], thin["stroke"][1], rtol=1e-9)
    assert thick["stroke"][0] / thin["stroke"][0] == pytest.approx(2.6, abs=0.5)  # ends count, too
    np.testing.assert_allclose(thin["light"], [90 / 255, 250 / 255])


def test_width_is_spread_across_over_spread_down() -> None:
    for width in (2, 6, 20):
        expected = np.sqrt((width**2 - 1) / (20**2 - 1))
        assert measured(drawn(0, width)[None], 255)["width"][0] == pytest.approx(expected)


def test_an_empty_picture_has_no_measures() -> None:
    found = measured(np.zeros((1, 8, 8, 3), np.uint8), 255)
    assert all(values[0] == 0 for values in found.values())


def test_every_word_is_of_a_third_of_the_training_pictures() -> None:
    data = MeasuredCaptions(Digits()).load(Silent())
    assert set(data.attributes) == {"stroke", "slant", "width", "light"}
    for attribute in data.attributes.values():
        shares = np.bincount(attribute.of[: data.images.n_train]) / data.images.n_train
        np.testing.assert_allclose(shares, 1 / 3, atol=0.01)
    row = 5
    said = [data.attributes[name].values[data.attributes[name].of[row]] for name in data.attributes]
    digit = words_of(data.images.class_of(row))[0]
    assert data.captions[row] == f"{', '.join(said)} {digit}"


def test_light_is_varied_by_the_seed_and_only_if_asked_for() -> None:
    plain = MeasuredCaptions(Digits(n_images=50), vary_light=False).load(Silent())
    assert plain.images.maximum == 16
    first, again, other = (MeasuredCaptions(Digits(n_images=50), seed=seed).load(Silent()) for seed in (1, 1, 2))
    assert (first.raw == again.raw).all() and (first.raw != other.raw).any()
    assert (first.raw / 255.0 <= plain.raw / 16 + 0.003).all()


def test_what_is_packed_comes_back() -> None:
    data = MeasuredCaptions(Digits(n_images=40)).load(Silent())
    back = CaptionedImages.unpack(*data.pack())
    assert back.captions == data.captions and (back.raw == data.raw).all() and back.notes == data.notes
    assert (back.attributes["slant"].of == data.attributes["slant"].of).all()
    told = {"slant": "upright", "class": "3"}
    assert (back.with_values(told) == data.with_values(told)).all() and data.with_values(told).any()


def test_pictures_of_which_nothing_can_be_told_are_refused() -> None:
    same = ImageSet(np.full((12, 8, 8, 1), 9, np.uint8), np.full(12, -1), (), 10, tuple(map(str, range(12))))
    with pytest.raises(InputError) as error:
        MeasuredCaptions(vary_light=False).join({"images": same}, Silent())
    assert error.value.code == "E-CAP-01"
