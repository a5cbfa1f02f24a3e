"""Autoencoders: networks that give back what they see, through a code that is smaller, noisy or sparse."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine import limits
from engine.algorithms.networks.architectures import Architecture, Coder, autoencoder
from engine.algorithms.networks.layers import ACTIVATIONS, ActivationName, Shape, activate, forward
from engine.datasets.images.image_set import ImageSet
from engine.errors import InputError
from engine.fields import choice, flag, integer, real, text
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.learners.images.contract import ImageLearner
from engine.learners.images.network_fields import Training, widths
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

ARCHITECTURES = {"linear": "Linear", "mlp": "Dense layers", "conv": "Convolutional"}
LOSSES = {"l2": "Squared error (L2)", "l1": "Absolute error (L1)", "bce": "Cross-entropy (BCE)"}
NOISES = {"none": "None", "gaussian": "Gaussian", "masking": "Masking", "salt_pepper": "Salt and pepper"}
SPARSITIES = {"none": "None", "l1": "L1 on the code", "kl": "KL to a target activity"}

SECONDS_PER_PRODUCT = 6e-11
"""For each multiplication of a forward pass: forward and backward, measured on two cores."""
START_SECONDS = 4.0
LIBRARY_MEGABYTES = 500.0


@dataclass(frozen=True)
class NetworkCoder(Training, ImageLearner):
    """Base of the autoencoders: encoding and decoding from saved weights."""

    def network(self, shape: Shape) -> Coder:
        """The layers that the fields mean for images of that shape."""
        raise NotImplementedError

    @property
    def code_size(self) -> int:
        """Numbers per code."""
        raise NotImplementedError

    def encode(self, fit: Fit, shape: Shape, pixels: np.ndarray) -> np.ndarray:
        """What the encoder says; of a variational one the mean."""
        return forward(self.network(shape).encoder, fit.arrays, "encoder", pixels)[:, : self.code_size]

    def decode(self, fit: Fit, shape: Shape, codes: np.ndarray) -> np.ndarray:
        """What the decoder says."""
        coder = self.network(shape)
        return activate(coder.output, forward(coder.decoder, fit.arrays, "decoder", codes))

    def estimate(self, dataset: ImageSet) -> Estimate:
        """From the multiplications of a pass over the images."""
        products = self.network(dataset.shape).n_products * dataset.n_images * (self.n_epochs + 1)
        weights = self.network(dataset.shape).n_products * 16
        pixels = 8.0 * dataset.n_images * dataset.n_pixels
        return Estimate(
            START_SECONDS + products * SECONDS_PER_PRODUCT, LIBRARY_MEGABYTES + (weights + pixels) / limits.MB
        )


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
            raise InputError("Tied weights are for linear networks; choose Network: Linear, or untie them.", "E-PAR-08")
        if self.architecture == "linear" and self.loss == "bce":
            raise InputError(
                "A linear network's output is no probability, which cross-entropy needs; choose L2 or L1.", "E-PAR-08"
            )
        if self.architecture == "linear" and self.sparsity == "kl":
            raise InputError(
                "KL sparsity needs a code within 0 and 1; a linear network has none. Choose L1.", "E-PAR-08"
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

    def fit(self, dataset: ImageSet, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Train, then encode all images; see `Learner.fit`."""
        stop_if_cancelled(report)
        from engine.algorithms.networks.autoencoder_torch import fit_autoencoder

        return fit_autoencoder(self, dataset, report)


@dataclass(frozen=True)
class VariationalAutoencoder(NetworkCoder):
    """A variational autoencoder: the code is a normal distribution, kept near the standard normal.

    Fit: embedding "code" (the means, all images); arrays encoder.* and decoder.*, code_spread (k,): mean standard
    deviation of each code number; history step, loss (-ELBO, nats per image), reconstruction, kl, test_elbo.
    """

    name = "vae"
    title = "Variational autoencoder"
    papers = (
        Paper("Kingma and Welling", 2014, "Auto-encoding variational Bayes", "arXiv:1312.6114"),
        Paper(
            "Higgins et al.",
            2017,
            "beta-VAE: learning basic visual concepts with a constrained variational framework",
            "openreview:Sy2fzU9gl",
        ),
    )

    architecture: Literal["mlp", "conv"] = choice(
        "mlp", {"mlp": "Dense layers", "conv": "Convolutional"}, label="Network",
        help="What encoder and decoder are made of.",
    )  # fmt: skip
    hidden: str = text(
        "400", 40, label="Hidden layers", pattern=r"([1-9]\d{0,3}(-[1-9]\d{0,3})*)?",
        help="Widths from the image inwards, as in 512-256; the decoder mirrors them.",
    )  # fmt: skip
    n_components: int = integer(2, 1, 256, label="Code size", help="Numbers per image; two can be drawn as they are.")
    activation: ActivationName = choice(  # noqa: RUF009 - describes a field
        "relu", ACTIVATIONS, label="Activation", help="Between the layers.", advanced=True
    )
    beta: float = real(
        1.0, 0.0, 100.0, label="Beta", step=0.5,
        help="Weight of the KL term; 1 is the evidence lower bound, more keeps the code nearer to a standard normal.",
    )  # fmt: skip

    def __post_init__(self) -> None:
        super().__post_init__()
        widths(self.hidden)

    @property
    def code_size(self) -> int:
        """Numbers per code."""
        return self.n_components

    def network(self, shape: Shape) -> Coder:
        """The layers for images of that shape; the encoder gives means, then logarithms of variances."""
        hidden = widths(self.hidden)
        return autoencoder(self.architecture, shape, hidden, self.n_components, self.activation, code_outputs=2)

    def posterior(self, fit: Fit, shape: Shape, pixels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Means and logarithms of the variances of the codes of images: (n, k) each."""
        said = forward(self.network(shape).encoder, fit.arrays, "encoder", pixels)
        return said[:, : self.n_components], said[:, self.n_components :]

    def fit(self, dataset: ImageSet, report: Report = Silent()) -> Fit:  # noqa: B008 - Silent has no state
        """Train, then encode all images; see `Learner.fit`."""
        stop_if_cancelled(report)
        from engine.algorithms.networks.variational_torch import fit_variational

        return fit_variational(self, dataset, report)


def kl_to_standard_normal(mean: np.ndarray, log_variance: np.ndarray) -> np.ndarray:
    """KL(N(mean, variance) || N(0, 1)) of each code number, in nats: closed form, of the same shape."""
    return 0.5 * (np.square(mean) + np.exp(log_variance) - 1 - log_variance)
