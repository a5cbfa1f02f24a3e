"""Multiline adjacency lists of networkx: a node and how many neighbors it has, then a line for each of these."""

from engine.datasets.graphs.described import Described
from engine.datasets.graphs.formats.networkx_lines import literal, told_of
from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import EdgeLayout
from engine.datasets.graphs.weights import natural
from engine.errors import InputError


def recognizes(head: Head) -> bool:
    """The numbers of neighbors fit as far as the lines go, and some neighbor comes with a dictionary."""
    left, some = 0, False
    lines = [line for line in head.lines if not line.startswith("#")]
    for line in lines:
        if left:
            left -= 1
            some |= line.endswith("}")
            continue
        announced = _announced(line)
        if announced is None:
            return False
        left = announced[1]
    return some and (left == 0 or not head.complete)


def read(file: GraphText, layout: EdgeLayout) -> Found:
    """All edges; `weight` in the dictionary is the weight. Raises InputError E-GRF-107 where the numbers do not fit."""
    graph = Described(layout, "multiline adjacency list (networkx)", by_columns=True)
    node, left = "", 0
    for line, text in file.lines():
        if text.startswith("#"):
            continue
        if left:
            at = text.find("{")
            name, dictionary = (text[:at].strip(), text[at:]) if at > 0 else (text, "{}")
            graph.edge(node, name, told_of(literal(dictionary)) or {}, layout.directed)
            left -= 1
            continue
        announced = _announced(text)
        if announced is None:
            raise InputError(
                f"Line {line:,} of the multiline adjacency list is {text[:60]!r} where a node and the number of its "
                "neighbors should stand; please export it again.",
                "E-GRF-107",
            )
        node, left = announced
        graph.node(node, {})
    return graph.finished(file.notes)


def _announced(line: str) -> tuple[str, int] | None:
    """The node, and the number of its neighbors."""
    name, _, number = line.rpartition(" ")
    return (name.strip(), natural(number)) if name.strip() and natural(number) >= 0 else None
