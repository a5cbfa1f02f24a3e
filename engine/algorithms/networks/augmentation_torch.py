"""Augmentation in training: every image of a batch changed a little, anew each time."""

import torch
from torch.nn import functional

from engine.algorithms.networks.augmentation import LIGHT, SCALE, SHIFT, SKEW, TURN, Augmentation
from engine.algorithms.networks.layers import Shape


def augmented(pixels: torch.Tensor, shape: Shape, how: Augmentation) -> torch.Tensor:
    """Images as rows, each changed at random as `how` says; what comes in from outside is black."""
    n, device = len(pixels), pixels.device
    if how.moves or how.skew:
        turn, scale, shift = _moves(n, device) if how.moves else _no_moves(n, device)
        skew = SKEW * _even(n, device) if how.skew else torch.zeros(n, device=device)
        pixels = moved(pixels, shape, turn, scale, shift, skew)
    if how.flip:
        pixels = mirrored(pixels, shape, torch.rand(n, device=device) < 0.5)
    if how.light:
        pixels = (pixels * (1 + LIGHT * _even(n, device))[:, None]).clamp(0, 1)
    return pixels


def _even(n: int, device: torch.device) -> torch.Tensor:
    """Numbers evenly between -1 and 1."""
    return 2 * torch.rand(n, device=device) - 1


def _moves(n: int, device: torch.device) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Turns, scales and shifts."""
    turn, scale = TURN * _even(n, device), 1 + SCALE * _even(n, device)
    return turn, scale, 2 * SHIFT * (2 * torch.rand(n, 2, device=device) - 1)


def _no_moves(n: int, device: torch.device) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    return torch.zeros(n, device=device), torch.ones(n, device=device), torch.zeros(n, 2, device=device)


def moved(
    pixels: torch.Tensor,
    shape: Shape,
    turn: torch.Tensor,
    scale: torch.Tensor,
    shift: torch.Tensor,
    skew: torch.Tensor,
) -> torch.Tensor:
    """Images as rows (n, n_pixels), moved as `augmentation.Moves` says."""
    n, (height, width, channels) = len(pixels), shape
    cosine, sine = scale * torch.cos(turn), scale * torch.sin(turn)
    matrix = [cosine, cosine * skew - sine, shift[:, 0], sine, sine * skew + cosine, shift[:, 1]]
    rows = torch.stack(matrix, dim=1).view(n, 2, 3)
    images = pixels.view(n, height, width, channels).permute(0, 3, 1, 2)
    places = functional.affine_grid(rows, [n, channels, height, width], align_corners=False)
    found = functional.grid_sample(images, places, align_corners=False)
    return found.permute(0, 2, 3, 1).reshape(n, -1)


def mirrored(pixels: torch.Tensor, shape: Shape, which: torch.Tensor) -> torch.Tensor:
    """Images as rows (n, n_pixels), those of `which` with left and right exchanged."""
    flipped = pixels.view(-1, *shape).flip(2).reshape(len(pixels), -1)
    return torch.where(which[:, None], flipped, pixels)
