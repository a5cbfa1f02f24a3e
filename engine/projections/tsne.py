"""t-SNE: maps on which near items stay near. This prepares and records; `engine.algorithms.tsne` moves the points."""

import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Literal, Protocol

import numpy as np

from engine import costs
from engine.algorithms import graphics_card
from engine.algorithms.tsne.affinities import Affinities, affinities, uniform_affinities
from engine.algorithms.tsne.descent import Descent
from engine.embedding import Embedding
from engine.fields import choice, integer, real, text
from engine.fit import Fit
from engine.kept_graph import kept_graph
from engine.learners.base import Estimate
from engine.papers import Paper
from engine.projections.base import MapScores, Projection
from engine.projections.course import EARLY, Course, changes_of, line_of
from engine.projections.points import leading, padded, points_of, small_layout
from engine.projections.record import Record
from engine.report import Report, Silent, stop_if_cancelled
from engine.threads import compiled_threads

FEWEST = 5
"""Fewer items than this are laid out without t-SNE."""
PAUSE_SECONDS = 0.1
MOMENTUM, EARLY_MOMENTUM = 0.8, 0.5
START_SPREAD = 1e-4
"""Standard deviation of the start along its first axis (Kobak and Berens, 2019)."""
MEASURED_EVERY = 10
"""Iterations between two looks at the divergence."""
WIDE = 1 / 5
"""Share of the items that the second perplexity of multiscale affinities counts as near, at most WIDEST of them."""
WIDEST = 100.0


@dataclass(frozen=True)
class TSNE(Projection):
    """t-distributed stochastic neighbor embedding (van der Maaten and Hinton, 2008).

    Neighbors are exact, and sums do not depend on threads, so the seed alone decides; it moves the start, which is the
    PCA, by one percent.
    Fit: embedding "tsne" (n, 2 or 3); history step and kl; snapshots of all items over the iterations.
    """

    name = "tsne"
    title = "t-SNE"
    version: ClassVar[int] = 2
    """Points that are near many take smaller steps since version 2."""
    papers: ClassVar[tuple[Paper, ...]] = (
        Paper("van der Maaten and Hinton", 2008, "Visualizing data using t-SNE", "jmlr:v9/vandermaaten08a"),
        Paper(
            "Linderman et al.",
            2019,
            "Fast interpolation-based t-SNE for improved visualization of single-cell RNA-seq data",
            "doi:10.1038/s41592-018-0308-4",
        ),
        Paper(
            "Kobak and Berens",
            2019,
            "The art of using t-SNE for single-cell transcriptomics",
            "doi:10.1038/s41467-019-13056-x",
        ),
    )

    opens: ClassVar[bool] = True
    axes_told: ClassVar[str] = (
        "The axes mean nothing, and neither do the sizes of islands: t-SNE keeps who is near whom, makes islands about "
        "as dense as each other, and puts the gaps between them where they fit. Turned or mirrored, the map says the "
        "same."
    )
    varied: ClassVar[str] = "perplexity"

    n_components: int = choice(2, {2: "2-D", 3: "3-D"}, label="Dimensions", help="Dimensions of the map.")
    perplexity: float = real(
        30.0, 2.0, 200.0, label="Perplexity", help="About how many neighbors each item tries to stay near.", step=1.0
    )
    n_iter: int = integer(
        750, 10, 5_000, label="Iterations", help="The first third, at most 250, exaggerates.", step=50
    )
    exaggeration: float = real(
        1.0,
        1.0,
        30.0,
        label="Exaggeration",
        help="How much more neighbors attract each other than t-SNE says, after the start. 1: many islands. About 4: "
        "as UMAP. 30: a continuous shape.",
        step=0.5,
    )
    metric: Literal["cosine", "euclidean"] = choice(
        "cosine",
        {"cosine": "Cosine", "euclidean": "Euclidean"},
        label="Metric",
        help="What near means in the embedding: a small angle, or a small distance.",
    )
    affinity: Literal["one", "two", "uniform"] = choice(
        "one",
        {"one": "One perplexity", "two": "Two perplexities", "uniform": "All neighbors alike"},
        label="Neighborhoods",
        help="Two: a wide perplexity counts as much as the given one, which keeps islands that are near each other "
        "together. Alike: how far a neighbor is does not matter.",
        advanced=True,
    )
    early_exaggeration: float = real(
        12.0, 1.0, 100.0, label="Early exaggeration", help="The same at the start, while islands form.", advanced=True
    )
    early_iter: int = integer(
        0,
        0,
        5_000,
        label="Early iterations",
        help="How many iterations exaggerate early.",
        zero="a third, at most 250",
        advanced=True,
    )
    learning_rate: float = real(
        0.0, 0.0, 1e6, label="Learning rate", help="0: the number of items, divided by the exaggeration.", advanced=True
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
    device: Literal["cpu", "cuda"] = choice(
        "cpu", {"cpu": "Processor", "cuda": "GPU (CUDA)"}, label="Device", help="Where to compute.", advanced=True
    )
    changes: str = text(
        "",
        400,
        label="Changes on the way",
        help='Other exaggerations from some iterations on, as "400:4 700:1".',
        pattern=r"(\d{1,4}:\d{1,2}(\.\d{1,4})?( \d{1,4}:\d{1,2}(\.\d{1,4})?)*)?",
        hidden=True,
    )
    steerable: ClassVar[tuple[str, ...]] = ("exaggeration", "n_iter")
    record: ClassVar[type[Record]] = Record
    """What keeps the frames."""

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Lay out the rows of an embedding; raises InputError if all of them are the same."""
        stop_if_cancelled(report)
        graphics_card.require(self.device)
        taken = points_of(dataset, self.metric)
        points, notes = taken.vectors, taken.notes
        record = self.record(report, taken.directed, self.n_components, self.n_iter, "kl")
        if len(points) < FEWEST:
            coordinates = small_layout(points, self.n_components)
            summary: dict[str, Any] = {}
            notes += (f"t-SNE needs at least {FEWEST} items; these are laid out by PCA.",)
        else:
            perplexity, clamped = self._perplexity(len(points))
            coordinates, kl = self._optimize(points, perplexity, record)
            summary = {"kl_divergence": kl, "perplexity": perplexity}
            notes += clamped
        summary |= MapScores.summarized(points, coordinates, self.metric)
        embedding = Embedding(record.complete(coordinates), dataset.labels, dataset.metadata)
        report.progress(record.n_iter, record.n_iter, "iterations")
        return Fit({"tsne": embedding}, {}, record.history(), record.snapshots(), summary, notes)

    def _perplexity(self, n: int) -> tuple[float, tuple[str, ...]]:
        """The perplexity that n items allow, and a note if it is less than asked for."""
        allowed = max(2.0, (n - 1) / 3)
        if self.perplexity <= allowed:
            return self.perplexity, ()
        asked, allowed = f"{self.perplexity:g}", round(allowed, 1)
        return allowed, (f"A perplexity of {asked} is too high for {n} items; it was set to {allowed:g}.",)

    def _optimize(self, points: np.ndarray, perplexity: float, record: Record) -> tuple[np.ndarray, float]:
        """Coordinates (n, n_components) of the points, and their Kullback-Leibler divergence."""
        reduced, start = self._start(points)
        with compiled_threads() as threads:
            descent = self._descent(self._affinities(reduced, perplexity, record), start, threads)
            course, step = self.course, 0
            while step < course.n_iter and not record.stopped:
                kl = descent.step(
                    course.exaggeration(step),
                    EARLY_MOMENTUM if course.is_early(step) else MOMENTUM,
                    self.learning_rate or None,
                    measured=(step + 1) % MEASURED_EVERY == 0,
                )
                step += 1
                if kl is not None:
                    record(step, kl, descent.places)
                    course = steered(course, step, kl, record)
            kl = descent.divergence()
        if course != self.course:
            record.report.became(self.along(replace(course, n_iter=step)))
        record.keep(step, kl, descent.places)
        return descent.places, kl

    def _descent(self, held: Affinities, start: np.ndarray, threads: int) -> "Moving":
        if self.device == "cpu":
            return Descent(held, start, threads)
        from engine.algorithms.tsne import on_torch

        return on_torch.Descent(held, start, self.device)

    @property
    def course(self) -> Course:
        """What the fields say of exaggeration over the iterations."""
        n_early = self.early_iter or min(EARLY, self.n_iter // 3)
        return Course(self.n_iter, n_early, self.early_exaggeration, self.exaggeration, changes_of(self.changes))

    def along(self, course: Course) -> "TSNE":
        """The t-SNE that takes this course by itself: it gives the same map as one that was steered along it."""
        return replace(self, n_iter=course.n_iter, early_iter=course.n_early, changes=line_of(course.changes))

    def _affinities(self, reduced: np.ndarray, perplexity: float, record: Record) -> Affinities:
        """How the points are to be held together."""
        n = len(reduced)
        if self.affinity == "uniform":
            return uniform_affinities(kept_graph(reduced, int(perplexity), record.on_tile, self.device))
        perplexities = [perplexity]
        if self.affinity == "two":
            perplexities.append(max(perplexity, min(WIDEST, n * WIDE)))
        graph = kept_graph(reduced, int(3 * max(perplexities)), record.on_tile, self.device)
        return affinities(graph, perplexities)

    def _start(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The points' leading principal components, float32, scaled; and the start of the map, float64."""
        reduced = leading(points, self.pca_first)
        start = padded(reduced[:, : self.n_components], self.n_components) * START_SPREAD
        noise = np.random.default_rng(self.seed).normal(0, START_SPREAD / 100, start.shape)
        return reduced.astype(np.float32), start + noise

    def estimate(self, dataset: Embedding) -> Estimate:
        """From the pairs among which neighbors are sought, and the forces of all iterations."""
        start, libraries = costs.MAPS
        n = dataset.n_items
        pairs = (costs.FORCE_PAIR if self.n_components == 2 else costs.FORCE_PAIR_3D) * n**2
        forces = min(pairs, costs.GRID + costs.GRID_FORCE * n) if self.n_components == 2 else pairs
        attraction = costs.HELD_PAIR * n * min(n, 2 * self.perplexity)
        neighbors = costs.NEIGHBOR_PAIR * n**2
        megabytes = libraries + 1e-6 * n * (8 * self.pca_first + 90 * self.perplexity)
        return Estimate(start + (forces + attraction) * self.n_iter + neighbors, megabytes)


class Moving(Protocol):
    """A map that moves, on a processor or a graphics card; see `engine.algorithms.tsne.descent.Descent`."""

    @property
    def places(self) -> np.ndarray: ...

    def step(
        self, exaggeration: float = 1.0, momentum: float = 0.8, rate: float | None = None, measured: bool = False
    ) -> float | None: ...

    def divergence(self) -> float: ...


def steered(course: Course, step: int, kl: float, record: Record) -> Course:
    """The course from here on, as the user wants it; waits while that is a pause."""
    report = record.report
    asked: Mapping[str, Any] = report.asked()
    while asked.get("paused") and not record.stopped:
        stop_if_cancelled(report)
        report.progress(step, record.n_iter, record.unit, kl=kl)
        record.stopped = report.stopping(step, record.n_iter, record.unit)
        time.sleep(PAUSE_SECONDS)
        asked = report.asked()
    if asked:
        course = course.steered(step, asked)
        record.n_iter = course.n_iter
    return course
