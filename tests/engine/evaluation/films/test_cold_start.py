"""Films kept from the training: who liked them in truth, and what each method can say of them."""

import numpy as np
import pytest

from engine.errors import InputError
from engine.evaluation.films.cold_start import (
    METHODS,
    ColdStartScores,
    ColdStartTest,
    areas_of,
    by_ids,
    placed,
    share_above,
    unseen_films,
)
from engine.evaluation.trained_run import TrainedRun
from engine.learners.films.ease import EASE
from engine.learners.films.two_tower import TwoTower
from tests.examples import ratings

DATA = ratings(n_users=100)
LEARNER = TwoTower(n_components=8, n_epochs=40, batch_size=64, n_random=10, cold_share=0.4)


@pytest.fixture(scope="module")
def run() -> TrainedRun:
    return TrainedRun(LEARNER, LEARNER.fit(DATA), DATA)


def test_what_is_known_and_what_is_asked_are_apart(run: TrainedRun) -> None:
    unseen = unseen_films(run.fit, DATA)
    cold = run.fit.arrays["cold"]
    assert cold[unseen.items].all() and not cold[unseen.known.items].any()
    liked = {(u, i) for u, i, s in zip(DATA.users, DATA.items, DATA.stars, strict=True) if cold[i] and s >= 4}
    assert set(zip(unseen.likers.users, unseen.likers.items, strict=True)) == liked
    counts = [sum(item == i for _, i in liked) for item in unseen.items]
    assert counts == sorted(counts, reverse=True) and counts[-1] > 0
    held = {(u, i) for u, i, out in zip(DATA.users, DATA.items, DATA.held_out, strict=True) if out}
    assert not held & set(zip(unseen.known.users, unseen.known.items, strict=True))


def test_towers_and_genres_place_what_ids_cannot(run: TrainedRun) -> None:
    """Even viewers like even films, and parity is a genre. Half of the films that were not rated are of the right one
    too, and tie: who knows genres comes to 1/2 + 1/4, who knows ids to chance.
    """
    found = ColdStartScores.from_fit(ColdStartTest().fit(run))
    areas = dict(zip(METHODS, found.auc, strict=True))
    assert areas["towers"] == pytest.approx(0.75, abs=0.03)
    assert areas["genres"] == pytest.approx(0.75, abs=0.03)
    assert areas["ids"] == 0.5
    assert (found.low <= found.auc).all() and (found.auc <= found.high).all()
    assert found.median_place < 0.45
    assert found.n_films == len(unseen_films(run.fit, DATA).items)


def test_ids_say_nothing_of_films_that_were_not_there(run: TrainedRun) -> None:
    cold = run.fit.arrays["cold"]
    scores = by_ids(DATA, cold, unseen_films(run.fit, DATA).known)
    assert (scores[:, cold] == 0).all() and (scores[:, ~cold] != 0).any()


def test_areas_and_places_by_hand(run: TrainedRun) -> None:
    unseen = unseen_films(run.fit, DATA)
    user = int(np.flatnonzero(unseen.likers.lengths)[0])
    liked = unseen.likers.of(user)
    best = np.zeros(DATA.n_items)
    best[liked] = 1
    assert areas_of(best[None], unseen, np.array([user])).tolist() == [1.0]
    assert areas_of(-best[None], unseen, np.array([user])).tolist() == [0.0]
    assert areas_of(0 * best[None], unseen, np.array([user])).tolist() == [0.5]
    n_rivals = DATA.n_items - len(unseen.known.of(user)) - 1
    above = np.arange(DATA.n_items, dtype=float)
    expected = [(n_rivals - sum(i < item for i in _open(unseen.known.of(user)))) / n_rivals for item in liked]
    assert share_above(above, unseen, user).tolist() == pytest.approx(expected)


def test_the_place_of_a_film_is_its_share_above(run: TrainedRun) -> None:
    unseen = unseen_films(run.fit, DATA)
    item = int(unseen.items[0])
    scores = np.round(np.random.default_rng(0).random((DATA.n_users, DATA.n_items)), 1)  # with ties
    users = np.flatnonzero([item in unseen.likers.of(user) for user in range(DATA.n_users)])
    users = users[unseen.known.lengths[users] > 0]
    found = placed(lambda histories: scores[users][: histories.n_users], unseen, item, most=5)
    assert found.users.tolist() == users[:5].tolist()
    for user, place, n_open in zip(found.users, found.places, found.n_open, strict=True):
        share = share_above(scores[user], unseen, int(user))[unseen.likers.of(user) == item][0]
        assert n_open == DATA.n_items - len(unseen.known.of(user))
        assert place == np.rint(share * (n_open - 1)) + 1


def _open(watched: np.ndarray) -> list[int]:
    return [item for item in range(DATA.n_items) if item not in watched]


def test_runs_without_unseen_films_are_refused() -> None:
    learner = TwoTower(n_components=4, n_epochs=1)
    with pytest.raises(InputError, match="kept from this training"):
        ColdStartTest().fit(TrainedRun(learner, learner.fit(DATA), DATA))
    other = EASE()
    with pytest.raises(InputError, match="Only two towers"):
        ColdStartTest().fit(TrainedRun(other, other.fit(DATA), DATA))
