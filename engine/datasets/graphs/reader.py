"""Edge lists of unknown make to a Graph: what delimiter, header and weights a file has is found out, unless said."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine import limits
from engine.datasets.graphs import node_table
from engine.datasets.graphs.builder import Edges
from engine.datasets.graphs.graph import Graph
from engine.errors import Cancelled, InputError
from engine.fields import Validated, choice, flag, text
from engine.files import archives, encodings, signatures, tables
from engine.files.archives import Entry
from engine.files.display import displayable
from engine.files.tables import Table
from engine.report import Report, Silent

BLANKS = "blanks"
HEADINGS = frozenset(
    ("source", "target", "from", "to", "src", "dst", "node", "node1", "node2", "node_1", "node_2", "id1", "id2", "u",
     "v", "user", "item", "pin", "query", "page", "head", "tail", "left", "right", "fromnodeid", "tonodeid")
)  # fmt: skip
"""First fields that name columns, whatever follows them."""
HEAVIEST = 1e30
"""Weights above this could overflow when they are added up."""
REPORT_ROWS = 20_000
_NOT_EDGES = (
    (r"\s*<(\?xml|!doctype|graphml|gexf)", "XML graphs (GraphML, GEXF) are"),
    (r"\s*(creator\b.*\s+)?graph\s*\[", "GML graphs are"),
    (r"\s*\*(vertices|network)", "Pajek graphs are"),
    (r"\s*(strict\s+)?(di)?graph\b[^\n]*\{", "DOT graphs are"),
    (r"\s*[\[{]\s*[\"{\[]", "JSON graphs are"),
)


@dataclass(frozen=True)
class EdgeLayout(Validated):
    """How to read an edge list, as far as the user says it."""

    directed: bool = flag(
        False, label="Directed", help="Each edge leads from the first column to the second; else it can be walked both "
        "ways.",
    )  # fmt: skip
    kinds: str = choice(
        "auto", {"auto": "Found out", "one": "One", "two": "Two, a column each"}, label="Kinds of nodes",
        help="Two: the columns hold different things, as users and films, and equal names in both are told apart. "
        "Found out: two if no name stands in both columns.",
    )  # fmt: skip
    weighting: str = choice(
        "auto",
        {"auto": "Third column, if it is there", "ones": "All edges weigh 1", "absolute": "Absolute values"},
        label="Weights",
        help="How strong an edge is: walks prefer strong ones.",
    )
    delimiter: str = choice(
        "", {"": "Found out", **tables.SIGNS, BLANKS: "Blanks"}, label="Delimiter",
        help="What stands between the fields of a line.", advanced=True,
    )  # fmt: skip
    header: str = choice(
        "auto", {"auto": "Found out", "yes": "Yes", "no": "No"}, label="First row is a header",
        help="Whether the first row names the columns instead of being an edge.", advanced=True,
    )  # fmt: skip
    encoding: str = choice(
        "auto", encodings.ENCODINGS, label="Encoding", help="How letters are stored.", advanced=True
    )  # fmt: skip
    label_column: str = text(
        "", limits.LABEL_LENGTH, label="Label column", help="The column of the node table that says what sort a node "
        "is; empty for the second.",
    )  # fmt: skip


def read(path: Path, layout: EdgeLayout, table: Path | None, report: Report = Silent()) -> Graph:
    """The graph in a file with an edge a line: source, target and perhaps a weight; # and % begin comments.

    table: a file with a node a line, see `node_table`. Raises InputError for all that is wrong with the files, and
    Cancelled.
    """
    notes: list[str] = []
    with archives.opened(path, notes) as entries:
        if len(entries) > 1:
            raise InputError(
                f"The archive holds {len(entries)} files; please give one edge list (a node table has its own place).",
                "E-GRF-70",
            )
        file = _EdgeFile(entries[0], layout, notes)
        found = file.edges(report)
    details = file.details
    attributes: dict[str, list[str]] = {}
    label = ""
    if table is not None:
        attributes, label = node_table.read(table, found.names, layout.label_column, layout.encoding, notes)
    two_kinds = layout.kinds == "two" or (layout.kinds == "auto" and not layout.directed and found.apart)
    if two_kinds and layout.kinds == "auto":
        notes.append(
            "No name stands in both columns, so these were taken for two kinds of nodes; if they are of one kind, "
            "say so under “Kinds of nodes”."
        )
    sides, side_names = (found.sides, file.table.columns[:2]) if two_kinds else (None, ())
    names = _told_apart(found.names, sides, side_names)
    directed = layout.directed and not two_kinds
    counted = layout.weighting != "ones"
    edges = Edges(names, *found.arrays(), directed, attributes, label, sides, side_names, counted)
    return Graph.from_found(edges, notes, details)


def _told_apart(names: list[str], sides: np.ndarray | None, titles: tuple[str, ...]) -> list[str]:
    """Names with their kind in front where both kinds have equal ones."""
    if sides is None or len(set(names)) == len(names):
        return names
    return [f"{titles[side]}: {name}" for name, side in zip(names, sides, strict=True)]


class _Found:
    """Names and edges as they are read."""

    def __init__(self, two_kinds: bool) -> None:
        self.names: list[str] = []
        self._sides: list[int] = []
        self._rows: tuple[dict[str, int], dict[str, int]] = ({}, {})
        if not two_kinds:
            self._rows = (self._rows[0], self._rows[0])
        self._ends: list[int] = []
        self._weights: list[float] = []
        self._sources: set[int] = set()
        self._targets: set[int] = set()

    def add(self, source: str, target: str, weight: float) -> None:
        row, other = self._row(source, 0), self._row(target, 1)
        self._sources.add(row)
        self._targets.add(other)
        self._ends += (row, other)
        self._weights.append(weight)

    def _row(self, raw: str, side: int) -> int:
        known = self._rows[side]
        row = known.get(raw)
        if row is None:
            name = displayable(raw, limits.LINE_BYTES)
            row = known.setdefault(name, len(self.names))
            known[raw] = row
            if row == len(self.names):
                self.names.append(name)
                self._sides.append(side)
        return row

    @property
    def apart(self) -> bool:
        """Whether no name stands in both columns, and each holds at least two."""
        return min(len(self._sources), len(self._targets)) > 1 and self._sources.isdisjoint(self._targets)

    @property
    def sides(self) -> np.ndarray:
        return np.array(self._sides, np.int8)

    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        ends = np.array(self._ends, np.int64).reshape(-1, 2)
        return ends[:, 0], ends[:, 1], np.array(self._weights)

    def __len__(self) -> int:
        return len(self._weights)


class _EdgeFile:
    """One edge list, understood and then read."""

    def __init__(self, entry: Entry, layout: EdgeLayout, notes: list[str]):
        self._entry, self._layout, self._notes = entry, layout, notes
        head = next(entry.blocks(), b"")
        signatures.require_text(head[: signatures.HEAD])
        decoding = encodings.understand(entry.blocks, layout.encoding)
        self._codec = decoding.codec
        notes.extend(decoding.notes)
        self._n_comments = 0
        self._blanks = layout.delimiter == BLANKS
        self.table = self._understood()
        self.details = {
            "encoding": decoding.title,
            "delimiter": "blanks" if self._blanks else tables.SIGNS[self.table.delimiter].lower(),
            "header": ", ".join(self.table.columns) if self.table.header else "none",
            "weights": self._weights_are(),
        }

    def edges(self, report: Report = Silent()) -> _Found:
        """All edges; raises InputError if none of the weights is a number (E-GRF-60)."""
        found = _Found(self._layout.kinds == "two")
        dropped: list[int] = []
        for line, row in tables.rows(self._lines(), self.table, self._notes):
            weight = self._weight(row)
            if weight is None or not (row[0].strip() and row[1].strip()):
                dropped.append(line)
            else:
                found.add(row[0], row[1], weight)
            if (len(found) + len(dropped)) % REPORT_ROWS == 0:
                if report.cancelled():
                    raise Cancelled
                report.progress(len(found), max(len(found), self._entry.size // 12), "edges")
        self._say_dropped(dropped, len(found))
        if self._n_comments:
            self._notes.append(f"Comment lines left out: {self._n_comments:,}.")
        return found

    def _say_dropped(self, dropped: list[int], n_kept: int) -> None:
        if dropped and not n_kept:
            raise InputError(
                f"In none of the {len(dropped):,} rows is the third column a weight (a finite number), the first is in "
                f"line {dropped[0]:,}; choose “All edges weigh 1” if it is something else.",
                "E-GRF-60",
            )
        if dropped:
            listed = ", ".join(f"{line:,}" for line in dropped[:5])
            self._notes.append(
                f"Rows left out because a name is missing or the weight is not a finite number: {len(dropped):,} "
                f"(first in lines {listed})."
            )

    def _weight(self, row: list[str]) -> float | None:
        if self._layout.weighting == "ones" or len(row) < 3:
            return 1.0
        try:
            weight = float(row[2])
        except ValueError:
            return None
        if not math.isfinite(weight) or abs(weight) > HEAVIEST:
            return None
        return abs(weight) if self._layout.weighting == "absolute" else weight

    def _weights_are(self) -> str:
        if self._layout.weighting == "ones" or len(self.table.columns) < 3:
            return "none"
        name = self.table.columns[2]
        return f"{name}, absolute" if self._layout.weighting == "absolute" else name

    def _understood(self) -> Table:
        sample, complete = self._sample()
        for pattern, what in _NOT_EDGES:
            if re.match(pattern, sample, re.IGNORECASE):
                raise InputError(
                    f"{what} not read; please export an edge list (CSV: source, target, weight).", "E-GRF-68"
                )
        delimiter = "\t" if self._blanks else self._layout.delimiter
        table = self._single(
            "\n".join(map(_tabbed, sample.split("\n"))) if self._blanks else sample, complete, delimiter
        )
        if len(table.columns) < 2 and not self._layout.delimiter:
            self._blanks = True
            table = self._single("\n".join(map(_tabbed, sample.split("\n"))), complete, "\t")
        if len(table.columns) < 2:
            first = displayable(sample.split("\n")[0], 60)
            raise InputError(
                f"Each line has one field only (the first is {first!r}); an edge needs two names. Please give source "
                "and target, or choose the delimiter.",
                "E-GRF-58",
            )
        return table

    def _single(self, sample: str, complete: bool, delimiter: str) -> Table:
        """The layout of the sample; names of nodes are not taken for headings, which `tables` would do."""
        table = tables.single(sample, complete=complete, delimiter=delimiter, header=False)
        said = {"auto": None, "yes": True, "no": False}[self._layout.header]
        header = _is_header(table.sample) if said is None else said
        return tables.single(sample, complete=complete, delimiter=table.delimiter, header=header)

    def _sample(self) -> tuple[str, bool]:
        sample = ""
        for piece in self._without_comments():
            sample += piece
            if len(sample) > tables.SAMPLE:
                break
        self._n_comments = 0
        return sample[: tables.SAMPLE].lstrip("\n"), len(sample) <= tables.SAMPLE

    def _lines(self) -> Iterator[str]:
        if not self._blanks:
            yield from self._without_comments()
            return
        for lines in self._without_comments():
            yield "\n".join(map(_tabbed, lines.split("\n")))

    def _without_comments(self) -> Iterator[str]:
        """The text in whole lines; comments are emptied, so that line numbers stay true."""
        rest = ""
        for piece in encodings.decoded(self._entry.blocks, self._codec):
            lines = (rest + piece).split("\n")
            rest = lines.pop()
            if len(rest) > limits.LINE_BYTES:
                break  # tables.rows says which line is too long
            if lines:
                yield "\n".join(map(self._uncommented, lines)) + "\n"
        yield self._uncommented(rest)

    def _uncommented(self, line: str) -> str:
        if line.lstrip()[:1] in ("#", "%") and line.strip():
            self._n_comments += 1
            return ""
        return line


def _tabbed(line: str) -> str:
    return "\t".join(line.replace('"', " ").split())


def _is_header(sample: tuple[tuple[str, ...], ...]) -> bool:
    """Headings: a known word in front, or text above numbers in some column."""
    first, rest = sample[0], sample[1:]
    if not rest or any(_is_number(name) for name in first):
        return False
    if {name.strip().casefold() for name in first[:2]} & HEADINGS:
        return True
    return any(np.mean([_is_number(row[place]) for row in rest]) > 0.5 for place in range(min(len(first), 3)))


def _is_number(name: str) -> bool:
    try:
        float(name)
    except ValueError:
        return False
    return True
