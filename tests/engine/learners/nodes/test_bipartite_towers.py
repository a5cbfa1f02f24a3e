"""Two towers on two kinds of nodes: what they refuse, what they explain, and the numbers that they have always had."""

import numpy as np
import pytest

from engine.datasets.graphs.sources import ClassicGraph
from engine.errors import InputError
from engine.learners.nodes.bipartite_towers import BipartiteTowers, edge_pairs, sides
from engine.report import Silent
from tests.examples import bipartite

GRAPH = bipartite()
LEARNER = BipartiteTowers(n_components=4, n_epochs=3, batch_size=16, n_random=4)


def test_the_numbers_of_a_seed_stay() -> None:
    """As before the towers took features of any two kinds."""
    fit = LEARNER.fit(GRAPH)
    np.testing.assert_allclose(
        fit.history["loss"], [2.6248838017495832, 2.530430740184998, 2.479290501455243], rtol=1e-6
    )
    expected = [
        [0.014891758561134338, 0.21604466438293457, 0.227853924036026, 0.09241558611392975],
        [0.03246117755770683, 0.07868847250938416, -0.06200285255908966, 0.15117298066616058],
    ]
    np.testing.assert_allclose(fit.main.vectors[[0, 20]], expected, atol=1e-5)


def test_each_edge_is_a_pair_of_both_kinds() -> None:
    pairs, (lefts, rights) = edge_pairs(GRAPH), sides(GRAPH)
    assert len(pairs.lefts) == GRAPH.n_edges
    assert all(
        GRAPH.has_edge(lefts[left], rights[right]) for left, right in zip(pairs.lefts, pairs.rights, strict=True)
    )
    assert (np.diff(pairs.lefts) >= 0).all()


def test_who_attended_what_is_learned() -> None:
    """Edges score above pairs that are none, far more often than by chance (1/2)."""
    vectors = BipartiteTowers(n_components=8).fit(GRAPH).main.vectors
    lefts, rights = sides(GRAPH)
    scores = vectors[lefts] @ vectors[rights].T
    joined = np.array([[GRAPH.has_edge(left, right) for right in rights] for left in lefts])
    assert np.mean(scores[joined][:, None] > scores[~joined][None, :]) > 0.75


def test_a_score_is_explained_by_its_terms() -> None:
    fit = LEARNER.fit(GRAPH)
    (left, *_), (right, *_) = sides(GRAPH)
    (piece,) = LEARNER.explain(fit, GRAPH, {"node": int(left), "node of the other kind": int(right)})
    assert sum(piece.table["u v"]) == pytest.approx(float(fit.main.vectors[left] @ fit.main.vectors[right]), abs=1e-6)
    with pytest.raises(InputError, match="different kinds"):
        LEARNER.explain(fit, GRAPH, {"node": int(left), "node of the other kind": int(left)})


def test_advice_is_what_fit_refuses() -> None:
    graph = ClassicGraph("karate").load(Silent())
    (advice,) = LEARNER.advice(graph)
    with pytest.raises(InputError) as refused:
        LEARNER.fit(graph)
    assert (advice.severity, advice.sentence) == ("error", str(refused.value))
    assert [found.severity for found in LEARNER.advice(GRAPH)] == ["info"]
