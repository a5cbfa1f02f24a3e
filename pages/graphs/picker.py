"""Pick a graph: built in, generated, downloaded or uploaded, and see what was understood before training on it."""

import pandas as pd
import streamlit as st

from engine.datasets.graphs.generated import CLASSICS
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.reader import EdgeLayout
from engine.datasets.graphs.sources import (
    GRAPHS,
    ClassicGraph,
    DownloadedGraph,
    GeneratedGraph,
    GraphSource,
    UploadedGraph,
)
from engine.fields import specs
from pages.graphs.graph_data import load_graph
from pages.parts.data import picking
from pages.parts.run import controls
from pages.parts.write.plain import plain

UPLOAD, SHAPE = "upload", "shape"
KINDS = ["txt", "csv", "tsv", "edges", "edgelist", "gz", "zip", "graphml", "gexf", "gml"]
"""Formats that are refused may be chosen too: the refusal says what to do instead."""
PREVIEW_ROWS = 12


def pick(key: str) -> tuple[GraphSource | None, Graph | None]:
    """The chosen source, and the graph once it has been read; None while there is none."""
    downloads = {name: entry.title for name, entry in GRAPHS.items()}
    titles = CLASSICS | {SHAPE: "Generated shape"} | downloads | {UPLOAD: "Your own edges…"}
    choice = picking.Choice("Graph", "The first four are classics that come with the app.", f"{key}.graph", titles)
    return picking.pick(
        choice,
        lambda chosen: _source(chosen, key),
        load_graph,
        lambda source: GRAPHS[source.entry] if isinstance(source, DownloadedGraph) else None,
        _preview,
    )


def adopt(source: GraphSource, key: str) -> None:
    """Let the picker show a source that a saved run was made from."""
    chosen = {ClassicGraph: "graph", DownloadedGraph: "entry"}.get(type(source))
    other = UPLOAD if isinstance(source, UploadedGraph) else SHAPE
    st.session_state[f"{key}.graph"] = getattr(source, chosen) if chosen else other
    if isinstance(source, UploadedGraph):
        st.session_state[f"{key}.edges.sha256"] = source.sha256
        st.session_state[f"{key}.nodes.sha256"] = source.table
    controls.adopt(source, f"{key}.{source.name}")


def _source(chosen: str, key: str) -> GraphSource | None:
    if chosen == UPLOAD:
        return _uploaded(key)
    if chosen == SHAPE:
        return controls.draw(GeneratedGraph, f"{key}.{GeneratedGraph.name}")
    return ClassicGraph(chosen) if chosen in CLASSICS else DownloadedGraph(chosen)


def _uploaded(key: str) -> GraphSource | None:
    edges = picking.upload(f"{key}.edges.sha256", "Edges: a line each, source, target and perhaps a weight", KINDS)
    if not edges:
        st.caption("An edge list with any delimiter, with or without header. It stays on this machine.")
        return None
    with st.expander("Node table (labels)", icon=":material/label:"):
        table = picking.upload(
            f"{key}.nodes.sha256", "A line for each node: its name, then its label and other columns", KINDS
        )
    prefix = f"{key}.{UploadedGraph.name}"
    layout = [name for name in specs(EdgeLayout) if name != "label_column"]
    values = controls.values(UploadedGraph, prefix, [*layout, "label_column"] if table else layout)
    return UploadedGraph(sha256=edges, table=table, **values)


def _preview(graph: Graph, source: GraphSource) -> None:
    """What was understood of the graph."""
    kind = "directed" if graph.directed else "undirected"
    weighted = ", weighted" if graph.is_weighted else ""
    st.caption(f"**{graph.n_nodes:,}** nodes, **{graph.n_edges:,}** edges, {kind}{weighted}")
    with st.expander("What was understood", icon=":material/fact_check:", expanded=source.uploaded):
        for note in graph.notes:
            st.caption(f":material/info: {plain(note)}")
        known = {name: value for name, value in graph.details.items() if name != "origin"}
        if known:
            st.caption(plain(" · ".join(f"{name}: {value}" for name, value in known.items())))
        top = min(PREVIEW_ROWS, graph.n_nodes)
        table = {"Node": graph.nodes[:top], "Neighbors": graph.degrees[:top]}
        st.dataframe(
            pd.DataFrame(table | {name: values[:top] for name, values in graph.attributes.items()}),
            hide_index=True, height=180,
        )  # fmt: skip
