"""What walks tend to, why nodes are close, and the charts about it."""

from itertools import pairwise

import networkx as nx
import numpy as np
import pytest

from engine.datasets.graph_sources import ClassicGraph
from engine.evaluation.node_closeness import closeness, near_in, shortest_path
from engine.evaluation.walk_matrix import agreement, expected_share, observed_share, shifted_pmi
from engine.figures import network
from engine.learners.base import Silent
from engine.learners.node2vec import DeepWalk
from tests.test_graph import graph_of

KARATE = ClassicGraph("karate").load(Silent())
LESMIS = ClassicGraph("lesmis").load(Silent())


def test_observed_shares_tend_to_the_expected_ones() -> None:
    expected = expected_share(LESMIS, 3)
    assert expected.sum() == pytest.approx(1)
    np.testing.assert_allclose(expected, expected.T, atol=1e-12)
    distances = [np.abs(observed_share(LESMIS, n, 40, 3) - expected).sum() for n in (30, 300, 3_000)]
    assert distances[2] < 0.12 and distances[1] < 0.5 * distances[0] and distances[2] < 0.5 * distances[1]


def test_shifted_pmi_of_one_step_by_hand() -> None:
    """Window 1: s(j | i) = 1 / degree(i) for a neighbor."""
    found = shifted_pmi(KARATE, 1, 5, 1.0)
    a, b = int(KARATE.sources[0]), int(KARATE.targets[0])
    noise = KARATE.degrees[b] / KARATE.degrees.sum()
    assert found[a, b] == pytest.approx(np.log(1 / KARATE.degrees[a] / noise / 5))
    assert np.isneginf(found[0, 0])


def test_deepwalk_learns_the_matrix_without_seeing_it() -> None:
    """Qiu et al., 2018: with enough dimensions and reading, inner products follow the shifted PMI."""
    learner = DeepWalk(n_components=32, n_walks=50, walk_length=40, window=3, n_epochs=10, negative=1)
    fit = learner.fit(KARATE)
    vectors = [fit.embeddings[name].vectors for name in ("node", "context")]
    right = agreement(shifted_pmi(KARATE, 3, 1, 0.75), *vectors)
    assert right.correlation > 0.9
    slope = np.polyfit(right.predicted, right.learned, 1)[0]
    assert 0.7 < slope < 1.2
    other = np.random.default_rng(0).permutation(34)
    assert agreement(shifted_pmi(KARATE, 3, 1, 0.75)[other], *vectors).correlation < 0.5


def test_shortest_paths_are_networkx() -> None:
    peer = nx.Graph(list(zip(LESMIS.sources.tolist(), LESMIS.targets.tolist(), strict=True)))
    for target in range(1, 77, 5):
        path = shortest_path(LESMIS, 60, target)
        assert len(path) == len(nx.shortest_path(peer, 60, target))
        assert all(LESMIS.has_edge(a, b) for a, b in pairwise(path))


def test_closeness_counts_common_neighbors_and_meetings() -> None:
    found = closeness(KARATE, KARATE.index["Mr. Hi"], KARATE.index["2"], walk_length=1)
    assert len(found.common) == 7 and len(found.path) == 2
    assert found.met == pytest.approx(1 / 16, abs=0.02)
    parts = graph_of([(0, 1), (1, 2), (3, 4), (4, 5)])
    apart = closeness(parts, parts.index["n0"], parts.index["n5"], walk_length=5)
    assert apart.path == [] and apart.met == 0 and not len(apart.common)


def test_nearness_in_graph_and_embedding() -> None:
    graph = graph_of([(0, 1), (0, 2), (1, 2), (2, 3), (3, 4)])
    row = graph.index
    codes = near_in(graph, row["n0"], np.array([row["n1"], row["n4"]]), 5)
    assert [int(codes[row[name]]) for name in ("n0", "n1", "n2", "n3", "n4")] == [-1, 0, 1, 3, 2]


def test_charts_show_the_numbers() -> None:
    share = expected_share(KARATE, 2)
    assert np.array_equal(network.pair_matrix(share, KARATE.nodes, 1.0, "x").data[0].z, share)
    found = agreement(np.arange(9.0).reshape(3, 3), np.eye(3), np.arange(9.0).reshape(3, 3).T)
    chart = network.learned_against_predicted(found, ["<b>", "b", "c"])
    assert found.correlation == pytest.approx(1) and len(chart.data[0].x) == 6
    assert not any("<b>" in text for text in chart.data[0].text)
    scores = {"F1": np.array([[0.2, 0.4], [0.6, 0.6]])}
    lines = network.scores_by_share((10, 90), scores, {"blind": np.zeros((2, 2))})
    np.testing.assert_allclose(lines.data[0].y, [0.3, 0.6])
    np.testing.assert_allclose(lines.data[0].error_y.array, [0.1, 0])
