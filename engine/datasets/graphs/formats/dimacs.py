"""DIMACS: each line begins with a letter, p for the sizes, e or a for an edge, c for a comment."""

import re

from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import EdgeLayout
from engine.datasets.graphs.weights import Weights, natural

_SIZES = re.compile(r"p\s+\w+\s+\d+\s+\d+$")


def recognizes(head: Head) -> bool:
    """A line of sizes, under comments at most."""
    first = next((line for line in head.lines if line.split()[0] != "c"), "")
    return _SIZES.match(first) is not None


def read(file: GraphText, layout: EdgeLayout) -> Found:
    """An edge for each line with e or a, whose third number is its weight."""
    found = Found()
    weights = Weights(absolute=layout.weighting == "absolute")
    announced, n_other, n_arcs, weighted = 0, 0, 0, False
    for _, text in file.lines():
        sort, *row = text.split()
        if sort in ("e", "a") and len(row) in (2, 3):
            weight = weights.value(row[2]) if len(row) == 3 and layout.weighting != "ones" else 1.0
            if weight is not None:
                weighted |= len(row) == 3
                n_arcs += sort == "a"
                found.add(row[0], row[1], weight)
                continue
        if sort == "p":
            announced = natural(row[2]) if len(row) > 2 else 0
        elif sort not in ("c", "n", "d", "v", "x"):
            n_other += 1
    if n_other:
        file.notes.append(f"Lines left out because they are no edges: {n_other:,}.")
    if announced > 0 and announced != len(found):
        file.notes.append(f"The file announces {announced:,} edges and holds {len(found):,}.")
    if n_arcs and weighted:
        file.notes.append("Numbers of arcs are lengths or capacities in DIMACS; walks prefer large ones.")
    found.file_directed = n_arcs > 0
    found.counted = weighted
    found.details = {"layout": "DIMACS", "weights": "third number" if weighted else "none"}
    return found
