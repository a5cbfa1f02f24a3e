"""Sums of words: how they are read, answers planted in vectors, and each formula against its plain spelling."""

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.arithmetic.analogy import Terms, doesnt_match, parse, solve, trace
from engine.arithmetic.lookup import rows_of
from engine.embedding import Embedding
from engine.errors import InputError


@pytest.fixture(scope="module")
def cloud() -> Embedding:
    return Embedding(np.random.default_rng(1).normal(size=(300, 10)), [f"w{row}" for row in range(300)])


@pytest.mark.parametrize(
    ("text", "positive", "negative"),
    [
        ("king - man + woman", ("king", "woman"), ("man",)),
        ("  king   -man +woman ", ("king", "woman"), ("man",)),
        ("-man + king", ("king",), ("man",)),
        ("+ king", ("king",), ()),
        ("king \u2212 man \u2013 boy", ("king",), ("man", "boy")),
        ("New York - mother-in-law + c++", ("New York", "c++"), ("mother-in-law",)),
        ('"rock - paper" + scissors', ("rock - paper", "scissors"), ()),
        ("king-man+woman", ("king-man+woman",), ()),
        ("a + a - a", ("a", "a"), ("a",)),
    ],
)
def test_parse(text: str, positive: tuple[str, ...], negative: tuple[str, ...]) -> None:
    assert parse(text) == Terms(positive, negative)


@pytest.mark.parametrize(
    "text", ["", "   ", "+", "king -", "king - + man", "- man", '""', " + ".join("a" * 21), "a" * 1001]
)
def test_parse_refuses_what_is_no_sum(text: str) -> None:
    with pytest.raises(InputError):
        parse(text)


@pytest.mark.parametrize("method", ["3cosadd", "3cosmul"])
@pytest.mark.parametrize(
    ("text", "answer"),
    [("king - man + woman", "queen"), ("princess - prince + king", "queen"), ("queen - woman + man", "king")],
)
def test_planted_answers(planted: Embedding, method: str, text: str, answer: str) -> None:
    terms = parse(text)
    found = solve(planted, rows_of(planted, terms.positive), rows_of(planted, terms.negative), 3, method)  # type: ignore[arg-type]
    assert planted.labels[found.rows[0]] == answer
    assert found.place_of(planted.index[answer]) == 1
    assert found.place_of(planted.index[terms.positive[0]]) is None
    assert found.place_of(planted.index["nothing"]) is None


def test_3cosadd_equals_its_formula(cloud: Embedding) -> None:
    unit = cloud.vectors / np.linalg.norm(cloud.vectors, axis=1, keepdims=True)
    target = unit[3] + unit[5] - unit[8]
    expected = unit @ target / np.linalg.norm(target)
    found = solve(cloud, [3, 5], [8], 300, exclude_inputs=False)
    assert_allclose(found.all_scores, expected, atol=1e-6)
    assert_array_equal(found.rows, np.argsort(-found.all_scores))
    assert [found.place_of(row) for row in found.rows] == list(range(1, 301))


def test_3cosmul_equals_its_formula(cloud: Embedding) -> None:
    shifted = (1 + cloud.unit @ cloud.unit.T) / 2
    expected = shifted[:, 3] * shifted[:, 5] / (shifted[:, 8] + 0.001)
    found = solve(cloud, [3, 5], [8], 10, "3cosmul")
    allowed = np.delete(np.arange(300), [3, 5, 8])
    assert_allclose(found.all_scores[allowed], expected[allowed], rtol=1e-5)
    assert set(found.rows) == set(allowed[np.argsort(-expected[allowed])[:10]])


def test_without_exclusion_an_input_is_often_the_answer(planted: Embedding) -> None:
    assert solve(planted, [1], [], 1, exclude_inputs=False).rows[0] == 1
    assert solve(planted, [1], [], 1).rows[0] != 1
    assert not {0, 1, 2} & set(solve(planted, [1], [], 10, exclude=[0, 2]).rows)


def test_terms_that_cancel_or_point_nowhere_are_refused(planted: Embedding) -> None:
    with pytest.raises(InputError, match="cancel"):
        solve(planted, [0, 1], [1, 0])
    with pytest.raises(InputError, match=r"nothing.*no direction"):
        solve(planted, [0], [9])


@pytest.mark.parametrize("answer", [1, 4])
def test_trace_adds_up_to_the_score(planted: Embedding, answer: int) -> None:
    told = trace(planted, [0, 3], [2], answer)
    assert [(step.label, step.sign) for step in told.steps] == [("king", 1), ("woman", 1), ("man", -1)]
    total = sum(step.sign * step.cosine for step in told.steps)
    assert_allclose(told.score, total / told.length, rtol=1e-12)
    assert_allclose(told.score, solve(planted, [0, 3], [2]).all_scores[answer], rtol=1e-5)
    x = planted.vectors
    cosine = x[0] @ x[answer] / np.linalg.norm(x[0]) / np.linalg.norm(x[answer])
    assert_allclose(told.steps[0].cosine, cosine, rtol=1e-5)


def test_odd_one_out(planted: Embedding) -> None:
    found = doesnt_match(planted, rows_of(planted, ["king", "apple", "queen", "prince"]))
    assert planted.labels[found.row] == "apple"
    assert found.cosines.argmin() == 1
    with pytest.raises(InputError, match="at least 3"):
        doesnt_match(planted, [0, 1, 1])
