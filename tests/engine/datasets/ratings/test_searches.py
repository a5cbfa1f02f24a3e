"""What viewers searched for: words, who searched for which, and that held-out rows tell nothing."""

import numpy as np
import pytest

from engine.datasets.ratings import searches
from engine.datasets.ratings.ratings import Ratings
from engine.datasets.ratings.toy_viewers import TASTES, ToyViewers
from tests.engine.datasets.ratings.test_reader import load


def test_words_of_several_viewers_are_gathered() -> None:
    texts = ["space Robots", "", "robots; love", "alone"]
    users, of_rows = np.array([0, 0, 1, 1, 2, 3]), np.array([0, 2, 1, 2, 2, 3])
    terms, pairs = searches.gathered(users, of_rows, texts)
    assert terms == ("robots", "love")  # space and alone are of one viewer each
    assert pairs.tolist() == [[0, 0], [0, 1], [1, 0], [1, 1], [2, 0], [2, 1]]
    found = searches.matrix(pairs, 4, 2).toarray()
    assert found.tolist() == [[1, 1], [1, 1], [1, 1], [0, 0]]


def test_no_searches_give_no_words() -> None:
    terms, pairs = searches.gathered(np.zeros(0, dtype=int), np.zeros(0, dtype=int), [])
    assert terms == () and pairs.shape == (0, 2)


def lines(column: str) -> bytes:
    rows = [f"user,item,rating,{column}"]
    for viewer in range(8):
        for item in range(6):
            search = "Space  robots" if item < 3 else ("secret" if item == 5 else "")
            rows.append(f"u{viewer},i{(viewer + item) % 9},{1 + item % 5},{search}")
    return "\n".join(rows).encode()


@pytest.mark.parametrize("column", ["search", "Search terms", "query"])
def test_a_column_of_an_upload_is_found_by_its_name(column: str) -> None:
    ratings = load(lines(column))
    assert set(ratings.terms) >= {"space", "robots"}
    assert set(ratings.words_searched(0)) >= {"space", "robots"}
    assert ratings.train.rows(np.array([2, 0])).searched.toarray()[1, ratings.terms.index("space")] == 1
    assert load(lines(column), search_column="-").terms == ()


def test_the_rows_held_out_tell_nothing_of_what_was_searched_for() -> None:
    ratings = load(lines("search"), split="last")
    assert ratings.held_out.sum() == 8  # the last of each viewer, all of them with the same search
    assert "secret" not in ratings.terms


def test_words_of_the_built_in_viewers_are_of_their_taste() -> None:
    ratings = ToyViewers(n_users=200).load()
    assert len(ratings.terms) == sum(len(taste.searches.split()) for taste in TASTES)
    own = [
        np.isin(ratings.words_searched(user), TASTES[user % len(TASTES)].searches.split()).mean()
        for user in range(200)
        if ratings.words_searched(user)
    ]
    assert np.mean(own) > 0.6


def test_words_are_kept_with_the_ratings() -> None:
    ratings = load(lines("search"))
    again = Ratings.unpack(*ratings.pack())
    assert again.terms == ratings.terms
    np.testing.assert_array_equal(again.searched, ratings.searched)
