"""Training of variational autoencoders on torch."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch.nn import functional

from engine.algorithms.networks.autoencoder_torch import CoderModule, coded
from engine.algorithms.networks.image_task_torch import Film, Pixels, Watched, schedule_of
from engine.algorithms.networks.layers_torch import answers
from engine.algorithms.networks.training_torch import device_of, seeded, train
from engine.datasets.images.image_set import ImageSet
from engine.fit import Fit
from engine.learners.images.contract import TILE_ROWS, code_embedding, mean_of, probed
from engine.report import Report, stop_if_cancelled

if TYPE_CHECKING:
    from engine.learners.images.autoencoder import VariationalAutoencoder

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

    def __init__(self, learner: "VariationalAutoencoder", images: ImageSet) -> None:
        self.learner, self.images = learner, images
        self.device = device_of(learner.device)
        self.pixels = Pixels(images, learner.patience, self.device)
        self.n_train = len(self.pixels)
        self.model = CoderModule(learner.network(images.shape)).to(self.device)
        self.watched = Watched(images)
        self.test = torch.from_numpy(images.pixels(images.test_rows)[:TILE_ROWS]).to(self.device)
        self.draw = torch.randn(len(self.test), learner.n_components).to(self.device)
        """One fixed draw per test image: the measured ELBO moves with the weights alone."""

    def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        """-ELBO with one sample of the code per image, and its two terms."""
        clean = self.pixels.train[rows.to(self.device)]
        reconstruction, kl = self.terms(clean, torch.randn(len(clean), self.learner.n_components, device=self.device))
        return {"loss": reconstruction + self.learner.beta * kl, "reconstruction": reconstruction, "kl": kl}

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
        draw = torch.randn(len(kept), self.learner.n_components, generator=torch.Generator().manual_seed(0))
        self.model.eval()
        with torch.no_grad():
            reconstruction, kl = self.terms(kept, draw.to(self.device))
        return float(reconstruction + self.learner.beta * kl)

    def measures(self) -> Mapping[str, float]:
        """-ELBO (beta 1) on at most 2,000 test images, and its terms."""
        self.model.eval()
        with torch.no_grad():
            reconstruction, kl = self.terms(self.test, self.draw)
        return {
            "test_negative_elbo": float(reconstruction + kl),
            "test_reconstruction": float(reconstruction),
            "test_kl": float(kl),
        }

    def on_test(self, report: Report) -> dict[str, float]:
        """-ELBO (beta 1) and its terms on all test images, with one draw of the code for each."""
        self.model.eval()
        chance = torch.Generator().manual_seed(self.learner.seed)
        rows = np.arange(self.images.n_images)[self.images.test_rows]
        reconstruction = kl = 0.0
        for start in range(0, len(rows), TILE_ROWS):
            stop_if_cancelled(report)
            clean = torch.from_numpy(self.images.pixels(rows[start : start + TILE_ROWS])).to(self.device)
            draw = torch.randn(len(clean), self.learner.n_components, generator=chance).to(self.device)
            with torch.no_grad():
                terms = self.terms(clean, draw)
            reconstruction += float(terms[0]) * len(clean) / len(rows)
            kl += float(terms[1]) * len(clean) / len(rows)
        return {"test_negative_elbo": reconstruction + kl, "test_reconstruction": reconstruction, "test_kl": kl}

    def picture(self) -> Mapping[str, Any]:
        """Test images and what the decoder makes of their mean codes."""
        return self.watched.metrics(self.reconstruct)

    def reconstruct(self, pixels: np.ndarray) -> np.ndarray:
        """What the decoder makes of the mean codes of images (n, n_pixels)."""
        codes = torch.from_numpy(self.encode(pixels)).to(self.device)
        return torch.sigmoid(answers(self.model.decoder, codes)).numpy()

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        """Mean codes of images (n, n_pixels)."""
        said = answers(self.model.encoder, torch.from_numpy(pixels).to(self.device))
        return said[:, : self.learner.n_components].numpy()


def fit_variational(learner: "VariationalAutoencoder", images: ImageSet, report: Report) -> Fit:
    """Train a variational autoencoder and measure it on all images."""
    with seeded(learner.seed, learner.network(images.shape).n_products * learner.batch_size):
        task = VariationalTask(learner, images)
        film = Film(images, learner.n_epochs)
        trained = train(task, schedule_of(learner), report, lambda epoch: film.take(epoch, task.encode, task.n_train))
    codes, errors = coded(task, images, report)
    with torch.no_grad():
        spread = torch.exp(0.5 * task.posterior(task.test)[1]).mean(dim=0).cpu().numpy()
    predicted, scores = probed(images, codes)
    summary = {
        "code_size": learner.n_components,
        **task.on_test(report),
        **scores,
        **mean_of(errors, images),
        "best_epoch": trained.best_epoch,
        "seconds": round(trained.seconds, 2),
    }
    arrays = task.model.arrays() | {"code_spread": spread}
    embedding = code_embedding(images, codes, errors, predicted)
    return Fit({"code": embedding}, arrays, trained.history, film.snapshots(), summary)
