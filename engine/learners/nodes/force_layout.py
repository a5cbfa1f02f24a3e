"""The drawing of a graph: edges are springs, nodes push each other away (Fruchterman and Reingold, 1991)."""

from dataclasses import dataclass

import numpy as np

from engine import costs, limits
from engine.algorithms.adjacency import strengths
from engine.algorithms.packing import packed
from engine.algorithms.waves import part_vectors, slowest_waves
from engine.datasets.graphs.graph import Graph
from engine.embedding import Embedding
from engine.fields import choice, integer
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

DRAWN_NODES = 3_000
"""More nodes than this are a blot; unless more are asked for, those of highest degree are drawn."""
MOST_DRAWN = 10_000
WAVES_UP_TO = 1_500
FRAMES = 30
EARLY = 0.02


@dataclass(frozen=True)
class ForceLayout(Learner):
    """Places of the nodes in 2-D or 3-D, from the Laplacian's slowest waves for small graphs, else from chance.

    The parts of a graph are drawn by themselves, the largest on top and the others in rows below it.
    Fit: embedding "drawing" of the first nodes, scaled to mean square 1; summary edge_length, see there, and stray
    parts and nodes.
    """

    name = "force_layout"
    version = 2
    title = "Force layout"
    papers = (
        Paper(
            "Fruchterman and Reingold", 1991, "Graph drawing by force-directed placement", "doi:10.1002/spe.4380211102"
        ),
    )
    takes = "graph"

    n_components: int = choice(2, {2: "2-D", 3: "3-D"}, label="Dimensions", help="A flat drawing, or one in space.")
    n_iter: int = integer(300, 10, 2_000, label="Iterations", help="How often all nodes are moved.", step=50)
    n_nodes: int = integer(
        DRAWN_NODES, 10, MOST_DRAWN, label="Nodes", help="So many nodes of highest degree are drawn.", step=1_000
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Another seed begins elsewhere.", advanced=True)

    def fit(self, dataset: Graph, report: Report = Silent()) -> Fit:
        """Let the nodes come to rest; see `Learner.fit`."""
        from engine.algorithms.spring_kernels import forces

        stop_if_cancelled(report)
        graph = drawn_part(dataset.undirected(), self.n_nodes)
        places = self._start(graph)
        sources, targets, weights = graph.edges()
        ends = np.column_stack([sources, targets]).astype(np.int64)
        pull = np.sqrt(weights / weights.mean()) if len(weights) else weights
        moves = np.zeros_like(places)
        distance = 1 / np.sqrt(graph.n_nodes)
        for step in range(self.n_iter):
            stop_if_cancelled(report)
            forces(places, ends, pull.astype(np.float64), graph.parts, distance, moves)
            longest = 0.1 * (1 - step / self.n_iter) ** 1.5 + 1e-4
            length = np.linalg.norm(moves, axis=1, keepdims=True)
            places += moves / np.maximum(length, 1e-12) * np.minimum(length, longest)
            report.progress(step + 1, self.n_iter, "iterations")
            if step % max(1, self.n_iter // FRAMES) == 0:
                report.snapshot(step, _scaled(packed(places, graph.parts, 2 * distance)))
        found = _scaled(packed(places, graph.parts, 2 * distance))
        summary = {"nodes": graph.n_nodes, "edges": graph.n_edges, "edge_length": edge_length(graph, found)}
        summary |= {"stray_parts": graph.n_parts - 1, "stray_nodes": int((graph.parts > 0).sum())}
        notes: tuple[str, ...] = ()
        if graph.n_nodes < dataset.n_nodes:
            notes = (f"The drawing shows the {graph.n_nodes:,} nodes of highest degree.",)
        return Fit({"drawing": Embedding(found, graph.nodes)}, summary=summary, notes=notes)

    def estimate(self, dataset: Graph) -> Estimate:
        """From the pairs of nodes and the iterations."""
        n = float(min(dataset.n_nodes, self.n_nodes))
        seconds = costs.GRAPHS.seconds + self.n_iter * n * n * costs.SPRING_PAIR
        seconds += costs.DENSE_EIGEN * min(n, WAVES_UP_TO) ** 3
        return Estimate(seconds, costs.GRAPHS.megabytes + 8 * n * n / limits.MB)

    def _start(self, graph: Graph) -> np.ndarray:
        """Where the nodes begin, float64 (n, dims), within [-1, 1] or so."""
        generator = np.random.default_rng(self.seed)
        dims = self.n_components
        noise = generator.standard_normal((graph.n_nodes, dims))
        if graph.n_nodes > WAVES_UP_TO or graph.n_nodes - graph.n_parts < dims:
            return noise / 2
        _, waves = slowest_waves(graph.csr, part_vectors(graph.csr, graph.parts), dims, lambda times: None)
        waves = waves / np.sqrt(np.maximum(strengths(graph.csr), 1))[:, None]
        return waves / np.maximum(np.abs(waves).max(axis=0), 1e-12) + EARLY * noise


def drawn_part(graph: Graph, n_nodes: int) -> Graph:
    """The graph of the first nodes alone, with the edges among them."""
    return graph if graph.n_nodes <= n_nodes else graph.among(np.arange(n_nodes))


def edge_length(graph: Graph, places: np.ndarray) -> float:
    """Mean length of an edge over the mean distance of two nodes: below 1 where edges are short."""
    sources, targets, _ = graph.edges()
    near = np.linalg.norm(places[sources] - places[targets], axis=1).mean()
    order = np.random.default_rng(0).permutation(graph.n_nodes)
    return float(near / np.linalg.norm(places - places[order], axis=1).mean())


def _scaled(places: np.ndarray) -> np.ndarray:
    centered = places - places.mean(axis=0)
    return (centered / np.sqrt((centered**2).mean())).astype(np.float32)
