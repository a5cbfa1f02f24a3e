"""Training of networks on triplets, on torch: images of a class nearer than those of others by a margin."""

from collections.abc import Mapping, Sequence

import numpy as np
import torch
from torch.nn import functional

from engine.algorithms.networks.classifier_torch import ClassTask
from engine.algorithms.networks.layers import Layer, n_products
from engine.algorithms.networks.layers_torch import answers, weights_of
from engine.algorithms.networks.training import Examples, Outcome, TripletSettings
from engine.algorithms.networks.training_torch import seeded
from engine.algorithms.networks.watching_torch import filmed, of_all
from engine.report import Report


class TripletTask(ClassTask):
    """Semi-hard triplets within each batch."""

    def __init__(self, layers: Sequence[Layer], images: Examples, settings: TripletSettings) -> None:
        super().__init__(layers, images, settings)
        self.model, self.margin = self.encoder, settings.margin

    def losses(self, rows: torch.Tensor) -> Mapping[str, torch.Tensor]:
        """Mean triplet loss over all pairs of a class in the batch, and the share of them that still push."""
        pixels, targets = self.batch(rows)
        losses = semi_hard_losses(functional.normalize(self.model(pixels)), targets, self.margin)
        active = (losses > 0).float().mean() if len(losses) else torch.zeros(())
        return {"loss": losses.mean() if len(losses) else self.model(pixels).sum() * 0, "active_share": active}

    def validation_loss(self) -> float | None:
        """The same loss on the part kept aside."""
        if self.pixels.validation is None:
            return None
        codes = functional.normalize(answers(self.model, self.pixels.validation))
        return float(semi_hard_losses(codes, self.pixels.validation_targets.cpu(), self.margin).mean())

    def measures(self) -> Mapping[str, float]:
        """None."""
        return {}

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        """Codes of length 1."""
        return functional.normalize(torch.from_numpy(super().encode(pixels))).numpy()


def train_triplets(layers: Sequence[Layer], images: Examples, settings: TripletSettings, report: Report) -> Outcome:
    """Train on triplets and pass all images through the network; codes have length 1."""
    with seeded(settings.schedule.seed, n_products(layers) * settings.schedule.batch_size):
        task = TripletTask(layers, images, settings)
        trained, film = filmed(task, images, settings.schedule, report)
    codes = of_all(task.encode, images, report)
    weights = weights_of(task.encoder, "encoder")
    return Outcome(weights, codes, trained.history, trained.best_epoch, trained.seconds, film)


def semi_hard_losses(codes: torch.Tensor, targets: torch.Tensor, margin: float) -> torch.Tensor:
    """For each pair of a class, the loss with the nearest negative that is farther than the positive.

    If no negative is farther, the farthest one is taken. codes (n, k) of length 1; the result has one loss a pair.
    """
    squares = (2 - 2 * codes @ codes.T).clamp(min=0)
    same = targets[:, None] == targets[None, :]
    anchors, positives = torch.nonzero(
        same & ~torch.eye(len(codes), dtype=torch.bool, device=codes.device), as_tuple=True
    )
    if same.all() or not len(anchors):
        return codes.new_zeros(0)
    near = squares[anchors, positives]
    to_all, negative = squares[anchors], ~same[anchors]
    farther = negative & (to_all > near[:, None])
    semi_hard = torch.where(farther, to_all, torch.inf).amin(dim=1)
    farthest = torch.where(negative, to_all, -torch.inf).amax(dim=1)
    return functional.relu(margin + near - torch.where(farther.any(dim=1), semi_hard, farthest))
