"""Texts of which it is known what they are true of."""

import numpy as np

from engine.datasets.images.sources import Digits
from engine.datasets.joint.captions.measured import MeasuredCaptions
from engine.datasets.joint.captions.wording import words_of
from engine.insight.captions.asking import nearest_of, suiting, values_in
from engine.insight.captions.queries import precision, queries
from engine.insight.captions.retrieval import recall, shots
from engine.report import Silent
from tests.examples import captions


def test_there_is_a_text_for_each_class_and_each_end_of_an_attribute() -> None:
    data = captions()
    assert [query.text for query in queries(data, 0)] == ["shirt", "boot", "bag"]
    assert [query.text for query in queries(data, 1)][:2] == ["dark shirt", "bright shirt"]
    assert queries(data, 2) == []


def test_a_text_is_read_back() -> None:
    data = captions()
    for query in queries(data, 1):
        assert values_in(query.words, data) == {name: (value,) for name, value in query.told.items()}
    assert (
        values_in(("dark", "bright", "bag"), data) == values_in(("bag", "shirt"), data) == values_in(("a",), data) == {}
    )


def test_half_a_value_means_each_that_has_it() -> None:
    data = MeasuredCaptions(Digits()).load(Silent())
    words = words_of("thick slanted seven")
    assert values_in(words, data) == {"stroke": ("thick",), "slant": ("slanted left", "slanted right"), "class": ("7",)}
    rows = np.arange(data.images.n_images)
    told = suiting(words, data, rows, rows)
    slant = data.attributes["slant"]
    right = (data.images.targets == 7) & (np.array(slant.values)[slant.of] != "upright")
    right &= data.attributes["stroke"].of == 2
    assert told is not None and told.told == "thick, slanted left or slanted right, 7"
    np.testing.assert_array_equal(told.suits, right)
    assert told.share == right.mean() > 0


def test_vectors_that_are_the_measures_themselves_earn_everything_and_others_chance() -> None:
    data = captions()
    asked = queries(data, 0)
    rows = np.arange(data.images.n_images)
    codes = np.eye(3)[data.images.targets]
    found = precision(asked, data, rows, codes, np.eye(3))
    assert found is not None and (found.share, found.n_texts) == (1, 3)
    np.testing.assert_allclose(found.chance, 1 / 3)
    wrong = precision(asked, data, rows, codes, np.eye(3)[[1, 2, 0]])
    assert wrong is not None and wrong.share == 0


def test_pictures_that_share_a_caption_share_what_is_right() -> None:
    data = captions()
    rows = np.arange(9)  # nine different captions of three classes and three tones
    codes = np.eye(9)
    found = recall(data, rows, codes, codes)
    assert found.to_text == found.to_picture == (1, 1, 1) and (found.n_pictures, found.n_captions) == (9, 9)
    np.testing.assert_allclose(found.text_chance, [1 / 9, 5 / 9, 1])
    twice = recall(data, np.arange(18), np.vstack([codes, codes]), np.vstack([codes, codes]))
    assert twice.n_captions == 9 and twice.to_picture == (1, 1, 1)
    np.testing.assert_allclose(twice.picture_chance[0], 2 / 18)


def test_names_and_examples_tell_classes_that_lie_apart() -> None:
    data = captions()
    codes = np.eye(3)[data.images.targets]
    found = shots(data, codes, np.eye(3), 0)
    assert found is not None and found.by_name == 1 and found.by_code == (1, 1, 1, 1)


def test_the_nearest_are_those_of_the_largest_cosine_among_the_rows_asked() -> None:
    data = captions()
    found = nearest_of(np.eye(3)[data.images.targets], np.array([0.0, 1, 0]), np.arange(60, 90), 4)
    assert found.rows.tolist() == [61, 64, 67, 70] and (found.scores == 1).all()
    told = suiting(("boot",), data, found.rows, np.arange(60, 90))
    assert told is not None and told.suits.all() and told.share == 1 / 3
