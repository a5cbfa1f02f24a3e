"""A trained run encodes images that it never saw: other data or an upload, and what its codes are worth there."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np

from engine import costs, limits
from engine.algorithms.linear_probe import fit_probe
from engine.algorithms.networks.training import TILE_ROWS
from engine.algorithms.probability import softmax
from engine.datasets.base import Source
from engine.datasets.images.builder import SMALLEST_SIDE
from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.resized import change, in_shape
from engine.datasets.images.sources import Digits
from engine.embedding import Embedding
from engine.errors import InputError
from engine.evaluation.images.neighbor_votes import chance_accuracy, neighbor_accuracy
from engine.evaluation.trained_run import TrainedRun
from engine.fields import flag, integer, nested
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.learners.images.contract import ImageLearner
from engine.low_rank import Principal, principal
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

N_NEIGHBORS = 5
PIXELS, OLD_PCA, NEW_PCA, CODE = "Pixels", "PCA of the old images", "PCA of the new images", "Code of this run"


def image_sources() -> Mapping[str, type[Source]]:
    """The sources of images by name."""
    from engine.datasets import SOURCES

    return {name: source for name, source in SOURCES.items() if source.kind == ImageSet.kind}


@dataclass(frozen=True)
class Transfer:
    """What vectors of new images are worth.

    sizes: representation -> numbers of each. neighbors, linear: shares of the new test part that are told by the new
    training part. All three are empty without classes or a test part. chance: share of the commonest class among the
    new. unaided: shares of the new images that are told by the five nearest *old* ones, by their pixels and by their
    codes, and by the run's own classifier, as far as their classes have the same names; empty if none has.
    """

    sizes: Mapping[str, int]
    neighbors: Mapping[str, float]
    linear: Mapping[str, float]
    unaided: Mapping[str, float]
    chance: float

    @classmethod
    def from_fit(cls, fit: Fit) -> "Transfer":
        """What NewImages stored."""

        def column(name: str) -> dict[str, float]:
            head = f"{name}: "
            return {key.removeprefix(head): value for key, value in fit.summary.items() if key.startswith(head)}

        sizes = {name: int(size) for name, size in column("size").items()}
        return cls(sizes, column("neighbors"), column("linear"), column("unaided"), fit.summary.get("chance", 0.0))


@dataclass(frozen=True)
class NewImages(Learner):
    """Encodes other images by a run as it is; nothing is learned anew.

    Images of another size or with other colors are made like those of the run. Fit: embedding "code" (all new images;
    of a classifier with predicted, confidence); `Transfer.from_fit` reads the scores.
    """

    name = "new_images"
    title = "New images, encoded"
    papers = (
        Paper(
            "Yosinski et al.", 2014, "How transferable are features in deep neural networks?", "arXiv:1411.1792"
        ),
    )  # fmt: skip
    takes: ClassVar[str] = "run"

    images: Source = nested(Digits(), image_sources, label="New images", help="What is encoded.")
    inverted: bool = flag(
        False, label="Invert", help="White is made black: for dark writing on light ground, say, where the run learned "
        "from the reverse.",
    )  # fmt: skip

    margin: int = integer(
        0, 0, 500, label="Margin cut off", unit="pixels",
        help="So many from each edge, before the images are resized: the digits of MNIST, say, have 4 dark ones.",
    )  # fmt: skip

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Read, reshape, encode, measure; raises what the source raises."""
        stop_if_cancelled(report)
        learner, old = dataset.learner, dataset.dataset
        assert isinstance(learner, ImageLearner)
        new = self._read(report)
        pixels = in_shape(new, old.shape, self.inverted)
        codes = _encoded(learner, dataset.fit, old.shape, pixels, report)
        predicted, columns = _predicted(learner, dataset.fit, old, pixels, report)
        summary: dict[str, float] = {}
        if new.has_classes and new.n_test:
            vectors = _represented(learner, old, pixels, codes)
            summary |= {f"size: {name}": each.shape[1] for name, each in vectors.items()}
            summary |= _told(new, vectors, report)
        summary |= _unaided(dataset, new, pixels, codes, predicted)
        said = [*new.notes, change(new.shape, old.shape)]
        if self.margin:
            said.append(f"{self.margin} pixels were cut off each edge.")
        if self.inverted:
            said.append("White was made black.")
        embedding = Embedding(codes, new.names, {**columns, **new.metadata()})
        return Fit({"code": embedding}, summary=summary, notes=tuple(filter(None, said)))

    def _read(self, report: Report) -> ImageSet:
        found = self.images.load(report)
        assert isinstance(found, ImageSet)
        return without_margin(found, self.margin)

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """As if there were as many new images as the run has; how many there are is not known before they are read."""
        old: ImageSet = dataset.dataset
        small = min(old.n_images, old.n_pixels)
        start, libraries = costs.CODES
        seconds = start + 4.0 * old.n_images * old.n_pixels * small * costs.PIXEL_PRODUCT
        seconds += costs.PIXEL_SCORE * old.n_images * old.n_pixels
        return Estimate(seconds, libraries + 40.0 * old.n_images * old.n_pixels / limits.MB)


def without_margin(images: ImageSet, margin: int) -> ImageSet:
    """The images, so many pixels cut off each edge; raises InputError if hardly any would be left."""
    if not margin:
        return images
    height, width, _ = images.shape
    if min(height, width) - 2 * margin < SMALLEST_SIDE:
        most = (min(height, width) - SMALLEST_SIDE) // 2
        raise InputError(
            f"A margin of {margin} pixels leaves less than {SMALLEST_SIDE} x {SMALLEST_SIDE} of images of {height} x "
            f"{width}; cut off at most {max(most, 0)}.",
            "E-EVL-42",
        )
    return replace(images, raw=images.raw[:, margin : height - margin, margin : width - margin])


def _encoded(
    learner: ImageLearner, fit: Fit, shape: tuple[int, int, int], pixels: np.ndarray, report: Report
) -> np.ndarray:
    found = []
    for start in range(0, len(pixels), TILE_ROWS):
        stop_if_cancelled(report)
        found.append(learner.encode(fit, shape, pixels[start : start + TILE_ROWS]))
        report.progress(min(start + TILE_ROWS, len(pixels)), len(pixels), "images")
    return np.concatenate(found)


def _predicted(
    learner: ImageLearner, fit: Fit, old: ImageSet, pixels: np.ndarray, report: Report
) -> tuple[np.ndarray | None, dict[str, np.ndarray]]:
    """Of a classifier, the names of the likeliest classes and the columns that say so."""
    network = learner.class_scorer(fit, old.shape)
    if network is None:
        return None, {}
    found = []
    for start in range(0, len(pixels), TILE_ROWS):
        stop_if_cancelled(report)
        found.append(softmax(network.scores(pixels[start : start + TILE_ROWS])))
    chances = np.concatenate(found)
    names = np.array(old.class_names)[chances.argmax(axis=1)]
    return names, {"confidence": chances.max(axis=1).astype(np.float32), "predicted": names}


def _represented(learner: ImageLearner, old: ImageSet, pixels: np.ndarray, codes: np.ndarray) -> dict[str, np.ndarray]:
    """The new images by their pixels, by as many principal components of the old and of the new ones, and by codes.

    The old ones are those that the run learned from.
    """
    learned = old.pixels(np.flatnonzero(learner.known(old)[: old.n_train]))
    found = {PIXELS: pixels}
    for name, axes in ((OLD_PCA, principal(learned, dtype=np.float32)), (NEW_PCA, principal(pixels, dtype=np.float32))):
        found[name] = _along(axes, pixels, codes.shape[1])
    return found | {CODE: codes}


def _along(axes: Principal, pixels: np.ndarray, size: int) -> np.ndarray:
    return axes.transform(pixels, min(size, len(axes.components))).astype(np.float32)


def _told(new: ImageSet, vectors: Mapping[str, np.ndarray], report: Report) -> dict[str, float]:
    """Accuracies on the new test part, by the new training part."""
    n, targets = new.n_train, new.targets
    found = {"chance": chance_accuracy(targets, n)}
    for name, each in vectors.items():
        stop_if_cancelled(report)
        found[f"neighbors: {name}"] = neighbor_accuracy(each, targets, n, N_NEIGHBORS)
        told = fit_probe(each[:n], targets[:n], len(new.class_names)).classes(each[n:])
        found[f"linear: {name}"] = float((told == targets[n:]).mean())
    return found


def _unaided(
    run: TrainedRun, new: ImageSet, pixels: np.ndarray, codes: np.ndarray, predicted: np.ndarray | None
) -> dict[str, float]:
    """Accuracies on new images whose class has a namesake among the old ones, by nothing but the old images."""
    old: ImageSet = run.dataset
    names = np.array([*new.class_names, ""])[new.targets]
    rows = np.flatnonzero(np.isin(names, old.class_names)) if old.has_classes else np.zeros(0, dtype=int)
    if not len(rows):
        return {}
    own = np.array([old.class_names.index(name) for name in names[rows]])
    targets, n = np.concatenate([old.targets[: old.n_train], own]), old.n_train
    found = {}
    for name, before, now in (
        (PIXELS, old.pixels(slice(0, n)), pixels),
        (CODE, run.fit.main.vectors[:n], codes),
    ):
        found[f"unaided: {name}"] = neighbor_accuracy(np.concatenate([before, now[rows]]), targets, n, N_NEIGHBORS)
    if predicted is not None:
        found["unaided: Own classifier"] = float((predicted[rows] == names[rows]).mean())
    return found
