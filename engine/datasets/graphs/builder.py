"""From edges as they were found to a clean Graph: what is merged or dropped is counted and said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from engine import limits
from engine.datasets.graphs.graph import Graph, compressed
from engine.errors import InputError
from engine.files.display import displayable

FEWEST_NODES = 5
FEWEST_EDGES = 4


@dataclass(frozen=True, eq=False)
class Edges:
    """Edges between numbered nodes, before they are cleaned.

    sources, targets: integer (n,) rows of `names`. weights: float (n,), finite.
    sides: int8 (len(names),) for two kinds of nodes, else None. attributes: column -> a string for each name.
    """

    names: Sequence[str]
    sources: np.ndarray
    targets: np.ndarray
    weights: np.ndarray
    directed: bool = False
    attributes: Mapping[str, Sequence[str]] = field(default_factory=dict)
    label_column: str = ""
    sides: np.ndarray | None = None
    side_names: tuple[str, ...] = ()


def build(edges: Edges, notes: Sequence[str] = (), details: Mapping[str, Any] | None = None) -> Graph:
    """Drop self loops and edges of weight 0, add up duplicates, leave out nodes without an edge, sort by degree.

    Raises InputError if a weight is negative (E-GRF-61), if too little is left (E-GRF-64), or if it is too large
    (E-GRF-65).
    """
    _require_no_negative(edges.weights)
    said = list(notes)
    keep = _kept(edges, said)
    sources, targets, weights = edges.sources[keep], edges.targets[keep], edges.weights[keep]
    n_before = len(sources)
    if not edges.directed:
        sources, targets = np.minimum(sources, targets), np.maximum(sources, targets)
    offsets, targets, weights = compressed(len(edges.names), sources, targets, weights)
    sources = np.repeat(np.arange(len(edges.names)), np.diff(offsets))
    if len(targets) < n_before:
        said.append(f"Duplicate edges merged, their weights added up: {n_before - len(targets):,}.")
    order, place = _by_degree(len(edges.names), sources, targets)
    if len(order) < len(edges.names):
        said.append(f"Nodes without an edge left out: {len(edges.names) - len(order):,}.")
    _require_size(len(order), len(targets))
    rows = _rows(len(order), place[sources], place[targets], weights, edges.directed)
    graph = Graph(
        _names(edges.names, order),
        *rows,
        edges.directed,
        {name: tuple(str(values[row]) for row in order) for name, values in edges.attributes.items()},
        edges.label_column,
        np.zeros(0, np.int8) if edges.sides is None else edges.sides[order],
        edges.side_names,
        details=dict(details or {}),
    )
    return _with_notes(graph, said)


def _require_no_negative(weights: np.ndarray) -> None:
    n_negative = int((weights < 0).sum())
    if n_negative:
        raise InputError(
            f"{n_negative:,} edges have a negative weight (the lowest is {weights.min():g}); random walks need weights "
            "> 0. Choose “Absolute values” for the weights, or “All edges weigh 1”.",
            "E-GRF-61",
        )


def _kept(edges: Edges, said: list[str]) -> np.ndarray:
    loops, zero = edges.sources == edges.targets, edges.weights == 0
    if loops.any():
        said.append(f"Self loops left out: {int(loops.sum()):,}.")
    if zero.any():
        said.append(f"Edges of weight 0 left out: {int(zero.sum()):,}.")
    return ~(loops | zero)


def _by_degree(n_names: int, sources: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of the names that have edges, by falling degree, and for each name its place in that order."""
    degree = np.bincount(sources, minlength=n_names) + np.bincount(targets, minlength=n_names)
    order = np.argsort(-degree, kind="stable")[: np.count_nonzero(degree)]
    place = np.full(n_names, -1)
    place[order] = np.arange(len(order))
    return order, place


def _require_size(n_nodes: int, n_edges: int) -> None:
    if n_nodes < FEWEST_NODES or n_edges < FEWEST_EDGES:
        raise InputError(
            f"The graph has {n_nodes} nodes and {n_edges} edges; it needs at least {FEWEST_NODES} nodes and "
            f"{FEWEST_EDGES} edges. Please give more edges.",
            "E-GRF-64",
        )
    if n_nodes > limits.NODES or n_edges > limits.EDGES:
        raise InputError(
            f"The graph has {n_nodes:,} nodes and {n_edges:,} edges; at most {limits.NODES:,} nodes and "
            f"{limits.EDGES:,} edges are taken. Please take a part of it.",
            "E-GRF-65",
        )


def _rows(
    n_nodes: int, sources: np.ndarray, targets: np.ndarray, weights: np.ndarray, directed: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    if not directed:
        ends = np.concatenate([sources, targets]), np.concatenate([targets, sources])
        return compressed(n_nodes, *ends, np.concatenate([weights, weights]))
    return compressed(n_nodes, sources, targets, weights)


def _names(names: Sequence[str], order: np.ndarray) -> tuple[str, ...]:
    """Names that can be shown, cut to limits.LABEL_LENGTH characters and told apart by a number where that is lost."""
    shown, taken = [], set()
    for row in order:
        name = displayable(names[row], limits.LABEL_LENGTH) or "(no name)"
        stem, number = name, 2
        while name in taken:
            name = f"{stem[: limits.LABEL_LENGTH - 8]} ({number})"
            number += 1
        taken.add(name)
        shown.append(name)
    return tuple(shown)


def _with_notes(graph: Graph, said: list[str]) -> Graph:
    said.append(
        "Read as directed: walks follow the edges from the first column to the second."
        if graph.directed
        else "Read as undirected: each edge can be walked both ways."
    )
    if graph.n_parts > 1:
        said.append(f"The graph has {graph.n_parts:,} parts; positions between parts mean nothing.")
    return replace(graph, notes=tuple(said))
