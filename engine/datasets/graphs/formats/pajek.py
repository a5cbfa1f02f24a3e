"""Pajek .net: sections that begin with *Vertices, *Arcs, *Edges and the like."""

import shlex
from collections.abc import Callable

from engine import limits
from engine.datasets.graphs.described import call_by_labels
from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import EdgeLayout
from engine.datasets.graphs.weights import Weights, natural
from engine.errors import InputError


def recognizes(head: Head) -> bool:
    """A section of vertices, perhaps under a name or comments."""
    first = next((line for line in head.lines if not line.startswith("%")), "").casefold()
    return first.startswith(("*vertices", "*network")) or (first.startswith(("*arcs", "*edges")))


def read(file: GraphText, layout: EdgeLayout) -> Found:
    """Nodes with their labels, and the edges of the first network; raises InputError E-GRF-98 for a broken line."""
    reading = _Reading(layout)
    for line, text in file.lines():
        if not text.startswith("%") and not reading.take(text, line):
            file.notes.append(f"The file holds more than one network or a partition; read up to line {line - 1:,}.")
            break
    found = reading.found
    if reading.n_dropped:
        file.notes.append(f"Edges left out because the weight is not a finite number: {reading.n_dropped:,}.")
    call_by_labels(found, file.notes)
    found.file_directed = reading.n_arcs > 0 and reading.n_edges == 0
    found.details = {"layout": "Pajek", "weights": "as listed" if reading.weighted else "none"}
    return found


class _Reading:
    def __init__(self, layout: EdgeLayout):
        self.found = Found()
        self.n_arcs = self.n_edges = self.n_dropped = 0
        self.weighted = False
        self._layout = layout
        self._weights = Weights(absolute=layout.weighting == "absolute")
        self._n_rows = 0
        self._seen_vertices = False
        self._section: Callable[[list[str]], None] = self._nothing
        self._is_arcs = False

    def take(self, text: str, line: int) -> bool:
        """Read a line; False where the first network ends."""
        if text.startswith("*"):
            return self._begin(text[1:].casefold().split())
        try:
            self._section(_fields(text))
        except (ValueError, IndexError) as error:
            raise InputError(
                f"Line {line:,} of the Pajek file is {text[:60]!r}, which does not fit its section; please correct it.",
                "E-GRF-98",
            ) from error
        return True

    def _begin(self, words: list[str]) -> bool:
        name = words[0] if words else ""
        sections = {"arcs": self._edge, "edges": self._edge, "arcslist": self._list, "edgeslist": self._list,
                    "matrix": self._matrix, "vertices": self._vertex}  # fmt: skip
        if name == "network":
            return not self._seen_vertices
        if name not in sections or (name == "vertices" and self._seen_vertices):
            return False
        self._section, self._is_arcs = sections[name], not name.startswith("edges")
        self._n_rows = 0
        if name == "vertices":
            self._seen_vertices = True
            self._announce(words[1:])
        return True

    def _announce(self, sizes: list[str]) -> None:
        """Nodes have numbers from 1; of two kinds, the first so many are of one."""
        n_nodes = min(natural(sizes[0]) if sizes else 0, 10 * limits.NODES)
        for number in range(1, n_nodes + 1):
            self.found.node(str(number))
        if len(sizes) > 1 and 0 < natural(sizes[1]) < n_nodes:
            self.found.split_kinds(natural(sizes[1]), ("first mode", "second mode"))

    def _nothing(self, row: list[str]) -> None:
        raise ValueError

    def _vertex(self, row: list[str]) -> None:
        if len(row) > 1:
            self.found.describe(self.found.node(str(int(row[0]))), "label", row[1])

    def _edge(self, row: list[str]) -> None:
        weight = 1.0
        if len(row) > 2 and self._layout.weighting != "ones":
            self.weighted = True
            parsed = self._weights.value(row[2])
            if parsed is None:
                self.n_dropped += 1
                return
            weight = parsed
        self._add(int(row[0]), int(row[1]), weight)

    def _list(self, row: list[str]) -> None:
        for target in row[1:]:
            self._add(int(row[0]), int(target), 1.0)

    def _matrix(self, row: list[str]) -> None:
        self._n_rows += 1
        for place, value in enumerate(row, 1):
            self._edge([str(self._n_rows), str(place), value]) if float(value) else None

    def _add(self, source: int, target: int, weight: float) -> None:
        self.n_arcs += self._is_arcs
        self.n_edges += not self._is_arcs
        self.found.add(str(source), str(abs(target)), weight)  # negative numbers end edges of one's own choice
        if self._layout.directed and not self._is_arcs:
            self.found.add(str(target), str(source), weight)


def _fields(text: str) -> list[str]:
    if '"' not in text:
        return text.split()
    lexer = shlex.shlex(text[: limits.LABEL_LENGTH * 10], posix=True)
    lexer.whitespace_split, lexer.quotes, lexer.escape, lexer.commenters = True, '"', "", ""
    return list(lexer)
