"""Small graphs that need no file: classics of the literature from networkx, and shapes with known answers."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import numpy as np

from engine.datasets.graphs.builder import Edges

CLASSICS = {
    "karate": "Zachary's karate club (1977)",
    "lesmis": "Les Misérables (Knuth, 1993)",
    "davis": "Davis southern women (1941)",
    "florentine": "Florentine families (Padgett, 1986)",
}
SHAPES = {
    "blocks": "Stochastic block model",
    "ring": "Ring",
    "cliques": "Two cliques and a bridge",
    "barbell": "Barbell",
    "grid": "Grid",
}

Pairs = list[tuple[int, int]]


def classic(name: str) -> Edges:
    """One of CLASSICS, with the labels that networkx knows: the members' clubs, or women and events."""
    import networkx as nx

    graph = {
        "karate": nx.karate_club_graph,
        "lesmis": nx.les_miserables_graph,
        "davis": nx.davis_southern_women_graph,
        "florentine": nx.florentine_families_graph,
    }[name]()
    nodes = list(graph)
    if name == "karate":  # the weights counted shared activities; the studies of the club's split take them as 1
        clubs = [graph.nodes[node]["club"] for node in nodes]
        names = ["Mr. Hi" if node == 0 else "Officer" if node == 33 else str(node + 1) for node in nodes]
        return _edges(graph, names, {"club": clubs}, "club", weighted=False)
    if name == "davis":
        sides = np.array([graph.nodes[node]["bipartite"] for node in nodes], np.int8)
        kinds = ["woman" if side == 0 else "event" for side in sides]
        edges = _edges(graph, list(map(str, nodes)), {"kind": kinds}, "kind")
        return Edges(
            edges.names, edges.sources, edges.targets, edges.weights, False, edges.attributes, "kind", sides,
            ("woman", "event"),
        )  # fmt: skip
    return _edges(graph, list(map(str, nodes)), {}, "")


def _edges(graph: Any, names: list[str], attributes: dict[str, list[str]], label: str, weighted: bool = True) -> Edges:
    row = {node: place for place, node in enumerate(graph)}
    found = [(row[a], row[b], data.get("weight", 1) if weighted else 1) for a, b, data in graph.edges(data=True)]
    table = np.array(found, float)
    ends = table[:, :2].astype(np.int64)
    return Edges(names, ends[:, 0], ends[:, 1], table[:, 2], attributes=attributes, label_column=label)


def generated(shape: str, n_nodes: int, n_blocks: int, inside: float, between: float, seed: int) -> Edges:
    """One of SHAPES; each node's label says to which part it belongs."""
    if shape == "blocks":
        return _blocks(n_nodes, n_blocks, inside, between, seed)
    makers: dict[str, Callable[[int], tuple[Pairs, list[str]]]] = {
        "ring": _ring,
        "cliques": _cliques,
        "barbell": _barbell,
        "grid": _grid,
    }
    pairs, parts = makers[shape](n_nodes)
    ends = np.array(pairs)
    names = [str(row) for row in range(len(parts))]
    return Edges(names, ends[:, 0], ends[:, 1], np.ones(len(ends)), attributes={"part": parts}, label_column="part")


def _blocks(n_nodes: int, n_blocks: int, inside: float, between: float, seed: int) -> Edges:
    """Groups of equal size; each pair is joined with a chance that depends on whether it shares a group."""
    generator = np.random.default_rng(seed)
    block = np.arange(n_nodes) * n_blocks // n_nodes
    found = [np.zeros((0, 2), np.int64)]
    for row in range(n_nodes - 1):
        chance = np.where(block[row + 1 :] == block[row], inside, between)
        near = row + 1 + np.flatnonzero(generator.random(len(chance)) < chance)
        found.append(np.column_stack([np.full(len(near), row), near]))
    ends = np.concatenate(found)
    names = [f"{chr(65 + block[row])}{row}" for row in range(n_nodes)]
    labels = [f"group {chr(65 + code)}" for code in block]
    return Edges(names, ends[:, 0], ends[:, 1], np.ones(len(ends)), attributes={"group": labels}, label_column="group")


def _ring(n_nodes: int) -> tuple[Pairs, list[str]]:
    quarter = ["first", "second", "third", "fourth"]
    pairs = [(row, (row + 1) % n_nodes) for row in range(n_nodes)]
    return pairs, [f"{quarter[row * 4 // n_nodes]} quarter" for row in range(n_nodes)]


def _clique(first: int, size: int) -> Pairs:
    return [(a, b) for a in range(first, first + size) for b in range(a + 1, first + size)]


def _cliques(n_nodes: int) -> tuple[Pairs, list[str]]:
    half = min(n_nodes, 400) // 2
    pairs = [*_clique(0, half), *_clique(half, half), (half - 1, half)]
    return pairs, ["left"] * half + ["right"] * half


def _barbell(n_nodes: int) -> tuple[Pairs, list[str]]:
    """Two cliques joined by a path, a third of the nodes each."""
    third = min(n_nodes, 600) // 3
    path = list(pairwise(range(third - 1, 2 * third + 1)))
    return [*_clique(0, third), *path, *_clique(2 * third, third)], ["left bell"] * third + ["bar"] * third + [
        "right bell"
    ] * third


def _grid(n_nodes: int) -> tuple[Pairs, list[str]]:
    side = max(2, round(n_nodes**0.5))
    across = [(row * side + column, row * side + column + 1) for row in range(side) for column in range(side - 1)]
    down = [(row * side + column, (row + 1) * side + column) for row in range(side - 1) for column in range(side)]
    quarter = [("upper" if row < side / 2 else "lower", column) for row in range(side) for column in range(side)]
    return across + down, [f"{half} {'left' if column < side / 2 else 'right'}" for half, column in quarter]
