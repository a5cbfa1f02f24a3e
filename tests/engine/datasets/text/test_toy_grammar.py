"""What benchmarks say of the toy world's grammar: its chances are the shares of words in the text that it writes."""

import numpy as np
import pytest

from engine.datasets.text.ambiguous_world import AmbiguousWorld
from engine.datasets.text.corpus import Corpus
from tests.benchmarks.toy_grammar import Grammar


@pytest.fixture(scope="module")
def world() -> Corpus:
    return AmbiguousWorld(n_tokens=60_000).load()


@pytest.fixture(scope="module")
def grammar(world: Corpus) -> Grammar:
    return Grammar(world.words)


def sentences(world: Corpus) -> list[list[int]]:
    return [part.tolist() for part in np.split(world.tokens, world.sentences[1:-1])]


def shares(world: Corpus, rows: list[int]) -> np.ndarray:
    return np.bincount(rows, minlength=world.n_words) / len(rows)


def test_the_first_and_the_last_word(world: Corpus, grammar: Grammar) -> None:
    written = sentences(world)
    for chances, place in ((grammar.next([]), 0), (grammar.previous([]), -1)):
        assert chances.sum() == pytest.approx(1)
        off = abs(chances[:-1] - shares(world, [words[place] for words in written])).sum()
        by_chance = np.sqrt(2 * chances * (1 - chances) / (np.pi * len(written))).sum()
        assert off < 1.2 * by_chance  # the mean of what a sample differs by


@pytest.mark.parametrize("beginning", ["they", "the capital with", "of all the", "a", "an"])
def test_what_follows_a_beginning(world: Corpus, grammar: Grammar, beginning: str) -> None:
    first = [world.index[word] for word in beginning.split()]
    found = [words[len(first)] for words in sentences(world) if words[: len(first)] == first]
    chances, share = grammar.next(first)[:-1], shares(world, found)
    assert len(found) > 40 and (chances[found] > 0).all()
    frequent = np.argsort(-share)[:3]
    np.testing.assert_allclose(share[frequent], chances[frequent], atol=3 * (0.25 / len(found)) ** 0.5)


def test_chances_are_right_as_often_as_they_say(world: Corpus, grammar: Grammar) -> None:
    """Over words anywhere: the likeliest is right as often as its chance says, and the true one is never ruled out."""
    rng = np.random.default_rng(0)
    written = sentences(world)
    right, said = np.zeros((80, 3)), np.zeros((80, 3))
    for case, row in enumerate(rng.choice(len(written), 80, replace=False)):
        words = written[row]
        place = int(rng.integers(len(words)))
        told = grammar.masked(words, place), grammar.next(words[:place]), grammar.previous(words[place + 1 :])
        assert all(chances[words[place]] > 0 for chances in told)
        right[case] = [chances.argmax() == words[place] for chances in told]
        said[case] = [chances.max() for chances in told]
    np.testing.assert_allclose(right.mean(axis=0), said.mean(axis=0), atol=0.17)  # 3 standard deviations
    assert (right[:, 0].sum() > right[:, 1:].sum(axis=0)).all()  # both sides tell more than one
