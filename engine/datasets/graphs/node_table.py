"""A table with a node a line: what sort each node is, and what else is known of it."""

from collections.abc import Sequence
from pathlib import Path

from engine import limits
from engine.datasets.graphs.graph import SEPARATOR
from engine.errors import InputError
from engine.files import archives, encodings, signatures, tables
from engine.files.display import displayable

MOST_COLUMNS = 12


def read(
    path: Path, names: Sequence[str], label_column: str, encoding: str, notes: list[str]
) -> tuple[dict[str, list[str]], str]:
    """Column -> a string for each of `names`, and the name of the column with the labels.

    The first column names the nodes; a node on several lines has several values. Raises InputError if the table
    cannot be read, or knows none of the nodes (E-GRF-71).
    """
    with archives.opened(path, notes) as entries:
        entry = entries[0]
        signatures.require_text(next(entry.blocks(), b"")[: signatures.HEAD])
        codec = encodings.understand(entry.blocks, encoding).codec
        text = "".join(encodings.decoded(entry.blocks, codec))
    blanks = False
    table = tables.single(text[: tables.SAMPLE], complete=len(text) <= tables.SAMPLE)
    if len(table.columns) < 2:
        blanks = True
        text = "\n".join("\t".join(line.split()) for line in text.split("\n"))
        table = tables.single(text[: tables.SAMPLE], complete=len(text) <= tables.SAMPLE, delimiter="\t")
    if len(table.columns) < 2:
        raise InputError(
            "The node table has one column only; it needs the node's name and at least one label or attribute.",
            "E-GRF-84",
        )
    columns = table.columns[1 : MOST_COLUMNS + 1]
    label = columns[table.column(label_column) - 1] if label_column else columns[0]
    values = _values(table, [text], names, notes)
    if blanks:
        notes.append("The node table was split at blanks.")
    return {name: [SEPARATOR.join(cell) for cell in values[place]] for place, name in enumerate(columns)}, label


def _values(
    table: tables.Table, pieces: Sequence[str], names: Sequence[str], notes: list[str]
) -> list[list[list[str]]]:
    """The different values of each column for each node, in order of the lines."""
    index = {name: row for row, name in enumerate(names)}
    n_columns = min(len(table.columns) - 1, MOST_COLUMNS)
    found: list[list[list[str]]] = [[[] for _ in names] for _ in range(n_columns)]
    unknown, n_known = [], set()
    for _, row in tables.rows(pieces, table, notes):
        place = index.get(displayable(row[0], limits.LINE_BYTES))
        if place is None:
            unknown.append(row[0])
            continue
        n_known.add(place)
        for column in range(n_columns):
            value = displayable(row[column + 1], limits.LABEL_LENGTH)
            if value and value not in found[column][place]:
                found[column][place].append(value)
    if not n_known:
        raise InputError(
            f"No node of the table is in the graph (the table begins with {displayable(''.join(unknown[:1]), 40)!r}, "
            f"the graph with {displayable(names[0], 40)!r}); the first column must hold the names of the nodes.",
            "E-GRF-71",
        )
    if unknown:
        notes.append(f"Nodes of the table that no edge has, left out: {len(unknown):,}.")
    if len(n_known) < len(names):
        notes.append(f"Nodes that the table does not know: {len(names) - len(n_known):,}.")
    return found
