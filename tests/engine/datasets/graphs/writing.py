"""A small graph of known edges, written in every layout."""

import json
from pathlib import Path
from typing import Any

import numpy as np

from engine.datasets.graphs import reader
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.layout import EdgeLayout

Edge = tuple[str, str, float]
Weighted = dict[frozenset[str], float]


def read(folder: Path, content: str | bytes, table: str | None = None, **layout: Any) -> Graph:
    """The graph of a file with that content."""
    path, nodes = folder / "edges", folder / "nodes"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    if table is not None:
        nodes.write_text(table)
    return reader.read(path, EdgeLayout(**layout), nodes if table is not None else None)


def edges_of(graph: Graph) -> Weighted:
    """The ends and the weight of each edge."""
    rows = zip(*(column.tolist() for column in graph.edges()), strict=True)
    return {frozenset((graph.nodes[a], graph.nodes[b])): round(weight, 4) for a, b, weight in rows}


def known(edges: list[Edge], weighted: bool = True) -> Weighted:
    """What is to be read of such edges."""
    return {frozenset((a, b)): round(weight, 4) if weighted else 1.0 for a, b, weight in edges}


def nodes_of(edges: list[Edge]) -> list[str]:
    """The names, in order of appearance."""
    return list(dict.fromkeys(name for a, b, _ in edges for name in (a, b)))


def numbered(edges: list[Edge]) -> tuple[list[str], list[tuple[int, int, float]]]:
    """The names, and edges between their numbers from 1."""
    names = nodes_of(edges)
    return names, [(names.index(a) + 1, names.index(b) + 1, weight) for a, b, weight in edges]


def neighbors_of(edges: list[Edge], both: bool) -> dict[str, list[str]]:
    """Node -> its neighbors, each edge named by its source alone or by both."""
    found: dict[str, list[str]] = {name: [] for name in nodes_of(edges)}
    for a, b, _ in edges:
        found[a].append(b)
        if both:
            found[b].append(a)
    return found


def matrix_of(edges: list[Edge]) -> tuple[list[str], np.ndarray]:
    """Names and the symmetric matrix of weights."""
    names, ends = numbered(edges)
    matrix = np.zeros((len(names), len(names)))
    for a, b, weight in ends:
        matrix[a - 1, b - 1] = matrix[b - 1, a - 1] = weight
    return names, matrix


def matrix_market(edges: list[Edge]) -> str:
    """Lower triangle of a symmetric real matrix."""
    names, ends = numbered(edges)
    lines = [f"{max(a, b)} {min(a, b)} {weight:g}" for a, b, weight in ends]
    head = f"%%MatrixMarket matrix coordinate real symmetric\n% made\n{len(names)} {len(names)} {len(ends)}"
    return "\n".join([head, *lines]) + "\n"


def dimacs(edges: list[Edge]) -> str:
    """Edges with lengths."""
    names, ends = numbered(edges)
    lines = [f"a {a} {b} {weight:g}" for a, b, weight in ends]
    return "\n".join(["c made", f"p sp {len(names)} {len(ends)}", *lines]) + "\n"


def metis(edges: list[Edge]) -> str:
    """Neighbors of each node, both ways."""
    names = nodes_of(edges)
    rows = neighbors_of(edges, both=True)
    lines = [" ".join(str(names.index(other) + 1) for other in rows[name]) for name in names]
    return "\n".join([f"{len(names)} {len(edges)}", *lines]) + "\n"


def pajek(edges: list[Edge]) -> str:
    """Vertices with labels, and edges with weights."""
    names, ends = numbered(edges)
    vertices = [f'{number} "{name}" 0.5 0.5' for number, name in enumerate(names, 1)]
    lines = [f"{a} {b} {weight:g}" for a, b, weight in ends]
    return "\r\n".join([f"*Vertices {len(names)}", *vertices, "*Edges", *lines]) + "\r\n"


def lgl(edges: list[Edge]) -> str:
    """Each node with its neighbors below it."""
    lines: list[str] = []
    for name in nodes_of(edges):
        own = [f"{b} {weight:g}" for a, b, weight in edges if a == name]
        lines += [f"# {name}", *own] if own else []
    return "\n".join(lines) + "\n"


def tgf(edges: list[Edge]) -> str:
    """Nodes with labels, then edges with weights."""
    names, ends = numbered(edges)
    nodes = [f"{number} {name}" for number, name in enumerate(names, 1)]
    return "\n".join([*nodes, "#", *(f"{a} {b} {weight:g}" for a, b, weight in ends)]) + "\n"


def sif(edges: list[Edge]) -> str:
    """A line for each source with edges, and each other node alone."""
    rows = neighbors_of(edges, both=False)
    return "\n".join("\t".join([name, "pp", *near] if near else [name]) for name, near in rows.items()) + "\n"


def gml(edges: list[Edge]) -> str:
    """Nodes with labels, and edges with values."""
    names, ends = numbered(edges)
    nodes = [f'  node\n  [\n    id {number}\n    label "{name}"\n  ]' for number, name in enumerate(names, 1)]
    links = [f"  edge [ source {a} target {b} value {weight:g} ]" for a, b, weight in ends]
    return "\n".join(['Creator "a program"', "graph", "[", "  directed 0", *nodes, *links, "]"]) + "\n"


def node_link(edges: list[Edge]) -> str:
    """As networkx writes it."""
    links = [{"source": a, "target": b, "weight": weight} for a, b, weight in edges]
    return json.dumps({"directed": False, "graph": {}, "nodes": [{"id": n} for n in nodes_of(edges)], "links": links})


def tuples(edges: list[Edge]) -> str:
    """A printed list of triples."""
    return repr(edges)


def dictionaries(edges: list[Edge]) -> str:
    """As networkx writes an edge list."""
    return "".join(f"{a} {b} {{'weight': {weight!r}}}\n" for a, b, weight in edges)


WEIGHTED = {
    "matrix_market": matrix_market, "dimacs": dimacs, "pajek": pajek, "lgl": lgl, "tgf": tgf, "gml": gml,
    "json": node_link, "tuples": tuples, "networkx": dictionaries,
}  # fmt: skip
NUMBERED = {"matrix_market", "dimacs", "metis"}
"""Layouts that know numbers of nodes alone."""
