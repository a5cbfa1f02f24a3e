"""Recommendations by inner product, by hand; and how often joined nodes come first, by counting all pairs."""

import numpy as np
import pytest

from engine.datasets.graphs.sources import ClassicGraph
from engine.embedding import Embedding
from engine.fit import Fit
from engine.insight.nodes.recommendation import recommended, share_above
from engine.report import Silent

DAVIS = ClassicGraph("davis").load(Silent())


def test_nodes_of_the_other_kind_are_ranked_by_inner_product() -> None:
    generator = np.random.default_rng(0)
    nodes, contexts = (Embedding(generator.normal(size=(32, 5)), DAVIS.nodes) for _ in range(2))
    fit = Fit({"node": nodes, "context": contexts})
    for row in (int(np.flatnonzero(DAVIS.sides == 0)[3]), int(np.flatnonzero(DAVIS.sides == 1)[2])):
        found = recommended(fit, DAVIS, row)
        assert set(found.joined.rows.tolist()) == set(DAVIS.neighbors(row).tolist())
        assert len(found.joined.rows) + len(found.fresh.rows) == (DAVIS.sides != DAVIS.sides[row]).sum()
        left, right = (nodes, contexts) if DAVIS.sides[row] == 0 else (contexts, nodes)
        for ranked in (found.joined, found.fresh):
            np.testing.assert_allclose(ranked.scores, right.vectors[ranked.rows] @ left.vectors[row], rtol=1e-5)
            assert (np.diff(ranked.scores) <= 0).all()
        pairs = found.joined.scores[:, None] > found.fresh.scores[None, :]
        assert found.above == pytest.approx(pairs.mean())


def test_the_share_above_counts_ties_as_below() -> None:
    assert share_above(np.array([1.0, 2.0]), np.array([1.0, 0.0, 3.0])) == pytest.approx(3 / 6)
    assert share_above(np.array([]), np.array([1.0])) is None
