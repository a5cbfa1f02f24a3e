"""Items laid out so that their distances are those that are given, or as near to them as moving the points brings."""

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine import costs, limits
from engine.algorithms import stress
from engine.algorithms.scaling import scaled
from engine.algorithms.stress import StressDescent
from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.errors import InputError
from engine.fields import choice, integer
from engine.fit import Fit, Snapshots
from engine.insight.explanation import Explanation
from engine.insight.pairs import recipe
from engine.learners.base import Advice, Estimate
from engine.learners.pairs.contract import PairLearner, Target, distances_of, item_embedding
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled
from engine.threads import compiled_threads

FRAMES = 40
FILMED = 300
"""Items whose way is kept."""
NUDGE = 1e-4
"""Of the mean distance: chance that parts items on one place, which nothing else would."""


@dataclass(frozen=True)
class PairStress(PairLearner):
    """Metric multidimensional scaling (Kruskal, 1964; de Leeuw, 1977): each step puts every point at the mean of where
    the others want it, which never raises the stress sqrt(sum (d* - d)^2 / sum d*^2) while all pairs are compared.

    Similarities are turned into distances first. Fit: embedding "item" (n, 2 or 3); history step and loss, the stress;
    snapshots of the first items; summary stress.
    """

    name = "pair_stress"
    title = "Stress: distances as they are"
    step_unit = "iterations"
    papers = (
        Paper("Kruskal", 1964, "Multidimensional scaling by optimizing goodness of fit to a nonmetric hypothesis",
              "doi:10.1007/BF02289565"),
        Paper("Guttman", 1968,
              "A general nonmetric technique for finding the smallest coordinate space for a configuration of points",
              "doi:10.1007/BF02290164"),
    )  # fmt: skip

    n_components: int = choice(2, {2: "2", 3: "3"}, label="Dimensions", help="Numbers per vector: they are the map.")
    n_iter: int = integer(300, 10, 5_000, label="Iterations", help="How many times all points move.", step=50)
    start: Literal["spectral", "random"] = choice(
        "spectral", {"spectral": "The spectral method", "random": "By chance"}, label="Start",
        help="Where the points begin. By chance, some stay caught on the wrong side of others.",
    )  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def target(self, dataset: PairMatrix) -> Target:
        """The distances."""
        return Target(distances_of(dataset), True)

    def fit(self, dataset: PairMatrix, report: Report = Silent()) -> Fit:
        """Move the points; see `Learner.fit`. Raises InputError like `distances_of`, and if all distances are 0."""
        begun = time.monotonic()
        stop_if_cancelled(report)
        wanted = distances_of(dataset)
        if not wanted.any():
            raise InputError("All distances are 0: no item differs from another. Please check the numbers.", "E-DST-20")
        steps, losses, frames = [], [], []
        every = max(1, self.n_iter // FRAMES)
        with compiled_threads():
            descent = StressDescent(None, self._start(wanted), self.seed, distances=wanted)
            for step in range(self.n_iter):
                before = descent.step()
                if step % every == 0:
                    stop_if_cancelled(report)
                    report.progress(step, self.n_iter, "iterations", stress=before)
                    steps.append(step)
                    losses.append(before)
                    frames.append(descent.places[:FILMED])
                    if report.stopping(step + 1, self.n_iter, "iterations"):
                        break
            found = descent.stress()
        report.progress(self.n_iter, self.n_iter, "iterations", stress=found)
        history = {"step": [float(at) for at in [*steps, step + 1]], "loss": [*losses, found]}
        film = Snapshots(
            np.arange(min(FILMED, dataset.n_items)), np.array([*steps, step + 1]),
            np.stack([*frames, descent.places[:FILMED]]),
        )  # fmt: skip
        summary = {"items": dataset.n_items, "stress": found, "seconds": round(time.monotonic() - begun, 2)}
        return Fit({"item": item_embedding(dataset, descent.places)}, {}, history, film, summary)

    def _start(self, wanted: np.ndarray) -> np.ndarray:
        """Places (n, n_components) to begin with."""
        chance = np.random.default_rng(self.seed).normal(size=(len(wanted), self.n_components)) * wanted.mean()
        if self.start == "random":
            return chance
        return scaled(wanted, self.n_components).coordinates + NUDGE * chance

    def explain(self, fit: Fit, dataset: PairMatrix, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The stress, with the distances of the first items."""
        return recipe.stress(dataset, distances_of(dataset), fit.main.vectors, float(fit.summary["stress"]))

    def estimate(self, dataset: PairMatrix) -> Estimate:
        """From the pairs compared in all iterations, and the start."""
        start, libraries = costs.MAPS
        n = float(dataset.n_items)
        pairs = n * (n if n <= stress.WHOLE else stress.SOME)
        seconds = start + costs.STRESS_PAIR * pairs * self.n_iter + costs.SCALED_PAIR * n**2
        return Estimate(seconds, libraries + 8 * 6 * n**2 / limits.MB)

    def advice(self, dataset: PairMatrix) -> list[Advice]:
        """Whether distances belong to the data, and the cost."""
        try:
            distances_of(dataset)
        except InputError as error:
            return [Advice("error", str(error)), *super().advice(dataset)]
        return super().advice(dataset)
