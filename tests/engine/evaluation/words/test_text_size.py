"""CBOW beside skip-gram by the size of the text."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from engine.datasets.text.selected import selected
from engine.datasets.text.toy_world import ToyWorld
from engine.errors import InputError
from engine.evaluation.words.analogies import TOY_WORLD
from engine.evaluation.words.similarity import similarity
from engine.evaluation.words.text_size import METHODS, OF_TEXT, SizeCurve, TextSizeTest, contexts_alike
from engine.learners.words.ppmi_svd import PPMISVD
from tests.examples import corpus


def test_parts_are_each_a_third_of_the_next_and_read_about_as_much() -> None:
    test = TextSizeTest(n_sizes=4, n_read=1_000_000)
    assert test.sizes(1_000_000) == (31_623, 100_000, 316_228, 1_000_000)
    assert [test.epochs(size) for size in test.sizes(1_000_000)] == [32, 10, 5, 5]
    assert test.sizes(9_000) == (2_846, 9_000) and test.epochs(2_846) == 100
    with pytest.raises(InputError, match="2,000 words; 3,162 are needed for two sizes") as caught:
        test.sizes(2_000)
    assert caught.value.code == "E-EVL-54"


@pytest.mark.parametrize(("questions", "n_tokens", "n_sizes"), [(TOY_WORLD, 200_000, 2), (OF_TEXT, 60_000, 4)])
def test_more_text_tells_more_of_the_toy_world(questions: str, n_tokens: int, n_sizes: int) -> None:
    text = ToyWorld(n_tokens=n_tokens).load()
    test = TextSizeTest(questions, n_sizes, n_seeds=1, n_read=10 * n_tokens, n_components=20)
    found = SizeCurve.from_fit(test.fit(text))
    assert found.scores.shape == (len(METHODS), n_sizes, 1) and found.questions == questions
    assert found.sizes == test.sizes(text.n_tokens) and found.epochs[-2:] == (32, 10)
    assert (found.scores[:, -1, 0] > found.scores[:, 0, 0] + 0.02).all(), found.scores


def test_a_part_that_knows_no_question_is_told() -> None:
    text = ToyWorld(n_tokens=20_000).load()
    test = TextSizeTest(TOY_WORLD, n_sizes=3, n_seeds=1, n_read=10_000, n_components=4)
    with pytest.raises(InputError, match=r"ask for fewer sizes. None of the 448 pairs"):
        test.fit(text)


def test_the_scores_are_those_of_a_training_on_the_part() -> None:
    """The largest part is all the text, in another order: what is asked is the cosine of the counted contexts."""
    text = corpus()
    test = TextSizeTest(n_sizes=2, n_seeds=1, n_read=20_000, n_components=4, min_count=1)
    found = SizeCurve.from_fit(test.fit(text))
    order = np.random.default_rng(0).permutation(text.n_sentences)
    whole = METHODS[1](n_epochs=5, n_components=4, min_count=1, max_words=0).fit(selected(text, order)).main
    asked = contexts_alike(PPMISVD(n_components=4, min_count=1).fit(text).main)
    assert_allclose(found.scores[1, 1, 0], similarity(whole, asked).spearman)


def test_pairs_are_near_ones_and_chance_ones_each_once() -> None:
    counted = PPMISVD(n_components=4, min_count=1).fit(corpus()).main
    asked = contexts_alike(counted)
    assert len(set(asked.pairs)) == len(asked.pairs) and all(a != b for a, b in asked.pairs)
    pair = asked.pairs[7]
    rows = [counted.index[word] for word in pair]
    assert_allclose(asked.scores[7], counted.unit[rows[0]] @ counted.unit[rows[1]], rtol=1e-6)
    of_a = [b if a == "a0" else a for a, b in asked.pairs if "a0" in (a, b)]
    nearest = np.argsort(-(counted.unit @ counted.unit[counted.index["a0"]]))[1:11]
    assert {counted.labels[row] for row in nearest} <= set(of_a)
