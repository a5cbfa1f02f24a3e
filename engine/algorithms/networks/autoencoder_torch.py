"""Training of autoencoders on torch."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from engine.algorithms.networks.architectures import Coder
from engine.algorithms.networks.image_task_torch import Film, Pixels, Watched, schedule_of
from engine.algorithms.networks.layers_torch import answers, build, weights_of
from engine.algorithms.networks.training_torch import Trained, device_of, seeded, train
from engine.datasets.images.image_set import ImageSet
from engine.fit import Fit
from engine.learners.images.contract import TILE_ROWS, code_embedding, mean_of, probed, squared_errors
from engine.low_rank import Principal, principal, principal_angles
from engine.report import Report, stop_if_cancelled

if TYPE_CHECKING:
    from engine.learners.images.autoencoder import Autoencoder

BASELINE_PIXELS = 4_096
"""PCA beside an autoencoder of larger images would take longer than the training."""


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
    """An autoencoder's training; see `training_torch.Task`."""

    def __init__(self, learner: "Autoencoder", images: ImageSet, axes: Principal | None) -> None:
        self.learner, self.images, self.axes = learner, images, axes
        self.device = device_of(learner.device)
        self.pixels = Pixels(images, learner.patience, self.device)
        self.n_train = len(self.pixels)
        self.model = CoderModule(learner.network(images.shape), learner.tied).to(self.device)
        self.watched = Watched(images)
        self.test = torch.from_numpy(images.pixels(images.test_rows)[:TILE_ROWS]).to(self.device)

    def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        """Loss per pixel between the clean images and what comes of the spoiled ones, and the penalty."""
        clean = self.pixels.train[rows.to(self.device)]
        codes = self.model.encoder(spoiled(clean, self.learner.noise, self.learner.noise_level))
        fidelity = self._fidelity(self.model.decode(codes), clean)
        if self.learner.sparsity == "none":
            return {"loss": fidelity}
        penalty = sparsity_penalty(codes, self.learner.sparsity, self.learner.sparsity_target)
        return {"loss": fidelity + self.learner.sparsity_weight * penalty, "penalty": penalty}

    def _fidelity(self, said: torch.Tensor, clean: torch.Tensor) -> torch.Tensor:
        if self.learner.loss == "bce":
            return functional.binary_cross_entropy_with_logits(said, clean)
        found = self.model.finish(said)
        return functional.l1_loss(found, clean) if self.learner.loss == "l1" else functional.mse_loss(found, clean)

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
        found = {"test_mse": float(functional.mse_loss(answers(self.model, self.test), self.test.cpu()))}
        if self.axes is not None:
            angles = np.degrees(self.angles())
            found |= {"largest_angle": float(angles.max()), "mean_angle": float(angles.mean())}
        return found

    def angles(self) -> np.ndarray:
        """Between the span of the decoder's columns and that of as many principal axes, in radians."""
        assert self.axes is not None
        decoder = self.model.arrays()["decoder.0.weight"]
        return principal_angles(decoder.astype(np.float64), self.axes.components[: decoder.shape[1]].T)

    def picture(self) -> Mapping[str, Any]:
        """Test images and their reconstructions; of a linear network how far it is from PCA."""
        found = dict(self.watched.metrics(self.reconstruct))
        if self.axes is not None:
            angles = np.degrees(self.angles())
            found |= {"largest_angle": float(angles.max()), "mean_angle": float(angles.mean())}
            if (self.learner.loss, self.learner.noise, self.learner.sparsity) == ("l2", "none", "none"):
                found["pca_mse"] = self.floor  # of the same sort as the loss only then
        return found

    @property
    def floor(self) -> float:
        """Squared error per pixel on the training images that no linear code of this size goes below."""
        assert self.axes is not None
        left_out = np.square(self.axes.singular_values[self.learner.n_components :]).sum()
        return float(left_out / (self.images.n_train * self.images.n_pixels))

    def reconstruct(self, pixels: np.ndarray) -> np.ndarray:
        """What the network makes of images (n, n_pixels)."""
        return answers(self.model, torch.from_numpy(pixels).to(self.device)).numpy()

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        """Codes of images (n, n_pixels)."""
        return answers(self.model.encoder, torch.from_numpy(pixels).to(self.device)).numpy()


def fit_autoencoder(learner: "Autoencoder", images: ImageSet, report: Report) -> Fit:
    """Train an autoencoder and measure it on all images."""
    axes = _axes(images)
    with seeded(learner.seed, learner.network(images.shape).n_products * learner.batch_size):
        task = AutoencoderTask(learner, images, axes if learner.architecture == "linear" else None)
        film = Film(images, learner.n_epochs)
        trained = train(task, schedule_of(learner), report, lambda epoch: film.take(epoch, task.encode, task.n_train))
    codes, errors = coded(task, images, report)
    predicted, scores = probed(images, codes)
    summary = _summary(learner, images, errors, trained, axes) | scores
    arrays = task.model.arrays()
    embedding = code_embedding(images, codes, errors, predicted)
    return Fit({"code": embedding}, arrays, trained.history, film.snapshots(), summary)


def coded(task: Any, images: ImageSet, report: Report) -> tuple[np.ndarray, np.ndarray]:
    """Codes (n, k) and squared errors per pixel (n,) of all images, by a task's encode and reconstruct."""
    codes, errors = [], []
    for start in range(0, images.n_images, TILE_ROWS):
        stop_if_cancelled(report)
        pixels = images.pixels(slice(start, start + TILE_ROWS))
        codes.append(task.encode(pixels))
        errors.append(squared_errors(pixels, task.reconstruct(pixels)))
    return np.concatenate(codes), np.concatenate(errors)


def _axes(images: ImageSet) -> Principal | None:
    if images.n_pixels > BASELINE_PIXELS:
        return None
    return principal(images.pixels(slice(0, images.n_train)), dtype=np.float32)


def _summary(
    learner: "Autoencoder", images: ImageSet, errors: np.ndarray, trained: Trained, axes: Principal | None
) -> dict[str, Any]:
    found: dict[str, Any] = {"code_size": learner.code_size, **mean_of(errors, images)}
    if axes is not None:
        found["pca_test_mse"] = pca_error(images, axes, learner.code_size)
    return found | {"best_epoch": trained.best_epoch, "seconds": round(trained.seconds, 2)}


def pca_error(images: ImageSet, axes: Principal, k: int) -> float:
    """Mean squared error per pixel on the test part of the first k principal components."""
    pixels = images.pixels(images.test_rows)
    return float(squared_errors(pixels, axes.reconstruct(axes.transform(pixels, k))).mean())


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
