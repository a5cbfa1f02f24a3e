"""The comparison of two settings of p and q: its measures by hand, and what it finds on a planted graph."""

import networkx as nx
import numpy as np
import pytest

from engine.algorithms.communities import louvain
from engine.datasets.graphs.sources import ClassicGraph, GeneratedGraph
from engine.errors import InputError
from engine.evaluation.nodes.bias_effect import BiasComparison, BiasEffect, degree_between, edges_inside
from engine.report import Silent

LESMIS = ClassicGraph("lesmis").load(Silent())


def test_edges_inside_less_chance_is_networkx_modularity() -> None:
    groups = louvain(LESMIS.csr)
    inside, chance = edges_inside(LESMIS, groups)
    peer = nx.Graph()
    peer.add_weighted_edges_from(zip(*(part.tolist() for part in LESMIS.edges()), strict=True))
    sets = [set(np.flatnonzero(groups == code).tolist()) for code in range(groups.max() + 1)]
    assert inside - chance == pytest.approx(nx.community.modularity(peer, sets))


def test_degree_is_explained_by_itself_and_by_nothing_else() -> None:
    assert degree_between(LESMIS, np.unique(LESMIS.degrees, return_inverse=True)[1]) == pytest.approx(1)
    assert degree_between(LESMIS, np.zeros(77, int)) == pytest.approx(0, abs=1e-12)
    ring = GeneratedGraph("ring", n_nodes=20).load(Silent())
    assert degree_between(ring, np.arange(20) % 3) == 0
    assert degree_between(LESMIS, np.random.default_rng(0).integers(2, size=77)) < 0.1


def test_a_large_q_finds_the_roles_of_a_barbell() -> None:
    graph = GeneratedGraph("barbell", n_nodes=60).load(Silent())
    fit = BiasEffect(q_left=0.1, q_right=10.0, n_clusters=3, n_seeds=3).fit(graph)
    found = BiasComparison.from_fit(fit)
    assert len(found.left.clusters) == len(found.right.clusters) == 60 and found.left.degree.shape == (3,)
    assert found.right.degree.mean() > 0.93 > 0.85 > found.left.degree.mean()
    assert found.left.inside.mean() > found.left.inside_chance.mean() + 0.4
    assert fit.summary["degree right"] == found.right.degree.mean()
    with pytest.raises(InputError, match="choose fewer"):
        BiasEffect(n_clusters=30).fit(GeneratedGraph("ring", n_nodes=20).load(Silent()))
