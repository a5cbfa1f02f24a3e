"""The graph of films: edges counted by hand, and a part that is read once."""

from pathlib import Path

import numpy as np
import pytest

from engine.datasets.graphs.sources import ClassicGraph
from engine.datasets.joint import film_graph
from engine.datasets.joint.film_graph import FilmGraph, rating_sources
from engine.datasets.ratings.ratings import Ratings
from engine.datasets.ratings.sources import UploadedRatings
from engine.datasets.ratings.toy_viewers import ToyViewers
from engine.errors import Cancelled, InputError
from engine.learners.nodes.netmf import NetMF
from engine.report import Silent
from engine.runs import catalogue, jobs, store
from engine.runs.recipe import Recipe
from tests import examples
from tests.engine.runs.job_child import supervised, wait_for

SMALL = FilmGraph(ToyViewers(n_users=100, watched=20), min_common=2)


def test_edges_are_those_counted_pair_by_pair() -> None:
    ratings = examples.ratings()
    graph = FilmGraph(min_common=3, weight="count", strongest=200).join({"ratings": ratings}, Silent())
    expected = {}
    liked = [set(ratings.liked.of(user).tolist()) for user in range(ratings.n_users)]
    for a in range(ratings.n_items):
        for b in range(a):
            n = sum(a in films and b in films for films in liked)
            if n >= 3:
                expected[frozenset((ratings.item_names[a], ratings.item_names[b]))] = n
    found = {frozenset((graph.nodes[a], graph.nodes[b])): w for a, b, w in zip(*graph.edges(), strict=True)}
    assert found == expected
    assert len(found) > 20


def test_the_cosine_by_hand() -> None:
    """Films 0 and 1 are liked by users 0, 1, 2 and 0, 1; films 2 to 4 by user 3 alone with one another."""
    users = [0, 0, 1, 1, 2, 3, 3, 3]
    items = [0, 1, 0, 1, 0, 2, 3, 4]
    names = tuple(f"film {row}" for row in range(5))
    never = np.zeros(8, bool)
    ratings = Ratings(users, items, np.ones(8), never, tuple("abcd"), names, explicit=False)
    graph = FilmGraph(min_common=1).join({"ratings": ratings}, Silent())
    weight = dict(zip(zip(*graph.edges()[:2], strict=True), graph.edges()[2], strict=True))
    a, b = sorted((graph.index["film 0"], graph.index["film 1"]))
    assert weight[a, b] == pytest.approx(2 / np.sqrt(3 * 2))
    assert graph.n_edges == 4 and graph.label_column == ""


def test_pmi_by_hand() -> None:
    """Films 0 and 1 have 3 and 2 of all 8 likings, 2 of them by the same viewers."""
    users, items = [0, 0, 1, 1, 2, 3, 3, 3], [0, 1, 0, 1, 0, 2, 3, 4]
    names = tuple(f"film {row}" for row in range(5))
    ratings = Ratings(users, items, np.ones(8), np.zeros(8, bool), tuple("abcd"), names, explicit=False)
    graph = FilmGraph(min_common=1, weight="pmi").join({"ratings": ratings}, Silent())
    weight = {frozenset((graph.nodes[a], graph.nodes[b])): w for a, b, w in zip(*graph.edges(), strict=True)}
    assert weight[frozenset(("film 0", "film 1"))] == pytest.approx(2 * np.log(2 * 8 / (3 * 2)))
    assert weight[frozenset(("film 2", "film 3"))] == pytest.approx(np.log(8))


def test_each_film_keeps_its_strongest_edges(monkeypatch: pytest.MonkeyPatch) -> None:
    ratings = examples.ratings()
    everything = FilmGraph(min_common=1, strongest=200).join({"ratings": ratings}, Silent())
    few = FilmGraph(min_common=1, strongest=3).join({"ratings": ratings}, Silent())
    assert few.n_edges < everything.n_edges and few.degrees.min() >= 3
    for name in few.nodes:
        weights = np.sort(everything.weights[everything.sources == everything.index[name]])[::-1]
        own = np.sort(few.weights[few.sources == few.index[name]])[::-1]
        np.testing.assert_array_equal(own[:3], weights[:3])
    monkeypatch.setattr(film_graph, "BLOCK", 7)
    again = FilmGraph(min_common=1, strongest=3).join({"ratings": ratings}, Silent())
    np.testing.assert_array_equal(again.targets, few.targets)


def test_what_is_held_out_joins_nothing() -> None:
    ratings = examples.ratings()
    assert ratings.held_out.any()
    graph = FilmGraph(min_common=1, weight="count", strongest=200).join({"ratings": ratings}, Silent())
    lengths = ratings.liked.lengths
    assert graph.weights.sum() == (lengths * (lengths - 1)).sum()


def test_labels_and_title() -> None:
    graph = SMALL.load(Silent())
    assert graph.label_column == "genre" and set(graph.attributes) == {"genre", "year"}
    assert SMALL.title() == "Films with common viewers: 646 real films, 100 simulated viewers"
    assert "at least 2 viewers liked both" in graph.notes[0]
    group = np.array(graph.attributes["genre"])
    inside = (group[graph.sources] == group[graph.targets]).mean()
    shares = np.unique(group, return_counts=True)[1] / len(group)
    assert inside > 1.5 * (shares**2).sum()  # tastes are by genre


def test_refusals() -> None:
    with pytest.raises(InputError, match="No two films were liked by 999 common viewers"):
        SMALL.replace(min_common=999).load(Silent())
    with pytest.raises(InputError, match="Ratings must be one of toy_viewers, uploaded_ratings, movielens"):
        FilmGraph(ClassicGraph())

    class Impatient(Silent):
        def cancelled(self) -> bool:
            return True

    with pytest.raises(Cancelled):
        SMALL.join({"ratings": examples.ratings()}, Impatient())


def test_the_part_is_read_once_and_kept_as_a_run() -> None:
    part, whole = Recipe(SMALL.ratings), Recipe(SMALL)
    learned = Recipe(SMALL, NetMF(n_components=4))
    with supervised(max_running=2):
        for recipe in (part, whole, learned):
            jobs.submit(recipe, "me")
        for recipe in (part, whole, learned):
            assert wait_for(recipe.run_id, "done", "failed").state == "done"
    assert isinstance(store.load(part.run_id), Ratings)
    graph = store.load(whole.run_id)
    assert graph.nodes == SMALL.load(Silent()).nodes
    assert store.meta(learned.run_id).dataset_id == whole.run_id
    assert store.recipe_of(whole.run_id) == whole
    assert {row.run_id for row in catalogue.runs()} == {part.run_id, whole.run_id, learned.run_id}


def test_the_id_depends_on_the_part() -> None:
    assert Recipe(SMALL).run_id != Recipe(SMALL.replace(ratings=ToyViewers())).run_id
    assert Recipe(FilmGraph()).run_id == Recipe(FilmGraph(ToyViewers())).run_id


def test_a_graph_from_an_upload_is_not_listed_for_others(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = FilmGraph(UploadedRatings(sha256="0" * 64))
    store.save(Recipe(source), SMALL.load(Silent()), 0.1)
    store.save(Recipe(SMALL), SMALL.load(Silent()), 0.1)
    monkeypatch.setenv("EMBEDDING_SHARED", "1")
    assert [row.run_id for row in catalogue.runs()] == [Recipe(SMALL).run_id]


def test_every_source_of_ratings_may_be_the_part() -> None:
    assert list(rating_sources()) == ["toy_viewers", "uploaded_ratings", "movielens"]
