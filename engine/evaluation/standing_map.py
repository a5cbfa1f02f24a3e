"""A t-SNE map as it is, for points to be put on: what it was made of, and where things are on it."""

from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.algorithms.tsne.placing import Placing
from engine.errors import InputError
from engine.evaluation.made_maps import MadeMaps
from engine.low_rank import Principal, principal

FEWEST = 5
COMPONENTS = 50
"""Principal components that are compared, where the projection says nothing else."""


@dataclass(frozen=True, eq=False)
class StandingMap:
    """places: float64 (n, 2 or 3). data: float32 (n, d), what its points were held by, along principal components."""

    places: np.ndarray
    data: np.ndarray
    axes: Principal
    perplexity: float

    @classmethod
    def of(cls, dataset: MadeMaps) -> Self:
        """The first of the maps; raises InputError for one that is not t-SNE's, and for a very small one."""
        maker, made = dataset.maps[0]
        if not hasattr(maker, "perplexity"):
            raise InputError(f"{maker.title} has no perplexity to hold a new point by; choose t-SNE.", "E-MAP-06")
        if "perplexity" not in made.summary:
            raise InputError(
                f"{dataset.embedding.n_items} items are too few; {FEWEST} with a direction are the fewest.", "E-MAP-07"
            )
        points = maker.compared(dataset.embedding)
        axes = principal(points)
        n_kept = min(getattr(maker, "pca_first", COMPONENTS), len(axes.components))
        data = axes.transform(points, n_kept).astype(np.float32)
        return cls(made.main.vectors.astype(np.float64), data, axes, float(made.summary["perplexity"]))

    def along_axes(self, points: np.ndarray) -> np.ndarray:
        """New rows (m, columns of the embedding) as its own are: float32 (m, d)."""
        return np.asarray(self.axes.transform(points, self.data.shape[1]), dtype=np.float32)

    @property
    def placing(self) -> Placing:
        """What puts points on it."""
        return Placing(self.data, self.places, self.perplexity)

    @property
    def size(self) -> float:
        """The root of the mean squared distance from its middle."""
        spread = float(np.sqrt(np.square(self.places - self.places.mean(axis=0)).sum(axis=1).mean()))
        return max(spread, np.finfo(float).tiny)
