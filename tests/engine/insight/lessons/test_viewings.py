"""Lesson 7 in the engine: viewers, pairs, the network on them, and what it recommends."""

import itertools

import numpy as np
import pytest

from engine.algorithms.probability import log_softmax
from engine.insight.lessons.viewings import LECTURE, MOST_FILMS, TEN, Viewings, recommended, train, viewings


def given(text: str) -> Viewings:
    found = viewings(text)
    assert found is not None
    return found


def test_the_lectures_viewers_their_split_and_all_of_the_printed_pairs() -> None:
    found = given(LECTURE)
    assert [(one.name, one.watched, one.held_out) for one in found.viewers] == [
        ("Alice", ("m1", "m4", "m5"), ("m3", "m2")), ("Bob", ("m8", "m9"), ("m21",)), ("Sam", ("m6", "m10"), ("m2",)),
    ]  # fmt: skip
    pairs = {(first, second) for _, first, second in found.pairs()}
    assert len(found.pairs()) == len(pairs) == 3 * 2 + 2 + 2
    assert {("m1", "m4"), ("m4", "m5"), ("m8", "m9"), ("m9", "m8"), ("m6", "m10"), ("m10", "m6")} < pairs
    alice = found.viewers[0].watched
    assert {pair for pair in pairs if pair[0] in alice} == set(itertools.permutations(alice, 2))


def test_pairs_are_predicted_as_far_as_their_company_allows() -> None:
    found = given(LECTURE)
    trained = train(found, 200)
    chances = np.exp(log_softmax(trained.scores))
    places = [found.films.index(film) for film in ("m1", "m4", "m5", "m8", "m9")]
    np.testing.assert_allclose(chances[places[0], places[1:3]], 0.5, atol=0.01)  # two films follow each of Alice's
    assert chances[places[3], places[4]] > 0.99  # one follows each of Bob's
    # three films with two successors, four with one; a film's pairs weigh 1 together
    assert trained.losses[-1] == pytest.approx(3 * np.log(2) / 7, abs=0.01)
    again = train(found, 200)
    assert (again.inputs == trained.inputs).all() and (train(found, 200, 1).inputs != trained.inputs).any()


def test_lists_and_their_intersection() -> None:
    found = given(TEN)
    trained = train(found, 200)
    ann = found.viewers[0]
    made = recommended(found, trained, ann, 5)
    for film, best in made.lists.items():
        row = trained.scores[found.films.index(film)]
        assert not {*best} & {*ann.watched} and len(best) == 5
        kept = [row[found.films.index(name)] for name in best]
        rest = [row[at] for at, name in enumerate(found.films) if name not in (*best, *ann.watched)]
        assert kept == sorted(kept, reverse=True) and min(kept) >= max(rest)
    assert set(made.common) == set.intersection(*map(set, made.lists.values()))
    assert "m3" in made.common  # which was held out


def test_a_film_of_nobodys_training_part_is_never_recommended() -> None:
    found = given(LECTURE)
    assert {"m2", "m3", "m21"}.isdisjoint(found.films)
    assert {"m2", "m3"}.isdisjoint(recommended(found, train(found, 20), found.viewers[0], 8).common)


@pytest.mark.parametrize(
    "text",
    ["", "Alice m1 m2 m3", ": m1 m2 m3", "A:\nB: m1 m2 m3", "A: m1 m2", "A: m1\nB: m2\nC: m3", "A: m1 m2\nA: m3 m4",
     "A: " + " ".join(f"m{n}" for n in range(MOST_FILMS + 1))],
)  # fmt: skip
def test_what_is_no_list_of_viewers(text: str) -> None:
    assert viewings(text) is None


def test_what_was_watched_is_not_held_out_and_each_film_counts_once() -> None:
    (one,) = given("A: m1 m2 m1 m3 | m3 m4 | love").viewers
    assert (one.watched, one.held_out, one.searched) == (("m1", "m2", "m3"), ("m4",), ("love",))
