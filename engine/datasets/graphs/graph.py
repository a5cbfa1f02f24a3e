"""A network as rows of neighbors."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from engine.datasets.graphs import builder
from engine.datasets.graphs.builder import Edges, compressed
from engine.embedding import read_only

SEPARATOR = " | "
"""Stands between the values of a node that has several (topics of a blog, functions of a protein)."""


@dataclass(frozen=True, eq=False)
class Graph:
    """Nodes and weighted edges, by falling degree, in compressed rows.

    nodes: n_nodes different names. offsets: int64 (n_nodes + 1,) into `targets` and `weights`.
    targets: int32 (n_entries,) the node that each edge leads to, rising within a row, no self loops, no duplicates.
    weights: float32 (n_entries,), finite and above 0. An undirected edge is entered in both its rows.
    attributes: column -> n_nodes strings, "" where unknown, several values joined by SEPARATOR.
    label_column: the attribute that says what sort each node is; "" if there is none.
    sides: int8 (n_nodes,) 0 or 1 where edges only join two kinds of nodes, else empty; side_names: what these are.
    notes, details: what the reader changed, and what it understood.
    """

    kind: ClassVar[str] = "graph"

    nodes: tuple[str, ...]
    offsets: np.ndarray
    targets: np.ndarray
    weights: np.ndarray
    directed: bool = False
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    label_column: str = ""
    sides: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int8))
    side_names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        dtypes = {"offsets": np.int64, "targets": np.int32, "weights": np.float32, "sides": np.int8}
        for name, dtype in dtypes.items():
            object.__setattr__(self, name, read_only(np.ascontiguousarray(getattr(self, name), dtype=dtype)))
        if len(self.offsets) != len(self.nodes) + 1 or self.offsets[-1] != len(self.targets):
            raise ValueError(f"{len(self.offsets)} offsets for {len(self.nodes)} nodes, {len(self.targets)} targets")

    @classmethod
    def from_found(cls, edges: Edges, notes: Sequence[str] = (), details: Mapping[str, Any] | None = None) -> "Graph":
        """Clean edges as they were found, and say what was changed; raises what `builder.parts` raises."""
        graph = cls(**builder.parts(edges, notes, details))
        return replace(graph, notes=(*graph.notes, *builder.understood(graph.directed, graph.n_parts)))

    @classmethod
    def from_edges(
        cls,
        edges: Iterable[tuple[Any, Any]],
        weights: Sequence[float] = (),
        labels: Mapping[Any, str] | None = None,
        directed: bool = False,
    ) -> "Graph":
        """A graph of pairs of node names (strings, numbers, ...), which are cleaned and sorted as those of a file.

        weights: one for each edge, finite, above 0; without any, all edges weigh 1.
        labels: node -> what sort it is. Raises InputError if there are fewer than 5 nodes or 4 edges or a weight is
        negative, ValueError for what are no edges.

        >>> graph = Graph.from_edges([("a", "b"), ("b", "c"), ("c", "d"), ("d", "a"), ("d", "e")], labels={"a": "left"})
        >>> graph.nodes, graph.n_edges, graph.attributes["label"]
        (('d', 'a', 'b', 'c', 'e'), 5, ('', 'left', '', '', ''))
        """
        return cls.from_found(builder.edges_of(edges, weights, labels or {}, directed))

    @property
    def n_nodes(self) -> int:
        """Number of nodes."""
        return len(self.nodes)

    @property
    def n_edges(self) -> int:
        """Number of edges; an undirected one counts once."""
        return len(self.targets) if self.directed else len(self.targets) // 2

    @property
    def is_weighted(self) -> bool:
        """Whether some edge weighs more than another."""
        return bool((self.weights != self.weights[:1]).any())

    @property
    def csr(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Offsets, targets and weights: what algorithms take."""
        return self.offsets, self.targets, self.weights

    @cached_property
    def index(self) -> dict[str, int]:
        """Name -> row."""
        return {name: row for row, name in enumerate(self.nodes)}

    @cached_property
    def sources(self) -> np.ndarray:
        """int32 (n_entries,): the row that each entry belongs to."""
        return np.repeat(np.arange(self.n_nodes, dtype=np.int32), np.diff(self.offsets))

    @cached_property
    def degrees(self) -> np.ndarray:
        """Number of different neighbors of each node, in either direction, int64 (n_nodes,)."""
        if not self.directed:
            return np.diff(self.offsets)
        return np.diff(self.undirected().offsets)

    def neighbors(self, row: int) -> np.ndarray:
        """Rows that edges of a node lead to, rising."""
        return self.targets[self.offsets[row] : self.offsets[row + 1]]

    def has_edge(self, source: int, target: int) -> bool:
        """Whether an edge leads from source to target."""
        near = self.neighbors(source)
        place = int(np.searchsorted(near, target))
        return place < len(near) and near[place] == target

    def undirected(self) -> "Graph":
        """The same edges without their direction; the weights of both directions add up."""
        if not self.directed:
            return self
        ends = np.concatenate([self.sources, self.targets]), np.concatenate([self.targets, self.sources])
        rows = compressed(self.n_nodes, *ends, np.concatenate([self.weights, self.weights]))
        return self.with_edges(*rows, directed=False)

    def with_edges(self, offsets: np.ndarray, targets: np.ndarray, weights: np.ndarray, directed: bool) -> "Graph":
        """The same nodes with other edges."""
        return replace(self, offsets=offsets, targets=targets, weights=weights, directed=directed)

    def among(self, rows: np.ndarray) -> "Graph":
        """The nodes `rows`, which rise, alone, with the edges among them."""
        place = np.full(self.n_nodes, -1)
        place[rows] = np.arange(len(rows))
        keep = (place[self.sources] >= 0) & (place[self.targets] >= 0)
        counts = np.bincount(place[self.sources[keep]], minlength=len(rows))
        return replace(
            self,
            nodes=tuple(self.nodes[row] for row in rows),
            offsets=np.concatenate([[0], np.cumsum(counts)]),
            targets=place[self.targets[keep]],
            weights=self.weights[keep],
            attributes={name: tuple(values[row] for row in rows) for name, values in self.attributes.items()},
            sides=self.sides[rows] if len(self.sides) else self.sides,
        )

    def edges(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Source, target and weight of each edge, an undirected one once (source below target)."""
        keep = slice(None) if self.directed else self.sources < self.targets
        return self.sources[keep], self.targets[keep], self.weights[keep]

    @cached_property
    def parts(self) -> np.ndarray:
        """The (weakly) connected component of each node, int64 (n_nodes,); 0 is the largest."""
        label = np.arange(self.n_nodes)
        source, target = self.sources, self.targets
        while True:  # each round hands the lowest label on along the edges, then along the labels themselves
            before = label.copy()
            np.minimum.at(label, source, label[target])
            np.minimum.at(label, target, label[source])
            label = label[label]
            if np.array_equal(before, label):
                break
        _, codes, counts = np.unique(label, return_inverse=True, return_counts=True)
        place = np.empty(len(counts), np.int64)
        place[np.argsort(-counts, kind="stable")] = np.arange(len(counts))
        return read_only(place[codes])

    @property
    def n_parts(self) -> int:
        """Number of connected components."""
        return int(self.parts.max()) + 1

    def pack(self) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        """Arrays and a JSON document that `unpack` reads."""
        arrays = {name: getattr(self, name) for name in ("offsets", "targets", "weights", "sides")}
        document = {
            "nodes": list(self.nodes),
            "directed": self.directed,
            "attributes": {name: list(values) for name, values in self.attributes.items()},
            "label_column": self.label_column,
            "side_names": list(self.side_names),
            "notes": list(self.notes),
            "details": dict(self.details),
        }
        return arrays, document

    @classmethod
    def unpack(cls, arrays: Mapping[str, np.ndarray], document: Mapping[str, Any]) -> "Graph":
        """The Graph that `pack` took apart."""
        return cls(
            tuple(document["nodes"]),
            arrays["offsets"],
            arrays["targets"],
            arrays["weights"],
            document["directed"],
            {name: tuple(values) for name, values in document["attributes"].items()},
            document["label_column"],
            arrays["sides"],
            tuple(document["side_names"]),
            tuple(document["notes"]),
            document["details"],
        )
