"""Files with graphs, of unknown make, to a Graph: the layout is found out, unless the user says it."""

from collections.abc import Sequence
from pathlib import Path, PurePosixPath

import numpy as np

from engine.datasets.graphs import node_table
from engine.datasets.graphs.builder import Edges
from engine.datasets.graphs.formats import edge_table
from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.graph_text import GraphText, beginning
from engine.datasets.graphs.layout import EdgeLayout
from engine.datasets.graphs.recognition import EDGES, FORMATS, name_of
from engine.errors import InputError
from engine.files import archives
from engine.files.archives import Entry
from engine.files.roles import Look
from engine.report import Report, Silent

_ABOUT = ("readme", "license", "licence", "citation")
"""Beginnings of the names of files that may lie beside the data in an archive."""


def read(path: Path, layout: EdgeLayout, table: Path | None, report: Report = Silent()) -> Graph:
    """The graph in a file of one of `recognition.FORMATS`.

    table: a file with a node a line, see `node_table`. Raises InputError for all that is wrong with the files, and
    Cancelled.
    """
    notes: list[str] = []
    with archives.opened(path, notes, layout.sheet) as entries:
        file = GraphText(_the_only(entries, notes), layout.encoding, notes, report)
        found = FORMATS[name_of(file.head, layout)].read(file, layout)
    if not len(found):
        what = found.details["layout"]
        raise InputError(f"There are no edges in this file, which was read as: {what}; please check it.", "E-GRF-91")
    attributes = found.columns()
    label = layout.label_column if layout.label_column in attributes else node_table.label_of(attributes)
    if table is not None:
        more, label = node_table.read(table, found.names, layout, notes)
        attributes = {name: attributes[name] for name in attributes if name not in more} | more
    edges = _edges(found, layout, attributes, label, notes)
    as_read = found.as_read(edges.directed, found.details.get("weights") != "none")
    details = {"encoding": file.encoding, **found.details, "as_read": as_read}
    return Graph.from_found(edges, notes, details)


def look(path: Path, layout: EdgeLayout) -> Look | None:
    """The table of edges and the columns proposed for its roles, by its beginning alone; None for what is no table."""
    try:
        with archives.opened(path, [], layout.sheet) as entries:
            head = beginning(_the_only(entries, []), layout.encoding)
        if name_of(head, layout) != EDGES:
            return None
        table, _ = edge_table.table_of(head, layout)
    except InputError:
        return None
    return Look(table, edge_table.proposed(table, layout))


def layout_of(path: Path) -> str:
    """The name of the layout of a file (a key of `recognition.FORMATS`), by its beginning. Raises InputError."""
    with archives.opened(path, []) as entries:
        return name_of(beginning(_the_only(entries, []), EdgeLayout.encoding), EdgeLayout())


def _the_only(entries: Sequence[Entry], notes: list[str]) -> Entry:
    about = [entry for entry in entries if PurePosixPath(entry.name).name.casefold().startswith(_ABOUT)]
    others = [entry for entry in entries if entry not in about]
    if len(others) > 1 or not entries:
        raise InputError(
            f"The archive holds {len(entries)} files; please give one edge list (a node table has its own place).",
            "E-GRF-70",
        )
    if others and about:
        notes.append(f"Left out of the archive: {', '.join(entry.name for entry in about)}.")
    return (others or entries)[0]


def _edges(found: Found, layout: EdgeLayout, attributes: dict[str, list[str]], label: str, notes: list[str]) -> Edges:
    two_kinds = _are_two_kinds(found, layout, notes)
    sides, titles = (found.sides, found.kinds or found.titles) if two_kinds else (None, ())
    directed = layout.directed and not two_kinds
    if found.file_directed and not directed:
        notes.append("The file says that its edges have a direction; to keep it, choose “Directed”.")
    names = _told_apart(found.names, sides, titles)
    counted = layout.weighting != "ones" and found.counted
    return Edges(names, *found.arrays(), directed, attributes, label, sides, titles, counted)


def _are_two_kinds(found: Found, layout: EdgeLayout, notes: list[str]) -> bool:
    """Whether there are two kinds of nodes: the file says so, or no name is source and target."""
    if layout.kinds == "two" and not (found.by_columns or found.kinds):
        notes.append("This layout does not tell two kinds of nodes apart; all were taken for one kind.")
        return False
    if layout.kinds != "auto" or found.kinds:
        return layout.kinds == "two" or (layout.kinds == "auto" and found.kinds is not None)
    if layout.directed or not found.by_columns or not found.apart:
        return False
    notes.append(
        "No name stands in both columns, so these were taken for two kinds of nodes; if they are of one kind, "
        "say so under “Kinds of nodes”."
    )
    return True


def _told_apart(names: Sequence[str], sides: np.ndarray | None, titles: Sequence[str]) -> Sequence[str]:
    """Names with their kind in front where both kinds have equal ones."""
    if sides is None or len(set(names)) == len(names):
        return names
    return [f"{titles[side]}: {name}" for name, side in zip(names, sides, strict=True)]
