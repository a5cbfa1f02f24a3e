"""Edges as Python prints them: (1, 2), ('Ada', 'Ben', 3.5) or (1, 2, {'weight': 3}), a line each or in one list."""

import re
from collections.abc import Iterator

from engine.datasets.graphs.described import Described
from engine.datasets.graphs.formats.networkx_lines import LONGEST, literal, told_of
from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import EdgeLayout

_QUOTED = r"'[^']*'|\"[^\"]*\""
_TUPLE = re.compile(rf"\((?:np\.\w+\([^()]*\)|{_QUOTED}|[^()'\"])*\)")
_BEGINS = re.compile(r"[\[{(]?\s*\(\s*[^()]")
_MOSTLY = 0.9


def recognizes(head: Head) -> bool:
    """It begins with a tuple, perhaps in a list, and nearly all of it is tuples."""
    text = head.text.strip()[:LONGEST]
    if not _BEGINS.match(text):
        return False
    whole = text[: text.rfind(")") + 1]
    tuples = [match[0] for match in _TUPLE.finditer(whole)]
    n_edges = sum(_edge(found) is not None for found in tuples)
    return sum(map(len, tuples)) > _MOSTLY * len(re.sub(r"[\s,\[\]]", "", whole)) and n_edges > 0


def read(file: GraphText, layout: EdgeLayout) -> Found:
    """All edges; the third part is a weight, or a dictionary that holds it. Other tuples are counted and left out."""
    graph = Described(layout, "printed tuples", by_columns=True)
    n_dropped = 0
    for number, found in enumerate(_tuples(file), 1):
        edge = _edge(found)
        if edge is None:
            n_dropped += 1
        else:
            graph.edge(*edge, False)
        if number % 20_000 == 0:
            file.progress(number)
    if n_dropped:
        file.notes.append(f"Tuples left out because they are not two names and perhaps a weight: {n_dropped:,}.")
    return graph.finished(file.notes)


def _tuples(file: GraphText) -> Iterator[str]:
    rest = ""
    for piece in file.pieces():
        rest += piece
        end = 0
        for match in _TUPLE.finditer(rest):
            end = match.end()
            yield match[0]
        rest = rest[end:][-LONGEST:]


def _edge(text: str) -> tuple[str, str, dict[str, str]] | None:
    """Both names, and what is said of the edge."""
    found = _parts(text)
    if len(found) not in (2, 3) or not all(isinstance(name, str | int | float) for name in found[:2]):
        return None
    if len(found) == 2:
        return str(found[0]), str(found[1]), {}
    told = told_of(found[2]) if isinstance(found[2], dict) else {"weight": str(found[2])}
    return None if told is None else (str(found[0]), str(found[1]), told)


def _parts(text: str) -> list[object]:
    """What stands in a tuple; names without quotes are taken as they are."""
    inner = text[1:-1]
    if not re.search(r"['\"({\[\\]", inner):
        return [part.strip() for part in inner.rstrip(", ").split(",")]
    found = literal(text)
    return list(found) if isinstance(found, tuple) else []
