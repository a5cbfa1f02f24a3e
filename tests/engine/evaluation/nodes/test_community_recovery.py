"""Community recovery on planted communities."""

import pytest

from engine.datasets.graphs.sources import GeneratedGraph
from engine.evaluation.nodes.community_recovery import CommunityScores, CommunityTest
from engine.learners.nodes.netmf import NetMF
from engine.report import Silent

BLOCKS = GeneratedGraph("blocks", n_nodes=150, n_blocks=3, inside=0.25, between=0.01).load(Silent())


def test_planted_communities_are_found() -> None:
    fit = CommunityTest(column="group").fit(NetMF(n_components=8).fit(BLOCKS).main)
    found = CommunityScores.from_fit(fit)
    likeness = {(each.left, each.right): each for each in found.likenesses}
    assert likeness["k-means", "labels"].nmi.min() > 0.95
    assert likeness["k-means", "labels"].nmi.shape == (5,)
    assert likeness["Louvain", "labels"].nmi == pytest.approx([1]) and likeness["Louvain", "labels"].ari == [1]
    assert set(likeness) == {("k-means", "labels"), ("Louvain", "labels"), ("k-means", "Louvain")}
    assert len(found.clusters) == 150
    by_louvain = CommunityScores.from_fit(CommunityTest(column="community").fit(NetMF(n_components=8).fit(BLOCKS).main))
    assert [(each.left, each.right) for each in by_louvain.likenesses] == [("k-means", "labels")]
