"""The layers of `layers` as torch modules, and their weights as arrays."""

from collections.abc import Sequence

import numpy as np
import torch
from torch import nn

from engine.algorithms.networks.layers import (
    EPSILON,
    Activation,
    BatchNorm,
    Conv,
    Dense,
    Dropout,
    Flatten,
    Layer,
    Pool,
    Residual,
    ToChannels,
    ToRows,
    Unflatten,
    Upsample,
)

_ACTIVATIONS: dict[str, type[nn.Module]] = {
    "identity": nn.Identity, "relu": nn.ReLU, "elu": nn.ELU, "silu": nn.SiLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid,
}  # fmt: skip


class _Permute(nn.Module):
    """The same numbers with their axes in another order."""

    def __init__(self, *axes: int) -> None:
        super().__init__()
        self.axes = axes

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        return values.permute(self.axes)


class _Residual(nn.Module):
    """See `layers.Residual`; the parameters are named as NumPy's forward pass expects them."""

    def __init__(self, layers: Sequence[Layer]) -> None:
        super().__init__()
        self.inner = build(layers)

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        return values + self.inner(values)


def build(layers: Sequence[Layer]) -> nn.Sequential:
    """A trainable network; its parameters are named as `layers.forward` expects them behind the prefix."""
    return nn.Sequential(*map(_module, layers))


def _module(layer: Layer) -> nn.Module:
    match layer:
        case Dense():
            return nn.Linear(layer.n_in, layer.n_out)
        case Conv():
            return nn.Conv2d(layer.n_in, layer.n_out, layer.kernel, layer.stride, layer.padding)
        case Pool():
            return nn.MaxPool2d(layer.size) if layer.kind == "max" else nn.AvgPool2d(layer.size)
        case BatchNorm():
            return nn.BatchNorm2d(layer.n_channels, eps=EPSILON)
        case Activation():
            return _ACTIVATIONS[layer.function]()
        case Flatten():
            return nn.Flatten()
        case Unflatten():
            return nn.Unflatten(1, (layer.channels, layer.height, layer.width))
        case ToChannels():
            return nn.Sequential(nn.Unflatten(1, (layer.height, layer.width, layer.channels)), _Permute(0, 3, 1, 2))
        case ToRows():
            return nn.Sequential(_Permute(0, 2, 3, 1), nn.Flatten())
        case Upsample():
            return nn.Upsample((layer.height, layer.width), mode="nearest")
        case Dropout():
            return nn.Dropout(layer.share)
        case Residual():
            return _Residual(layer.layers)


def weights_of(network: nn.Module, prefix: str) -> dict[str, np.ndarray]:
    """Name -> float32 array of every parameter and running statistic."""
    return {
        f"{prefix}.{name}": tensor.detach().cpu().numpy().astype(np.float32)
        for name, tensor in network.state_dict().items()
        if not name.endswith("num_batches_tracked")
    }


def answers(network: nn.Module, values: torch.Tensor, rows_at_once: int = 2_000) -> torch.Tensor:
    """What a network in evaluation mode says to (n, ...), a part at a time; on the processor."""
    was_training = network.training
    network.eval()
    with torch.no_grad():
        parts = [network(part).cpu() for part in values.split(rows_at_once)]
    network.train(was_training)
    return torch.cat(parts)
