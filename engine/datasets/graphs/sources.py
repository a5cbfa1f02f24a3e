"""Where graphs come from: classics and generators, downloads, and files of the user's own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import numpy as np

from engine.datasets.base import Source
from engine.datasets.graphs import columns, generated, node_table, reader
from engine.datasets.graphs.builder import Edges
from engine.datasets.graphs.graph import SEPARATOR, Graph
from engine.datasets.graphs.layout import EdgeLayout
from engine.fields import choice, integer, real, text
from engine.files import uploads
from engine.files.downloads.entries import CATALOGUE
from engine.files.downloads.fetch import fetch
from engine.files.roles import Look, Role, by_field
from engine.report import Report, Silent

GRAPHS = {key: entry for key, entry in CATALOGUE.items() if entry.kind == "graph"}


class GraphSource(Source):
    """A graph somewhere."""

    kind: ClassVar[str] = Graph.kind


@dataclass(frozen=True)
class ClassicGraph(GraphSource):
    """A small network that the literature knows well, from networkx."""

    name = "classic_graph"
    graph: str = choice("karate", generated.CLASSICS, label="Network", help="Built in: needs no network connection.")

    def title(self) -> str:
        """What the user calls it."""
        return generated.CLASSICS[self.graph]

    def load(self, report: Report = Silent()) -> Graph:
        """Build it from networkx's tables."""
        return Graph.from_found(generated.classic(self.graph), (), {"origin": "networkx"})


@dataclass(frozen=True)
class GeneratedGraph(GraphSource):
    """A graph whose structure is known beforehand."""

    name = "generated_graph"
    shape: str = choice(
        "blocks", generated.SHAPES, label="Shape", help="What the graph looks like; its labels say which part."
    )
    n_nodes: int = integer(
        60, 10, 5_000, label="Nodes", help="How many nodes, roughly: shapes are kept whole.", step=10
    )
    n_blocks: int = integer(3, 2, 20, label="Communities", help="Groups of the block model; other shapes ignore it.")
    inside: float = real(0.3, 0.0, 1.0, label="Edges inside", help="Chance of an edge within a group.", step=0.05)
    between: float = real(0.02, 0.0, 1.0, label="Edges between", help="Chance of an edge between groups.", step=0.01)
    seed: int = integer(1, 0, 2**32 - 1, label="Seed", help="Another seed draws other edges.", advanced=True)

    def title(self) -> str:
        """What the user calls it."""
        return f"{generated.SHAPES[self.shape]} ({self.n_nodes:,} nodes, synthetic)"

    def load(self, report: Report = Silent()) -> Graph:
        """Generate it; raises InputError if it has too few edges."""
        chances = self.n_blocks, self.inside, self.between, self.seed
        edges = generated.generated(self.shape, self.n_nodes, *chances)
        return Graph.from_found(edges, ["A synthetic graph, made by a rule."], {"origin": "generated"})


@dataclass(frozen=True)
class DownloadedGraph(GraphSource):
    """A well-known graph, found on disk or downloaded from a fixed address."""

    name = "downloaded_graph"
    entry: str = choice(
        "cora",
        {key: entry.title for key, entry in GRAPHS.items()},
        label="Graph",
        help="Downloaded once and kept; a copy in a folder named by EMBEDDING_DATA is found first.",
    )

    def title(self) -> str:
        """What the user calls it."""
        return GRAPHS[self.entry].title

    def load(self, report: Report = Silent()) -> Graph:
        """Fetch and read it. Raises what `fetch` raises."""
        entry = GRAPHS[self.entry]
        paths = [fetch(file, report) for file in entry.files]
        return Graph.from_found(_READERS[self.entry](paths), [entry.about], {"origin": entry.files[0].urls[0]})


@dataclass(frozen=True)
class UploadedGraph(EdgeLayout, GraphSource):
    """A file with a graph that the user uploaded, perhaps with a node table."""

    name = "uploaded_graph"
    version = 3
    uploaded: ClassVar[bool] = True
    roles: ClassVar[Mapping[str, Mapping[str, Role]]] = {
        "sha256": by_field(columns.ROLES),
        "table": by_field(node_table.ROLES),
    }
    typed = frozenset(("label_column",))
    sha256: str = text(
        "", 64, label="File", help="The uploaded file, by its content.", pattern="[0-9a-f]{64}", hidden=True
    )
    table: str = text(
        "", 64, label="Node table", help="The uploaded table, by its content; empty for none.",
        pattern="([0-9a-f]{64})?", hidden=True,
    )  # fmt: skip

    def look(self, file: str) -> Look | None:
        """The table of edges, or of nodes, by its first rows; None if it is none."""
        look = reader.look if file == "sha256" else node_table.look
        found = look(uploads.path(getattr(self, file)), self)
        return found and found.by_field()

    def title(self) -> str:
        """The name under which the file was last uploaded."""
        return next(iter(uploads.names(self.sha256)), f"upload {self.sha256[:8]}")

    def load(self, report: Report = Silent()) -> Graph:
        """Read it; see `reader.read`."""
        return reader.read(uploads.path(self.sha256), self, uploads.path(self.table) if self.table else None, report)


def _once(ends: np.ndarray) -> np.ndarray:
    """Each pair once, whichever way it was listed: the literature takes these graphs as unweighted."""
    return np.unique(np.sort(ends, axis=1), axis=0)


def _cora(paths: list[Path]) -> Edges:
    """Citations as undirected edges; a paper's field as its label."""
    with np.load(paths[0], allow_pickle=False) as file:
        counts = np.diff(file["adj_indptr"])
        ends = _once(np.column_stack([np.repeat(np.arange(len(counts)), counts), file["adj_indices"]]))
        names = [str(name) for name in file["node_names"]]
        fields = [str(file["class_names"][code]).replace("_", " ") for code in file["labels"]]
    return Edges(names, ends[:, 0], ends[:, 1], np.ones(len(ends)), attributes={"field": fields}, label_column="field")


def _email(paths: list[Path]) -> Edges:
    """Who wrote to whom, undirected as the papers take it; a person's department as the label."""
    ends = _once(np.loadtxt(paths[0], dtype=np.int64, ndmin=2))
    departments = dict(np.loadtxt(paths[1], dtype=np.int64, ndmin=2).tolist())
    names = [str(person) for person in range(int(ends.max()) + 1)]
    labels = [f"department {departments[person]}" for person in range(len(names))]
    return Edges(
        names, ends[:, 0], ends[:, 1], np.ones(len(ends)), attributes={"department": labels}, label_column="department"
    )


def _blogcatalog(paths: list[Path]) -> Edges:
    """Friendships of bloggers; the topics of each blog, one or several, as its labels."""
    lines = [np.array(line.split(), np.int64) for line in paths[0].read_text("ascii").splitlines() if line]
    sources = np.repeat([line[0] for line in lines], [len(line) - 1 for line in lines])
    targets = np.concatenate([line[1:] for line in lines])
    once = sources < targets  # each friendship is listed by both
    topics = {int(line.split()[0]): line.split()[1:] for line in paths[1].read_text("ascii").splitlines() if line}
    names = [str(row) for row in range(int(sources.max()) + 1)]
    labels = [SEPARATOR.join(topics.get(row, [])) for row in range(len(names))]
    ends = sources[once], targets[once]
    return Edges(names, *ends, np.ones(int(once.sum())), attributes={"topic": labels}, label_column="topic")


def _airports(paths: list[Path]) -> Edges:
    """Flights between airports; how busy each is, in four classes, as its label: a role, not a community."""
    ends = _once(np.loadtxt(paths[0], dtype=np.int64, ndmin=2))
    classes = dict(np.loadtxt(paths[1], dtype=np.int64, skiprows=1, ndmin=2).tolist())
    numbers, places = np.unique(ends, return_inverse=True)
    places = places.reshape(ends.shape)
    labels = [f"activity {classes[number]}" for number in numbers.tolist()]
    names = [str(number) for number in numbers]
    return Edges(
        names, places[:, 0], places[:, 1], np.ones(len(ends)), attributes={"activity": labels}, label_column="activity"
    )


_READERS: dict[str, Callable[[list[Path]], Edges]] = {
    "cora": _cora,
    "email_eu_core": _email,
    "blogcatalog": _blogcatalog,
    "airports_usa": _airports,
}
