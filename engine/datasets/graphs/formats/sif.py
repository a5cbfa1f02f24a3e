"""SIF, as Cytoscape writes it: a node, a relation, and the nodes that have it with the first."""

from collections import Counter

from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import EdgeLayout
from engine.datasets.graphs.relations import Relations

_MOSTLY = 0.9
_FEW = 0.3
_ARROWS = frozenset(("->", "-->", "=>", "--", ":"))


def recognizes(head: Head) -> bool:
    """Rows differ in length, and their second fields are few different ones that are no nodes."""
    tabbed = _is_tabbed(head)
    rows = [_fields(line, tabbed) for line in head.lines]
    whole = [row for row in rows if len(row) > 2]
    usual = max(Counter(map(len, rows)).values(), default=0)
    if len(whole) < 3 or usual >= _MOSTLY * len(rows) or any(len(row) == 2 for row in rows):
        return False
    relations = {row[1] for row in whole}
    nodes = {row[0] for row in rows} | {field for row in whole for field in row[2:]}
    return len(relations) <= max(1, _FEW * len(whole)) and not relations & (nodes | _ARROWS)


def read(file: GraphText, layout: EdgeLayout) -> Found:
    """An edge from the first node of each row to those behind the relation; a row of one field is a node alone."""
    found = Found()
    relations = Relations(1, layout.relation)
    tabbed = _is_tabbed(file.head)
    n_dropped = 0
    for _, text in file.lines():
        row = _fields(text, tabbed)
        if len(row) == 1:
            found.node(row[0])
        elif len(row) == 2:
            n_dropped += 1
        else:
            for target in row[2:]:
                if relations.keeps(row):
                    found.add(row[0], target)
                    relations.added(row)
    if n_dropped:
        file.notes.append(f"Rows left out because they are not a node, a relation and nodes: {n_dropped:,}.")
    relations.require(len(found))
    file.notes.extend(relations.notes())
    found.relations = relations.first
    found.details = {"layout": "SIF", "weights": "none"}
    return found


def _is_tabbed(head: Head) -> bool:
    return sum("\t" in line for line in head.lines) > len(head.lines) / 2


def _fields(line: str, tabbed: bool) -> list[str]:
    return [field.strip() for field in line.split("\t")] if tabbed else line.split()
