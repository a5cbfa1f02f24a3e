"""A table with a node a line: what sort each node is, and what else is known of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine import limits
from engine.datasets.graphs.found import MOST_ATTRIBUTES, plain_whole
from engine.datasets.graphs.graph import SEPARATOR
from engine.datasets.graphs.graph_text import GraphText, beginning
from engine.datasets.graphs.layout import EdgeLayout
from engine.errors import InputError
from engine.files import archives, roles, tables
from engine.files.display import displayable
from engine.files.roles import NONE, Column, Look, Role
from engine.files.tables import Table

MOST_VALUES = 200
"""Different values of one node in one column."""
ROLES: Mapping[str, Role] = {
    "node": Role("Name", ("node", "name", "id", "nodeid", "nodename", "key", "vertex", "label"), needed=True),
    "label": Role("Label", ("label", "class", "group", "club", "category", "type", "community", "cluster", "department",
                            "topic", "genre", "team", "party", "field", "subject", "kind", "role", "modularityclass")),
}  # fmt: skip


def read(path: Path, names: Sequence[str], layout: EdgeLayout, notes: list[str]) -> tuple[dict[str, list[str]], str]:
    """Column -> a string for each of `names`, and the name of the column with the labels.

    The column that holds most names of nodes is the key; a node on several lines has several values. Raises InputError
    if the table cannot be read, or knows none of the nodes (E-GRF-71).
    """
    with archives.opened(path, notes) as entries:
        file = GraphText(entries[0], layout.encoding, notes)
        index = {name: row for row, name in enumerate(names)}
        table = _table(file.head.text, file.head.complete)
        key = _key(table, layout, index)
        if table.header and _names_a_node(table.columns[key], index):
            table = _table(file.head.text, file.head.complete, header=False)
        if key and not layout.node_column:
            notes.append(f"The names of the nodes were taken from column “{table.columns[key]}” of the node table.")
        values = _Values(table, key, names, index)
        for _, row in tables.rows(file.pieces(), table, notes):
            values.add(row)
    values.tell(notes)
    told = values.columns()
    if layout.label_column == NONE:
        return told, ""
    if layout.label_column and layout.label_column not in told:
        table.column(layout.label_column)
    return told, layout.label_column if layout.label_column in told else label_of(told)


def look(path: Path, layout: EdgeLayout) -> Look | None:
    """The table by its beginning, and the columns proposed for name and label; None for what is no table."""
    try:
        with archives.opened(path, []) as entries:
            head = beginning(entries[0], layout.encoding)
        table = _table(head.text, head.complete)
    except InputError:
        return None
    asked = {"node": layout.node_column, "label": layout.label_column}
    known = {name: column for name, column in asked.items() if column in table.columns}
    key = known.get("node") or _named(table, "node", known.values()) or table.columns[0]
    label = known.get("label") or _named(table, "label", [key]) or next(
        (column for column in table.columns if column != key), "")  # fmt: skip
    found = {"node": key, "label": label}
    return Look(table, {role: column for role, column in found.items() if asked[role] != NONE}, "an attribute")


def label_of(columns: Mapping[str, Sequence[str]]) -> str:
    """The column that says what sort a node is, by its heading, else the first; "" if there are none."""
    found = [Column(name, place, True, ()) for place, name in enumerate(columns)]
    named = roles.by_heading(found, {"label": ROLES["label"]}, {}, {})
    return found[named.get("label", 0)].name if found else ""


def _named(table: Table, role: str, without: Iterable[str]) -> str:
    taken = set(without)
    free = [column for column in roles.columns_of(table) if column.name not in taken]
    found = roles.by_heading(free, {role: ROLES[role]}, {}, {})
    return table.columns[found[role]] if role in found else ""


def _table(sample: str, complete: bool, header: bool | None = None) -> Table:
    table = tables.single(sample, complete=complete, blanks=True, header=header)
    if len(table.columns) < 2:
        raise InputError(
            "The node table has one column only; it needs the node's name and at least one label or attribute.",
            "E-GRF-84",
        )
    return table


def _names_a_node(heading: str, index: Mapping[str, int]) -> bool:
    """Whether what seems to be the heading of the names is a node of the graph: then it is none."""
    return _row_of(heading, index) is not None and roles.plain_name(heading) not in ROLES["node"].headings


def _key(table: Table, layout: EdgeLayout, index: Mapping[str, int]) -> int:
    """The place of the column whose fields are most often names of nodes."""
    if layout.node_column == NONE:
        roles.require(table, ROLES, {})
    if layout.node_column:
        return table.column(layout.node_column)
    known = [sum(_row_of(field, index) is not None for field in column) for column in zip(*table.sample, strict=True)]
    return known.index(max(known))


def _row_of(field: str, index: Mapping[str, int]) -> int | None:
    """The node that a field names, 37.0 as 37."""
    found = index.get(field)
    if found is None:
        name = displayable(field, limits.LINE_BYTES)
        found = index.get(name)
        if found is None:
            found = index.get(plain_whole(name))
    return found


@dataclass
class _Values:
    """The different values of each column for each node, in order of the lines."""

    table: Table
    key: int
    names: Sequence[str]
    index: Mapping[str, int]

    def __post_init__(self) -> None:
        places = [place for place in range(len(self.table.columns)) if place != self.key]
        self.places, self.left_out = places[:MOST_ATTRIBUTES], places[MOST_ATTRIBUTES:]
        self.found: list[dict[int, dict[str, None]]] = [{} for _ in self.places]
        self.known: set[int] = set()
        self.unknown: list[str] = []
        self.n_unknown = self.n_beyond = 0

    def add(self, row: Sequence[str]) -> None:
        """A row of the table."""
        node = _row_of(row[self.key], self.index)
        if node is None:
            self.n_unknown += 1
            self.unknown.append(row[self.key]) if not self.unknown else None
            return
        self.known.add(node)
        for place, values in zip(self.places, self.found, strict=True):
            value = displayable(row[place], limits.LABEL_LENGTH)
            own = values.setdefault(node, {})
            if value and value not in own:
                if len(own) < MOST_VALUES:
                    own[value] = None
                else:
                    self.n_beyond += 1

    def columns(self) -> dict[str, list[str]]:
        """Column -> a string for each name."""
        return {
            self.table.columns[place]: [SEPARATOR.join(values.get(row, ())) for row in range(len(self.names))]
            for place, values in zip(self.places, self.found, strict=True)
        }

    def tell(self, notes: list[str]) -> None:
        """Say what was left out; raises InputError E-GRF-71 if the table knows no node."""
        if not self.known:
            raise InputError(
                f"No node of the table is in the graph (the table begins with "
                f"{displayable(''.join(self.unknown), 40)!r}, the graph with {displayable(self.names[0], 40)!r}); one "
                "column must hold the names of the nodes.",
                "E-GRF-71",
            )
        if self.table.delimiter == tables.BLANKS:
            notes.append("The node table was split at blanks.")
        if self.n_unknown:
            notes.append(f"Rows of the node table whose node no edge has, left out: {self.n_unknown:,}.")
        if len(self.known) < len(self.names):
            notes.append(f"Nodes that the table does not know: {len(self.names) - len(self.known):,}.")
        if self.n_beyond:
            notes.append(f"Values beyond the first {MOST_VALUES} of a node, left out: {self.n_beyond:,}.")
        if self.left_out:
            listed = ", ".join(self.table.columns[place] for place in self.left_out[:8])
            notes.append(f"Columns of the node table beyond the first {MOST_ATTRIBUTES}, left out: {listed}.")
