"""Pick a graph: built in, generated, downloaded or uploaded, and see what was understood before training on it."""

import pandas as pd
import streamlit as st

from engine import limits
from engine.datasets import uploads
from engine.datasets.download import missing
from engine.datasets.edge_list import EdgeLayout
from engine.datasets.generated_graphs import CLASSICS
from engine.datasets.graph import Graph
from engine.datasets.graph_sources import (
    GRAPHS,
    ClassicGraph,
    DownloadedGraph,
    GeneratedGraph,
    GraphSource,
    UploadedGraph,
)
from engine.errors import InputError
from engine.fields import specs
from engine.runs import jobs, store
from engine.runs.recipe import Recipe
from pages.shared import controls, jobs_panel
from pages.shared.graphs import load_graph
from pages.shared.plain import plain

UPLOAD, SHAPE = "upload", "shape"
KINDS = ["txt", "csv", "tsv", "edges", "edgelist", "gz", "zip", "graphml", "gexf", "gml"]
"""Formats that are refused may be chosen too: the refusal says what to do instead."""
PREVIEW_ROWS = 12


def pick(key: str) -> tuple[GraphSource | None, Graph | None]:
    """The chosen source, and the graph once it has been read; None while there is none."""
    downloads = {name: entry.title for name, entry in GRAPHS.items()}
    titles = CLASSICS | {SHAPE: "Generated shape"} | downloads | {UPLOAD: "Your own edges…"}
    chosen = st.selectbox(
        "Graph", list(titles), format_func=titles.__getitem__, key=f"{key}.graph", persist_state="session",
        help="The first four are classics that come with the app.",
    )  # fmt: skip
    try:
        source = _source(chosen, key)
    except InputError as error:
        st.error(plain(str(error)))
        return None, None
    return source, None if source is None else _prepared(source)


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
    edges = _file(
        f"{key}.edges", "Edges: a line each, source, target and perhaps a weight",
        "An edge list with any delimiter, with or without header. It stays on this machine.",
    )  # fmt: skip
    if not edges:
        return None
    with st.expander("Node table (labels)", icon=":material/label:"):
        table = _file(f"{key}.nodes", "A line for each node: its name, then its label and other columns", "")
    prefix = f"{key}.{UploadedGraph.name}"
    layout = [name for name in specs(EdgeLayout) if name != "label_column"]
    values = controls.values(UploadedGraph, prefix, [*layout, "label_column"] if table else layout)
    return UploadedGraph(sha256=edges, table=table, **values)


def _file(key: str, label: str, hint: str) -> str:
    """sha256 of the file uploaded last, "" while there is none."""
    file = st.file_uploader(label, type=KINDS, key=f"{key}.file", max_upload_size=limits.UPLOAD_BYTES // limits.MB)
    if file is not None:
        st.session_state[f"{key}.sha256"] = uploads.keep(file.getvalue(), file.name).sha256
    sha256 = st.session_state.get(f"{key}.sha256", "")
    if not sha256 and hint:
        st.caption(hint)
    elif sha256 and file is None:
        st.caption(f"Last upload: {plain(next(iter(uploads.names(sha256)), sha256[:12]))}")
    return sha256


def _prepared(source: GraphSource) -> Graph | None:
    """The graph if it has been read already; otherwise read it (an upload at once) and show the progress."""
    recipe = Recipe(source)
    if store.exists(recipe.run_id):
        try:
            graph = load_graph(recipe.run_id)
        except InputError as error:
            st.error(plain(str(error)))
            return None
        _preview(graph, source)
        return graph
    status = jobs.status(recipe.run_id)
    if status is not None and status.active:
        jobs_panel.follow(recipe.run_id, "Reading")
    elif status is not None and status.state in ("failed", "cancelled"):
        jobs_panel.failed(status)
    elif isinstance(source, DownloadedGraph) and missing(GRAPHS[source.entry]):
        _offer_download(recipe, source)
    elif jobs_panel.submit(recipe):
        st.rerun()
    return None


def _offer_download(recipe: Recipe, source: DownloadedGraph) -> None:
    entry = GRAPHS[source.entry]
    st.caption(f"{entry.about} Licence: {entry.licence}.")
    pressed = st.button(f"Download {entry.size / limits.MB:,.1f} MB", type="primary", icon=":material/download:")
    if pressed and jobs_panel.submit(recipe):
        st.rerun()


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
