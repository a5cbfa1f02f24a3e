"""Autoencoders: networks that give back what they see, through a code that is smaller, noisy or sparse."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from engine.algorithms.networks.architectures import Architecture, Coder, autoencoder, widths
from engine.algorithms.networks.layers import ACTIVATIONS, ActivationName, Shape
from engine.algorithms.networks.training import AutoencoderSettings, Examples
from engine.algorithms.picture_quality import squared_errors
from engine.datasets.images.image_set import ImageSet
from engine.errors import InputError
from engine.fields import choice, flag, integer, real, text
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.images import coding
from engine.insight.images.probing import probed
from engine.learners.images.contract import code_embedding, course, examples, mean_of, snapshots
from engine.learners.images.network_contract import NetworkCoder
from engine.low_rank import Principal, principal
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

ARCHITECTURES = {"linear": "Linear", "mlp": "Dense layers", "conv": "Convolutional"}
LOSSES = {"l2": "Squared error (L2)", "l1": "Absolute error (L1)", "bce": "Cross-entropy (BCE)"}
NOISES = {"none": "None", "gaussian": "Gaussian", "masking": "Masking", "salt_pepper": "Salt and pepper"}
SPARSITIES = {"none": "None", "l1": "L1 on the code", "kl": "KL to a target activity"}
BASELINE_PIXELS = 4_096
"""PCA beside an autoencoder of larger images would take longer than the training."""


@dataclass(frozen=True)
class Autoencoder(NetworkCoder):
    """An autoencoder trained on the training part.

    Fit: embedding "code" (all images), arrays encoder.* and decoder.*; history step (images), loss, test_mse and, for
    a linear one, the largest and the mean angle (degrees) between its span and that of the first principal components;
    summary train_mse, test_mse, and pca_test_mse of as many principal components.
    """

    name = "autoencoder"
    title = "Autoencoder"
    papers = (
        Paper(
            "Rumelhart, Hinton and Williams",
            1986,
            "Learning representations by back-propagating errors",
            "doi:10.1038/323533a0",
        ),
        Paper(
            "Hinton and Salakhutdinov",
            2006,
            "Reducing the dimensionality of data with neural networks",
            "doi:10.1126/science.1127647",
        ),
    )

    architecture: Architecture = choice(  # noqa: RUF009 - describes a field
        "mlp", ARCHITECTURES, label="Network", help="What encoder and decoder are made of."
    )
    hidden: str = text(
        "256", 40, label="Hidden layers", pattern=r"([1-9]\d{0,3}(-[1-9]\d{0,3})*)?",
        help="Widths from the image inwards, as in 512-256; the decoder mirrors them. Linear networks have none.",
    )  # fmt: skip
    n_components: int = integer(16, 1, 1_024, label="Code size", help="Numbers per image in the bottleneck.")
    activation: ActivationName = choice(  # noqa: RUF009 - describes a field
        "relu", ACTIVATIONS, label="Activation", help="Between the layers.", advanced=True
    )
    tied: bool = flag(
        False, label="Tied weights", advanced=True,
        help="Linear networks only: the decoder is the transposed encoder, as in PCA.",
    )  # fmt: skip
    loss: Literal["l2", "l1", "bce"] = choice(
        "l2", LOSSES, label="Loss", help="What is minimized between image and output."
    )
    noise: Literal["none", "gaussian", "masking", "salt_pepper"] = choice(
        "none",
        NOISES,
        label="Noise",
        help="Denoising: the input is spoiled, the output is compared with the clean image.",
    )
    noise_level: float = real(
        0.3, 0.0, 1.0, label="Noise level", step=0.05, advanced=True,
        help="Standard deviation of Gaussian noise, or the share of pixels that are spoiled.",
    )  # fmt: skip
    sparsity: Literal["none", "l1", "kl"] = choice(
        "none", SPARSITIES, label="Sparsity", advanced=True,
        help="KL: each code unit is to be active for a small share of the images (the code is then squeezed to 0-1).",
    )  # fmt: skip
    sparsity_weight: float = real(
        0.001, 0.0, 10.0, label="Sparsity weight", help="Of the penalty beside the loss per pixel.", step=0.001,
        advanced=True,
    )  # fmt: skip
    sparsity_target: float = real(
        0.05, 0.001, 0.9, label="Target activity", help="Mean activity that the KL penalty asks for.", step=0.01,
        advanced=True,
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        widths(self.hidden)
        if self.tied and self.architecture != "linear":
            raise InputError("Tied weights are for linear networks; choose Network: Linear, or untie them.", "E-PAR-15")
        if self.architecture == "linear" and self.loss == "bce":
            raise InputError(
                "A linear network's output is no probability, which cross-entropy needs; choose L2 or L1.", "E-PAR-16"
            )
        if self.architecture == "linear" and self.sparsity == "kl":
            raise InputError(
                "KL sparsity needs a code within 0 and 1; a linear network has none. Choose L1.", "E-PAR-17"
            )

    @property
    def code_size(self) -> int:
        """Numbers per code."""
        return self.n_components

    def network(self, shape: Shape) -> Coder:
        """The layers for images of that shape."""
        squeeze: ActivationName = "sigmoid" if self.sparsity == "kl" else "identity"
        hidden = widths(self.hidden)
        return autoencoder(self.architecture, shape, hidden, self.n_components, self.activation, squeeze)

    @property
    def settings(self) -> AutoencoderSettings:
        """The fields as the training takes them."""
        return AutoencoderSettings(
            self.schedule, self.tied, self.loss, self.noise, self.noise_level, self.sparsity, self.sparsity_weight,
            self.sparsity_target,
        )  # fmt: skip

    def fit(self, dataset: ImageSet, report: Report = Silent()) -> Fit:
        """Train, then encode all images; see `Learner.fit`."""
        stop_if_cancelled(report)
        from engine.algorithms.networks.autoencoder_torch import train_autoencoder

        images = examples(dataset)
        axes = _axes(images)
        compared = axes if self.architecture == "linear" else None
        found = train_autoencoder(self.network(images.shape), images, self.settings, report, compared)
        assert found.errors is not None
        predicted, scores = probed(dataset, found.codes)
        summary = {"code_size": self.code_size, **mean_of(found.errors, dataset)}
        if axes is not None:
            summary["pca_test_mse"] = _pca_error(images, axes, self.code_size)
        summary |= course(found) | scores
        embedding = code_embedding(dataset, found.codes, found.errors, predicted)
        return Fit({"code": embedding}, found.weights, found.history, snapshots(found.film), summary)

    @property
    def described(self) -> str:
        """Title, size, network, and what makes it differ from a plain one."""
        parts = [super().described, ARCHITECTURES[self.architecture].lower()]
        parts += ["tied"] * self.tied
        parts += [f"{NOISES[self.noise].lower()} noise"] * (self.noise != "none")
        parts += [f"{self.sparsity} sparse"] * (self.sparsity != "none")
        return ", ".join(parts)

    def beside_pca(self) -> Mapping[str, "Autoencoder"]:
        """Itself, then the same with tied or with free weights; empty unless linear."""
        if self.architecture != "linear":
            return {}
        names = {False: "Untied", True: "Tied"}
        return {names[self.tied]: self, names[not self.tied]: replace(self, tied=not self.tied)}

    def _losses(self, fit: Fit, images: ImageSet, row: int, codes: np.ndarray) -> tuple[Explanation, ...]:
        found = self.decode(fit, images.shape, codes)
        return (coding.error(images.pixels([row])[0], found[0], self.loss),)


def _axes(images: Examples) -> Principal | None:
    """Principal axes of the training images, unless they would take longer than the training."""
    if images.pixels.shape[1] > BASELINE_PIXELS:
        return None
    return principal(images.pixels[: images.n_train], dtype=np.float32)


def _pca_error(images: Examples, axes: Principal, k: int) -> float:
    """Mean squared error per pixel on the test part of the first k principal components."""
    pixels = images.pixels[images.test_rows]
    return float(squared_errors(pixels, axes.reconstruct(axes.transform(pixels, k))).mean())
