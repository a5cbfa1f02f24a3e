"""Training of autoencoders on torch."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from engine.algorithms.networks.architectures import Coder
from engine.algorithms.networks.layers_torch import answers, build, weights_of
from engine.algorithms.networks.training import AutoencoderSettings, Examples, Outcome
from engine.algorithms.networks.training_torch import seeded
from engine.algorithms.networks.watching_torch import Pixels, Watched, filmed, of_all
from engine.algorithms.picture_quality import squared_errors
from engine.low_rank import Principal, principal_angles
from engine.report import Report


class CoderModule(nn.Module):
    """Encoder and decoder; `tied` linear ones share one matrix."""

    def __init__(self, coder: Coder, tied: bool = False) -> None:
        super().__init__()
        self.encoder, self.decoder = build(coder.encoder), build(coder.decoder)
        self.output, self.tied = coder.output, tied
        if tied:
            self.decoder[0].weight.requires_grad_(False)

    def decode(self, codes: torch.Tensor) -> torch.Tensor:
        """What the decoder says before the output function."""
        if self.tied:
            first, last = self.encoder[0], self.decoder[0]
            assert isinstance(first, nn.Linear) and isinstance(last, nn.Linear)
            return functional.linear(codes, first.weight.T, last.bias)
        return self.decoder(codes)

    def finish(self, said: torch.Tensor) -> torch.Tensor:
        """The output function."""
        return torch.sigmoid(said) if self.output == "sigmoid" else said

    def forward(self, pixels: torch.Tensor) -> torch.Tensor:
        return self.finish(self.decode(self.encoder(pixels)))

    def arrays(self) -> dict[str, np.ndarray]:
        """All weights, those of a tied decoder as what they are."""
        found = weights_of(self.encoder, "encoder") | weights_of(self.decoder, "decoder")
        if self.tied:
            found["decoder.0.weight"] = np.ascontiguousarray(found["encoder.0.weight"].T)
        return found


class AutoencoderTask:
    """An autoencoder's training; see `training_torch.Task`. axes: of the training images, to compare a span with."""

    def __init__(
        self, coder: Coder, images: Examples, settings: AutoencoderSettings, axes: Principal | None = None
    ) -> None:
        self.settings, self.axes = settings, axes
        self.pixels = Pixels(images, settings.schedule)
        self.n_train = len(self.pixels)
        self.n_numbers = images.n_train * images.pixels.shape[1]
        self.model = CoderModule(coder, settings.tied).to(self.pixels.device)
        self.watched = Watched(images)

    def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        """Loss per pixel between the clean images and what comes of the spoiled ones, and the penalty."""
        how = self.settings
        clean = self.pixels.train[rows.to(self.pixels.device)]
        codes = self.model.encoder(spoiled(clean, how.noise, how.noise_level))
        fidelity = self._fidelity(self.model.decode(codes), clean)
        if how.sparsity == "none":
            return {"loss": fidelity}
        penalty = sparsity_penalty(codes, how.sparsity, how.sparsity_target)
        return {"loss": fidelity + how.sparsity_weight * penalty, "penalty": penalty}

    def _fidelity(self, said: torch.Tensor, clean: torch.Tensor) -> torch.Tensor:
        if self.settings.loss == "bce":
            return functional.binary_cross_entropy_with_logits(said, clean)
        found = self.model.finish(said)
        return functional.l1_loss(found, clean) if self.settings.loss == "l1" else functional.mse_loss(found, clean)

    def validation_loss(self) -> float | None:
        """The loss without noise and penalty on the part kept aside."""
        if self.pixels.validation is None:
            return None
        self.model.eval()
        with torch.no_grad():
            said = self.model.decode(self.model.encoder(self.pixels.validation))
            return float(self._fidelity(said, self.pixels.validation))

    def measures(self) -> Mapping[str, float]:
        """Error on (at most 2,000) test images; the angles to the principal axes."""
        test = self.pixels.test
        return {"test_mse": float(functional.mse_loss(answers(self.model, test), test.cpu())), **self._angles()}

    def _angles(self) -> dict[str, float]:
        """In degrees, between the span of the decoder's columns and that of as many principal axes."""
        if self.axes is None:
            return {}
        decoder = self.model.arrays()["decoder.0.weight"]
        axes = self.axes.components[: decoder.shape[1]].T
        angles = np.degrees(principal_angles(decoder.astype(np.float64), axes))
        return {"largest_angle": float(angles.max()), "mean_angle": float(angles.mean())}

    def picture(self) -> Mapping[str, Any]:
        """Test images and their reconstructions; of a linear network how far it is from PCA."""
        found = {**self.watched.metrics(self.reconstruct), **self._angles()}
        how = self.settings
        if self.axes is not None and (how.loss, how.noise, how.sparsity) == ("l2", "none", "none"):
            found["pca_mse"] = self.floor  # of the same sort as the loss only then
        return found

    @property
    def floor(self) -> float:
        """Squared error per pixel on the training images that no linear code of this size goes below."""
        assert self.axes is not None
        n_components = self.model.encoder[0].out_features
        assert isinstance(n_components, int)
        return float(np.square(self.axes.singular_values[n_components:]).sum() / self.n_numbers)

    def reconstruct(self, pixels: np.ndarray) -> np.ndarray:
        """What the network makes of images (n, n_pixels)."""
        return answers(self.model, self.pixels.held(pixels)).numpy()

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        """Codes of images (n, n_pixels)."""
        return answers(self.model.encoder, self.pixels.held(pixels)).numpy()


def train_autoencoder(
    coder: Coder, images: Examples, settings: AutoencoderSettings, report: Report, axes: Principal | None = None
) -> Outcome:
    """Train an autoencoder and pass all images through it.

    axes: principal axes of the training images, with which the span of a linear network is compared on the way.
    """
    with seeded(settings.schedule.seed, coder.n_products * settings.schedule.batch_size):
        task = AutoencoderTask(coder, images, settings, axes)
        trained, film = filmed(task, images, settings.schedule, report)
    codes = of_all(task.encode, images, report)
    errors = of_all(lambda pixels: squared_errors(pixels, task.reconstruct(pixels)), images, report)
    weights = task.model.arrays()
    return Outcome(weights, codes, trained.history, trained.best_epoch, trained.seconds, film, errors)


def spoiled(clean: torch.Tensor, noise: str, level: float) -> torch.Tensor:
    """Images with noise: Gaussian of that spread, or that share of pixels set to 0, or to 0 or 1."""
    if noise == "gaussian":
        return clean + level * torch.randn_like(clean)
    if noise == "masking":
        return clean * (torch.rand_like(clean) >= level)
    if noise == "salt_pepper":
        chance = torch.rand_like(clean)
        return torch.where(chance < level, (chance < level / 2).to(clean.dtype), clean)
    return clean


def sparsity_penalty(codes: torch.Tensor, kind: str, target: float) -> torch.Tensor:
    """Mean size of the code numbers, or the mean KL between target and actual activity of the units, in nats."""
    if kind == "l1":
        return codes.abs().mean()
    activity = codes.mean(dim=0).clamp(1e-6, 1 - 1e-6)
    on, off = target * torch.log(target / activity), (1 - target) * torch.log((1 - target) / (1 - activity))
    return (on + off).mean()
