"""Adjacency lists: a node, then its neighbors, in rows of differing lengths."""

import re
from collections import Counter
from collections.abc import Sequence

from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import BLANKS, EdgeLayout
from engine.datasets.graphs.weights import Weights

_SIGNS = ("\t", ";", ",", "|")
_COLON = re.compile(r"([^\s:;,|]+(?: [^\s:;,|]+)*)\s*(?::|->)(?:\s+|$)")
_DIVIDED = re.compile(r"\S[\s,;|]+\S")
_LONGEST = 1_000
"""Characters of a line in which a colon behind its node is looked for."""
_MOSTLY = 0.9
_KNOWN = 0.3
_ALL = 0.98


def _is_comment(line: str) -> bool:
    """Whether a line is a comment, as networkx writes some above an adjacency list."""
    return line.startswith("#") and line[1:2] in ("", " ", "/", "!", "#")


def _delimiter_of(lines: Sequence[str]) -> str | None:
    """The sign between fields; None for blanks."""
    tails = [_tail(line) for line in lines]
    divided = [tail for tail in tails if _DIVIDED.search(tail)]
    return next((sign for sign in _SIGNS if sum(sign in tail for tail in divided) > len(divided) / 2), None)


def _tail(line: str) -> str:
    """What stands behind a node with a colon or arrow, or the whole line."""
    begins = _COLON.match(line[:_LONGEST])
    return line[begins.end() :] if begins else line


def _fields(line: str, delimiter: str | None) -> list[str]:
    """The node and its neighbors; a colon or arrow may stand behind the node."""
    begins = _COLON.match(line[:_LONGEST])
    if begins:
        return [begins[1], *_cut(line[begins.end() :], delimiter)]
    return _cut(line, delimiter)


def _cut(text: str, delimiter: str | None) -> list[str]:
    found = text.split() if delimiter is None else [field.strip().strip('"') for field in text.split(delimiter)]
    return [field for field in found if field]


def recognizes(head: Head) -> bool:
    """Rows differ in length, each begins with a node of its own, and many neighbors do, if all are seen."""
    lines = [line for line in head.lines if not _is_comment(line)]
    delimiter = _delimiter_of(lines)
    rows = [row for line in lines if (row := _fields(line, delimiter))]
    if len(rows) < 3 or max(map(len, rows)) < 3:
        return False
    usual = Counter(map(len, rows)).most_common(1)[0][1]
    colons = sum(_COLON.match(line[:_LONGEST]) is not None for line in lines)
    if usual >= _MOSTLY * len(rows) and colons < _MOSTLY * len(lines):
        return False
    nodes = {row[0] for row in rows}
    neighbors = {_name(field) for row in rows for field in row[1:]}
    known = len(neighbors & nodes) / max(1, min(len(neighbors), len(nodes)))
    return len(nodes) >= _ALL * len(rows) and (known >= _KNOWN or not head.complete)


def _name(field: str) -> str:
    """A neighbor without a weight behind a colon."""
    name, colon, weight = field.rpartition(":")
    return name if colon and Weights().value(weight) is not None else field


def read(file: GraphText, layout: EdgeLayout) -> Found:
    """An edge from the first field of each row to every other; one that both its nodes name is one edge."""
    found = Found(two_kinds=layout.kinds == "two")
    found.by_columns, found.titles = True, ("row", "neighbor")
    weights = Weights(absolute=layout.weighting == "absolute")
    lines = [line for line in file.head.lines if not _is_comment(line)]
    delimiter = _delimiter_of(lines)
    if layout.delimiter:
        delimiter = None if layout.delimiter == BLANKS else layout.delimiter
    weighted = _are_weighted([_fields(line, delimiter) for line in lines])
    n_dropped = 0
    for _, text in file.lines():
        if _is_comment(text):
            continue
        node, *neighbors = _fields(text, delimiter) or [""]
        found.node(node)
        for neighbor in neighbors:
            name, _, said = neighbor.rpartition(":") if weighted else (neighbor, "", "")
            weight = weights.value(said) if weighted and layout.weighting != "ones" else 1.0
            if weight is None or not name:
                n_dropped += 1
            else:
                found.add(node, name, weight)
    if n_dropped:
        file.notes.append(f"Neighbors left out because the number behind the colon is no weight: {n_dropped:,}.")
    sources, targets, _ = found.arrays()
    if (sources == targets).any():
        file.notes.append(
            "Some rows name their own node as a neighbor: if rows are of one kind, as users, and what follows of "
            "another, as items, choose “Two” under “Kinds of nodes”."
        )
    found.counted = weighted
    found.file_directed = None
    found.details = {"layout": "adjacency list", "weights": "behind the colon" if weighted else "none"}
    return found


def _are_weighted(rows: Sequence[Sequence[str]]) -> bool:
    """Whether neighbors are written as name:weight."""
    nodes = {row[0] for row in rows if row}
    neighbors = [field for row in rows for field in row[1:]]
    with_weight = sum(_name(field) != field and field not in nodes for field in neighbors)
    return bool(neighbors) and with_weight > _MOSTLY * len(neighbors)
