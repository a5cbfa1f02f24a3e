"""How strongly test images excite each unit of a convolutional network."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine import costs
from engine.algorithms.networks.layers import n_products
from engine.errors import InputError
from engine.evaluation.trained_run import TrainedRun
from engine.fields import integer
from engine.fit import Fit
from engine.insight.images.vision import Vision, peaks
from engine.learners.base import Estimate, Learner
from engine.learners.images.contract import ImageLearner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled


@dataclass(frozen=True, eq=False)
class Peaks:
    """rows: (m,) images that were asked. of_place: place of a layer -> excitation (m, units) of its units."""

    rows: np.ndarray
    of_place: dict[int, np.ndarray]

    @classmethod
    def from_fit(cls, fit: Fit) -> "Peaks":
        """What UnitPeaks stored."""
        ends = np.cumsum(fit.arrays["n_units"])[:-1]
        parts = np.split(fit.arrays["peaks"], ends, axis=1)
        return cls(fit.arrays["rows"], dict(zip(fit.arrays["places"].tolist(), parts, strict=True)))


@dataclass(frozen=True)
class UnitPeaks(Learner):
    """Asks test images. Fit: no embedding; `Peaks.from_fit` reads it back."""

    name = "unit_peaks"
    title = "What excites the units"
    papers = (
        Paper("Zeiler and Fergus", 2014, "Visualizing and understanding convolutional networks", "arXiv:1311.2901"),
    )
    takes: ClassVar[str] = "run"

    n_images: int = integer(500, 10, 10_000, label="Images", help="So many of the test part, evenly chosen.", step=100)

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Ask every unit; raises InputError if the network has no convolutions."""
        network = _network(dataset)
        if network is None:
            raise InputError("This run has no convolutions; choose a run of a convolutional network.", "E-EVL-24")
        rows = dataset.dataset.tested(self.n_images)
        pixels = dataset.dataset.pixels(rows)
        found = []
        for done, place in enumerate(network.units, 1):
            stop_if_cancelled(report)
            found.append(peaks(network, place, pixels))
            report.progress(done, len(network.units), "layers")
        n_units = np.array([part.shape[1] for part in found])
        places = np.array(network.units)
        return Fit({}, {"rows": rows, "places": places, "n_units": n_units, "peaks": np.concatenate(found, axis=1)})

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """From the multiplications of a pass for each layer."""
        network = _network(dataset)
        if network is None:
            return Estimate(*costs.PIXELS)
        products = n_products(network.layers) * self.n_images * len(network.units)
        start, libraries = costs.UNITS
        return Estimate(start + products * costs.PEAK_PRODUCT, libraries)


def _network(run: TrainedRun) -> Vision | None:
    return run.learner.vision(run.fit, run.dataset.shape) if isinstance(run.learner, ImageLearner) else None
