"""Do maps of the same items agree? Several seeds and settings, and for each item how many of its neighbors stay."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine import costs, limits
from engine.algorithms.map_quality.agreement import agreement
from engine.algorithms.map_quality.measures import chance_kept, most_neighbors
from engine.algorithms.map_quality.neighborhoods import neighbors_on_map
from engine.errors import InputError
from engine.evaluation.made_maps import MadeMaps, MapTest
from engine.fields import integer, text
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled
from engine.threads import compiled_threads

MOST = 12
"""Maps beside the first."""


@dataclass(frozen=True, eq=False)
class Agreement:
    """by_item: float64 (n,), share of an item's nearest on one map that are among its nearest on another, the mean
    over all pairs of maps. chance: what maps at random would give.
    """

    by_item: np.ndarray
    chance: float

    @classmethod
    def from_fit(cls, fit: Fit) -> Self:
        """What the test stored."""
        return cls(fit.arrays["agreement"], float(fit.summary["chance"]))


@dataclass(frozen=True)
class MapAgreement(MapTest):
    """Compares who is near whom on several maps of the same items. Fit: no embedding; see `Agreement.from_fit`."""

    name = "map_agreement"
    title = "Do the maps agree?"
    papers = (
        Paper(
            "Wattenberg, Viégas and Johnson",
            2016,
            "How to use t-SNE effectively",
            "doi:10.23915/distill.00002",
        ),
    )

    n_neighbors: int = integer(10, 1, 100, label="Neighbors", help="How many nearest items of each are compared.")
    maps: str = text(
        "", MOST * 33, label="Other maps", help="Runs of the other maps.", hidden=True,
        pattern=r"([0-9a-f]{32}(,[0-9a-f]{32})*)?",
    )  # fmt: skip

    @property
    def others(self) -> tuple[str, ...]:
        """The runs of the other maps."""
        return tuple(filter(None, self.maps.split(",")))

    def fit(self, dataset: MadeMaps, report: Report = Silent()) -> Fit:
        """Compare; raises InputError for fewer than two maps, or too few items."""
        stop_if_cancelled(report)
        n = dataset.embedding.n_items
        k = min(self.n_neighbors, most_neighbors(n))
        if len(dataset.maps) < 2 or k == 0:
            raise InputError(
                f"{len(dataset.maps)} maps of {n} items: two maps, and four items, are needed to compare.", "E-MAP-05"
            )
        shown = []
        for place, (_, made) in enumerate(dataset.maps):
            stop_if_cancelled(report)
            with compiled_threads():
                shown.append(neighbors_on_map(made.main.vectors[:, :3], k))
            report.progress(place + 1, len(dataset.maps), "maps")
        found = agreement(shown)
        return Fit({}, {"agreement": found}, summary={"agreement": float(found.mean()), "chance": chance_kept(n, k)})

    def estimate(self, dataset: MadeMaps) -> Estimate:
        """From the distances on every map."""
        n, n_maps = dataset.embedding.n_items, len(dataset.maps)
        start, libraries = costs.COMPARED
        return Estimate(start + costs.NEAR_ON_MAP * n**2 * n_maps, libraries + 8.0 * n * n_maps * 30 / limits.MB)
