"""Principal components of images: the best linear code of every size at once (Turk and Pentland, 1991)."""

import time
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine import costs
from engine.algorithms.networks.layers import Shape
from engine.algorithms.networks.training import TILE_ROWS
from engine.datasets.images.image_set import ImageSet
from engine.errors import InputError
from engine.fields import flag, integer
from engine.fit import Fit
from engine.insight.images.probing import probed
from engine.learners.base import Advice, Estimate
from engine.learners.images.contract import ImageLearner, code_embedding, mean_of
from engine.low_rank import Principal, principal
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

STORED_COMPONENTS = 1_024
TOO_FEW = "PCA needs at least 2 images for training; there is only one."


@dataclass(frozen=True)
class ImagePCA(ImageLearner):
    """PCA of pixels, fitted on the training part.

    Fit: embedding "code" (all images, n_components); arrays components (r, n_pixels), mean, scale, singular_values,
    explained_variance_ratio, and error_by_rank (r + 1, 2): mean squared error per pixel of rank 0 to r on the
    training and the test part.
    """

    every_size: ClassVar[bool] = True

    name = "image_pca"
    title = "PCA"
    papers = (
        Paper(
            "Pearson",
            1901,
            "On lines and planes of closest fit to systems of points in space",
            "doi:10.1080/14786440109462720",
        ),
        Paper("Turk and Pentland", 1991, "Eigenfaces for recognition", "doi:10.1162/jocn.1991.3.1.71"),
    )

    n_components: int = integer(
        32, 1, STORED_COMPONENTS, label="Code size", help="How many components make the code; the others are kept too."
    )
    center: bool = flag(True, label="Center", help="Take the mean image off first; without it this is the plain SVD.")
    standardize: bool = flag(
        False,
        label="Standardize pixels",
        help="Divide every pixel by its standard deviation, so that all weigh the same.",
    )

    def fit(self, dataset: ImageSet, report: Report = Silent()) -> Fit:
        """Axes of the training images, codes and errors of all; see `Learner.fit`."""
        begun = time.monotonic()

        def on_tile(done: int, total: int) -> None:
            stop_if_cancelled(report)
            report.progress(done, 2 * total, "images")

        if dataset.n_train < 2:
            raise InputError(TOO_FEW, "E-TRN-12")
        train = dataset.pixels(slice(0, dataset.n_train))
        found = principal(train, self.standardize, on_tile, center=self.center, dtype=np.float32)
        seconds = time.monotonic() - begun
        stored = min(len(found.components), STORED_COMPONENTS)
        kept = min(self.n_components, stored)
        codes, errors, by_rank = _measured(dataset, found, stored, kept, report)
        arrays = {
            "components": found.components[:stored].astype(np.float32),
            "mean": found.mean.astype(np.float32),
            "scale": found.scale.astype(np.float32),
            "singular_values": found.singular_values,
            "explained_variance_ratio": found.explained_variance_ratio,
            "error_by_rank": by_rank,
        }
        summary = {"rank": len(found.components), "seconds": round(seconds, 3), "code_size": kept}
        report.progress(dataset.n_images, dataset.n_images, "images")
        predicted, scores = probed(dataset, codes)
        embedding = code_embedding(dataset, codes, errors, predicted)
        summary |= mean_of(errors, dataset) | scores
        return Fit({"code": embedding}, arrays, summary=summary, notes=self._notes(kept))

    def estimate(self, dataset: ImageSet) -> Estimate:
        """From the products of the covariance and of the codes, and the eigenvectors."""
        n, d = dataset.n_images, dataset.n_pixels
        small = min(n, d)
        products = float(n) * d * small * 2
        start, libraries = costs.PIXEL_COORDINATES
        seconds = start + products * costs.PIXEL_PRODUCT + small**3 * costs.DENSE_SVD
        return Estimate(seconds, libraries + 5e-6 * n * d + 3e-5 * small**2)

    def advice(self, dataset: ImageSet) -> list[Advice]:
        """Whether there are enough images, and the cost."""
        return [Advice("error", TOO_FEW)] if dataset.n_train < 2 else super().advice(dataset)

    @property
    def code_size(self) -> int:
        """Numbers per code; the Fit has fewer where the images vary in fewer directions."""
        return self.n_components

    def axes(self, fit: Fit) -> Principal | None:
        """All components, if they are about the mean."""
        return saved_axes(fit) if self.center else None

    def encode(self, fit: Fit, shape: Shape, pixels: np.ndarray) -> np.ndarray:
        """Coordinates along the components."""
        return saved_axes(fit).transform(pixels, fit.main.n_components).astype(np.float32)

    def decode(self, fit: Fit, shape: Shape, codes: np.ndarray) -> np.ndarray:
        """The mean and so much of each component."""
        return saved_axes(fit).reconstruct(codes).astype(np.float32)

    def _notes(self, kept: int) -> tuple[str, ...]:
        if kept == self.n_components:
            return ()
        return (f"The images vary in {kept} directions only: the code has {kept} numbers, not {self.n_components}.",)


def saved_axes(fit: Fit) -> Principal:
    """The principal axes of a saved ImagePCA."""
    return Principal(fit.arrays["mean"], fit.arrays["scale"], fit.arrays["components"], fit.arrays["singular_values"])


def _measured(
    images: ImageSet, found: Principal, stored: int, kept: int, report: Report
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Codes (n, kept), errors (n,), and errors by rank (stored + 1, 2), tile by tile.

    With pixels of one scale the squared error of rank k is |x - mean|^2 less the first k squared coordinates;
    standardized, what each further component adds has to be drawn: only the errors of rank 0 and `kept` are known then.
    """
    codes = np.empty((images.n_images, kept), dtype=np.float32)
    errors = np.empty(images.n_images)
    sums = np.zeros((stored + 1, 2))
    axes = Principal(
        found.mean.astype(np.float32), found.scale.astype(np.float32), found.components.astype(np.float32), np.zeros(0)
    )
    equal_scale = bool((found.scale == found.scale[0]).all())
    for start in range(0, images.n_images, TILE_ROWS):
        stop_if_cancelled(report)
        rows = slice(start, min(start + TILE_ROWS, images.n_images))
        pixels = images.pixels(rows)
        coordinates = axes.transform(pixels, stored)
        codes[rows] = coordinates[:, :kept]
        errors[rows] = np.square(pixels - axes.reconstruct(coordinates[:, :kept])).mean(axis=1)
        whole = np.square(pixels - axes.mean).sum(axis=1, dtype=np.float64)
        if equal_scale:
            gained = np.cumsum(np.square(coordinates, dtype=np.float64), axis=1)
            left = np.column_stack([whole, np.maximum(whole[:, None] - gained, 0)])
            test = np.arange(rows.start, rows.stop) >= images.n_train
            sums += np.column_stack([left[~test].sum(axis=0), left[test].sum(axis=0)])
        report.progress(images.n_images + rows.stop, 2 * images.n_images, "images")
    counts = np.array([images.n_train, max(images.n_test, 1)]) * images.n_pixels
    return codes, errors, sums / counts if equal_scale else np.zeros((0, 2))
