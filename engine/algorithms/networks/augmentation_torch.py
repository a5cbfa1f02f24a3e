"""Augmentation in training: every image of a batch turned, scaled and shifted a little, anew each time."""

import torch
from torch.nn import functional

from engine.algorithms.networks.augmentation import SCALE, SHIFT, TURN
from engine.algorithms.networks.layers import Shape


def augmented(pixels: torch.Tensor, shape: Shape) -> torch.Tensor:
    """Images as rows, each turned, shifted and scaled a little at random; what comes in from outside is black."""
    n = len(pixels)
    turn = TURN * (2 * torch.rand(n, device=pixels.device) - 1)
    scale = 1 + SCALE * (2 * torch.rand(n, device=pixels.device) - 1)
    shift = 2 * SHIFT * (2 * torch.rand(n, 2, device=pixels.device) - 1)
    return moved(pixels, shape, turn, scale, shift)


def moved(
    pixels: torch.Tensor, shape: Shape, turn: torch.Tensor, scale: torch.Tensor, shift: torch.Tensor
) -> torch.Tensor:
    """Images as rows (n, n_pixels), moved as `augmentation.Moves` says."""
    n, (height, width, channels) = len(pixels), shape
    cosine, sine = scale * torch.cos(turn), scale * torch.sin(turn)
    rows = torch.stack([cosine, -sine, shift[:, 0], sine, cosine, shift[:, 1]], dim=1).view(n, 2, 3)
    images = pixels.view(n, height, width, channels).permute(0, 3, 1, 2)
    places = functional.affine_grid(rows, [n, channels, height, width], align_corners=False)
    found = functional.grid_sample(images, places, align_corners=False)
    return found.permute(0, 2, 3, 1).reshape(n, -1)
