"""PaCMAP, by the package of its authors, where that is installed: pip install pacmap==0.9.1."""

from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any, Literal

import numpy as np

from engine import costs
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import choice, integer
from engine.fit import Fit, Snapshots
from engine.learners.base import Estimate
from engine.papers import Paper
from engine.projections.base import MapScores, Projection
from engine.projections.points import completed, leading, points_of, small_layout
from engine.report import Report, Silent, stop_if_cancelled

FEWEST = 12
"""Fewer items than this are laid out without PaCMAP."""
PHASES = (100, 100, 250)
"""Iterations: far pairs first, then less and less."""
FRAMES = (0, 10, 20, 30, 50, 75, 100, 125, 150, 175, 200, 225, 250, 300, 350, 400, 450)


@dataclass(frozen=True)
class PaCMAP(Projection):
    """Pairwise controlled manifold approximation (Wang et al., 2021). Its program tells nothing while it works.

    Fit: embedding "pacmap" (n, 2 or 3); snapshots of all items over the iterations.
    """

    name = "pacmap"
    title = "PaCMAP"
    papers = (
        Paper(
            "Wang et al.",
            2021,
            "Understanding how dimension reduction tools work: an empirical approach to deciphering t-SNE, UMAP, "
            "TriMap, and PaCMAP for data visualization",
            "jmlr:v22/20-1061",
        ),
    )

    n_components: int = choice(2, {2: "2-D", 3: "3-D"}, label="Dimensions", help="Dimensions of the map.")
    n_neighbors: int = integer(10, 2, 200, label="Neighbors", help="By how many near items each is held.")
    metric: Literal["cosine", "euclidean"] = choice(
        "cosine",
        {"cosine": "Cosine", "euclidean": "Euclidean"},
        label="Metric",
        help="What near means in the embedding: a small angle, or a small distance.",
    )
    pca_first: int = integer(
        50,
        2,
        1_000,
        label="Principal components first",
        help="The vectors are reduced to so many principal components before neighbors are sought.",
        advanced=True,
    )
    seed: int = integer(0, 0, 2**31 - 1, label="Seed", help="The same seed gives the same map.", advanced=True)

    @classmethod
    def available(cls) -> bool:
        """Whether the package is installed."""
        return find_spec("pacmap") is not None

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Lay out the rows of an embedding; raises InputError if all are the same, or the package is not installed."""
        stop_if_cancelled(report)
        if not self.available():
            raise InputError(
                "PaCMAP needs the package pacmap, which is not installed here: pip install pacmap==0.9.1.", "E-PRJ-04"
            )
        taken = points_of(dataset, self.metric)
        points, notes, snapshots = taken.vectors, taken.notes, None
        report.progress(0, sum(PHASES), "iterations")
        if len(points) < FEWEST:
            coordinates = small_layout(points, self.n_components)
            notes += (f"PaCMAP needs at least {FEWEST} items; these are laid out by PCA.",)
        else:
            n_neighbors = min(self.n_neighbors, (len(points) - 1) // 3)
            if n_neighbors < self.n_neighbors:
                notes += (
                    f"{self.n_neighbors} neighbors are too many for {len(points)} items; {n_neighbors} were used.",
                )
            frames = [completed(frame, taken.directed) for frame in self._frames(points, n_neighbors)]
            snapshots = Snapshots(np.arange(dataset.n_items), np.array(FRAMES), np.stack(frames))
            coordinates = frames[-1][taken.directed]
        summary: dict[str, Any] = {}
        summary |= MapScores.summarized(points, coordinates, self.metric)
        embedding = Embedding(completed(coordinates, taken.directed), dataset.labels, dataset.metadata)
        report.progress(sum(PHASES), sum(PHASES), "iterations")
        return Fit({self.name: embedding}, {}, {}, snapshots, summary, notes)

    def _frames(self, points: np.ndarray, n_neighbors: int) -> np.ndarray:
        """Places (frames, n, n_components) at the iterations FRAMES, the last of which is the map."""
        from pacmap import PaCMAP as Package

        reduced = leading(points, self.pca_first).astype(np.float32)
        program = Package(
            self.n_components,
            n_neighbors=n_neighbors,
            num_iters=PHASES,
            apply_pca=False,
            intermediate=True,
            intermediate_snapshots=list(FRAMES),
            random_state=self.seed,
        )
        return np.asarray(program.fit_transform(reduced, init="pca"))

    def estimate(self, dataset: Embedding) -> Estimate:
        """From the items alone: neighbors are few, and pairs as many for each."""
        start, libraries = costs.MAPS
        n = dataset.n_items
        megabytes = 1e-6 * n * (8 * self.pca_first + 120 * self.n_neighbors + 4 * self.n_components * len(FRAMES))
        return Estimate(start + costs.PACMAP_ITEM * n, 2 * libraries + megabytes)
