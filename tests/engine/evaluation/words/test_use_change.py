"""Change of use: words that trade places in half of the toy world come first; mixed texts change nothing."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from engine.datasets.joint.text_parts import TextPart
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.selected import mixed
from engine.datasets.text.toy_world import ToyWorld
from engine.embedding import Embedding
from engine.errors import Cancelled, InputError
from engine.evaluation.embedding_pair import EmbeddingPair
from engine.evaluation.words.use_change import UseChange, UseChangeTest
from engine.learners.words.ppmi_svd import PPMISVD
from engine.report import Silent

WORLD = ToyWorld(n_tokens=100_000)
TEST = UseChangeTest(n_neighbors=20, min_count=20)
LEARNER = PPMISVD(n_components=50)
PLANTED = {"tiny", "see"}


def planted() -> tuple[Corpus, Corpus]:
    """Both halves of the toy world; in the second, two words stand for each other."""
    first, second = TextPart(WORLD).load(), TextPart(WORLD, "second").load()
    a, b = PLANTED
    swapped = {a: b, b: a}
    return first, replace(second, words=tuple(swapped.get(word, word) for word in second.words))


def compared(texts: tuple[Corpus, Corpus]) -> UseChange:
    first, second = (LEARNER.fit(text).main for text in texts)
    return UseChange.from_fit(TEST.fit(EmbeddingPair(first, second)))


def test_planted_words_come_first_by_either_way_and_not_by_chance() -> None:
    texts = planted()
    found, null = compared(texts), compared(mixed(*texts, seed=0))
    for rows in (found.by_neighbors, found.by_cosine):
        assert {found.labels[row] for row in rows[:2]} == PLANTED
    rows = [found.labels.index(word) for word in sorted(PLANTED)]
    assert (found.counts[:, rows] >= TEST.min_count).all()
    for shares in found.share_by_chance(null):
        assert (shares[rows] < 0.02).all() and np.median(shares) > 0.2
    assert {null.labels[row] for row in null.by_neighbors[:2]} != PLANTED


def space(vectors: np.ndarray, labels: list[str], counts: list[int]) -> Embedding:
    return Embedding(vectors, labels, {"count": np.array(counts)})


def test_common_words_alone_are_compared_and_by_falling_count() -> None:
    """The second space is the first turned; it lacks one word, and another is rare in it."""
    generator = np.random.default_rng(0)
    vectors = generator.normal(size=(30, 4))
    labels = [f"w{row}" for row in range(30)]
    first = space(vectors, labels, [100 - row for row in range(30)])
    turn = np.linalg.qr(generator.normal(size=(4, 4)))[0]
    second = space((vectors @ turn)[:0:-1], labels[:0:-1], [60 + row for row in range(28)] + [3])
    fit = UseChangeTest(n_neighbors=5, min_count=10).fit(EmbeddingPair(first, second))
    found = UseChange.from_fit(fit)
    assert "w0" not in found.labels and "w1" not in found.labels and len(found.labels) == 28
    lower = found.counts.min(axis=0)
    assert (np.diff(lower) <= 0).all() and found.k == 2  # a tenth of the common words
    assert_array_equal(found.shared, 2)
    assert_allclose(found.cosine, 1, atol=1e-5)
    assert_array_equal(found.near[0], found.near[1])


def test_what_cannot_be_compared_is_refused() -> None:
    few = space(np.eye(5), list("abcde"), [9] * 5)
    with pytest.raises(InputError, match="5 of 5 common words occur 1 times") as refusal:
        UseChangeTest(min_count=1).fit(EmbeddingPair(few, few))
    assert refusal.value.code == "E-EVL-52"
    bare = Embedding(np.eye(5), list("abcde"))
    with pytest.raises(InputError, match="how often") as refusal:
        TEST.fit(EmbeddingPair(few, bare))
    assert refusal.value.code == "E-EVL-51"


def test_it_can_be_cancelled() -> None:
    class Impatient(Silent):
        def cancelled(self) -> bool:
            return True

    few = space(np.eye(5), list("abcde"), [9] * 5)
    with pytest.raises(Cancelled):
        TEST.fit(EmbeddingPair(few, few), Impatient())
