"""Formats of graphs that are known by name and not read."""

import re
from typing import NoReturn

from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import EdgeLayout
from engine.errors import InputError

_NAMED = (
    (r"\s*(strict\s+)?(di)?graph\b[^\n{;]*\s*\{", "DOT graphs are"),
    (r"\s*\*node (data|properties)", "VNA files are"),
    (r"\s*\[\[\s*[-+\d.e]+\s+[-+\d.e]", "Arrays as NumPy prints them are"),
    (r"\s*dl\s+n(r|m)?\s*=", "UCINET DL files are"),
    (r"\s*(>>(graph6|sparse6|digraph6)<<|:[?-~]{4,}\s*$)", "The formats graph6 and sparse6 are"),
    (r"\s*@(relation|nodes|attribute)\b", "LEMON and ARFF files are"),
)


def recognizes(head: Head) -> bool:
    """Whether the file is one of these."""
    return bool(_title(head))


def read(file: GraphText, layout: EdgeLayout) -> NoReturn:
    """Raise InputError E-GRF-68, which names the format and the way out."""
    raise InputError(
        f"{_title(file.head)} not read; please export an edge list (CSV: source, target, weight) or GraphML.",
        "E-GRF-68",
    )


def _title(head: Head) -> str:
    return next((title for pattern, title in _NAMED if re.match(pattern, head.text, re.IGNORECASE)), "")
