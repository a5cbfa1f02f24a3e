"""LGL: a line "# node", then a line for each of its neighbors, perhaps with a weight."""

import re

from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import EdgeLayout
from engine.datasets.graphs.weights import Weights

_NODE = re.compile(r"#\s+(\S+)$")


def recognizes(head: Head) -> bool:
    """It begins with a node, nodes and neighbors take turns, and neighbors are one name, perhaps with a number."""
    lines = head.lines
    if len(lines) < 4 or not _NODE.match(lines[0]) or lines[1].startswith("#"):
        return False
    nodes = [line for line in lines if line.startswith("#")]
    others = [line.split() for line in lines if not line.startswith("#")]
    value = Weights().value
    return (
        len(nodes) > 1
        and all(map(_NODE.match, nodes))
        and all(len(row) == 1 or (len(row) == 2 and value(row[1]) is not None) for row in others)
    )


def read(file: GraphText, layout: EdgeLayout) -> Found:
    """Edges from each node to the neighbors below it; other lines are counted and left out."""
    found = Found()
    weights = Weights(absolute=layout.weighting == "absolute")
    node, n_dropped, weighted = "", 0, False
    for _, text in file.lines():
        if begins := _NODE.match(text):
            node = begins[1]
            continue
        row = text.split()
        weighted |= len(row) == 2
        weight = weights.value(row[1]) if len(row) == 2 and layout.weighting != "ones" else 1.0
        if not node or len(row) > 2 or weight is None:
            n_dropped += 1
        else:
            found.add(node, row[0], weight)
    if n_dropped:
        file.notes.append(f"Lines left out because they are no neighbors: {n_dropped:,}.")
    found.details = {"layout": "LGL", "weights": "second field" if weighted else "none"}
    return found
