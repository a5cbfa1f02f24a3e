"""Walks: they follow edges, and their frequencies are those of the formulas."""

from itertools import pairwise

import numpy as np
import pytest
from scipy import stats

from engine.algorithms.walks import walks as module
from engine.algorithms.walks.transitions import cooccurrence, pairs, single_walk, transition, visits
from engine.algorithms.walks.walks import sentences, walk
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import ClassicGraph, GeneratedGraph
from engine.errors import Cancelled
from engine.learners.nodes.deepwalk import DeepWalk
from engine.learners.nodes.node2vec import Node2Vec
from engine.report import Silent
from tests.engine.datasets.graphs.test_graph import graph_of

KARATE = ClassicGraph("karate").load(Silent())
LESMIS = ClassicGraph("lesmis").load(Silent())
DIRECTED = graph_of(
    [(0, 1), (1, 2), (2, 0), (2, 3), (3, 0), (3, 4), (4, 2), (1, 5)], [1, 2, 3, 1, 1, 4, 1, 0.5], directed=True
)
BIASES = [(1, 1), (0.25, 4), (4, 0.25), (0.05, 0.5), (0.5, 0.05), (10, 10)]


@pytest.mark.parametrize(("p", "q"), BIASES)
@pytest.mark.parametrize("graph", [KARATE, LESMIS, DIRECTED], ids=["plain", "weighted", "directed"])
def test_every_step_follows_an_edge(graph: Graph, p: float, q: float) -> None:
    found = walk(graph.csr, 5, 30, p, q, seed=1)
    for left, right in set(zip(found[:, :-1].ravel().tolist(), found[:, 1:].ravel().tolist(), strict=True)):
        if right >= 0:
            assert graph.has_edge(left, right)
        elif left >= 0:
            assert len(graph.neighbors(left)) == 0


def test_each_round_starts_once_from_every_node() -> None:
    starts = walk(KARATE.csr, 4, 3)[:, 0].reshape(4, -1)
    assert all(sorted(row) == list(range(34)) for row in starts)
    assert not np.array_equal(starts[0], starts[1])


def chi_square(graph: Graph, p: float, q: float) -> float:
    """P-value of all second-order steps of many walks against `transition`."""
    found = walk(graph.csr, 12_000 // graph.n_nodes, 60, p, q, seed=7)
    triples = np.stack([found[:, :-2].ravel(), found[:, 1:-1].ravel(), found[:, 2:].ravel()])
    triples = triples[:, triples[2] >= 0]
    n = graph.n_nodes
    counts = np.bincount((triples[0] * n + triples[1]) * n + triples[2], minlength=n**3).reshape(n, n, n)
    total, freedom = 0.0, 0
    for before, node in zip(*np.nonzero(counts.sum(axis=2)), strict=True):
        step = transition(graph.csr, int(before), int(node), p, q)
        seen = counts[before, node][step.rows]
        expected = step.probabilities * seen.sum()
        enough = expected >= 5
        total += float(((seen - expected)[enough] ** 2 / expected[enough]).sum())
        freedom += max(int(enough.sum()) - 1, 0)
    return float(stats.chi2.sf(total, freedom))


@pytest.mark.parametrize(("p", "q"), BIASES)
@pytest.mark.parametrize("graph", [KARATE, LESMIS, DIRECTED], ids=["plain", "weighted", "directed"])
def test_steps_are_as_frequent_as_the_formula_says(graph: Graph, p: float, q: float) -> None:
    assert chi_square(graph, p, q) > 1e-4


def test_equal_p_and_q_of_one_equal_deepwalk_in_distribution() -> None:
    """The second-order kernel, its factors a hair from 1, visits pairs as often as the first-order one."""
    tables = []
    for q in (1.0, 1.0 + 1e-9):
        found = walk(LESMIS.csr, 200, 50, 1.0, q, seed=3 if q == 1 else 4)
        tables.append(np.bincount(found[:, :-1].ravel() * 77 + found[:, 1:].ravel(), minlength=77 * 77))
    both = np.stack(tables)[:, np.stack(tables).sum(axis=0) >= 20]
    assert stats.chi2_contingency(both).pvalue > 1e-4


def test_long_walks_visit_nodes_by_their_degree() -> None:
    strengths = np.bincount(LESMIS.sources, weights=LESMIS.weights)
    found = walk(LESMIS.csr, 100, 200, seed=0)[:, 50:]
    share = np.bincount(found.ravel(), minlength=77) / found.size
    np.testing.assert_allclose(share, strengths / strengths.sum(), atol=2e-3)


@pytest.mark.parametrize(("p", "expected"), [(0.1, 10 / 11), (1, 1 / 2), (10, 1 / 11)])
def test_p_moves_the_share_of_returns_on_a_ring(p: float, expected: float) -> None:
    """On a ring a step either turns back (1/p) or goes on to a node at distance 2 (1/q, here 1)."""
    ring = GeneratedGraph("ring", n_nodes=40).load(Silent())
    found = walk(ring.csr, 100, 100, p, 1.0, seed=2)
    assert (found[:, 2:] == found[:, :-2]).mean() == pytest.approx(expected, abs=0.01)


def test_q_moves_the_share_of_steps_to_distance_two_as_the_formula_says() -> None:
    """Two cliques and a bridge: seen from inside a clique, only the bridge leads to distance 2."""
    graph = GeneratedGraph("cliques", n_nodes=10).load(Silent())
    ends = [row for row in range(10) if graph.degrees[row] == 5]
    for q in (0.25, 1.0, 4.0):
        found = walk(graph.csr, 4_000, 20, 1.0, q, seed=5)
        inside = ~np.isin(found[:, :-2], ends) & (found[:, 1:-1] == ends[0])
        crossed = (found[:, 2:] == ends[1])[inside].mean()
        assert crossed == pytest.approx((1 / q) / (1 / q + 4), abs=0.01)


def test_the_same_seed_gives_the_same_walks_on_any_number_of_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK_STEPS", 200)
    many = walk(LESMIS.csr, 5, 20, 0.5, 2, seed=9)
    monkeypatch.setattr(module, "THREADS", 1)
    monkeypatch.setattr(module, "BLOCK_STEPS", 10**9)
    assert np.array_equal(many, walk(LESMIS.csr, 5, 20, 0.5, 2, seed=9))
    assert not np.array_equal(many, walk(LESMIS.csr, 5, 20, 0.5, 2, seed=10))


def test_sentences_leave_out_what_dead_ends_cut() -> None:
    tokens, offsets = sentences(np.array([[0, 1, -1], [2, -1, -1], [1, 0, 2]]))
    assert tokens.tolist() == [0, 1, 2, 1, 0, 2] and offsets.tolist() == [0, 2, 3, 6]


def test_a_cancel_stops_between_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BLOCK_STEPS", 200)

    def cancel(done: int, total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        walk(KARATE.csr, 50, 20, on_block=cancel)


def test_transition_by_hand() -> None:
    """Path 0-1-2-3 with chord 0-2: from 2, having come from 1: back 1, common neighbor 0, away 3."""
    graph = graph_of([(0, 1), (1, 2), (2, 3), (0, 2), (3, 4)])
    row = graph.index
    step = transition(graph.csr, row["n1"], row["n2"], p=4, q=0.5)
    factor = {graph.nodes[node]: value for node, value in zip(step.rows, step.factors, strict=True)}
    assert factor == {"n1": 0.25, "n0": 1.0, "n3": 2.0}
    assert step.probabilities[list(step.rows).index(row["n3"])] == pytest.approx(2 / 3.25)


def test_single_walks_and_pairs() -> None:
    nodes = single_walk(KARATE.csr, 3, 12, 0.5, 2, seed=1)
    assert len(nodes) == 12 and all(KARATE.has_edge(a, b) for a, b in pairwise(nodes))
    assert pairs([5, 6, 7], 1) == [(5, 6), (6, 5), (6, 7), (7, 6)]


def test_cooccurrence_counts_pairs_and_visits_follow_weights() -> None:
    nodes = np.array([[0, 1, 2, 1]])
    expected = np.zeros((3, 3))
    for a, b in pairs([0, 1, 2, 1], 2):
        expected[a, b] += 1
    assert np.array_equal(cooccurrence(nodes, 3, 2), expected)
    found = visits(LESMIS.csr, np.zeros(40_000, np.int64), 2, seed=0)[:, 1]
    seen = np.bincount(found, minlength=77)[LESMIS.neighbors(0)] / 40_000
    np.testing.assert_allclose(seen, transition(LESMIS.csr, None, 0, 1, 1).probabilities, atol=0.01)


def test_node2vec_at_one_is_deepwalk() -> None:
    plain = DeepWalk(n_components=8, n_walks=2, walk_length=10).fit(KARATE)
    biased = Node2Vec(n_components=8, n_walks=2, walk_length=10).fit(KARATE)
    assert np.array_equal(plain.main.vectors, biased.main.vectors)


def test_karate_club_is_separated() -> None:
    """A line between the clubs: all 34 members on their side."""
    from sklearn.linear_model import LogisticRegression

    fit = DeepWalk(n_components=16, n_epochs=5).fit(KARATE)
    clubs = np.array(KARATE.attributes["club"]) == "Officer"
    model = LogisticRegression(C=100).fit(fit.main.vectors, clubs)
    assert (model.predict(fit.main.vectors) == clubs).all()
