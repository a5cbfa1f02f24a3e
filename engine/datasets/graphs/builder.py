"""From edges as they were found to the fields of a clean Graph: what is merged or dropped is counted and said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine import limits
from engine.errors import InputError
from engine.files.display import displayable

FEWEST_NODES = 5
FEWEST_EDGES = 4
LIGHTEST = float(np.finfo(np.float32).tiny)
"""Weights below this lose their digits, or become 0, as they are stored."""
HEAVIEST = 1e30
"""Weights above this could overflow when they are added up."""


@dataclass(frozen=True, eq=False)
class Edges:
    """Edges between numbered nodes, before they are cleaned.

    sources, targets: integer (n,) rows of `names`. weights: float (n,), finite.
    sides: int8 (len(names),) for two kinds of nodes, else None. attributes: column -> a string for each name.
    counted: whether an edge that is listed several times weighs more.
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
    counted: bool = True


def edges_of(
    pairs: Iterable[tuple[Any, Any]], weights: Sequence[float], labels: Mapping[Any, str], directed: bool
) -> Edges:
    """Edges between nodes that are called by their names, which need not be strings; see `Graph.from_edges`."""
    rows: dict[str, int] = {}
    ends = [_ends(pair, place, rows) for place, pair in enumerate(pairs)]
    for node in labels:
        rows.setdefault(str(node), len(rows))
    sources, targets = np.array(ends, dtype=np.int64).reshape(-1, 2).T
    given = np.asarray(weights, dtype=np.float64) if len(weights) else np.ones(len(ends))
    if given.shape != (len(ends),) or not np.isfinite(given).all():
        raise ValueError(f"weights of shape {given.shape} for {len(ends):,} edges; give one finite number for each")
    known = {str(node): displayable(str(label), limits.LABEL_LENGTH) for node, label in labels.items()}
    attributes = {"label": [known.get(name, "") for name in rows]} if labels else {}
    return Edges(tuple(rows), sources, targets, given, directed, attributes, "label" if labels else "")


def _ends(pair: Any, place: int, rows: dict[str, int]) -> tuple[int, int]:
    """Rows of both ends of an edge; new names get the next row."""
    if isinstance(pair, str) or len(pair) != 2:
        raise ValueError(f"edge {place:,} is {pair!r:.80}; needed is a pair of node names")
    source, target = (rows.setdefault(str(name), len(rows)) for name in pair)
    return source, target


def parts(edges: Edges, notes: Sequence[str], details: Mapping[str, Any] | None) -> dict[str, Any]:
    """Drop self loops and edges of weight 0, add up duplicates, leave out nodes without an edge, sort by degree.

    The result: the fields of a Graph.

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
    if not edges.counted:
        weights = np.ones_like(weights)
    if len(targets) < n_before:
        added = ", their weights added up" if edges.counted else ""
        said.append(f"Duplicate edges merged{added}: {n_before - len(targets):,}.")
    order, place = _by_degree(len(edges.names), sources, targets)
    if len(order) < len(edges.names):
        said.append(f"Nodes without an edge left out: {len(edges.names) - len(order):,}.")
    _require_size(len(order), len(targets))
    offsets, targets, weights = _rows(len(order), place[sources], place[targets], weights, edges.directed)
    return {
        "nodes": _names(edges.names, order),
        "offsets": offsets,
        "targets": targets,
        "weights": weights,
        "directed": edges.directed,
        "attributes": {name: tuple(str(values[row]) for row in order) for name, values in edges.attributes.items()},
        "label_column": edges.label_column,
        "sides": np.zeros(0, np.int8) if edges.sides is None else edges.sides[order],
        "side_names": edges.side_names,
        "notes": tuple(said),
        "details": dict(details or {}),
    }


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
    tiny = ~zero & (edges.weights < LIGHTEST)
    heavy = edges.weights > HEAVIEST
    for what, found in (
        ("Self loops", loops),
        ("Edges of weight 0", zero),
        (f"Edges of a weight too small to be stored (below {LIGHTEST:.2g})", tiny),
        (f"Edges of a weight too large to be added up (above {HEAVIEST:.2g})", heavy),
    ):
        if found.any():
            said.append(f"{what} left out: {int(found.sum()):,}.")
    _require_some(tiny | heavy)
    return ~(loops | zero | tiny | heavy)


def _require_some(beyond: np.ndarray) -> None:
    if len(beyond) and beyond.all():
        raise InputError(
            f"The weights of all {len(beyond):,} edges are below {LIGHTEST:.2g} or above {HEAVIEST:.2g}, which cannot "
            "be computed with; please scale them, or choose “All edges weigh 1”.",
            "E-GRF-106",
        )


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
    numbers: dict[str, int] = {}
    taken: set[str] = set()
    return tuple(_untaken(displayable(names[row], limits.LABEL_LENGTH) or "(no name)", taken, numbers) for row in order)


def _untaken(stem: str, taken: set[str], numbers: dict[str, int]) -> str:
    """The name, or with the next number that is free; `numbers` keeps the last ones, else time goes by the square."""
    name, number = stem, numbers.get(stem, 2)
    while name in taken:
        name = f"{stem[: limits.LABEL_LENGTH - 8]} ({number})"
        number += 1
    if name != stem:
        numbers[stem] = number
    taken.add(name)
    return name


def understood(directed: bool, n_parts: int) -> Iterator[str]:
    """What is to be said of the finished graph."""
    yield (
        "Read as directed: walks follow the edges from the first column to the second."
        if directed
        else "Read as undirected: each edge can be walked both ways."
    )
    if n_parts > 1:
        yield f"The graph has {n_parts:,} parts; positions between parts mean nothing."


def compressed(
    n_nodes: int, sources: np.ndarray, targets: np.ndarray, weights: np.ndarray
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Offsets, targets and weights of compressed rows; the weights of equal edges add up."""
    keys, place = np.unique(sources.astype(np.int64) * n_nodes + targets, return_inverse=True)
    summed = np.bincount(place, weights=weights, minlength=len(keys)).astype(np.float32)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(keys // n_nodes, minlength=n_nodes))])
    return offsets, (keys % n_nodes).astype(np.int32), summed
