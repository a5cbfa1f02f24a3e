"""How true is a map? Measured for all of its items, beside chance and beside the same map of data without structure."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine import costs, limits
from engine.algorithms.map_quality import measures, shepard
from engine.algorithms.map_quality.neighborhoods import Neighborhoods, neighborhoods
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.made_maps import MadeMaps, MapMaker, MapTest
from engine.fields import flag, integer, text
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.papers import Paper
from engine.report import Repetition, Report, Silent, stop_if_cancelled
from engine.threads import compiled_threads

MEASURES = ("trustworthiness", "continuity", "kept", "shepard")
DRAWN = 2_000
"""Pairs of the Shepard plot."""
ARRAYS = ("near", "shown", "ranks_of_shown", "ranks_of_near")


@dataclass(frozen=True)
class Scores:
    """Of a map, the means over its items; 1 is perfect.

    trustworthiness: whether neighbors on the map are neighbors in the data; continuity: whether neighbors in the data
    are neighbors on the map (Venna and Kaski, 2001). kept: share of the nearest in the data among the nearest on the
    map. shepard: rank correlation of all distances (Shepard, 1962), in [-1, 1].
    """

    trustworthiness: float
    continuity: float
    kept: float
    shepard: float


@dataclass(frozen=True, eq=False)
class Truth:
    """What a MapTruth found.

    found: neighbors of every item in the data and on the map, with ranks. scores: of the map; chance: to be expected
    of a map at random; null: of the same projection of data whose columns were shuffled, each by itself, None if it
    was not made. null_places: (n, 2 or 3) that map, or (0, 0). distances: float32 (2, m), of pairs of items in the
    data and on the map. groups: int (n,), of k-means over the data.
    """

    found: Neighborhoods
    scores: Scores
    chance: Scores
    null: Scores | None
    null_places: np.ndarray
    distances: np.ndarray
    groups: np.ndarray

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """What the test stored."""
        found = Neighborhoods(*(fit.arrays[name] for name in ARRAYS))
        measured = {
            kind: Scores(*(float(fit.summary[f"{kind}{name}"]) for name in MEASURES))
            for kind in ("", "null_")
            if f"{kind}shepard" in fit.summary
        }
        chance = measures.chance_trustworthiness(found.n, found.k)
        return cls(
            found, measured[""], Scores(chance, chance, measures.chance_kept(found.n, found.k), 0.0),
            measured.get("null_"), fit.arrays["null_places"], fit.arrays["distances"], fit.arrays["groups"],
        )  # fmt: skip

    @property
    def kept(self) -> np.ndarray:
        """Share of each item's true neighbors that the map keeps, float64 (n,)."""
        return measures.kept_by_point(self.found)

    def true(self, item: int) -> np.ndarray:
        """Rows of the item's nearest in the data, nearest first."""
        return self.found.near[item]

    def missing(self, item: int) -> np.ndarray:
        """Those of them that are not among its nearest on the map."""
        return self.found.near[item][self.found.ranks_of_near[item] > self.found.k]

    def false(self, item: int) -> np.ndarray:
        """Rows of its nearest on the map that are not among its nearest in the data."""
        return self.found.shown[item][self.found.ranks_of_shown[item] > self.found.k]


@dataclass(frozen=True)
class MapTruth(MapTest):
    """Compares who is near whom on a map and in the data it shows, exactly and for all items.

    What is near in the data is what the projection itself takes for near: under t-SNE's cosine, a small angle.
    Fit: no embedding; `Truth.from_fit` reads it back.
    """

    name = "map_truth"
    title = "How true is this map?"
    papers = (
        Paper(
            "Venna and Kaski",
            2001,
            "Neighborhood preservation in nonlinear projection methods: an experimental study",
            "doi:10.1007/3-540-44668-0_68",
        ),
        Paper("Shepard", 1962, "The analysis of proximities I", "doi:10.1007/BF02289630"),
    )

    n_neighbors: int = integer(10, 1, 100, label="Neighbors", help="How many nearest items of each are compared.")
    axes: str = text(
        "", 20, label="Axes", help="Columns of the map, the first is 0; empty for all.", pattern=r"(\d+(,\d+)*)?",
        hidden=True,
    )  # fmt: skip
    null: bool = flag(
        True, label="Null", help="Make the same map of shuffled data, too, to see what it finds where nothing is."
    )
    n_groups: int = integer(8, 2, 50, label="Groups", help="Of k-means, for maps without classes.", advanced=True)
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: MadeMaps, report: Report = Silent()) -> Fit:
        """Measure; raises InputError where there are too few items, or no such axes."""
        stop_if_cancelled(report)
        maker, made = dataset.maps[0]
        places = self._places(made)
        k = min(self.n_neighbors, measures.most_neighbors(len(places)))
        if k == 0:
            raise InputError(
                f"{len(places)} items are too few to compare neighbors; at least 4 are needed.", "E-MAP-03"
            )
        pieces = 2 + 2 * self.null
        points = maker.compared(dataset.embedding)
        found, scores, distances = self._measured(points, places, k, Repetition(report, 0, pieces))
        summary = dict(zip(MEASURES, scores, strict=True)) | {"n_neighbors": k}
        groups = self._groups(points)
        report.progress(2, pieces, "parts")
        null_places = np.empty((0, 0), dtype=np.float32)
        notes: tuple[str, ...] = ()
        if self.null:
            null_places, null_scores, notes = self._null(maker, dataset.embedding, k, report)
            summary |= {f"null_{name}": score for name, score in zip(MEASURES, null_scores, strict=False)}
        arrays = {name: getattr(found, name) for name in ARRAYS}
        report.progress(pieces, pieces, "parts")
        return Fit(
            {}, arrays | {"distances": distances, "groups": groups, "null_places": null_places}, summary=summary,
            notes=notes,
        )  # fmt: skip

    def _places(self, made: Fit) -> np.ndarray:
        """The coordinates that the map is drawn by."""
        places = made.main.vectors
        axes = columns_of(self.axes, min(3, places.shape[1]))
        if len(axes) > 3 or max(axes) >= places.shape[1]:
            raise InputError(
                f"Axes {self.axes} cannot be drawn: at most three of the {places.shape[1]} columns can.", "E-MAP-04"
            )
        return places[:, axes]

    def _measured(
        self, points: np.ndarray, places: np.ndarray, k: int, report: Report
    ) -> tuple[Neighborhoods, tuple[float, ...], np.ndarray]:
        """Neighborhoods, the `MEASURES`, and distances of some pairs."""

        def on_tile(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(done, total, "items")

        with compiled_threads():
            found = neighborhoods(points, places, k, on_tile)
        ends = shepard.pairs(len(points), seed=self.seed)
        both = np.stack([shepard.distances(points, ends), shepard.distances(places, ends)])
        scores = (
            float(measures.trust_by_point(found).mean()),
            float(measures.continuity_by_point(found).mean()),
            float(measures.kept_by_point(found).mean()),
            shepard.rank_correlation(*both),
        )
        drawn = np.random.default_rng(self.seed).permutation(len(ends))[:DRAWN]
        return found, scores, both[:, drawn].astype(np.float32)

    def _null(
        self, maker: MapMaker, embedding: Embedding, k: int, report: Report
    ) -> tuple[np.ndarray, tuple[float, ...], tuple[str, ...]]:
        """The same projection of shuffled columns: its coordinates, its `MEASURES`, and notes; nothing but a note if
        it cannot be made.
        """
        generator = np.random.default_rng(self.seed)
        shuffled = np.column_stack([generator.permutation(column) for column in embedding.vectors.T])
        without = Embedding(shuffled, embedding.labels)
        try:
            places = self._places(maker.fit(without, Repetition(report, 2, 4)))
        except InputError as error:
            return np.empty((0, 0), np.float32), (), (f"There is no map of shuffled data to compare with. {error}",)
        _, scores, _ = self._measured(maker.compared(without), places, k, Repetition(report, 3, 4))
        return places, scores, ()

    def _groups(self, points: np.ndarray) -> np.ndarray:
        """Group of each point by k-means, int32 (n,), the largest 0."""
        from sklearn.cluster import KMeans
        from threadpoolctl import threadpool_limits

        n_groups = min(self.n_groups, len(np.unique(points, axis=0)) if len(points) < DRAWN else self.n_groups)
        with threadpool_limits(1):  # sums of several threads differ in the last digits
            codes = KMeans(n_groups, n_init=1, max_iter=50, random_state=self.seed).fit_predict(points)
        order = np.argsort(-np.bincount(codes, minlength=n_groups), kind="stable")
        return np.argsort(order)[codes].astype(np.int32)

    def estimate(self, dataset: MadeMaps) -> Estimate:
        """From the distances between all items, and the projection of shuffled data."""
        maker, embedding = dataset.maps[0][0], dataset.embedding
        n, d = embedding.vectors.shape
        start, libraries = costs.COMPARED
        seconds = start + (1 + self.null) * costs.COMPARED_PRODUCT * n**2 * (d + 10)
        megabytes = libraries + (24.0 * n * d + 200.0 * n * self.n_neighbors) / limits.MB
        if not self.null:
            return Estimate(seconds, megabytes)
        made = maker.estimate(embedding)
        return Estimate(seconds + made.seconds, megabytes + made.megabytes)


def columns_of(axes: str, n_columns: int) -> list[int]:
    """The columns that a map is drawn by, as "0,2" says; without a word all of so many."""
    return [int(axis) for axis in axes.split(",") if axis] or list(range(n_columns))
