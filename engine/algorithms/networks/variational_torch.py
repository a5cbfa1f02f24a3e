"""Training of variational autoencoders on torch."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch.nn import functional

from engine.algorithms.networks.architectures import Coder
from engine.algorithms.networks.autoencoder_torch import CoderModule
from engine.algorithms.networks.layers_torch import answers
from engine.algorithms.networks.training import TILE_ROWS, Examples, Outcome, VariationalSettings
from engine.algorithms.networks.training_torch import seeded
from engine.algorithms.networks.watching_torch import Pixels, Watched, filmed, of_all
from engine.algorithms.picture_quality import squared_errors
from engine.report import Report, stop_if_cancelled

LARGEST_LOG_VARIANCE = 20.0


class CrossEntropy(torch.autograd.Function):
    """Cross-entropy of pixels (n, p) under the sigmoid of `said`, in nats, summed.

    The same as torch's binary_cross_entropy_with_logits, in a third of its passes over the pixels.
    """

    @staticmethod
    def forward(ctx: Any, said: torch.Tensor, clean: torch.Tensor) -> torch.Tensor:
        ctx.save_for_backward(said, clean)
        return functional.softplus(said).sum() - torch.dot(said.flatten(), clean.flatten())

    @staticmethod
    def backward(ctx: Any, *slopes: torch.Tensor) -> tuple[torch.Tensor, None]:
        said, clean = ctx.saved_tensors
        return torch.sigmoid(said).sub_(clean).mul_(slopes[0]), None


class VariationalTask:
    """A variational autoencoder's training; see `training_torch.Task`. All losses are nats per image."""

    def __init__(self, coder: Coder, images: Examples, settings: VariationalSettings) -> None:
        self.settings, self.images = settings, images
        self.pixels = Pixels(images, settings.schedule)
        self.device = self.pixels.device
        self.n_train = len(self.pixels)
        self.model = CoderModule(coder).to(self.device)
        self.watched = Watched(images)
        self.draw = torch.randn(len(self.pixels.test), settings.n_components).to(self.device)
        """One fixed draw per test image: the measured ELBO moves with the weights alone."""

    def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        """-ELBO with one sample of the code per image, and its two terms."""
        clean = self.pixels.train[rows.to(self.device)]
        reconstruction, kl = self.terms(clean, torch.randn(len(clean), self.settings.n_components, device=self.device))
        return {"loss": reconstruction + self.settings.beta * kl, "reconstruction": reconstruction, "kl": kl}

    def terms(self, clean: torch.Tensor, draw: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Mean cross-entropy of the pixels, and mean KL to the standard normal in closed form."""
        mean, log_variance = self.posterior(clean)
        said = self.model.decode(mean + torch.exp(0.5 * log_variance) * draw)
        reconstruction = CrossEntropy.apply(said, clean) / len(clean)
        kl = 0.5 * (mean.square() + log_variance.exp() - 1 - log_variance).sum() / len(clean)
        return reconstruction, kl

    def posterior(self, pixels: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
        """Means and logarithms of the variances (n, k)."""
        mean, log_variance = self.model.encoder(pixels).chunk(2, dim=1)
        return mean, log_variance.clamp(-LARGEST_LOG_VARIANCE, LARGEST_LOG_VARIANCE)

    def validation_loss(self) -> float | None:
        """-ELBO on the part kept aside, with the same draws at every epoch."""
        if self.pixels.validation is None:
            return None
        kept = self.pixels.validation
        draw = torch.randn(len(kept), self.settings.n_components, generator=torch.Generator().manual_seed(0))
        self.model.eval()
        with torch.no_grad():
            reconstruction, kl = self.terms(kept, draw.to(self.device))
        return float(reconstruction + self.settings.beta * kl)

    def measures(self) -> Mapping[str, float]:
        """-ELBO (beta 1) on at most 2,000 test images, and its terms."""
        self.model.eval()
        with torch.no_grad():
            reconstruction, kl = self.terms(self.pixels.test, self.draw)
        return {
            "test_negative_elbo": float(reconstruction + kl),
            "test_reconstruction": float(reconstruction),
            "test_kl": float(kl),
        }

    def on_test(self, report: Report) -> dict[str, float]:
        """-ELBO (beta 1) and its terms on all test images, with one draw of the code for each."""
        self.model.eval()
        chance = torch.Generator().manual_seed(self.settings.schedule.seed)
        test = self.images.pixels[self.images.test_rows]
        reconstruction = kl = 0.0
        for start in range(0, len(test), TILE_ROWS):
            stop_if_cancelled(report)
            clean = self.pixels.held(test[start : start + TILE_ROWS])
            draw = torch.randn(len(clean), self.settings.n_components, generator=chance).to(self.device)
            with torch.no_grad():
                terms = self.terms(clean, draw)
            reconstruction += float(terms[0]) * len(clean) / len(test)
            kl += float(terms[1]) * len(clean) / len(test)
        return {"test_negative_elbo": reconstruction + kl, "test_reconstruction": reconstruction, "test_kl": kl}

    def code_spread(self) -> np.ndarray:
        """Mean standard deviation of each code number on at most 2,000 test images, (k,)."""
        with torch.no_grad():
            return torch.exp(0.5 * self.posterior(self.pixels.test)[1]).mean(dim=0).cpu().numpy()

    def picture(self) -> Mapping[str, Any]:
        """Test images and what the decoder makes of their mean codes."""
        return self.watched.metrics(self.reconstruct)

    def reconstruct(self, pixels: np.ndarray) -> np.ndarray:
        """What the decoder makes of the mean codes of images (n, n_pixels)."""
        codes = self.pixels.held(self.encode(pixels))
        return torch.sigmoid(answers(self.model.decoder, codes)).numpy()

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        """Mean codes of images (n, n_pixels)."""
        said = answers(self.model.encoder, self.pixels.held(pixels))
        return said[:, : self.settings.n_components].numpy()


def train_variational(coder: Coder, images: Examples, settings: VariationalSettings, report: Report) -> Outcome:
    """Train a variational autoencoder and pass all images through it.

    Codes are the means. Among the weights, code_spread: (k,) mean standard deviation of each code number. Measures:
    test_negative_elbo and its two terms, in nats per image.
    """
    with seeded(settings.schedule.seed, coder.n_products * settings.schedule.batch_size):
        task = VariationalTask(coder, images, settings)
        trained, film = filmed(task, images, settings.schedule, report)
    codes = of_all(task.encode, images, report)
    errors = of_all(lambda pixels: squared_errors(pixels, task.reconstruct(pixels)), images, report)
    weights = task.model.arrays() | {"code_spread": task.code_spread()}
    measures = task.on_test(report)
    return Outcome(weights, codes, trained.history, trained.best_epoch, trained.seconds, film, errors, measures)
