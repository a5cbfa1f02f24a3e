"""What codes keep of the images: error and likeness of reconstructions, also from codes rounded to a few bits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine import costs
from engine.datasets.images.image_set import ImageSet
from engine.errors import InputError
from engine.evaluation.trained_run import TrainedRun
from engine.fields import choice, integer
from engine.fit import Fit
from engine.insight.images.compression import (
    BITS,
    N_COMPRESSED,
    Quantizer,
    Rate,
    format_rates,
    model_bytes,
    rank_bytes,
    rank_rates,
    rate_of,
    rates_from,
    rates_to,
)
from engine.insight.images.picture_formats import FORMATS
from engine.insight.images.reconstruction import likeness
from engine.learners.base import Estimate, Learner
from engine.learners.images.contract import ImageLearner
from engine.low_rank import Principal
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

N_TESTED = 500
N_BOUNDS = 2_000
"""Training images that bound the steps to which coordinates along components are rounded."""


@dataclass(frozen=True)
class CodingScores:
    """What comes back from the codes of a run.

    mse, ssim: on n_tested images of the test part. rates: of codes rounded to 1, 2, ... 8 bits a number, on the first
    100 of them. model_bytes: of encoder and decoder as float32.
    """

    mse: float
    ssim: float
    n_tested: int
    rates: tuple[Rate, ...]
    model_bytes: int

    @classmethod
    def from_fit(cls, fit: Fit) -> "CodingScores":
        """What a CodingTest stored."""
        found = fit.summary
        rates = tuple(rates_from(fit.arrays["rates"]))
        return cls(found["mse"], found["ssim"], found["n_tested"], rates, found["model_bytes"])


@dataclass(frozen=True, eq=False)
class Codec:
    """From images to codes and back. known: codes of training images. model_bytes: of its weights as float32."""

    encode: Callable[[np.ndarray], np.ndarray]
    decode: Callable[[np.ndarray], np.ndarray]
    known: np.ndarray
    model_bytes: int

    @classmethod
    def of(cls, run: TrainedRun, rank: int = 0) -> "Codec":
        """That of a run, or of so many of its principal components; raises InputError if it has none."""
        learner, fit, images = run.learner, run.fit, run.dataset
        if not isinstance(learner, ImageLearner) or not learner.decodes:
            raise InputError("This run makes no images of its codes; choose PCA or an autoencoder.", "E-EVL-22")
        if not rank:
            return cls(
                lambda pixels: learner.encode(fit, images.shape, pixels),
                lambda codes: learner.decode(fit, images.shape, codes),
                fit.main.vectors[: images.n_train],
                model_bytes(fit.arrays),
            )
        axes = principal_axes(learner, fit)
        if rank > len(axes.components):
            raise InputError(f"Rank {rank:,} is more than the {len(axes.components):,} there are.", "E-EVL-28")
        known = axes.transform(images.pixels(slice(0, min(N_BOUNDS, images.n_train))), rank)
        size = rank_bytes(rank, images.n_pixels)
        return cls(lambda pixels: axes.transform(pixels, rank), axes.reconstruct, known, size)


def principal_axes(learner: Learner, fit: Fit) -> Principal:
    """The principal axes that a run holds; raises InputError if there are none."""
    axes = learner.axes(fit) if isinstance(learner, ImageLearner) else None
    if axes is None:
        raise InputError("This run holds no principal axes; choose a run of PCA.", "E-EVL-23")
    return axes


@dataclass(frozen=True)
class CodingTest(Learner):
    """Reconstructs test images by a trained run. Fit: no embedding; `CodingScores.from_fit` reads it back."""

    name = "coding_test"
    title = "Reconstruction and compression"
    papers = (
        Paper(
            "Wang et al.",
            2004,
            "Image quality assessment: from error visibility to structural similarity",
            "doi:10.1109/TIP.2003.819861",
        ),
        Paper(
            "Wang, Simoncelli and Bovik",
            2003,
            "Multiscale structural similarity for image quality assessment",
            "doi:10.1109/ACSSC.2003.1292216",
        ),
    )
    takes: ClassVar[str] = "run"
    version: ClassVar[int] = 2
    """Since version 2 rates hold MS-SSIM."""

    rank: int = integer(0, 0, 10_000, label="Rank", help="Of PCA: so many components; 0 for the codes of the run.")

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Measure; raises InputError if the run makes no images of its codes, or has no such rank."""
        stop_if_cancelled(report)
        codec, images = Codec.of(dataset, self.rank), dataset.dataset
        rows = tested(images, N_TESTED)
        clean = images.pixels(rows)
        codes = codec.encode(clean)
        found = likeness(clean, codec.decode(codes), images.shape)
        report.progress(1, 1 + len(BITS), "measures")
        rates = []
        for bits in BITS:
            stop_if_cancelled(report)
            quantizer = Quantizer.of(codec.known, bits)
            rounded = codec.decode(quantizer.rounded(codes[:N_COMPRESSED]))
            pictures = as_pictures(clean[:N_COMPRESSED], images), as_pictures(rounded, images)
            rates.append(rate_of(*pictures, quantizer.n_bytes(), bits))
            report.progress(1 + bits, 1 + len(BITS), "measures")
        summary = {"mse": found.mse, "ssim": found.ssim, "n_tested": len(rows), "model_bytes": codec.model_bytes}
        return Fit({}, {"rates": rates_to(rates)}, summary=summary)

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """From the numbers of pixels."""
        start, libraries = costs.DECODED
        return Estimate(start + costs.DECODED_PIXEL * N_TESTED * dataset.dataset.n_pixels, libraries)


@dataclass(frozen=True)
class RankTest(Learner):
    """Compresses test images by principal components of a run. Fit: no embedding; `rates_by_bits` reads it back."""

    name = "rank_test"
    title = "Compression by principal components"
    papers = (Paper("Turk and Pentland", 1991, "Eigenfaces for recognition", "doi:10.1162/jocn.1991.3.1.71"),)
    takes: ClassVar[str] = "run"
    version: ClassVar[int] = 2
    """Since version 2 rates hold MS-SSIM."""

    def fit(self, dataset: TrainedRun, report: Report = Silent()) -> Fit:
        """Measure every rank at every number of bits; raises InputError if the run holds no principal axes."""
        axes, images = principal_axes(dataset.learner, dataset.fit), dataset.dataset
        clean = as_pictures(images.pixels(tested(images, N_COMPRESSED)), images)
        known = images.pixels(slice(0, min(N_BOUNDS, images.n_train)))
        found = []
        for bits in BITS:
            stop_if_cancelled(report)
            found.append(rates_to(rank_rates(axes, known, clean, bits)))
            report.progress(bits, len(BITS), "numbers of bits")
        return Fit({}, {"rates": np.stack(found)})

    def estimate(self, dataset: TrainedRun) -> Estimate:
        """From the numbers of pixels."""
        start, libraries = costs.RANKS
        return Estimate(start + costs.RANK_PIXEL * N_COMPRESSED * dataset.dataset.n_pixels, libraries)


def rates_by_bits(fit: Fit) -> dict[int, list[Rate]]:
    """bits -> the rates of rising rank that a RankTest stored."""
    return {bits: rates_from(table) for bits, table in zip(BITS, fit.arrays["rates"], strict=True)}


@dataclass(frozen=True)
class FormatScores:
    """A picture format on test images. rates: from the coarsest setting. header_bytes: of each file beside its data."""

    rates: tuple[Rate, ...]
    header_bytes: int

    @classmethod
    def from_fit(cls, fit: Fit) -> "FormatScores":
        """What a FormatTest stored."""
        return cls(tuple(rates_from(fit.arrays["rates"])), int(fit.summary["header_bytes"]))


@dataclass(frozen=True)
class FormatTest(Learner):
    """Compresses test images by a common picture format. Fit: no embedding; `FormatScores.from_fit` reads it back."""

    name = "jpeg_test"
    title = "Compression by a picture format"
    papers = (
        Paper("Wallace", 1992, "The JPEG still picture compression standard", "doi:10.1109/30.125072"),
        Paper(
            "Skodras, Christopoulos and Ebrahimi",
            2001,
            "The JPEG 2000 still image compression standard",
            "doi:10.1109/79.952804",
        ),
    )
    takes: ClassVar[str] = ImageSet.kind
    version: ClassVar[int] = 2
    """Since version 2 rates hold MS-SSIM."""

    form: str = choice(
        "jpeg", {key: form.title for key, form in FORMATS.items()}, label="Format", help="As Pillow writes it."
    )

    def fit(self, dataset: ImageSet, report: Report = Silent()) -> Fit:
        """Measure every setting."""
        stop_if_cancelled(report)
        clean = as_pictures(dataset.pixels(tested(dataset, N_COMPRESSED)), dataset)
        rates, header_bytes = format_rates(np.rint(clean * 255).astype(np.uint8), FORMATS[self.form])
        return Fit({}, {"rates": rates_to(rates)}, summary={"header_bytes": header_bytes})

    def estimate(self, dataset: ImageSet) -> Estimate:
        """From the numbers of pixels."""
        start, libraries = costs.PIXELS
        return Estimate(start + costs.JPEG_PIXEL * N_COMPRESSED * dataset.n_pixels, libraries)


def tested(images: ImageSet, most: int) -> np.ndarray:
    """The first rows of the part that scores are measured on."""
    return np.arange(images.n_images)[images.test_rows][:most]


def as_pictures(pixels: np.ndarray, images: ImageSet) -> np.ndarray:
    """Rows of pixels as (n, height, width, channels)."""
    return pixels.reshape(-1, *images.shape)
