"""GML, the Graph Modelling Language: keys with values or with blocks in brackets."""

import html
import re
from collections.abc import Iterator

from engine.datasets.graphs.described import Described
from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import EdgeLayout
from engine.errors import InputError

_GRAPH = re.compile(r"(?:^|\s)graph\s*\[", re.IGNORECASE)
_TOKEN = re.compile(r'"[^"]*"|[\[\]]|[^\s\[\]"]+|"')
_COMMENT = re.compile(r"^[ \t]*#.*$", re.MULTILINE)
_KEYS = frozenset(("creator", "graph", "version", "comment", "directed", "label"))


def recognizes(head: Head) -> bool:
    """A block called graph, with keys above at most."""
    lines = [line for line in head.lines[:20] if not line.startswith("#")]
    begins = bool(lines) and lines[0].split()[0].split("[")[0].casefold() in _KEYS
    return begins and _GRAPH.search("\n".join(lines)) is not None


def read(file: GraphText, layout: EdgeLayout) -> Found:
    """All nodes and edges with what is said of them; raises InputError E-GRF-94 where brackets do not match."""
    text = _COMMENT.sub("", file.whole("GML file"))
    graph = Described(layout, "GML")
    directed = False
    waiting: list[dict[str, str]] = []
    for path, block in _blocks(text):
        if path == ("graph", "node"):
            graph.node(block.get("id", ""), {key: value for key, value in block.items() if key != "id"})
        elif path == ("graph", "edge"):
            waiting.append(block)
        elif path == ("graph",):
            directed = block.get("directed", "0") == "1"
    for number, block in enumerate(waiting):
        told = {key: value for key, value in block.items() if key not in ("source", "target", "id")}
        graph.edge(block.get("source", ""), block.get("target", ""), told, directed)
        if number % 20_000 == 0:
            file.progress(number)
    return graph.finished(file.notes)


def _blocks(text: str) -> Iterator[tuple[tuple[str, ...], dict[str, str]]]:
    """Path and values of each block as it ends, inner ones first."""
    path: list[str] = []
    blocks: list[dict[str, str]] = []
    key = ""
    for match in _TOKEN.finditer(text):
        token = match[0]
        if token == "[":
            path.append(key.casefold())
            blocks.append({})
            key = ""
        elif token == "]":
            if not path:
                raise _broken(text, match.start())
            yield tuple(path), blocks.pop()
            path.pop()
            key = ""
        elif not key:
            key = token
        else:
            if blocks:
                blocks[-1][key] = html.unescape(token.strip('"'))
            key = ""
    if path:
        raise _broken(text, len(text))


def _broken(text: str, at: int) -> InputError:
    line = text.count("\n", 0, at) + 1
    return InputError(
        f"The brackets of the GML file do not match (seen in line {line:,}); please export it again.", "E-GRF-94"
    )
