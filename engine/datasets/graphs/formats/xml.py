"""GraphML and GEXF (and XGMML, alike): XML, read piece by piece, without entities, and with no way out of the file."""

import re
from collections.abc import Callable
from xml.parsers import expat

from engine import limits
from engine.datasets.graphs.described import Described
from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import EdgeLayout
from engine.errors import InputError
from engine.files.display import displayable

_TITLES = {"graphml": "GraphML", "gexf": "GEXF", "graph": "XGMML"}
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_TRUE = frozenset(("true", "1", "yes", "directed", "mutual"))
_REPORT = 20_000


def recognizes(head: Head) -> bool:
    """XML of any kind: what is no graph is refused by its root."""
    return head.begins("<?xml", "<graphml", "<gexf", "<!doctype", "<!--", "<graph ", "<svg", "<kml", "<rdf")


def read(file: GraphText, layout: EdgeLayout) -> Found:
    """All nodes and edges with what is said of them. Raises InputError for what is not well-formed (E-GRF-90), has a
    document type or entities (E-GRF-92), or is XML of another kind (E-GRF-93).
    """
    reading = _Reading(file, layout)
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = reading.start
    parser.EndElementHandler = reading.end
    parser.CharacterDataHandler = reading.characters
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        for place, piece in enumerate(file.pieces()):
            parser.Parse((piece if place else _DECLARATION.sub("", piece)).lstrip("\ufeff").encode("utf-8", "replace"))
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise InputError(
            f"The XML of the file is broken in line {error.lineno:,} ({expat.ErrorString(error.code)}); please export "
            "it again.",
            "E-GRF-90",
        ) from error
    return reading.finished()


def _refuse(name: str, *_: object) -> None:
    if name.casefold() == "html":
        raise _no_graph("html")
    raise InputError(
        "The XML declares a document type or entities, which are not read, as they can refer to other files; please "
        "take the line <!DOCTYPE …> out, or export an edge list.",
        "E-GRF-92",
    )


class _Reading:
    """What expat finds, element by element. Names of elements count without their prefix."""

    def __init__(self, file: GraphText, layout: EdgeLayout):
        self._file, self._layout = file, layout
        self._graph: Described | None = None
        self._default_directed = False
        self._names: dict[tuple[str, str], str] = {}
        """(sort of thing, key) -> what the attribute is called."""
        self._usual: dict[tuple[str, str], str] = {}
        """The same -> the value where none is given."""
        self._class = ""
        self._key = ""
        self._nodes: list[tuple[str, dict[str, str]]] = []
        self._edge: tuple[dict[str, str], dict[str, str]] | None = None
        self._text: list[str] = []
        self._n_hyperedges = self._n_edges = 0
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            "graph": self._start_graph, "key": self._start_key, "attributes": self._start_class,
            "attribute": self._start_key, "node": self._start_node, "edge": self._start_edge,
            "data": self._start_data, "attvalue": self._tell, "att": self._tell, "hyperedge": self._start_hyperedge,
        }  # fmt: skip
        self._ends = {
            "data": self._end_data, "default": self._end_default, "NodeLabel": self._end_label, "node": self._end_node,
            "edge": self._end_edge,
        }  # fmt: skip

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = name.rpartition(":")[2]
        if self._graph is None:
            self._graph = Described(self._layout, _title(name))
        self._text = []
        if name in self._starts:
            self._starts[name](attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        name = name.rpartition(":")[2]
        if name in self._ends:
            self._ends[name]()
        self._text = []

    def characters(self, text: str) -> None:
        """Text within an element; more than a label can hold is not kept."""
        if sum(map(len, self._text)) < limits.LINE_BYTES:
            self._text.append(text)

    def finished(self) -> Found:
        """The graph."""
        if self._n_hyperedges:
            self._file.notes.append(f"Edges among more than two nodes, left out: {self._n_hyperedges:,}.")
        assert self._graph is not None  # else expat finds no element, and raises
        return self._graph.finished(self._file.notes)

    def _start_graph(self, attributes: dict[str, str]) -> None:
        said = attributes.get("edgedefault") or attributes.get("defaultedgetype") or attributes.get("directed") or ""
        self._default_directed = said.casefold() in _TRUE

    def _start_class(self, attributes: dict[str, str]) -> None:
        self._class = attributes.get("class", "node")

    def _start_key(self, attributes: dict[str, str]) -> None:
        self._key = attributes.get("id", "")
        name = attributes.get("attr.name") or attributes.get("title") or self._key
        for sort in ("node", "edge"):
            if attributes.get("for", self._class or sort) in (sort, "all"):
                self._names[sort, self._key] = name

    def _end_default(self) -> None:
        for sort in ("node", "edge"):
            if (sort, self._key) in self._names:
                self._usual[sort, self._key] = "".join(self._text).strip()

    def _start_node(self, attributes: dict[str, str]) -> None:
        told = {name: attributes[name] for name in ("label",) if name in attributes}
        self._nodes.append((attributes.get("id", ""), told))

    def _start_edge(self, attributes: dict[str, str]) -> None:
        told: dict[str, str] = {name: attributes[name] for name in ("weight", "label") if name in attributes}
        self._edge = (attributes, told)

    def _start_data(self, attributes: dict[str, str]) -> None:
        self._key = attributes.get("key", "")

    def _end_data(self) -> None:
        self._note(self._key, "".join(self._text))

    def _tell(self, attributes: dict[str, str]) -> None:
        key = attributes.get("for") or attributes.get("id") or attributes.get("name") or ""
        self._note(key, attributes.get("value", ""))

    def _note(self, key: str, value: str) -> None:
        if value.strip() and self._edge is not None:
            self._edge[1][self._names.get(("edge", key), key)] = value.strip()
        elif value.strip() and self._nodes:
            self._nodes[-1][1][self._names.get(("node", key), key)] = value.strip()

    def _end_label(self) -> None:
        if self._nodes and (label := "".join(self._text).strip()):
            self._nodes[-1][1].setdefault("label", label)

    def _start_hyperedge(self, attributes: dict[str, str]) -> None:
        self._n_hyperedges += 1

    def _with_usual(self, sort: str, told: dict[str, str]) -> dict[str, str]:
        usual = {self._names[at]: value for at, value in self._usual.items() if at[0] == sort}
        return usual | told if usual else told

    def _end_node(self) -> None:
        if self._nodes and self._graph is not None:
            key, told = self._nodes.pop()
            self._graph.node(key, self._with_usual("node", told))

    def _end_edge(self) -> None:
        if self._edge is None or self._graph is None:
            return
        (attributes, told), self._edge = self._edge, None
        said = (attributes.get("directed") or attributes.get("type") or "").casefold()
        directed = said in _TRUE if said else self._default_directed
        told = self._with_usual("edge", told)
        self._graph.edge(attributes.get("source", ""), attributes.get("target", ""), told, directed)
        self._n_edges += 1
        if self._n_edges % _REPORT == 0:
            self._file.progress(self._n_edges)


def _title(root: str) -> str:
    if root in _TITLES:
        return _TITLES[root]
    raise _no_graph(root)


def _no_graph(root: str) -> InputError:
    return InputError(
        f"This is XML or a web page, but no graph: it begins with <{displayable(root, 40)}>, and GraphML "
        "begins with <graphml>, GEXF with <gexf>. Please export one of these, or an edge list (CSV: source, target, "
        "weight).",
        "E-GRF-93",
    )
