"""Tables with an edge a line: what their columns are, and the edges."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from engine.datasets.graphs import columns, ends, headers
from engine.datasets.graphs.columns import Assigned
from engine.datasets.graphs.comments import Comments, count, without
from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import REPORT_LINES, GraphText, Head
from engine.datasets.graphs.layout import BLANKS, EdgeLayout
from engine.datasets.graphs.relations import Relations
from engine.datasets.graphs.weights import Weights, natural
from engine.errors import InputError
from engine.files import dialects, roles, tables
from engine.files.display import displayable
from engine.files.tables import Table

_SAID = 5


@dataclass(frozen=True)
class EdgeTable:
    """A table of edges as it was understood by its beginning."""

    table: Table
    comments: Comments
    roles: Assigned


def recognizes(head: Head) -> bool:
    """Whatever nothing else takes is read as a table."""
    return True


def asked_by(layout: EdgeLayout) -> dict[str, str]:
    """Role -> the column that the user gives it, "" where nothing is said."""
    return {name: getattr(layout, f"{name}_column") for name in columns.ROLES}


def table_of(head: Head, layout: EdgeLayout) -> tuple[Table, Comments]:
    """How the table is laid out; raises InputError E-GRF-88 for comments alone, E-GRF-58 for a single column."""
    bare = without(head.text)
    if not bare.strip():
        raise InputError(
            f"There are no edges in the file: it begins with {count(head.text):,} comment lines and nothing else.",
            "E-GRF-88",
        )
    delimiter = dialects.BLANKS if layout.delimiter == BLANKS else layout.delimiter
    rough = tables.single(bare, complete=head.complete, delimiter=delimiter, header=False, blanks=True)
    comments = Comments(rough, head.text)
    sample = "".join(comments([head.text]))
    table = headers.single(sample, head.complete, rough.delimiter, layout.header)
    if len(table.columns) < 2:
        first = displayable(bare.strip().split("\n")[0], 60)
        raise InputError(
            f"Each line has one field only (the first is {first!r}); an edge needs two names. Please give source "
            "and target, or choose the delimiter.",
            "E-GRF-58",
        )
    return table, comments


def understood(head: Head, layout: EdgeLayout) -> EdgeTable:
    """The table by its beginning; raises InputError as `table_of` and `columns.assigned` do."""
    table, comments = table_of(head, layout)
    return EdgeTable(table, comments, columns.assigned(table, asked_by(layout)))


def proposed(table: Table, layout: EdgeLayout) -> dict[str, str]:
    """Role -> the name of its column, as far as it is clear."""
    try:
        places = columns.assigned(table, asked_by(layout), needed=False).places
    except InputError:  # the user names a column that is not there
        return {}
    return {name: table.columns[place] for name, place in places.items()}


def read(file: GraphText, layout: EdgeLayout) -> Found:
    """All edges. Raises InputError if it is not clear which columns they are in (E-GRF-86), if no weight is a number
    (E-GRF-60), or if there is no edge of the relation that was asked for (E-GRF-89).
    """
    known = understood(file.head, layout)
    table, places = known.table, known.roles.places
    at = [places["source"], places["target"]]
    facts = {column.place: column for column in roles.columns_of(table)}
    weights = Weights(facts[places["weight"]].given if "weight" in places else (),
                      absolute=layout.weighting == "absolute")  # fmt: skip
    titles = (table.columns[at[0]], table.columns[at[1]])
    by_heading = layout.kinds == "auto" and not layout.directed and ends.are_two_kinds(*titles)
    found = Found(layout.kinds == "two" or by_heading, whole=all(facts[place].is_whole for place in at))
    found.by_columns, found.titles, found.kinds = True, titles, titles if by_heading else None
    found.file_directed = known.roles.says_directed
    _add_rows(found, file, known, weights, layout)
    if by_heading:
        file.notes.append(
            f"By their headings “{titles[0]}” and “{titles[1]}” were taken for two kinds of nodes; if they are of one "
            "kind, say so under “Kinds of nodes”."
        )
    file.notes.extend([*known.comments.notes(), *known.roles.told])
    if "weight" in places and layout.weighting != "ones":
        file.notes.extend(weights.told)
    if found.respelled:
        file.notes.append(f"Names such as {found.respelled} were read as whole numbers.")
    _drop_counts(found, table, file.notes)
    found.details = _details(table, places, layout)
    return found


def _details(table: Table, places: Mapping[str, int], layout: EdgeLayout) -> dict[str, str]:
    weights = table.columns[places["weight"]] if "weight" in places and layout.weighting != "ones" else "none"
    return {
        "layout": "edge table",
        "delimiter": dialects.DELIMITERS[table.delimiter].lower(),
        "header": ", ".join(table.columns) if table.header else "none",
        "edges": f"{table.columns[places['source']]} – {table.columns[places['target']]}",
        "weights": f"{weights}, absolute" if weights != "none" and layout.weighting == "absolute" else weights,
    }


def _add_rows(found: Found, file: GraphText, known: EdgeTable, weights: Weights, layout: EdgeLayout) -> None:
    """Read the rows; this is the loop that large files spend their time in."""
    places = known.roles.places
    source, target = places["source"], places["target"]
    weight_at = places.get("weight", -1) if layout.weighting != "ones" else -1
    kinds = Relations(places.get("relation", -1), layout.relation)
    add, value, weight = found.add, weights.value, 1.0
    dropped: list[int] = []
    for line, row in tables.rows(known.comments(file.pieces()), known.table, file.notes):
        if kinds.at >= 0 and not kinds.keeps(row):
            continue
        if weight_at >= 0:
            parsed = value(row[weight_at])
            if parsed is None:
                dropped.append(line)
                continue
            weight = parsed
        if row[source].strip() and row[target].strip():
            add(row[source], row[target], weight)
            if kinds.at >= 0:
                kinds.added(row)
        else:
            dropped.append(line)
        if line % REPORT_LINES == 0:
            file.progress(len(found))
    found.relations = kinds.first
    kinds.require(len(found))
    _say_dropped(found, dropped, known.table.columns[weight_at] if weight_at >= 0 else "", file.notes)
    file.notes.extend(kinds.notes())


def _say_dropped(found: Found, dropped: list[int], weight_column: str, notes: list[str]) -> None:
    if dropped and not len(found):
        what = f"a number in “{weight_column}”, which was taken for the weight" if weight_column else "two names"
        raise InputError(
            f"None of the {len(dropped):,} rows has {what}, the first is in line {dropped[0]:,}; please say what each "
            "column is.",
            "E-GRF-60",
        )
    if dropped:
        listed = ", ".join(f"{line:,}" for line in dropped[:_SAID])
        notes.append(
            f"Rows left out because a name is missing or the weight is not a finite number: {len(dropped):,} "
            f"(first in lines {listed})."
        )


def _drop_counts(found: Found, table: Table, notes: list[str]) -> None:
    """Take back the first row if it is no edge but the numbers of nodes and edges, as some programs write them."""
    if table.header or len(table.columns) != 2 or len(found) < 2:
        return
    n_nodes, n_edges = found.first_names()
    if natural(n_edges) != len(found) - 1:
        return
    used = np.unique(np.concatenate([end[1:] for end in found.arrays()[:2]]))
    highest = max(natural(found.names[row]) for row in used)
    if len(used) <= natural(n_nodes) <= max(len(used), highest + 1):
        found.drop_first()
        notes.append(f"The first row, “{n_nodes} {n_edges}”, was taken for the numbers of nodes and edges.")
