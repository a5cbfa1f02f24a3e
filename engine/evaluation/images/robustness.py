"""What a classifier still tells of images that were moved, mirrored or lit otherwise, and where a shift gets lost."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from engine import costs
from engine.algorithms.networks.augmentation import Moves, warped
from engine.algorithms.networks.class_scorer import ClassScorer
from engine.algorithms.networks.layers import Shape, n_products
from engine.datasets.images.image_set import ImageSet
from engine.evaluation.images.adversarial import learned_rows, scorer_of
from engine.evaluation.trained_run import TrainedRun
from engine.fields import integer
from engine.fit import Fit
from engine.insight.images.vision import Vision
from engine.learners.base import Estimate, Learner
from engine.learners.images.contract import ImageLearner
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

SHIFTS = (1, 2, 3)
"""Pixels to the right."""
TILE_ROWS = 200
Change = Callable[[np.ndarray, np.random.Generator], Moves]
"""From signs (n,) to what is done to n images."""


def _turned(degrees: float) -> Change:
    return lambda signs, chance: replace(Moves.still(len(signs)), turn=np.radians(degrees) * signs)


def _shifted(share: float) -> Change:
    def moves(signs: np.ndarray, chance: np.random.Generator) -> Moves:
        angle = 2 * np.pi * chance.random(len(signs))
        return replace(Moves.still(len(signs)), shift=2 * share * np.column_stack([np.cos(angle), np.sin(angle)]))

    return moves


def _lit(factor: float) -> Change:
    return lambda signs, chance: replace(Moves.still(len(signs)), light=np.full(len(signs), factor))


CHANGES: dict[str, Change] = {
    "As they are": lambda signs, chance: Moves.still(len(signs)),
    "Shifted by 6 % of the side": _shifted(0.06),
    "Shifted by 12 % of the side": _shifted(0.12),
    "Turned by 10 degrees": _turned(10),
    "Turned by 20 degrees": _turned(20),
    "15 % larger or smaller": lambda signs, chance: replace(Moves.still(len(signs)), scale=1 + 0.15 * signs),
    "Leaning by 15 degrees": lambda signs, chance: replace(
        Moves.still(len(signs)), skew=np.tan(np.radians(15)) * signs
    ),
    "Mirrored": lambda signs, chance: replace(Moves.still(len(signs)), flip=np.ones(len(signs), dtype=bool)),
    "Half as bright": _lit(0.5),
    "Half again as bright": _lit(1.5),
}
"""What is done to test images, each in a direction of its own."""


@dataclass(frozen=True, eq=False)
class Robustness:
    """What a RobustnessTest found.

    accuracy: (len(CHANGES),). kept: share (len(SHIFTS),) of images that are told as before after a shift. moved:
    (layers, len(SHIFTS)), mean relative difference of each layer's answer to the image and to the shifted one; titles:
    of these layers, "Image" first. n_images: that were asked about.
    """

    accuracy: np.ndarray
    kept: np.ndarray
    moved: np.ndarray
    places: tuple[int, ...]
    n_images: int

    @classmethod
    def from_fit(cls, fit: Fit) -> "Robustness":
        """What a RobustnessTest stored."""
        found = fit.arrays
        places = tuple(found["places"].tolist())
        return cls(found["accuracy"], found["kept"], found["moved"], places, int(fit.summary["images"]))


@dataclass(frozen=True)
class RobustnessTest(Learner):
    """Accuracy on changed test images, and how far a shift moves the answer of each layer.

    Fit: no embedding; `Robustness.from_fit` reads it back.
    """

    name = "robustness"
    title = "Accuracy on changed images"
    papers = (
        Paper(
            "Engstrom et al.", 2019, "Exploring the landscape of spatial robustness", "arXiv:1712.02779"
        ),
        Paper("Zhang", 2019, "Making convolutional networks shift-invariant again", "arXiv:1904.11486"),
    )  # fmt: skip
    takes: ClassVar[str] = "run"

    n_images: int = integer(500, 10, 10_000, label="Images", help="So many of the test part, evenly chosen.", step=100)
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Measure; raises InputError if the run is no classifier."""
        stop_if_cancelled(report)
        network, images = scorer_of(dataset), dataset.dataset
        rows = learned_rows(dataset, self.n_images)
        pixels, targets = images.pixels(rows), images.targets[rows]
        accuracy = np.empty(len(CHANGES))
        for place, change in enumerate(CHANGES.values()):
            stop_if_cancelled(report)
            changed = changed_by(change, pixels, images.shape, self.seed)
            accuracy[place] = (_told(network, changed) == targets).mean()
            report.progress(place + 1, len(CHANGES) + 1, "changes")
        assert isinstance(dataset.learner, ImageLearner)
        vision = dataset.learner.vision(dataset.fit, images.shape)
        assert vision is not None
        kept, moved = self._shifts(vision, pixels, images)
        arrays = {"accuracy": accuracy, "kept": kept, "moved": moved, "places": np.array(vision.seen)}
        report.progress(len(CHANGES) + 1, len(CHANGES) + 1, "changes")
        return Fit({}, arrays, summary={"images": len(rows)})

    def _shifts(self, network: Vision, pixels: np.ndarray, images: ImageSet) -> tuple[np.ndarray, np.ndarray]:
        """Shares of images told as before, and relative differences (1 + layers, shifts), the image itself first."""
        kept, moved = np.zeros(len(SHIFTS)), np.zeros((1 + len(network.seen), len(SHIFTS)))
        for start in range(0, len(pixels), TILE_ROWS):
            part = pixels[start : start + TILE_ROWS]
            before = [part, *network.answers(part)]
            for at, shift in enumerate(SHIFTS):
                after = [shifted(part, images.shape, shift)]
                after += network.answers(after[0])
                kept[at] += (before[-1].argmax(axis=1) == after[-1].argmax(axis=1)).sum()
                for place, layer in enumerate((0, *(each + 1 for each in network.seen))):
                    moved[place, at] += relative_difference(before[layer], after[layer]).sum()
        return kept / len(pixels), moved / len(pixels)

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """From the multiplications of all passes."""
        images, learner = dataset.dataset, dataset.learner
        network = learner.class_scorer(dataset.fit, images.shape) if isinstance(learner, ImageLearner) else None
        products = n_products(network.layers) if network else 0.0
        passes = min(self.n_images, images.n_images) * (len(CHANGES) + len(SHIFTS) + 1)
        start, libraries = costs.CODES
        return Estimate(start + passes * products * costs.PEAK_PRODUCT, libraries)


def changed_by(change: Change, pixels: np.ndarray, shape: Shape, seed: int) -> np.ndarray:
    """Images (n, n_pixels), each changed; black comes in from outside."""
    chance = np.random.default_rng(seed)
    signs = chance.choice(np.array([-1.0, 1.0]), len(pixels))
    return warped(pixels, shape, change(signs, chance))


def shifted(pixels: np.ndarray, shape: Shape, n_right: int) -> np.ndarray:
    """Images (n, n_pixels) moved to the right by whole pixels; black comes in from the left."""
    found = np.zeros((len(pixels), *shape), dtype=pixels.dtype)
    found[:, :, n_right:] = pixels.reshape(len(pixels), *shape)[:, :, : shape[1] - n_right]
    return found.reshape(pixels.shape)


def relative_difference(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """|after - before| / |before| of each image's answer, (n,)."""
    n = len(before)
    first, second = before.reshape(n, -1), after.reshape(n, -1)
    return np.linalg.norm(second - first, axis=1) / np.maximum(np.linalg.norm(first, axis=1), 1e-9)


def _told(network: ClassScorer, pixels: np.ndarray) -> np.ndarray:
    parts = [pixels[start : start + TILE_ROWS] for start in range(0, len(pixels), TILE_ROWS)]
    return np.concatenate([network.scores(part).argmax(axis=1) for part in parts])
