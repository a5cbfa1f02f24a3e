"""UMAP: maps on which near items stay near, and kin islands, too. `engine.algorithms.umap` moves the points."""

from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np

from engine import costs
from engine.algorithms.neighbor_graph.graph import NeighborGraph
from engine.algorithms.umap.curve import fitted_curve
from engine.algorithms.umap.fuzzy_set import fuzzy_set
from engine.algorithms.umap.layout import Layout
from engine.algorithms.umap.start import smoothed
from engine.embedding import Embedding
from engine.fields import choice, integer, real
from engine.fit import Fit
from engine.kept_graph import kept_graph
from engine.learners.base import Estimate
from engine.papers import Paper
from engine.projections.base import MapScores, Projection
from engine.projections.points import leading, padded, points_of, small_layout
from engine.projections.record import Record
from engine.report import Report, Silent, stop_if_cancelled
from engine.threads import compiled_threads

FEWEST = 5
"""Fewer items than this are laid out without UMAP."""
EPOCHS, FEW_EPOCHS = 500, 200
"""Epochs of maps of up to MANY points, and of more."""
MANY = 10_000
ALONE = 10_000
"""Fewer points than this are moved by one thread: several would wait for each other longer than they move."""
MEASURED = 50
"""Looks at the loss, at most one each epoch."""


@dataclass(frozen=True)
class UMAP(Projection):
    """Uniform manifold approximation and projection (McInnes, Healy and Melville, 2018).

    Neighbors are exact, and what moves does not depend on threads, so the seed alone decides.
    Fit: embedding "umap" (n, 2 or 3); history step and loss; snapshots of all items over the epochs.
    """

    name = "umap"
    title = "UMAP"
    papers = (
        Paper(
            "McInnes, Healy and Melville",
            2018,
            "UMAP: Uniform manifold approximation and projection for dimension reduction",
            "arXiv:1802.03426",
        ),
        Paper("Damrich and Hamprecht", 2021, "On UMAP's true loss function", "arXiv:2103.14608"),
    )
    step_unit = "epochs"
    varied: ClassVar[str] = "n_neighbors"
    axes_told: ClassVar[str] = (
        "The axes mean nothing, and neither do the sizes of islands or the widths of gaps: UMAP keeps who is near "
        "whom, and packs islands as densely as the smallest distance says. Turned or mirrored, the map says the same."
    )

    n_components: int = choice(2, {2: "2-D", 3: "3-D"}, label="Dimensions", help="Dimensions of the map.")
    n_neighbors: int = integer(
        15, 2, 200, label="Neighbors", help="About how many each item is held by, itself counted. More: a wider view."
    )
    min_dist: float = real(
        0.1,
        0.0,
        0.99,
        label="Smallest distance",
        help="How near two items may come: 0 packs islands densely.",
        step=0.05,
    )
    metric: Literal["cosine", "euclidean"] = choice(
        "cosine",
        {"cosine": "Cosine", "euclidean": "Euclidean"},
        label="Metric",
        help="What near means in the embedding: a small angle, or a small distance.",
    )
    n_epochs: int = integer(
        0, 0, 5_000, label="Epochs", help="0: 500 for up to 10,000 items, and 200 for more.", step=50
    )
    spread: float = real(
        1.0, 1.0, 10.0, label="Spread", help="How wide islands are, beside the smallest distance.", advanced=True
    )
    negatives: int = integer(
        5,
        1,
        50,
        label="Negative samples",
        help="Items by chance that push one away for each that pulls.",
        advanced=True,
    )
    pca_first: int = integer(
        50,
        2,
        1_000,
        label="Principal components first",
        help="The vectors are reduced to so many principal components before neighbors are sought.",
        advanced=True,
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="The same seed gives the same map.", advanced=True)

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Lay out the rows of an embedding; raises InputError if all of them are the same."""
        stop_if_cancelled(report)
        taken = points_of(dataset, self.metric)
        points, notes = taken.vectors, taken.notes
        n_epochs = self._epochs(len(points))
        record = Record(report, taken.directed, self.n_components, n_epochs, "loss", "epochs")
        summary: dict[str, Any] = {}
        if len(points) < FEWEST:
            coordinates = small_layout(points, self.n_components)
            notes += (f"UMAP needs at least {FEWEST} items; these are laid out by PCA.",)
        else:
            if self.n_neighbors > len(points):
                notes += (f"There are only {len(points)} items, so all of them are neighbors.",)
            coordinates, summary["loss"] = self._layout(points, n_epochs, record)
        summary |= MapScores.summarized(points, coordinates, self.metric)
        embedding = Embedding(record.complete(coordinates), dataset.labels, dataset.metadata)
        report.progress(n_epochs, n_epochs, "epochs")
        return Fit({"umap": embedding}, {}, record.history(), record.snapshots(), summary, notes)

    def _epochs(self, n: int) -> int:
        return self.n_epochs or (EPOCHS if n <= MANY else FEW_EPOCHS)

    def _layout(self, points: np.ndarray, n_epochs: int, record: Record) -> tuple[np.ndarray, float]:
        """Coordinates (n, n_components) of the points, and the loss at the end."""
        reduced = leading(points, self.pca_first)
        with compiled_threads():
            graph = kept_graph(reduced.astype(np.float32), self.n_neighbors - 1, record.on_tile)
            held = fuzzy_set(graph, self._distances(graph))
        start = smoothed(held, padded(reduced[:, : self.n_components], self.n_components))
        curve = fitted_curve(self.min_dist, self.spread)
        layout = Layout(held, start, *curve, n_epochs, self.negatives, self.seed)
        every = -(-n_epochs // MEASURED)
        with compiled_threads(1 if len(points) < ALONE else None):
            while layout.epoch < n_epochs and not record.stopped:
                layout.step()
                if layout.epoch % every == 0:
                    record(layout.epoch, layout.loss(), layout.places)
            loss = layout.loss()
        record.keep(layout.epoch, loss, layout.places)
        return layout.places, loss

    def _distances(self, graph: NeighborGraph) -> np.ndarray:
        """To the neighbors, by the metric, up to a factor, which does not matter."""
        return graph.squares if self.metric == "cosine" else np.sqrt(graph.squares)

    def estimate(self, dataset: Embedding) -> Estimate:
        """From the pairs among which neighbors are sought, and the pulls and pushes of all epochs."""
        start, libraries = costs.MAPS
        n = dataset.n_items
        neighbors = costs.NEAR_PAIR * n**2
        moves = costs.FUZZY_MOVE * n * self._epochs(n) * np.log2(self.n_neighbors) * (2 + self.negatives)
        megabytes = libraries + 1e-6 * n * (8 * self.pca_first + 60 * self.n_neighbors)
        return Estimate(float(start + neighbors + moves), megabytes)
