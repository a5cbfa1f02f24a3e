"""What classes are called in a text: several names a class, each as often as the text has it."""

import numpy as np
import pytest

from engine.errors import InputError
from engine.insight.captions.class_names import name_vectors

INDEX = {"pants": 0, "jeans": 1, "coat": 2, "gym": 3, "shoe": 4}
VECTORS = np.array([[2.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0], [0.0, 1.0]])
CLASSES = ("Trouser", "Coat")


def test_names_are_averaged_at_length_1() -> None:
    found, used = name_vectors(CLASSES, {}, INDEX, VECTORS)
    assert used == [("pants", "jeans"), ("coat",)]  # the words have no "trousers", and no "jacket"
    np.testing.assert_allclose(found, [[0.5, 0.5], [0.5**0.5, 0.5**0.5]], rtol=1e-6)


def test_a_name_weighs_as_often_as_the_text_has_it() -> None:
    found, _ = name_vectors(CLASSES, {}, INDEX, VECTORS, np.array([30, 10, 7, 100, 20]))
    np.testing.assert_allclose(found, [[0.75, 0.25], [0.5**0.5, 0.5**0.5]], rtol=1e-6)


def test_a_name_of_two_words_is_as_rare_as_the_rarer_one() -> None:
    given = {"Coat": ("gym shoe", "coat")}
    found, used = name_vectors(CLASSES, given, INDEX, VECTORS, np.array([1, 1, 60, 100, 20]))
    assert used[1] == ("gym shoe", "coat")
    np.testing.assert_allclose(found[1], [0.5**0.5, 0.5**0.5], rtol=1e-6)  # both point the same way
    given = {"Coat": ("gym shoe", "gym")}
    found, _ = name_vectors(CLASSES, given, INDEX, VECTORS, np.array([1, 1, 60, 60, 20]))
    np.testing.assert_allclose(found[1], (np.array([0.5**0.5, 0.5**0.5]) + 3 * np.array([1, 0])) / 4, rtol=1e-6)


def test_a_class_without_a_name_among_the_words_is_told() -> None:
    with pytest.raises(InputError) as error:
        name_vectors(("Bag",), {}, INDEX, VECTORS)
    assert error.value.code == "E-CAP-09" and "handbag" in str(error.value)
