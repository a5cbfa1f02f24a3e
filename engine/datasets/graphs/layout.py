"""How to read a file with a graph, as far as the user says it."""

from dataclasses import dataclass

from engine import limits
from engine.datasets.workbook import Workbook
from engine.fields import choice, flag, text
from engine.files import encodings, tables

BLANKS = "blanks"
"""The delimiter of fields with blanks between them, as recipes know it."""
FORMATS = {
    "edges": "Edge table: an edge a line",
    "matrix": "Adjacency matrix",
    "adjacency": "Adjacency list: a node, then its neighbors",
    "sif": "SIF: a node, a relation, its neighbors",
    "networkx": "Edges with dictionaries (networkx)",
    "multiline": "Multiline adjacency list (networkx)",
    "tuples": "Printed tuples",
    "matrix_market": "MatrixMarket (.mtx)",
    "dimacs": "DIMACS",
    "metis": "METIS (.graph)",
    "pajek": "Pajek (.net)",
    "lgl": "LGL",
    "tgf": "TGF",
    "xml": "GraphML or GEXF",
    "gml": "GML",
    "json": "JSON: nodes and links",
}
_COLUMN = "Its name, or “column 1” and so on where the file has no headings; empty: found out"


@dataclass(frozen=True)
class EdgeLayout(Workbook):
    """How to read a file with edges, as far as the user says it."""

    directed: bool = flag(
        False, label="Directed", help="Each edge leads from its source to its target; else it can be walked both ways.",
    )  # fmt: skip
    kinds: str = choice(
        "auto", {"auto": "Found out", "one": "One", "two": "Two, a column each"}, label="Kinds of nodes",
        help="Two: the columns hold different things, as users and films, and equal names in both are told apart. "
        "Found out: two if no name stands in both columns.",
    )  # fmt: skip
    weighting: str = choice(
        "auto",
        {"auto": "As in the file, if it has any", "ones": "All edges weigh 1", "absolute": "Absolute values"},
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
    format: str = choice(
        "auto", {"auto": "Found out", **FORMATS}, label="Layout", help="How the file writes its edges.", advanced=True
    )  # fmt: skip
    source_column: str = text(
        "", limits.LABEL_LENGTH, label="Source column", help=f"Where edges begin. {_COLUMN}.", advanced=True
    )
    target_column: str = text(
        "", limits.LABEL_LENGTH, label="Target column", help=f"Where edges end. {_COLUMN}.", advanced=True
    )
    weight_column: str = text(
        "", limits.LABEL_LENGTH, label="Weight column", help=f"How strong edges are. {_COLUMN}; “-”: none.",
        advanced=True,
    )  # fmt: skip
    time_column: str = text(
        "", limits.LABEL_LENGTH, label="Time column", help=f"When edges were made; not used. {_COLUMN}; “-”: none.",
        advanced=True,
    )  # fmt: skip
    relation_column: str = text(
        "", limits.LABEL_LENGTH, label="Relation column", help=f"Of what sort edges are. {_COLUMN}; “-”: none.",
        advanced=True,
    )  # fmt: skip
    relation: str = text(
        "", limits.LABEL_LENGTH, label="Relation", help="Keep the edges of this relation alone; empty: all.",
        advanced=True,
    )  # fmt: skip
    node_column: str = text(
        "", limits.LABEL_LENGTH, label="Name column", help="The column of the node table that names the nodes; empty: "
        "the one that knows most of them.",
    )  # fmt: skip
    label_column: str = text(
        "", limits.LABEL_LENGTH, label="Label column", help="The column that says what sort a node is; empty: found "
        "out by its heading, or the first one.",
    )  # fmt: skip
