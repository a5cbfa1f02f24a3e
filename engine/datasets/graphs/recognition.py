"""Which layout a file with a graph has: what it says of itself, or what it looks like at its beginning."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from engine.datasets.graphs.formats import (
    adjacency_list,
    dimacs,
    edge_table,
    gml,
    lgl,
    matrix,
    matrix_market,
    metis,
    multiline,
    networkx_lines,
    node_link,
    pajek,
    refused,
    sif,
    tgf,
    tuples,
    xml,
)
from engine.datasets.graphs.found import Found
from engine.datasets.graphs.graph_text import GraphText, Head
from engine.datasets.graphs.layout import EdgeLayout

EDGES = "edges"


@dataclass(frozen=True)
class Format:
    """A layout of files: whether the beginning of a file has it, and how such a file is read."""

    recognizes: Callable[[Head], bool]
    read: Callable[[GraphText, EdgeLayout], Found]


FORMATS: Mapping[str, Format] = {
    "xml": Format(xml.recognizes, xml.read),
    "matrix_market": Format(matrix_market.recognizes, matrix_market.read),
    "pajek": Format(pajek.recognizes, pajek.read),
    "gml": Format(gml.recognizes, gml.read),
    "refused": Format(refused.recognizes, refused.read),
    "tuples": Format(tuples.recognizes, tuples.read),
    "json": Format(node_link.recognizes, node_link.read),
    "dimacs": Format(dimacs.recognizes, dimacs.read),
    "tgf": Format(tgf.recognizes, tgf.read),
    "lgl": Format(lgl.recognizes, lgl.read),
    "multiline": Format(multiline.recognizes, multiline.read),
    "networkx": Format(networkx_lines.recognizes, networkx_lines.read),
    "metis": Format(metis.recognizes, metis.read),
    "matrix": Format(matrix.recognizes, matrix.read),
    "sif": Format(sif.recognizes, sif.read),
    "adjacency": Format(adjacency_list.recognizes, adjacency_list.read),
    EDGES: Format(edge_table.recognizes, edge_table.read),
}
"""In the order in which they are tried: those that name themselves first, tables last."""


def name_of(head: Head, layout: EdgeLayout) -> str:
    """The name of the layout, as the user says it or as it looks; who names a column says that it is a table."""
    if layout.format != "auto":
        return layout.format
    if layout.source_column or layout.target_column:
        return EDGES
    return next(name for name, form in FORMATS.items() if form.recognizes(head))
