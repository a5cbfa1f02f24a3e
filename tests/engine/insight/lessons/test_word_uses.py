"""Tags from the nearest labeled words: by hand, on groups that are apart, and by chance."""

import numpy as np
import pytest

from engine.datasets.text import toy_facts
from engine.datasets.text.relations import built_in
from engine.insight.lessons.reading import THEMES
from engine.insight.lessons.word_uses import NAME, OTHER, TEN, kinds_of, names_of, tagged, tagging
from engine.learners import LEARNERS
from engine.papers import ADDRESSES


def test_the_nearest_labeled_word_tells() -> None:
    unit = np.array([[1.0, 0], [0.8, 0.6], [0.6, 0.8], [0, 1]])
    assert tagged(unit, np.array([7, 0, 0, 9]), np.array([0, 3])).tolist() == [7, 7, 9, 9]


@pytest.mark.parametrize("n_labels", [1, 3])
def test_groups_that_are_apart_are_told_and_shuffled_ones_are_not(n_labels: int) -> None:
    rng = np.random.default_rng(0)
    classes = np.repeat([0, 1, 2], 40)
    vectors = np.eye(3)[classes] + 0.1 * rng.normal(size=(120, 3))
    found = tagging(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), classes, n_labels)
    assert found.accuracy == 1 and found.spread == 0
    assert found.majority == pytest.approx(1 / 3) and found.shuffled == pytest.approx(1 / 3, abs=0.1)


def test_a_class_is_never_labeled_as_a_whole() -> None:
    unit = np.array([[1.0, 0], [1, 0], [0, 1], [0, 1]])
    assert tagging(unit, np.array([0, 0, 1, 1]), 5).accuracy == 1


def test_kinds_and_names_of_the_toy_world() -> None:
    assert kinds_of(["norway", "sang", "of"]) == ["countries", "actions", "small words"]
    assert names_of(["norway", "queen", "sang"]) == [NAME, NAME, OTHER]
    assert set(TEN) <= {name for name, *_ in toy_facts.RELATIONS} & {one.name for one in built_in()} and len(TEN) == 10


def test_the_reading_list_names_methods_that_there_are() -> None:
    from engine.evaluation import TESTS
    from engine.projections import PROJECTIONS

    known = {*LEARNERS, *PROJECTIONS, *TESTS}
    assert {name for theme in THEMES for name in theme.methods} <= known
    assert [theme.lesson for theme in THEMES] == sorted(theme.lesson for theme in THEMES)
    links = [paper.link for theme in THEMES for paper in theme.beside]
    assert len(set(links)) == len(links) and {link.split(":")[0] for link in links} <= ADDRESSES.keys()
