"""Where items that are not on a t-SNE map would be: put on it as it is, and how well each fits there."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine import costs, limits
from engine.algorithms.map_quality.measures import most_neighbors
from engine.algorithms.map_quality.new_points import Fitting, fitting, usual_distance
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.made_maps import MadeMaps, MapTest
from engine.evaluation.standing_map import StandingMap
from engine.fields import integer, text
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled
from engine.threads import compiled_threads

USUAL = 0.99
"""What is farther from everything than this share of the map's own items are is unlike all of them."""
STARTS = 2
"""Places from which each item comes to rest."""


@dataclass(frozen=True, eq=False)
class PlacedItems:
    """embedding: the new items at their places on the map. fitting: how well each fits, by the `k` nearest. usual: how
    near 99 % of the map's own items have another.
    """

    embedding: Embedding
    fitting: Fitting
    k: int
    usual: float

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """What the test stored."""
        found = Fitting(fit.arrays["near"], fit.arrays["kept"], fit.arrays["apart"])
        return cls(fit.main, found, int(fit.summary["k"]), float(fit.summary["usual"]))

    @property
    def unlike(self) -> np.ndarray:
        """Which items are unlike all on the map, bool (m,)."""
        return np.asarray(self.fitting.apart > self.usual)


@dataclass(frozen=True)
class MapPlaced(MapTest):
    """Puts new items on a t-SNE map, whose own do not move: each is held by its nearest of them, by shares of the map's
    perplexity, and pushed by all.

    Fit: embedding "placed", the places (m, 2 or 3); see `PlacedItems.from_fit`.
    """

    name = "map_placed"
    title = "New items on the map"
    papers = (
        Paper(
            "Poličar, Stražar and Zupan",
            2023,
            "Embedding to reference t-SNE space addresses batch effects in single-cell classification",
            "doi:10.1007/s10994-021-06043-1",
        ),
    )

    n_neighbors: int = integer(10, 1, 100, label="Neighbors", help="How many nearest items are compared.")
    most: int = integer(
        5_000, 10, 100_000, label="Items", help="Of more items, as many are put on the map, chosen by chance.", step=100
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)
    run: str = text("", 32, label="Run", help="Where the items come from.", hidden=True, pattern="([0-9a-f]{32})?")
    embedding: str = text("", 40, label="Embedding", help="Which embedding of the run; empty for the main one.",
                          hidden=True)  # fmt: skip

    @property
    def brings(self) -> tuple[str, str]:
        """The run of the items; none: the items of the map's own run that it does not show."""
        return self.run, self.embedding

    def fit(self, dataset: MadeMaps, report: Report = Silent()) -> Fit:
        """Place; raises InputError for maps that are not t-SNE's, items of another space, and where there is none."""
        stop_if_cancelled(report)
        standing = StandingMap.of(dataset)
        new, notes = self._items(dataset)

        def on_block(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(done, total, "items")

        data = standing.along_axes(dataset.maps[0][0].compared(new))
        with compiled_threads():
            places = standing.placing.place(data, on_block=on_block).places
        k = min(self.n_neighbors, most_neighbors(len(standing.places)))
        found = fitting(data, standing.data, places, standing.places, k)
        usual = usual_distance(standing.data, USUAL)
        summary = {"items": new.n_items, "kept": float(found.kept.mean()), "k": k, "usual": usual}
        embedding = Embedding(places.astype(np.float32), new.labels, new.metadata)
        return Fit({"placed": embedding}, dict(vars(found)), summary=summary, notes=notes)

    def _items(self, dataset: MadeMaps) -> tuple[Embedding, tuple[str, ...]]:
        """Those that can be put on the map, and notes on the others."""
        new, shown = dataset.new, dataset.embedding
        if new is None or not new.n_items:
            raise InputError(
                f"The map shows all {shown.n_items:,} items; none is left to put on it. Choose vectors of another run, "
                "or a map of fewer items.",
                "E-MAP-09",
            )
        if new.n_components != shown.n_components:
            raise InputError(
                f"The new vectors have {new.n_components:,} numbers, those of the map {shown.n_components:,}: they are "
                "no points of one space. Choose vectors that the same model made.",
                "E-MAP-08",
            )
        notes: list[str] = []
        rows = np.arange(new.n_items)
        if getattr(dataset.maps[0][0], "metric", "") == "cosine":
            rows = np.flatnonzero(new.norms > 0)
            if n_without := new.n_items - len(rows):
                notes.append(f"Vectors of 0 have no direction by which they could be put anywhere: {n_without:,}.")
        if not len(rows):
            raise InputError(f"All {new.n_items:,} new vectors are 0: they have no direction.", "E-MAP-10")
        if len(rows) > self.most:
            notes.append(f"Of {len(rows):,} items {self.most:,} are put on the map, chosen by chance.")
            rows = np.sort(np.random.default_rng(self.seed).choice(rows, self.most, replace=False))
        return new.among(rows), tuple(notes)

    def estimate(self, dataset: MadeMaps) -> Estimate:
        """From the distances to all items on the map, at every step of every new item."""
        n = dataset.embedding.n_items
        m = min(dataset.new.n_items if dataset.new is not None else self.most, self.most)
        start, libraries = costs.COMPARED
        return Estimate(start + costs.PLACED_PAIR * m * STARTS * n, libraries + 24.0 * n * 512 / limits.MB)
