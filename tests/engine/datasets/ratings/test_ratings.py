"""Ratings: histories, splits, and the simulated viewers."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.datasets.ratings.ratings import Histories, Ratings
from engine.datasets.ratings.sources import MovieLens
from engine.datasets.ratings.splits import Split, held_out
from engine.datasets.ratings.toy_viewers import TASTES, ToyViewers, fame_of_films, films, likings_of_tastes
from engine.report import Silent
from tests.conftest import real_data
from tests.examples import ratings

SMALL = Ratings(
    users=np.array([0, 0, 0, 1, 1, 2]),
    items=np.array([0, 1, 2, 0, 2, 1]),
    stars=np.array([5, 2, 4, 3, 5, 4]),
    held_out=np.array([False, False, True, False, True, False]),
    user_names=("ann", "bob", "cleo"),
    item_names=("x", "y", "z"),
    liked_from=4.0,
)


def test_training_and_held_out_rows_by_hand() -> None:
    assert SMALL.train.matrix().toarray().tolist() == [[1, 1, 0], [1, 0, 0], [0, 1, 0]]
    assert SMALL.liked.matrix().toarray().tolist() == [[1, 0, 0], [0, 0, 0], [0, 1, 0]]
    assert SMALL.test.matrix().toarray().tolist() == [[0, 0, 1], [0, 0, 1], [0, 0, 0]]
    assert SMALL.train.counts().tolist() == [2, 2, 0]
    assert SMALL.train.rows(np.array([2, 0])).matrix().toarray().tolist() == [[0, 1, 0], [1, 1, 0]]
    assert SMALL.item_metadata()["mean_stars"].tolist() == [4.0, 3.0, 0.0]
    assert Histories.of_one([2, 0], 3).matrix().toarray().tolist() == [[1, 0, 1]]


def test_pack_and_unpack() -> None:
    again = Ratings.unpack(*SMALL.pack())
    assert again.pack()[1] == SMALL.pack()[1]
    assert all((array == SMALL.pack()[0][name]).all() for name, array in again.pack()[0].items())


LENGTHS = st.lists(st.integers(1, 12), min_size=1, max_size=20)


@given(LENGTHS, st.sampled_from([0.1, 0.2, 0.5]), st.integers(0, 5))
def test_a_random_split_takes_its_share_of_each_viewer_and_leaves_one(
    lengths: list[int], share: float, seed: int
) -> None:
    users = np.repeat(np.arange(len(lengths)), lengths)
    out = held_out(users, np.zeros(0), Split(split="random", test_share=share, split_seed=seed))
    taken = np.bincount(users, out)
    assert taken.tolist() == [min(round(length * share), length - 1) for length in lengths]


@given(LENGTHS)
def test_leave_one_out_takes_the_latest_of_each_viewer(lengths: list[int]) -> None:
    users = np.repeat(np.arange(len(lengths)), lengths)
    out = held_out(users, np.zeros(0), Split(split="last"))
    last = np.cumsum(lengths) - 1
    assert np.flatnonzero(out).tolist() == [int(row) for row, length in zip(last, lengths, strict=True) if length > 1]


@given(st.lists(st.integers(0, 50), min_size=2, max_size=60))
def test_a_split_by_time_has_no_training_row_after_a_held_out_one(times: list[int]) -> None:
    stamps = np.array(times)
    out = held_out(np.zeros(len(times), dtype=int), stamps, Split(split="time", test_share=0.3))
    assert out.mean() <= 0.3
    if out.any():
        assert stamps[~out].max() < stamps[out].min()


def test_a_split_depends_on_its_seed_alone() -> None:
    users = np.repeat(np.arange(30), 10)
    first, again, other = (held_out(users, np.zeros(0), Split(split_seed=seed)) for seed in (1, 1, 2))
    assert (first == again).all()
    assert (first != other).any()


def test_the_films_are_facts_written_once() -> None:
    table = films()
    assert len(table) > 600
    assert all(1900 < film.year <= 2023 and 1 <= len(film.genres) <= 4 for film in table.values())
    assert table["Casablanca (1942)"].genres == ("Romance", "Drama", "War")
    assert len({genre for film in table.values() for genre in film.genres}) == 16


@pytest.fixture(scope="module")
def viewers() -> Ratings:
    return ToyViewers().load(Silent())


def test_simulated_viewers_like_what_their_taste_says(viewers: Ratings) -> None:
    """The mean stars of the films that suit a taste are above those of the films that do not, for every taste."""
    order = [list(films()).index(name) for name in viewers.item_names]
    likings = likings_of_tastes()[:, order]
    for taste in range(len(TASTES)):
        rows = np.flatnonzero(viewers.users % len(TASTES) == taste)
        suits = likings[taste, viewers.items[rows]] > 0
        stars = viewers.stars[rows]
        assert stars[suits].mean() > stars[~suits].mean() + 0.5
        assert suits.mean() > (likings[taste] > 0).mean() + 0.1


def test_films_that_everybody_knows_are_watched_by_more_than_those_of_lovers(viewers: Ratings) -> None:
    counts = dict(zip(viewers.item_names, viewers.everything.counts(), strict=True))
    watched, fame = np.array([counts.get(name, 0) for name in films()]), fame_of_films()
    means = [watched[fame == of].mean() for of in range(1, 6)]
    assert all(more > 1.4 * less for less, more in itertools.pairwise(means))
    assert counts["Star Wars (1977)"] > 5 * counts["The Lighthouse (2019)"] and watched.max() < 200
    assert "Put in were 10 tastes" in viewers.notes[0] and "how well known a film is" in viewers.notes[0]


def test_the_simulated_popularity_is_like_that_among_the_volunteers_of_movielens(viewers: Ratings) -> None:
    real_data("ratings.csv")
    true = MovieLens().load(Silent())
    counts = [dict(zip(one.item_names, one.everything.counts(), strict=True)) for one in (viewers, true)]
    shared = sorted(counts[0].keys() & counts[1].keys())
    places = [np.argsort(np.argsort([of[name] for name in shared])) for of in counts]
    assert len(shared) > 450 and np.corrcoef(places)[0, 1] > 0.4


def test_simulated_viewers_are_reproducible(viewers: Ratings) -> None:
    again = ToyViewers().load(Silent())
    assert (again.items == viewers.items).all() and (again.stars == viewers.stars).all()
    other = ToyViewers(seed=2).load(Silent())
    assert len(other.items) != len(viewers.items) or (other.items != viewers.items).any()
    assert "simulated" in viewers.notes[0]
    assert viewers.n_users == 500


def test_history_of_one_viewer() -> None:
    data = ratings()
    found = data.history(3)
    assert isinstance(found, Histories)
    assert found.items.tolist() == data.train.of(3).tolist()


def test_parts_of_histories() -> None:
    data = ratings()
    for user in range(data.n_users):
        rows = (data.users == user) & ~data.held_out
        assert data.train.liked(4.0).of(user).tolist() == data.items[rows & (data.stars >= 4)].tolist()
        assert data.everything.of(user).tolist() == data.items[data.users == user].tolist()
    assert data.train.liked(data.liked_from).items.tolist() == data.liked.items.tolist()
