"""Two towers on two kinds of nodes, and whether hidden edges are recommended."""

import numpy as np
import pytest

from engine.datasets.graphs.builder import Edges
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import ClassicGraph
from engine.errors import InputError
from engine.evaluation.nodes.edge_recall import EdgeRecall, RecallCurves, recall
from engine.learners.nodes.bipartite_towers import BipartiteTowers
from engine.report import Silent


def interest_groups(seed: int = 0) -> Graph:
    """Sixty users of four groups, and sixty pins: each user takes 6 of the 15 pins of the group, and 1 other."""
    generator = np.random.default_rng(seed)
    group = np.arange(60) % 4
    pairs = []
    for user in range(60):
        own = generator.choice(np.flatnonzero(group == group[user]), 6, replace=False)
        pairs += [(user, 60 + int(pin)) for pin in {*own.tolist(), int(generator.integers(60))}]
    ends = np.array(pairs)
    names = [f"user {row}" for row in range(60)] + [f"pin {row}" for row in range(60)]
    sides = np.repeat([0, 1], 60).astype(np.int8)
    return Graph.from_found(
        Edges(names, ends[:, 0], ends[:, 1], np.ones(len(ends)), sides=sides, side_names=("user", "pin"))
    )


def test_two_towers_find_hidden_pins_that_popularity_cannot() -> None:
    graph = interest_groups()
    towers = BipartiteTowers(n_components=16, n_epochs=60)
    fit = EdgeRecall(learner=towers, share=0.2).fit(graph)
    found = RecallCurves.from_fit(fit)
    place = found.first.tolist().index(10)
    curves = (found.by_method, found.by_popularity, found.by_chance)
    assert all(curve.shape == (len(found.first), 3) for curve in curves)
    own, popular, chance = (curve[place].mean() for curve in curves)
    assert own > 0.6 and popular < 0.35 and chance == pytest.approx(10 / 54.4, abs=0.02)
    assert fit.summary["recall"] == pytest.approx(own)
    assert found.method == BipartiteTowers.title and found.n_hidden == round(0.2 * graph.n_edges) >= found.n_nodes


def test_both_kinds_lie_in_one_space_by_their_group() -> None:
    graph = interest_groups()
    vectors = BipartiteTowers(n_components=16).fit(graph).main.vectors
    group = np.array([int(name.split()[1]) % 4 for name in graph.nodes])
    users, pins = np.flatnonzero(graph.sides == 0), np.flatnonzero(graph.sides == 1)
    products = vectors[users] @ vectors[pins].T
    same = group[users][:, None] == group[pins][None, :]
    assert (group[pins][products.argmax(axis=1)] == group[users]).mean() > 0.9
    assert products[same].mean() > products[~same].mean() + 1


def test_recall_by_hand() -> None:
    scores = np.array([[3.0, 2.0, 1.0, 0.0], [0.0, 1.0, 2.0, 3.0]])
    joined = np.array([[True, False, False, False], [False, False, False, True]])
    hidden = np.array([[False, True, False, True], [True, False, False, False]])
    np.testing.assert_allclose(recall(scores, joined, hidden, np.array([1, 2, 3])), [0.25, 0.25, 1.0])


def test_one_kind_of_nodes_is_refused_by_towers() -> None:
    for learner in (BipartiteTowers(), EdgeRecall()):
        with pytest.raises(InputError, match="all of one kind"):
            learner.fit(ClassicGraph("karate").load(Silent()))
