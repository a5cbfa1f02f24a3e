"""Same class or not, for classes that a network never saw: pairs by a threshold, and tasks of N classes, k examples."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from engine import costs, limits
from engine.algorithms.verification import Roc, drawn_pairs, episode, roc, told_by_means
from engine.datasets.images.image_set import ImageSet
from engine.errors import InputError
from engine.evaluation.images.pixel_scores import require_classes
from engine.evaluation.trained_run import TrainedRun
from engine.fields import choice, integer
from engine.fit import Fit
from engine.learners.base import Estimate, Learner
from engine.learners.images.contract import ImageLearner
from engine.low_rank import principal
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

SHOTS = (1, 5)
"""Examples of each new class."""
N_QUERIES = 15
"""Further images of each that are asked about."""
MOST_ROWS = 2_000
PIXELS, CODE = "Pixels", "This run"


@dataclass(frozen=True, eq=False)
class Matches:
    """What a MatchingTest found.

    names: of the representations; the last is the run's code. pairs: (m, 2) rows of images. same: bool (m,).
    distances: (r, m). accuracies: (r, len(SHOTS), n_episodes) of tasks of n_ways classes. classes: that were asked
    about. held_out: whether these took no part in the training.
    """

    names: tuple[str, ...]
    pairs: np.ndarray
    same: np.ndarray
    distances: np.ndarray
    accuracies: np.ndarray
    n_ways: int
    classes: tuple[int, ...]
    held_out: bool

    @classmethod
    def from_fit(cls, fit: Fit) -> "Matches":
        """What a MatchingTest stored."""
        found = fit.arrays
        n_pca = int(fit.summary["pca_size"])
        names = (PIXELS, *([f"PCA {n_pca}"] if n_pca else []), CODE)
        return cls(
            names, found["pairs"], found["same"].astype(bool), found["distances"], found["accuracies"],
            int(fit.summary["ways"]), tuple(found["classes"].tolist()), bool(fit.summary["held_out"]),
        )  # fmt: skip

    def curve(self, place: int) -> Roc:
        """The curve of a representation."""
        return roc(self.distances[place], self.same)


@dataclass(frozen=True)
class MatchingTest(Learner):
    """Pairs and few-shot tasks on the classes that a run held out, or on the test part where it held out none.

    Pixels and, of as many numbers, principal components of the images that the run learned from are asked the same.
    Fit: no embedding; `Matches.from_fit` reads it back.
    """

    name = "matching"
    title = "Same or not"
    papers = (
        Paper(
            "Schroff, Kalenichenko and Philbin",
            2015,
            "FaceNet: a unified embedding for face recognition and clustering",
            "arXiv:1503.03832",
        ),
        Paper("Snell, Swersky and Zemel", 2017, "Prototypical networks for few-shot learning", "arXiv:1703.05175"),
    )
    takes: ClassVar[str] = "run"

    n_pairs: int = integer(2_000, 50, 20_000, label="Pairs", help="So many of one class, as many of two.", step=500)
    n_ways: int = integer(5, 2, 100, label="Classes", help="Of a task; fewer where there are fewer.")
    n_episodes: int = integer(300, 10, 5_000, label="Tasks", help="Drawn by chance, the same for all.", step=100)
    distance: Literal["euclidean", "cosine"] = choice(
        "euclidean", {"euclidean": "Vectors as they are", "cosine": "Vectors at length 1"}, label="Distance",
        help="Straight (Euclidean), between vectors as they are or, as in the cosine, of their directions.",
    )  # fmt: skip
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Measure; raises InputError without classes or where fewer than two classes have two images to ask about."""
        stop_if_cancelled(report)
        learner, images = dataset.learner, dataset.dataset
        assert isinstance(learner, ImageLearner)
        require_classes(images)
        known = learner.known(images)
        rows = asked_rows(images, known)
        vectors, n_pca = self._represented(dataset, learner, images, rows, known)
        report.progress(1, 3, "scores")
        stop_if_cancelled(report)
        targets = images.targets[rows]
        pairs = drawn_pairs(targets, self.n_pairs, self.seed)
        distances = np.stack([np.linalg.norm(each[pairs[:, 0]] - each[pairs[:, 1]], axis=1) for each in vectors])
        report.progress(2, 3, "scores")
        n_ways = min(self.n_ways, len(np.unique(targets)))
        accuracies = self._tasks(vectors, targets, n_ways, report)
        report.progress(3, 3, "scores")
        arrays = {
            "pairs": rows[pairs], "same": np.arange(len(pairs)) < self.n_pairs, "classes": np.unique(targets),
            "distances": distances.astype(np.float32), "accuracies": accuracies,
        }  # fmt: skip
        return Fit({}, arrays, summary={"pca_size": n_pca, "ways": n_ways, "held_out": int(not known.all())})

    def _represented(
        self, run: TrainedRun, learner: ImageLearner, images: ImageSet, rows: np.ndarray, known: np.ndarray
    ) -> tuple[list[np.ndarray], int]:
        """Vectors of the rows by pixels, by PCA where the run is none, and by the run; and the size of PCA's."""
        pixels = images.pixels(rows)
        found, n_pca = [pixels], 0
        if not learner.every_size:
            axes = principal(images.pixels(np.flatnonzero(known[: images.n_train])), dtype=np.float32)
            n_pca = min(run.fit.main.n_components, len(axes.components))
            found.append(axes.transform(pixels, n_pca))
        found.append(run.fit.main.vectors[rows])
        return [_unit(each) for each in found] if self.distance == "cosine" else found, n_pca

    def _tasks(self, vectors: list[np.ndarray], targets: np.ndarray, n_ways: int, report: Report) -> np.ndarray:
        """Accuracies (r, len(SHOTS), n_episodes), every representation asked the same tasks."""
        generator = np.random.default_rng(self.seed)
        found = np.empty((len(vectors), len(SHOTS), self.n_episodes))
        for task in range(self.n_episodes):
            stop_if_cancelled(report)
            known, asked = episode(targets, n_ways, SHOTS, N_QUERIES, generator)
            for place, each in enumerate(vectors):
                found[place, :, task] = [told_by_means(each, known[:, :shots], asked) for shots in SHOTS]
        return found

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """From PCA of the pixels and the distances in the tasks."""
        images: ImageSet = dataset.dataset
        small = min(images.n_images, images.n_pixels)
        products = 2.0 * images.n_images * images.n_pixels * small
        compared = self.n_episodes * self.n_ways**2 * N_QUERIES * len(SHOTS) + self.n_pairs
        start, libraries = costs.CODES
        seconds = start + products * costs.PIXEL_PRODUCT + compared * images.n_pixels * costs.SHOT_PRODUCT
        return Estimate(seconds, libraries + 12.0 * images.n_images * images.n_pixels / limits.MB)


def asked_rows(images: ImageSet, known: np.ndarray) -> np.ndarray:
    """Rows (at most 2,000, evenly chosen) of all images of held-out classes, or of the test part if none is held out.

    Classes with one image are left out. Raises InputError if fewer than two classes are left.
    """
    rows = np.flatnonzero(~known) if not known.all() else np.arange(images.n_train, images.n_images)
    rows = rows[np.linspace(0, len(rows) - 1, min(MOST_ROWS, len(rows))).astype(int)]
    counts = np.bincount(images.targets[rows], minlength=len(images.class_names))
    rows = rows[counts[images.targets[rows]] > 1]
    n_classes = len(np.unique(images.targets[rows]))
    if n_classes < 2:
        raise InputError(
            f"{n_classes} classes with two images or more are there to ask about; at least two are needed. Hold two or "
            "more classes out of the training, or none.",
            "E-EVL-40",
        )
    return rows


def _unit(vectors: np.ndarray) -> np.ndarray:
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors / np.where(lengths > 0, lengths, 1)
