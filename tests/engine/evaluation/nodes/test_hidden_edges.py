"""Hidden edges: splits that leak nothing, that are as random as they can be, and methods trained on what is left."""

from itertools import pairwise

import numpy as np
import pytest

from engine.datasets.graphs.sources import GeneratedGraph
from engine.errors import InputError
from engine.evaluation.nodes.hidden_edges import hide, trained_vectors
from engine.learners.nodes.laplacian import LaplacianEigenmaps
from engine.learners.nodes.netmf import NetMF
from engine.report import Silent
from tests.engine.datasets.graphs.test_graph import graph_of

BLOCKS = GeneratedGraph("blocks", n_nodes=150, n_blocks=3, inside=0.25, between=0.01).load(Silent())
CLIQUE_AND_RAYS = graph_of([(a, b) for a in range(8) for b in range(a)] + [(a, 8 + a) for a in range(8)])
"""Of 36 edges 8 hold a node each, which must stay."""


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
def test_a_split_never_leaks_and_keeps_the_graph_in_one_piece(share: float) -> None:
    split = hide(BLOCKS, share, seed=3)
    edges = {(a, b) for a, b, _ in zip(*BLOCKS.edges(), strict=True)}
    left = {(a, b) for a, b, _ in zip(*split.train.edges(), strict=True)}
    hidden, absent = set(map(tuple, split.hidden)), set(map(tuple, split.absent))
    assert left | hidden == edges and not left & hidden
    assert len(hidden) == round(share * len(edges)) == len(absent)
    assert not absent & edges and all(a < b for a, b in absent)
    assert split.train.n_parts == BLOCKS.n_parts == 1
    assert (split.train.degrees > 0).all()


def test_a_tree_cannot_hide_an_edge_unless_it_may_fall_apart() -> None:
    path = graph_of(list(pairwise(range(11))))
    with pytest.raises(InputError, match="Every edge holds the graph together"):
        hide(path, 0.3, 0)
    split = hide(path, 0.3, 0, whole=False)
    assert len(split.hidden) == 3 and split.n_spared == 0 and split.train.n_parts == 4


def test_edges_that_hold_nothing_are_hidden_alike() -> None:
    """Of a path of ten cliques all edges inside have the same chance. Sparing the edges that came first, as a forest
    grown in the order of the draw does, hides those of the largest clique oftener."""
    sizes, pairs, first = (5, 12), [], 0
    for size in sizes * 3:
        pairs += [(first + a, first + b) for a in range(size) for b in range(a)]
        first += size
    starts = np.cumsum([0, *(sizes * 3)])[:-1]
    graph = graph_of(pairs + [(int(a), int(b)) for a, b in pairwise(starts)])
    small = np.array([int(name[1:]) % 17 < 5 for name in graph.nodes])
    found = np.zeros(2)
    for seed in range(300):
        split = hide(graph, 0.1, seed)
        inside = small[split.hidden]
        found += [inside.all(axis=1).sum(), (~inside).all(axis=1).sum()]
    by_chance = 10 / 66
    assert found[0] / found[1] == pytest.approx(by_chance, rel=0.1)


def test_what_is_spared_is_counted() -> None:
    found = [hide(CLIQUE_AND_RAYS, 0.25, seed) for seed in range(200)]
    rays = {tuple(sorted((CLIQUE_AND_RAYS.index[f"n{a}"], CLIQUE_AND_RAYS.index[f"n{8 + a}"]))) for a in range(8)}
    assert not any(rays & set(map(tuple, split.hidden.tolist())) for split in found)
    expected = 9 * 8 / 29  # rays before the ninth of 28 other edges, in random order
    assert np.mean([split.n_spared for split in found]) == pytest.approx(expected, abs=0.25)


def test_plain_random_edges_are_any_edges() -> None:
    split = hide(CLIQUE_AND_RAYS, 0.5, 1, whole=False)
    assert len(split.hidden) == 18 and (split.train.degrees == 0).any()


@pytest.mark.parametrize("learner", [NetMF(n_components=4), LaplacianEigenmaps(n_components=4)])
def test_nodes_that_lost_all_edges_have_vectors_of_0(learner: NetMF | LaplacianEigenmaps) -> None:
    train = hide(CLIQUE_AND_RAYS, 0.5, 1, whole=False).train
    left, right = trained_vectors(learner, train, Silent())
    assert left.shape[0] == right.shape[0] == train.n_nodes and np.isfinite(left).all()
    lost = train.degrees == 0
    assert not left[lost].any() and (np.linalg.norm(left[~lost], axis=1) > 0).all()
