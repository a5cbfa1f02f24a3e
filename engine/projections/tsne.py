"""t-SNE: maps on which near items stay near. This prepares and records; `engine.algorithms.tsne` moves the points."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

import numpy as np

from engine import costs
from engine.algorithms.neighbor_graph.graph import neighbor_graph
from engine.algorithms.tsne.affinities import Affinities, affinities, uniform_affinities
from engine.algorithms.tsne.descent import Descent
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fields import choice, integer, real
from engine.fit import Fit, Snapshots
from engine.learners.base import Estimate
from engine.papers import Paper
from engine.projections.base import MapScores, Projection
from engine.projections.pca import principal
from engine.report import Report, Silent, stop_if_cancelled
from engine.threads import compiled_threads

FEWEST = 5
"""Fewer items than this are laid out without t-SNE."""
EARLY = 250
"""Iterations of early exaggeration, at most a third of all."""
MOMENTUM, EARLY_MOMENTUM = 0.8, 0.5
START_SPREAD = 1e-4
"""Standard deviation of the start along its first axis (Kobak and Berens, 2019)."""
MEASURED_EVERY = 10
"""Iterations between two looks at the divergence."""
WIDE = 1 / 5
"""Share of the items that the second perplexity of multiscale affinities counts as near, at most WIDEST of them."""
WIDEST = 100.0
MAX_FRAMES = 60
FRAME_BYTES = 8_000_000


@dataclass(frozen=True)
class TSNE(Projection):
    """t-distributed stochastic neighbor embedding (van der Maaten and Hinton, 2008).

    Neighbors are exact, and sums do not depend on threads, so the seed alone decides; it moves the start, which is the
    PCA, by one percent.
    Fit: embedding "tsne" (n, 2 or 3); history step and kl; snapshots of all items over the iterations.
    """

    name = "tsne"
    title = "t-SNE"
    papers = (
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
        750, 250, 5_000, label="Iterations", help="The first third, at most 250, exaggerates.", step=50
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

    def compared(self, embedding: Embedding) -> np.ndarray:
        """Rows of length 1 under the cosine; those without direction stay 0."""
        return embedding.unit if self.metric == "cosine" else embedding.vectors

    def fit(self, dataset: Embedding, report: Report = Silent()) -> Fit:
        """Lay out the rows of an embedding; raises InputError if all of them are the same."""
        stop_if_cancelled(report)
        directed = dataset.norms > 0 if self.metric == "cosine" else np.ones(dataset.n_items, dtype=bool)
        if not directed.any():
            raise InputError("No vector has a direction: all are zero. Choose the Euclidean metric.", "E-PRJ-03")
        points = (dataset.unit if self.metric == "cosine" else dataset.vectors)[directed]
        record = Record(report, directed, self.n_components, self.n_iter)
        notes = _undirected_notes(dataset.n_items - int(directed.sum()))
        if len(points) < FEWEST:
            coordinates = small_layout(points, self.n_components)
            summary: dict[str, Any] = {}
            notes += (f"t-SNE needs at least {FEWEST} items; these are laid out by PCA.",)
        else:
            perplexity, clamped = self._perplexity(len(points))
            coordinates, kl = self._optimize(points, perplexity, record)
            summary = {"kl_divergence": kl, "perplexity": perplexity}
            notes += clamped
        scores = MapScores.of(points, coordinates, self.metric)
        if scores is not None:
            summary |= scores.to_summary()
        embedding = Embedding(record.complete(coordinates), dataset.labels, dataset.metadata)
        report.progress(self.n_iter, self.n_iter, "iterations")
        return Fit({"tsne": embedding}, {}, record.history(), record.snapshots(), summary, notes)

    def _perplexity(self, n: int) -> tuple[float, tuple[str, ...]]:
        """The perplexity that n items allow, and a note if it is less than asked for."""
        allowed = max(2.0, (n - 1) / 3)
        if self.perplexity <= allowed:
            return self.perplexity, ()
        asked, allowed = f"{self.perplexity:g}", round(allowed, 1)
        return allowed, (f"A perplexity of {asked} is too high for {n} items; it was set to {allowed:g}.",)

    def _optimize(self, points: np.ndarray, perplexity: float, record: "Record") -> tuple[np.ndarray, float]:
        """Coordinates (n, n_components) of the points, and their Kullback-Leibler divergence."""
        reduced, start = self._start(points)
        with compiled_threads() as threads:
            held = self._affinities(reduced, perplexity, record)
            descent = Descent(held, start, threads)
            step = 0
            while step < self.n_iter and not record.stopped:
                early = step < min(EARLY, self.n_iter // 3)
                kl = descent.step(
                    self.early_exaggeration if early else self.exaggeration,
                    EARLY_MOMENTUM if early else MOMENTUM,
                    self.learning_rate or None,
                    measured=(step + 1) % MEASURED_EVERY == 0,
                )
                step += 1
                if kl is not None:
                    record(step, kl, descent.places)
            kl = descent.divergence()
        record.keep(step, kl, descent.places)
        return descent.places, kl

    def _affinities(self, reduced: np.ndarray, perplexity: float, record: "Record") -> Affinities:
        """How the points are to be held together."""
        n = len(reduced)
        if self.affinity == "uniform":
            return uniform_affinities(neighbor_graph(reduced, int(perplexity), record.on_tile))
        perplexities = [perplexity]
        if self.affinity == "two":
            perplexities.append(max(perplexity, min(WIDEST, n * WIDE)))
        return affinities(neighbor_graph(reduced, int(3 * max(perplexities)), record.on_tile), perplexities)

    def _start(self, points: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The points' leading principal components, float32, scaled; and the start of the map, float64."""
        found = principal(points)
        reduced = found.transform(points, min(self.pca_first, len(found.components)))
        reduced /= reduced[:, 0].std()
        start = _padded(reduced[:, : self.n_components], self.n_components) * START_SPREAD
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


def _undirected_notes(n_undirected: int) -> tuple[str, ...]:
    if not n_undirected:
        return ()
    verb = "item has" if n_undirected == 1 else "items have"
    return (f"{n_undirected:,} {verb} no direction (a zero vector), and cosine no place for that: put in a corner.",)


def small_layout(points: np.ndarray, n_components: int) -> np.ndarray:
    """Places (n, n_components) for a handful of points: their PCA, or a circle if they are all the same."""
    if np.any(points != points[0]):
        return _padded(principal(points).transform(points, n_components), n_components)
    angles = 2 * np.pi * np.arange(len(points)) / len(points)
    circle = np.column_stack([np.cos(angles), np.sin(angles)])
    return _padded(circle - circle.mean(axis=0), n_components)


def _padded(coordinates: np.ndarray, n_components: int) -> np.ndarray:
    """With columns of zeros up to `n_components`."""
    return np.pad(coordinates, ((0, 0), (0, n_components - coordinates.shape[1])))


@dataclass(eq=False)
class Record:
    """What the descent calls every few iterations: passes news on, keeps some frames, and ends the work on a cancel.

    directed: bool (n_items,), which items take part; `stopped`: whether the user wanted what there was.
    """

    report: Report
    directed: np.ndarray
    n_components: int
    n_iter: int
    stopped: bool = False
    steps: list[int] = field(default_factory=list)
    kls: list[float] = field(default_factory=list)
    frames: list[np.ndarray] = field(default_factory=list)
    frame_steps: list[int] = field(default_factory=list)
    last_shown: int = 0

    def on_tile(self, done: int, total: int) -> None:
        """Called while neighbors are sought."""
        stop_if_cancelled(self.report)
        self.report.progress(0, self.n_iter, "iterations", neighbors=f"{done:,} of {total:,}")

    def __call__(self, step: int, kl: float, layout: np.ndarray) -> None:
        """Called with an iteration, the divergence before it, and the coordinates after it."""
        stop_if_cancelled(self.report)
        self.steps.append(step)
        self.kls.append(kl)
        self.report.progress(step, self.n_iter, "iterations", kl=kl)
        if step - self.last_shown >= self._shown_every():
            self.last_shown = step
            self.report.snapshot(step, self.complete(layout))
        if self.report.stopping(step, self.n_iter, "iterations"):
            self.stopped = True
        elif step - (self.frame_steps[-1] if self.frame_steps else 0) >= self._kept_every() and step < self.n_iter:
            self._keep_frame(step, layout)

    def keep(self, step: int, kl: float, layout: np.ndarray) -> None:
        """Write down the last state."""
        if self.steps and self.steps[-1] == step:  # of before the last step was made
            self.steps.pop()
            self.kls.pop()
        self.steps.append(step)
        self.kls.append(kl)
        self._keep_frame(step, layout)
        self.report.snapshot(step, self.complete(layout))

    def _shown_every(self) -> int:
        return 10 if len(self.directed) <= 20_000 else 25

    def _kept_every(self) -> int:
        frame_bytes = 4 * self.n_components * len(self.directed)
        n_frames = min(MAX_FRAMES, max(5, FRAME_BYTES // frame_bytes))
        return -(-self.n_iter // (n_frames - 1))

    def _keep_frame(self, step: int, layout: np.ndarray) -> None:
        self.frame_steps.append(step)
        self.frames.append(self.complete(layout))

    def complete(self, layout: np.ndarray) -> np.ndarray:
        """Coordinates of all items, float32 (n_items, n_components); those without direction in the lower corner."""
        layout = np.asarray(layout, dtype=np.float32)
        low, high = layout.min(axis=0), layout.max(axis=0)
        result = np.tile(low - (high - low) / 20, (len(self.directed), 1))
        result[self.directed] = layout
        return result

    def history(self) -> dict[str, list[float]]:
        """Columns step and kl."""
        return {"step": [float(step) for step in self.steps], "kl": list(self.kls)}

    def snapshots(self) -> Snapshots | None:
        """The kept frames, or None if there was nothing to optimize."""
        if not self.frames:
            return None
        return Snapshots(np.arange(len(self.directed)), np.array(self.frame_steps), np.stack(self.frames))
