"""The force layout: neighbors come to lie near, symmetric graphs become symmetric drawings."""

import numpy as np
import pytest

from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import ClassicGraph, GeneratedGraph
from engine.learners.nodes.force_layout import ForceLayout, drawn_part
from engine.report import Silent

RING = GeneratedGraph("ring", n_nodes=24).load(Silent())
KARATE = ClassicGraph("karate").load(Silent())


def places(graph: Graph, dims: int = 2) -> np.ndarray:
    return ForceLayout(n_components=dims).fit(graph).main.vectors


@pytest.mark.parametrize("dims", [2, 3])
def test_edges_are_short(dims: int) -> None:
    for graph in (KARATE, RING, GeneratedGraph("grid", n_nodes=100).load(Silent())):
        fit = ForceLayout(n_components=dims).fit(graph)
        assert fit.main.vectors.shape == (graph.n_nodes, dims)
        assert fit.summary["edge_length"] < 0.62


def test_a_ring_is_drawn_as_a_ring() -> None:
    found = places(RING)
    radius = np.linalg.norm(found, axis=1)
    assert radius.std() < 0.05 * radius.mean()
    order = np.argsort(np.arctan2(found[:, 1], found[:, 0]))
    around = [int(RING.nodes[row]) for row in order]
    steps = np.diff([*around, around[0]]) % 24
    assert set(steps) <= {1, 23} and len(set(steps)) == 1


def test_the_clubs_lie_apart() -> None:
    found = places(KARATE)
    club = np.array(KARATE.attributes["club"]) == "Officer"
    axis = found[club].mean(axis=0) - found[~club].mean(axis=0)
    side = found @ axis > found.mean(axis=0) @ axis
    assert (side == club).mean() >= 0.9


def test_large_graphs_are_drawn_in_part() -> None:
    part = drawn_part(KARATE, 20)
    assert part.nodes == KARATE.nodes[:20]
    inside = [(a, b) for a, b, _ in zip(*KARATE.edges(), strict=True) if a < 20 and b < 20]
    assert part.n_edges == len(inside) and all(part.has_edge(a, b) for a, b in inside)
    assert "20 nodes of highest degree" in ForceLayout(n_iter=20, n_nodes=20).fit(KARATE).notes[0]


def test_stray_parts_stand_aside_and_leave_the_largest_as_it_is() -> None:
    """Zachary's club with three strangers' circles: the club is drawn as if it were alone."""
    pairs = [(f"k{a}", f"k{b}") for a, b in zip(*KARATE.edges()[:2], strict=True)]
    strays = [(f"s{part}{a}", f"s{part}{(a + 1) % 4}") for part in range(3) for a in range(4)]
    whole, alone = Graph.from_edges(pairs + strays), Graph.from_edges(pairs)
    fit = ForceLayout().fit(whole)
    assert fit.summary["stray_parts"] == 3 and fit.summary["stray_nodes"] == 12
    found, known = fit.main.vectors, places(alone)
    club = np.array([whole.index[name] for name in alone.nodes])
    stray = np.array([row for row in range(whole.n_nodes) if row not in set(club.tolist())])
    assert found[stray, 1].max() < found[club, 1].min()
    lengths = [np.linalg.norm(each[:, None] - each[None], axis=2).ravel() for each in (found[club], known)]
    assert np.corrcoef(*lengths)[0, 1] > 0.9
