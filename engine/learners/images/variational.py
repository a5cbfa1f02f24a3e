"""Variational autoencoders: the code is a normal distribution, and what is drawn from it makes new images."""

from dataclasses import dataclass
from typing import ClassVar, Literal

import numpy as np

from engine.algorithms.networks.architectures import Coder, autoencoder, widths
from engine.algorithms.networks.layers import ACTIVATIONS, ActivationName, Shape, forward
from engine.algorithms.networks.training import VariationalSettings
from engine.datasets.images.image_set import ImageSet
from engine.fields import choice, integer, real, text
from engine.fit import Fit
from engine.insight.explanation import Explanation
from engine.insight.images import coding
from engine.insight.images.probing import probed
from engine.learners.images.contract import code_embedding, course, examples, mean_of, snapshots
from engine.learners.images.network_contract import NetworkCoder
from engine.papers import Paper
from engine.report import Report, Silent, stop_if_cancelled

ARCHITECTURES = {"mlp": "Dense layers", "conv": "Convolutional"}


@dataclass(frozen=True)
class VariationalAutoencoder(NetworkCoder):
    """A variational autoencoder: the code is a normal distribution, kept near the standard normal.

    Fit: embedding "code" (the means, all images); arrays encoder.* and decoder.*, code_spread (k,): mean standard
    deviation of each code number; history step, loss (-ELBO, nats per image), reconstruction,
    kl, and the same on the test part.
    """

    name = "vae"
    title = "Variational autoencoder"
    samples: ClassVar[bool] = True
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
        "mlp", ARCHITECTURES, label="Network",
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

    def fit(self, dataset: ImageSet, report: Report = Silent()) -> Fit:
        """Train, then encode all images; see `Learner.fit`."""
        stop_if_cancelled(report)
        from engine.algorithms.networks.variational_torch import train_variational

        settings = VariationalSettings(self.schedule, self.n_components, self.beta)
        found = train_variational(self.network(dataset.shape), examples(dataset), settings, report)
        assert found.errors is not None
        predicted, scores = probed(dataset, found.codes)
        summary = {"code_size": self.code_size, **found.measures, **scores, **mean_of(found.errors, dataset)}
        embedding = code_embedding(dataset, found.codes, found.errors, predicted)
        summary |= course(found)
        return Fit({"code": embedding}, found.weights, found.history, snapshots(found.film), summary)

    @property
    def described(self) -> str:
        """Title, size and network."""
        return f"{super().described}, {ARCHITECTURES[self.architecture].lower()}"

    def _losses(self, fit: Fit, images: ImageSet, row: int, codes: np.ndarray) -> tuple[Explanation, ...]:
        pixels, shape = images.pixels([row]), images.shape
        mean, log_variance = (each[0] for each in self.posterior(fit, shape, pixels))
        code = coding.drawn(mean, log_variance)
        return (coding.elbo(pixels[0], self.decode(fit, shape, code[None])[0], mean, log_variance, self.beta),)
