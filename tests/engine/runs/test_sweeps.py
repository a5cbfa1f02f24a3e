"""Sweeps: one setting through its values, several seeds each; what the values may be, and which are worth a try."""

import numpy as np
import pytest

from engine.datasets.graphs.sources import ClassicGraph
from engine.datasets.ratings.ratings import Ratings
from engine.datasets.ratings.toy_viewers import ToyViewers
from engine.errors import InputError
from engine.evaluation.trained_run import TrainedRun
from engine.fields import check, specs
from engine.insight.best_value import best_value
from engine.learners import LEARNERS
from engine.learners.base import Learner
from engine.learners.films.truncated_svd import RatingSVD
from engine.learners.nodes.node2vec import Node2Vec
from engine.learners.rows.row_pca import RowPCA
from engine.projections import PROJECTIONS
from engine.runs.measures import measures
from engine.runs.recipe import Recipe
from engine.runs.sweeps import MOST, line_of, proposed, sweepable, trials, values_in, with_seeds

NODES = Recipe(ClassicGraph("karate"), Node2Vec(seed=4))


def test_a_recipe_becomes_one_for_each_value_and_seed() -> None:
    found = trials(NODES, "p", (0.5, 1.0, 2.0), 2)
    assert [(each.value, each.seed) for each in found] == [(p, seed) for p in (0.5, 1.0, 2.0) for seed in (4, 5)]
    assert found[2].recipe == NODES and found[2].recipe.run_id == NODES.run_id  # the run that is there already
    assert len({each.recipe.run_id for each in found}) == 6
    learner = found[-1].recipe.learner
    assert isinstance(learner, Node2Vec) and (learner.p, learner.seed, learner.q) == (2.0, 5, 1.0)


def test_the_last_seed_is_followed_by_the_first_and_a_method_without_chance_is_tried_once() -> None:
    last = Recipe(NODES.dataset, Node2Vec(seed=2**32 - 1))
    assert [seed for seed, _ in with_seeds(last, 3)] == [2**32 - 1, 0, 1]
    films = Recipe(ToyViewers(), RatingSVD())
    assert with_seeds(films, 5) == [(None, films)]
    assert [each.seed for each in trials(films, "n_components", (4, 8), 3)] == [None, None]


@pytest.mark.parametrize("cls", [*LEARNERS.values(), *PROJECTIONS.values()], ids=lambda cls: cls.name)
def test_what_is_proposed_can_be_swept_and_holds_the_present_value(cls: type[Learner]) -> None:
    learner = cls()
    for name, spec in sweepable(learner).items():
        found = proposed(spec, getattr(learner, name))
        assert getattr(learner, name) in found and len(found) == len(set(found)) <= MOST
        for value in found:
            check(spec, value)
        if len(found) > 1:
            assert values_in(spec, line_of(spec, found)) == found


def test_proposals_go_by_factors_or_by_even_steps() -> None:
    fields = specs(Node2Vec)
    assert proposed(fields["n_components"], 16) == (4, 8, 16, 32, 64)
    assert proposed(fields["n_components"], 2) == (2, 4, 8, 16, 32)
    assert proposed(fields["n_components"], 500) == (31, 62, 125, 250, 500)
    assert proposed(fields["q"], 1.0) == (0.1, 0.32, 1.0, 3.2, 10.0)
    assert proposed(fields["ns_exponent"], 0.75) == (-1.0, -0.5, 0.0, 0.5, 0.75, 1.0)
    assert proposed(specs(RowPCA)["scaling"], "centered") == ("standardized", "centered")


@pytest.mark.parametrize(
    ("name", "line", "code"),
    [
        ("n_components", "8", "E-SWP-01"),
        ("n_components", "8, 8", "E-SWP-01"),
        ("n_components", "2,3,4,5,6,7,8,9,10", "E-SWP-01"),
        ("n_components", "8, many", "E-SWP-02"),
        ("n_components", "8, 1.5", "E-SWP-02"),
        ("n_components", "8, 501", "E-PAR-02"),
        ("q", "1, nan", "E-PAR-01"),
        ("mode", "fast, slow", "E-PAR-03"),
    ],
)
def test_values_that_cannot_be_swept_are_refused(name: str, line: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        values_in(specs(Node2Vec)[name], line)
    assert refused.value.code == code


def test_values_are_read_as_they_are_meant() -> None:
    assert values_in(specs(Node2Vec)["n_components"], " 32,8, 16 ,8") == (8, 16, 32)
    assert values_in(specs(Node2Vec)["mode"], "fast, reproducible") == ("fast", "reproducible")
    assert values_in(specs(RowPCA)["scaling"], "centered, standardized") == ("centered", "standardized")


# --- the planted value is found ----------------------------------------------------------------------------------


N_TASTES = 6


def tastes(seed: int = 0) -> Ratings:
    """Viewers of six tastes: each watched 12 of the 25 films of one and 6 at random; four of a taste are held out."""
    generator = np.random.default_rng(seed)
    users, items, held = [], [], []
    for user in range(180):
        own = 25 * (user % N_TASTES) + generator.permutation(25)[:12]
        stray = np.setdiff1d(generator.choice(25 * N_TASTES, 6, replace=False), own)
        users += [user] * (12 + len(stray))
        items += [*own, *stray]
        held += [True] * 4 + [False] * (8 + len(stray))
    order = np.argsort(-np.bincount(np.array(items)[~np.array(held)], minlength=25 * N_TASTES), kind="stable")
    place = np.argsort(order)
    return Ratings(
        users=np.array(users), items=place[items], stars=np.ones(len(users)), held_out=np.array(held),
        user_names=tuple(f"viewer {row}" for row in range(180)), liked_from=1.0,
        item_names=tuple(f"film {row}" for row in order),
    )  # fmt: skip


def test_the_planted_rank_is_found() -> None:
    data = tastes()
    base = Recipe(ToyViewers(), RatingSVD())  # the source is not read here
    found = trials(base, "n_components", (2, 3, N_TASTES, 15, 40))
    scores = []
    for each in found:
        learner = each.recipe.learner
        assert learner is not None
        fit = learner.fit(data)
        (measure, *_) = measures(each.recipe, fit.main)
        test = measure.asked(each.recipe).learner
        assert test is not None
        scores.append([measure.read(test.fit(TrainedRun(learner, fit, data)))["NDCG@10"].value])
    best = best_value(np.array(scores))
    assert found[best.best].value == N_TASTES and best.within == () and best.noise is None
    assert best.means[best.best] > 1.2 * np.delete(best.means, best.best).max()
