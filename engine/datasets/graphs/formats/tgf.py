"""TGF, the Trivial Graph Format: nodes with labels, a line "#", then edges with labels."""

from engine.datasets.graphs.described import Described
from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import EdgeLayout
from engine.datasets.graphs.weights import Weights


def recognizes(head: Head) -> bool:
    """A single "#" below nodes, each with an id of its own, and above edges between them."""
    if head.lines.count("#") != 1:
        return False
    place = head.lines.index("#")
    ids = [line.split()[0] for line in head.lines[:place]]
    edges = [line.split() for line in head.lines[place + 1 :]]
    known = set(ids)
    return (
        len(ids) > 1
        and len(known) == len(ids)
        and all(len(edge) > 1 and edge[0] in known and edge[1] in known for edge in edges)
    )


def read(file: GraphText, layout: EdgeLayout) -> Found:
    """Nodes, called by their labels, and edges; a label of an edge is its weight if it is a number, else a relation."""
    graph = Described(layout, "TGF")
    value = Weights().value
    n_dropped, below = 0, False
    for _, text in file.lines():
        fields = text.split(maxsplit=2 if below else 1)
        if text == "#" and not below:
            below = True
        elif not below:
            graph.node(fields[0], {"label": fields[1] if len(fields) > 1 else ""})
        elif len(fields) < 2:
            n_dropped += 1
        else:
            label = fields[2].strip() if len(fields) > 2 else ""
            told = {} if not label else {"weight": label} if value(label) is not None else {"label": label}
            graph.edge(fields[0], fields[1], told, True)
    if n_dropped:
        file.notes.append(f"Lines left out because they are no edges: {n_dropped:,}.")
    return graph.finished(file.notes)
