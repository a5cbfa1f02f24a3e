"""Would an item be elsewhere on the map if its data were a little different? Asked of a t-SNE map, item by item."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine import costs, limits
from engine.algorithms.tsne.placing import DIRECTIONS
from engine.evaluation.made_maps import MadeMaps, MapTest
from engine.evaluation.standing_map import StandingMap
from engine.fields import integer
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled
from engine.threads import compiled_threads

STARTS = 3
"""Places from which each moved item comes to rest."""


@dataclass(frozen=True, eq=False)
class Jumps:
    """by_item: float64 (n,), how far an item moves at most when its data move a little, as a share of the map's size
    (the root of the mean squared distance from its middle); nan for items that were not looked at.
    """

    by_item: np.ndarray

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """What the test stored."""
        found = np.full(int(fit.summary["n_items"]), np.nan)
        found[fit.arrays["rows"]] = fit.arrays["jumps"]
        return cls(found)


@dataclass(frozen=True)
class MapJumps(MapTest):
    """The perturbation score: each item's data are moved along the principal directions by half of how far nearest
    neighbors are apart, and it is put on the map anew, where all others stay. Large where the map could as well have
    put it on another island. Fit: no embedding; see `Jumps.from_fit`.
    """

    name = "map_jumps"
    title = "What would jump?"
    papers = (
        Paper(
            "Liu, Ma and Zhong",
            2025,
            "Assessing and improving reliability of neighbor embedding methods: a map-continuity perspective",
            "arXiv:2410.16608",
        ),
    )

    most: int = integer(
        2_000, 10, 100_000, label="Items", help="Of more items, as many are looked at, chosen by chance.", step=100
    )
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: MadeMaps, report: Report = Silent()) -> Fit:
        """Move and place; raises InputError for maps that are not t-SNE's, and for very small ones."""
        stop_if_cancelled(report)
        n = dataset.embedding.n_items
        standing = StandingMap.of(dataset)
        rows = np.sort(np.random.default_rng(self.seed).choice(n, min(n, self.most), replace=False))

        def on_block(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(done, total, "moved items")

        with compiled_threads():
            jumps = standing.placing.jumps(rows, on_block) / standing.size
        return Fit({}, {"rows": rows, "jumps": jumps}, summary={"n_items": n, "median": _median(jumps)})

    def estimate(self, dataset: MadeMaps) -> Estimate:
        """From the distances to all items on the map, at every step of every moved item."""
        n = dataset.embedding.n_items
        moved = min(n, self.most) * (1 + 2 * DIRECTIONS) * STARTS
        start, libraries = costs.COMPARED
        return Estimate(start + costs.PLACED_PAIR * moved * n, libraries + 12.0 * n * 512 / limits.MB)


def _median(values: np.ndarray) -> float:
    return float(np.median(values)) if len(values) else 0.0
