"""The contract of projections: what the map's toolbar, its jobs and its scores ask of one.

A new projection is a class of this kind in a file of its own, and its entry in `engine.projections`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, Self

import numpy as np

from engine.embedding import Embedding
from engine.evaluation.maps import map_quality
from engine.fields import specs
from engine.fit import Fit
from engine.learners.base import Learner


@dataclass(frozen=True, eq=False)
class Components:
    """Axes to choose among. titles: of the columns of the projection. ratios: their shares of the variance, and those
    of later components that were not kept; it may be shorter than titles, where a column holds nothing.
    """

    titles: tuple[str, ...]
    ratios: np.ndarray

    def share(self, axes: Sequence[int]) -> float:
        """Share of the variance that some axes show together, each counted once."""
        return float(sum(self.ratios[axis] for axis in set(axes) if axis < len(self.ratios)))

    def n_for(self, share: float) -> int:
        """How many of the first components show that share of the variance; all, if they have less together."""
        return min(int(np.sum(np.cumsum(self.ratios) < share - 1e-9)) + 1, len(self.ratios))


@dataclass(frozen=True)
class MapScores:
    """How much of the neighborhoods a map shows, in [0, 1], and standard errors (see `engine.evaluation.maps`)."""

    trustworthiness: float
    neighbor_recall: float
    trustworthiness_error: float = 0.0
    recall_error: float = 0.0
    n_sampled: int = 0
    """Items looked at, where these are not all."""

    @classmethod
    def of(
        cls, vectors: np.ndarray, coordinates: np.ndarray, metric: Literal["euclidean", "cosine"] = "euclidean"
    ) -> "MapScores | None":
        """Measured on a map; None where there are too few items."""
        found = map_quality(vectors, coordinates, metric)
        if found is None:
            return None
        sampled = found.n_sampled if found.n_sampled < len(vectors) else 0
        errors = found.trustworthiness_error, found.recall_error
        return cls(found.trustworthiness, found.neighbor_recall, *errors, sampled)

    @classmethod
    def summarized(
        cls, vectors: np.ndarray, coordinates: np.ndarray, metric: Literal["euclidean", "cosine"], suffix: str = ""
    ) -> dict[str, Any]:
        """What `from_summary` reads, measured on a map; nothing where there are too few items."""
        found = cls.of(vectors, coordinates, metric)
        return {} if found is None else found.to_summary(suffix)

    @classmethod
    def from_summary(cls, summary: Mapping[str, Any], suffix: str = "") -> "MapScores | None":
        """Those that a projection wrote into the summary of its Fit; None if nothing could be measured."""
        names = (f"trustworthiness{suffix}", f"neighbor_recall{suffix}")
        if not all(name in summary for name in names):
            return None
        trust, recall = (float(summary[name]) for name in names)
        return cls(trust, recall, *summary.get(f"sample{suffix}", ()))

    def to_summary(self, suffix: str = "") -> dict[str, Any]:
        """What `from_summary` reads."""
        found = {f"trustworthiness{suffix}": self.trustworthiness, f"neighbor_recall{suffix}": self.neighbor_recall}
        sample = [self.trustworthiness_error, self.recall_error, self.n_sampled]
        return found | ({f"sample{suffix}": sample} if self.n_sampled else {})

    @property
    def sentence(self) -> str:
        """In words, for the user."""
        if not self.n_sampled:
            return (
                f"Of an item's 10 nearest neighbors {self.neighbor_recall:.0%} are among its 10 nearest here; "
                f"trustworthiness {self.trustworthiness:.3f}."
            )
        return (
            f"Of an item's 10 nearest neighbors {self.neighbor_recall:.1%} ± {self.recall_error:.1%} are among its 10 "
            f"nearest here; trustworthiness {self.trustworthiness:.3f} ± {self.trustworthiness_error:.3f} "
            f"(± is the standard error of a sample of {self.n_sampled:,} items)."
        )


class Projection(Learner):
    """Base of projections: learners that lay out the rows of an Embedding in two or three dimensions, or in components
    among which two or three are chosen. The main embedding of the Fit holds the coordinates.
    """

    takes: ClassVar[str] = "embedding"
    at_once: ClassVar[bool] = False
    """Computed as soon as it is chosen: for what takes moments. Others are computed on a click."""
    step_unit: ClassVar[str] = "iterations"
    frame_unit: ClassVar[str] = ""
    """What the steps of kept frames are, where that is another thing than when they were made; the map is then the
    first of them, else the last."""
    steerable: ClassVar[tuple[str, ...]] = ()
    """Fields that the user may change while the map forms; see `engine.report.Report.asked`."""
    opens: ClassVar[bool] = False
    """Whether a run may open with its map, which is then made ahead for what the pages open with."""

    axes_told: ClassVar[str] = (
        "The axes mean nothing: only who is near whom does. Turned or mirrored, the map says the same."
    )
    """What the axes mean or do not, for the user."""
    varied: ClassVar[str] = ""
    """The field that says how wide a neighborhood the map tries to keep, if there is one."""

    @classmethod
    def available(cls) -> bool:
        """Whether what it needs is installed; it is offered only then."""
        return True

    def compared(self, embedding: Embedding) -> np.ndarray:
        """The rows (n, d) whose Euclidean distances say what is near, to the projection and to tests of its map; of
        length 1 under the cosine, but for those without direction."""
        return embedding.unit if getattr(self, "metric", "") == "cosine" else embedding.vectors

    def variants(self, n_seeds: int = 3) -> tuple[Self, ...]:
        """The same with other seeds and, where it is `varied`, with a third of its width, too: to see what of a map is
        chance. The first is this one; none where chance plays no part.
        """
        if "seed" not in specs(self):
            return ()
        seeds = [(vars(self)["seed"] + place) % 2**32 for place in range(n_seeds)]
        if not self.varied:
            return tuple(self.replace(seed=seed) for seed in seeds)
        spec, wide = specs(self)[self.varied], getattr(self, self.varied)
        narrow = max(spec.low, wide / 3 if spec.kind == "real" else wide // 3)
        return tuple(self.replace(seed=seed, **{self.varied: width}) for width in (wide, narrow) for seed in seeds)

    @classmethod
    def fixed(cls, dims: int) -> Mapping[str, Any]:
        """The fields that the choice of 2-D or 3-D decides; the user is asked for the others."""
        return {"n_components": dims}

    def components(self, fit: Fit) -> Components | None:
        """The axes among which the user may choose; None if the map is to be taken as it is."""
        return None

    def scores(self, summary: Mapping[str, Any], axes: Sequence[int]) -> MapScores | None:
        """How true the map of some axes is; None if that was not measured."""
        return MapScores.from_summary(summary)

    def caption(self, fit: Fit, axes: Sequence[int]) -> str:
        """What the map of some axes shows and does not show, in words."""
        found = self.scores(fit.summary, axes)
        return found.sentence if found else ""
