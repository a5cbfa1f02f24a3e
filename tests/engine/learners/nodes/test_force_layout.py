"""The force layout: neighbors come to lie near, symmetric graphs become symmetric drawings."""

import numpy as np
import pytest

from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import ClassicGraph, GeneratedGraph
from engine.learners.nodes import force_layout
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


def test_large_graphs_are_drawn_in_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(force_layout, "DRAWN_NODES", 20)
    part = drawn_part(KARATE)
    assert part.nodes == KARATE.nodes[:20]
    inside = [(a, b) for a, b, _ in zip(*KARATE.edges(), strict=True) if a < 20 and b < 20]
    assert part.n_edges == len(inside) and all(part.has_edge(a, b) for a, b in inside)
    assert "20 nodes of highest degree" in ForceLayout(n_iter=20).fit(KARATE).notes[0]
