"""A relation as pairs: every answer and place against `solve`, arrows against planted ones."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.arithmetic.analogy import METHODS, solve
from engine.arithmetic.relation import Known, answered, known, parallel
from engine.embedding import Embedding
from engine.errors import InputError

PAIRS = [("king", "queen"), ("Man", "woman"), ("prince", "princess"), ("apple", "pear"), ("nothing", "apple")]


@pytest.fixture(scope="module")
def cloud() -> Embedding:
    vectors = np.random.default_rng(3).normal(size=(300, 8))
    vectors[7] = 0
    vectors[40] = vectors[41]  # a tie, which the first row wins
    return Embedding(vectors, [f"w{row}" for row in range(300)])


def some(embedding: Embedding, rows: list[tuple[int, int]]) -> Known:
    return known(embedding, [(embedding.labels[a], embedding.labels[b]) for a, b in rows])


def test_pairs_that_are_not_there_are_named(planted: Embedding) -> None:
    found = known(planted, PAIRS)
    assert [tuple(planted.labels[row] for row in two) for two in found.rows] == [
        ("king", "queen"), ("man", "woman"), ("prince", "princess")
    ]  # fmt: skip
    assert found.left_out == (("apple", "pear"), ("nothing", "apple"))  # the vector of "nothing" is zero
    assert found.missing == ("pear",)


def test_a_planted_relation_is_answered_and_its_steps_are_parallel(planted: Embedding) -> None:
    pairs = known(planted, PAIRS)
    found = answered(planted, pairs)
    assert len(found.questions) == 6 and found.n_all == 20 and found.coverage == 0.3
    for name in METHODS:
        assert found.by[name].accuracy == 1 and found.by[name].median == 1
        assert_array_equal(found.by[name].answer, found.questions[:, 3])
    assert parallel(planted, pairs.rows).steps > 0.9 > parallel(planted, pairs.rows).exchanged


def test_every_answer_and_place_is_that_of_one_question_alone(cloud: Embedding) -> None:
    found = answered(cloud, some(cloud, [(0, 1), (2, 3), (40, 41), (5, 6), (90, 40)]))
    for name in METHODS:
        for (a, b, c, d), answer, place in zip(
            found.questions.tolist(), found.by[name].answer, found.by[name].place, strict=True
        ):
            alone = solve(cloud, [b, c], [a], 1, name)
            assert alone.rows[0] == answer and alone.place_of(d) == place
    for (a, b, c, d), place in zip(found.questions.tolist(), found.by["nearest"].place, strict=True):
        others = np.setdiff1d(np.arange(300), [a, b, c, d, 7])
        cosines = cloud.unit @ cloud.unit[c]
        assert 1 + (cosines[others] > cosines[d]).sum() <= place <= 1 + (cosines[others] >= cosines[d]).sum()


def test_questions_with_an_item_twice_are_not_asked(cloud: Embedding) -> None:
    found = answered(cloud, some(cloud, [(0, 1), (0, 2), (3, 4)]))
    assert {tuple(four) for four in found.questions.tolist()} == {
        (0, 1, 3, 4), (3, 4, 0, 1), (0, 2, 3, 4), (3, 4, 0, 2)
    }  # fmt: skip
    assert_allclose(found.coverage, 4 / 6)


def test_of_many_questions_the_first_items_and_those_asked_with_are_searched(cloud: Embedding) -> None:
    pairs = some(cloud, [(0, 1), (2, 250)])
    found = answered(cloud, pairs, budget=100)
    assert found.n_candidates == 51  # rows 0 to 50 less the one without direction, and 250
    rows = np.union1d(np.setdiff1d(np.arange(51), [7]), [250])
    few = cloud.among(rows)
    alone = answered(few, some(few, [(0, 1), (2, int(np.flatnonzero(rows == 250)[0]))]))
    assert_array_equal(found.by["3cosadd"].answer, rows[alone.by["3cosadd"].answer])
    assert_array_equal(found.by["3cosmul"].place, alone.by["3cosmul"].place)


def test_one_pair_is_no_relation(cloud: Embedding) -> None:
    with pytest.raises(InputError, match="two pairs"):
        answered(cloud, some(cloud, [(0, 1), (1, 0)]))


def test_the_mean_cosine_of_steps_is_that_of_all_twos(cloud: Embedding) -> None:
    rows = np.array([(0, 1), (2, 3), (4, 5), (8, 9)])

    def mean(second: np.ndarray) -> float:
        steps = cloud.unit[second] - cloud.unit[rows[:, 0]]
        unit = steps / np.linalg.norm(steps, axis=1, keepdims=True)
        return float(np.mean([unit[i] @ unit[j] for i in range(4) for j in range(4) if i != j]))

    found = parallel(cloud, rows)
    assert_allclose(found.steps, mean(rows[:, 1]), atol=1e-6)
    assert_allclose(found.exchanged, np.mean([mean(np.roll(rows[:, 1], turn)) for turn in (1, 2, 3)]), atol=1e-6)


def test_without_a_relation_exchanged_steps_are_as_parallel_and_not_at_nought() -> None:
    """Steps from one group to another, drawn without regard to pairs, are parallel too: that is the baseline."""
    chance = np.random.default_rng(0)
    groups = np.repeat(np.eye(20)[:2] * 3, 40, axis=0)
    cloud = Embedding(groups + chance.normal(0, 0.3, (80, 20)), [str(row) for row in range(80)])
    found = parallel(cloud, np.column_stack([np.arange(40), np.arange(40, 80)]))
    assert found.exchanged > 0.5
    assert_allclose(found.steps, found.exchanged, atol=0.01)
