"""Graphs of formats that describe nodes and edges one by one: GraphML, GEXF, GML, JSON."""

from collections.abc import Mapping

from engine.datasets.graphs.columns import ROLES
from engine.datasets.graphs.found import MOST_ATTRIBUTES, Found
from engine.datasets.graphs.layout import EdgeLayout
from engine.datasets.graphs.relations import Relations
from engine.datasets.graphs.weights import Weights
from engine.files.roles import NONE, plain_name

_LABELS = ("label", "name", "title")
_SAID = 40


class Described:
    """Takes nodes and edges with what is said of them, and tells at the end what came of it.

    Names of attributes are as in the file. by_columns: the file tells sources from targets, and may have two kinds.
    """

    def __init__(self, layout: EdgeLayout, title: str, *, by_columns: bool = False):
        self.found = Found(two_kinds=by_columns and layout.kinds == "two")
        self.found.by_columns = by_columns
        self.directed = layout.directed
        self._layout, self._title = layout, title
        self._weights = Weights(absolute=layout.weighting == "absolute")
        self._relations = Relations(0, layout.relation)
        self._weight_key = "none"
        self._n_dropped = 0
        self._n_directed = self._n_undirected = 0
        self._left_out: dict[str, None] = {}

    def node(self, key: str, told: Mapping[str, str]) -> None:
        """A node with its attributes."""
        row = self.found.node(key)
        for name, value in told.items():
            if name in self.found.attributes or len(self.found.attributes) < MOST_ATTRIBUTES:
                self.found.describe(row, name, value)
            elif len(self._left_out) < MOST_ATTRIBUTES:
                self._left_out[name] = None

    def edge(self, source: str, target: str, told: Mapping[str, str], directed: bool) -> None:
        """An edge with its attributes, of which one may be its weight and one its relation."""
        relation = self._told(told, "relation")
        if (relation or self._layout.relation) and not self._relations.keeps([relation]):
            return
        weight = self._weight(told)
        if weight is None or not (source.strip() and target.strip()):
            self._n_dropped += 1
            return
        if relation:
            self._relations.added([relation])
        self._n_directed += directed
        self._n_undirected += not directed
        self.found.add(source, target, weight)
        if self._layout.directed and not directed:
            self.found.add(target, source, weight)

    def finished(self, notes: list[str], **details: str) -> Found:
        """The graph; raises InputError E-GRF-89 where no edge has the relation that is asked for."""
        found = self.found
        self._relations.require(len(found))
        found.relations = self._relations.first if not self._layout.directed else []
        notes.extend(self._relations.notes())
        if self._n_dropped:
            notes.append(
                f"Edges left out because an end is missing or the weight is not a finite number: {self._n_dropped:,}."
            )
        if self._left_out:
            listed = ", ".join(name[:_SAID] for name in self._left_out)
            notes.append(f"Attributes of nodes beyond the first {MOST_ATTRIBUTES}, left out: {listed}.")
        call_by_labels(found, notes)
        found.file_directed = self._n_directed > 0 and self._n_undirected == 0
        found.details = {"layout": self._title, "weights": self._weight_key, **details}
        return found

    def _weight(self, told: Mapping[str, str]) -> float | None:
        if self._layout.weighting == "ones" or self._layout.weight_column == NONE:
            return 1.0
        key = self._layout.weight_column or next(
            (key for heading in ("weight", "value") for key in told if plain_name(key) == heading), ""
        )
        if key not in told:
            return 1.0
        self._weight_key = key
        return self._weights.value(told[key])

    def _told(self, told: Mapping[str, str], role: str) -> str:
        asked = getattr(self._layout, f"{role}_column")
        if asked:
            return told.get(asked, "").strip()
        return next((told[key].strip() for key in told if plain_name(key) in ROLES[role].headings), "")


def call_by_labels(found: Found, notes: list[str]) -> None:
    """Call nodes by their labels, if each has one of its own; the keys of the file become an attribute."""
    column = next((name for wanted in _LABELS for name in found.attributes if plain_name(name) == wanted), "")
    if not column:
        return
    labels = found.attributes[column]
    names = [labels.get(row, "") for row in range(len(found.names))]
    if names == found.names:
        del found.attributes[column]
    elif all(names) and len(set(names)) == len(names):
        del found.attributes[column]
        found.attributes["id"] = dict(enumerate(found.names))
        found.names = names
        notes.append(f"Nodes are called by their “{column}”.")
    else:
        notes.append(f"Nodes are called by their ids: not each has a “{column}” of its own.")
