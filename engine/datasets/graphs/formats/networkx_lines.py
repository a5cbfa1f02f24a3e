"""What networkx writes as an edge list: two names, then a dictionary of what is said of the edge."""

import ast
import re

from engine.datasets.graphs.described import Described
from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import BLANKS, EdgeLayout

_NUMPY = re.compile(r"\bnp\.\w+\(([^()]*)\)")
_WEIGHT = re.compile(r"\{['\"]weight['\"]: ([-+.\deE]+)\}")
LONGEST = 4_000
"""Characters of a dictionary or tuple that are looked at."""
_MOSTLY = 0.9


def literal(text: str) -> object:
    """What a text means in Python, if it is nothing but a constant; None for what is not, or is too long."""
    if len(text) > LONGEST:
        return None
    try:
        return ast.literal_eval(_NUMPY.sub(r"\1", text))
    except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
        return None


def told_of(found: object) -> dict[str, str] | None:
    """A dictionary of attributes as strings; None for what is no dictionary."""
    if not isinstance(found, dict):
        return None
    return {str(key): str(value) for key, value in found.items() if isinstance(value, str | int | float)}


def recognizes(head: Head) -> bool:
    """Nearly all lines that are no comments end with a dictionary, after names."""
    lines = [line for line in head.lines if not line.startswith("#")]
    ended = sum(bool(_split(line)[0]) for line in lines)
    return bool(lines) and ended >= _MOSTLY * len(lines)


def read(file: GraphText, layout: EdgeLayout) -> Found:
    """All edges; `weight` in the dictionary is the weight. Lines without two names and a dictionary are left out."""
    graph = Described(layout, "edges with dictionaries (networkx)", by_columns=True)
    delimiter = _delimiter(file.head, layout)
    known: dict[str, dict[str, str]] = {}
    dropped: list[int] = []
    for line, text in file.lines():
        if text.startswith("#"):
            continue
        both, dictionary = _split(text)
        names = _names(both, delimiter)
        told = known.get(dictionary) or (_told(dictionary) if len(names) == 2 else None)
        if told and len(known) < LONGEST:
            known[dictionary] = told
        if told is None or len(names) != 2:
            dropped.append(line)
        else:
            graph.edge(names[0], names[1], told, False)
    if dropped:
        file.notes.append(
            f"Lines left out because they are not two names and a dictionary: {len(dropped):,} (first: line "
            f"{dropped[0]:,})."
        )
    return graph.finished(file.notes)


def _told(dictionary: str) -> dict[str, str] | None:
    """What a dictionary says; one with nothing but a weight, the usual one, is read the quick way."""
    weight = _WEIGHT.fullmatch(dictionary)
    return {"weight": weight[1]} if weight else told_of(literal(dictionary))


def _delimiter(head: Head, layout: EdgeLayout) -> str | None:
    """The sign that divides most names in two; None for blanks."""
    if layout.delimiter:
        return None if layout.delimiter == BLANKS else layout.delimiter
    found = [names for line in head.lines if (names := _split(line)[0])]
    counts = {sign: sum(len(_names(names, sign)) == 2 for names in found) for sign in (None, "\t", ",", ";", "|")}
    return max(counts, key=lambda sign: counts[sign])


def _split(line: str) -> tuple[str, str]:
    """What stands before a dictionary that ends the line, and that; nothing if none does."""
    at = line.find("{")
    return (line[:at].rstrip().rstrip(",;|").rstrip(), line[at:]) if line.endswith("}") and at > 0 else ("", "")


def _names(text: str, delimiter: str | None) -> list[str]:
    return [name.strip() for name in text.split(delimiter)]
