"""Graphs to choose from: built in, generated, downloaded or uploaded, and what was understood of one."""

import pandas as pd

from engine.datasets.base import Source
from engine.datasets.graphs.generated import CLASSICS
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.library_imports import LibraryImports
from engine.datasets.graphs.sources import GRAPHS, ClassicGraph, DownloadedGraph, GeneratedGraph, UploadedGraph
from engine.datasets.joint.film_graph import FilmGraph
from engine.datasets.ratings.sources import SETS, MovieLens
from engine.datasets.ratings.toy_viewers import ToyViewers
from pages.parts.data.choices import Choice, File, Fold, Picker, Understood, downloads

ROWS = 12


def understood(graph: Graph, source: Source) -> Understood:
    """Sizes, how the file was read, and the first nodes."""
    kind = "directed" if graph.directed else "undirected"
    counted = graph.is_weighted and graph.details.get("weights") == "none"
    weighted = f", weighted{' by how often each edge is listed' if counted else ''}" if graph.is_weighted else ""
    top = min(ROWS, graph.n_nodes)
    columns = {"Node": graph.nodes[:top], "Neighbors": graph.degrees[:top]}
    return Understood(
        (f"**{graph.n_nodes:,}** nodes, **{graph.n_edges:,}** edges, {kind}{weighted}",),
        graph.notes,
        {name: value for name, value in graph.details.items() if name != "origin" and isinstance(value, str)},
        as_read=graph.details.get("as_read", ()),
        table=pd.DataFrame(columns | {name: values[:top] for name, values in graph.attributes.items()}),
    )


OWN = Choice(
    "Your own edges…",
    UploadedGraph,
    files=(
        File("sha256", "Edges: a line each, source, target and perhaps a weight; or another layout of graphs"),
        File(
            "table",
            "A line for each node: its name, its label and other columns",
            Fold("Node table (labels)", "label"),
            columns="What the columns of the node table are",
        ),
    ),
    hint="An edge list with any delimiter, with or without header; also adjacency lists and matrices, GraphML, GEXF, "
    "GML, Pajek, MatrixMarket and more, found out by content. It stays on this machine.",
)
LATEST_SMALL = MovieLens(entry="ml_latest_small")
FILMS = {
    "films": Choice("Films that viewers share (from ratings)", FilmGraph, {"ratings": ToyViewers()}),
    "films_latest_small": Choice(
        "MovieLens latest-small: films that viewers share",
        FilmGraph,
        {"ratings": LATEST_SMALL},
        SETS[LATEST_SMALL.entry],
    ),
}
"""Graphs made from ratings; those that must be downloaded are asked for as on Movies."""
PICKER = Picker(
    "graph",
    "Graph",
    "The classics come with the app; so does who imports whom in the Python libraries that it stands on.",
    {name: Choice(title, ClassicGraph, {"graph": name}) for name, title in CLASSICS.items()}
    | {
        "library_imports": Choice("Imports of Python libraries (built in)", LibraryImports),
        "shape": Choice("Generated shape", GeneratedGraph),
    }
    | FILMS
    | downloads(DownloadedGraph, GRAPHS)
    | {"upload": OWN},
    understood,
)
