"""Gradients through layers: against torch's and against finite differences."""

import numpy as np
import pytest

from engine.algorithms.networks.architectures import autoencoder, classifier
from engine.algorithms.networks.gradient import input_gradient, slope, trace
from engine.algorithms.networks.layers import ACTIVATIONS, Conv, Dense, Layer, Pool, ToChannels, activate, forward
from tests.engine.algorithms.networks.test_layers import COLORS, MIXED


@pytest.mark.parametrize(
    "layers",
    [
        MIXED,
        (ToChannels(9, 7, 3), Conv(3, 4, 5, stride=2, padding=2), Pool(2, "max")),
        autoencoder("conv", COLORS, [20], 5, "relu").encoder,
        (*autoencoder("conv", COLORS, [20], 5, "silu").encoder, *autoencoder("conv", COLORS, [20], 5, "silu").decoder),
        classifier((8, 9, 1), (4, 6), 10, 0.2),
        classifier((8, 9, 1), (4, 6, 8, 5), 10, 0.2, residual=True),
        classifier((7, 9, 3), (4, 6), 10, 0.0, batch_norm=False, residual=True, pooling="stride"),
        classifier((9, 9, 1), (4,), 6, 0.0, batch_norm=False, pooling="mean"),
    ],
)
def test_the_same_gradient_as_torch(layers: tuple[Layer, ...]) -> None:
    import torch

    from engine.algorithms.networks.layers_torch import build, weights_of
    from engine.algorithms.networks.training_torch import seeded

    generator = np.random.default_rng(0)
    n_pixels = layers[0].height * layers[0].width * layers[0].channels  # type: ignore[union-attr]
    with seeded(0):
        network = build(layers)
        network(torch.rand(30, n_pixels))  # moves the running statistics
    network.eval()
    images = torch.from_numpy(generator.random((5, n_pixels), dtype=np.float32)).requires_grad_()
    said = network(images)
    pull = generator.normal(size=tuple(said.shape)).astype(np.float32)
    said.backward(torch.from_numpy(pull))
    weights = weights_of(network, "n")
    seen = trace(layers, weights, "n", images.detach().numpy())
    np.testing.assert_array_equal(seen[-1], forward(layers, weights, "n", images.detach().numpy()))
    assert images.grad is not None
    found = input_gradient(layers, weights, "n", seen, pull)
    np.testing.assert_allclose(found, images.grad.numpy(), atol=2e-5)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_slopes_are_those_of_finite_differences(name: str) -> None:
    places = np.array([-3.0, -0.7, 0.4, 2.5])
    step = 1e-6
    wanted = (activate(name, places + step) - activate(name, places - step)) / (2 * step)  # type: ignore[arg-type]
    np.testing.assert_allclose(slope(name, places), wanted, atol=1e-7)  # type: ignore[arg-type]


def test_a_dense_layer_hands_back_its_weights() -> None:
    weights = {"d.0.weight": np.array([[1.0, 2, 3], [4, 5, 6]]), "d.0.bias": np.zeros(2)}
    seen = trace((Dense(3, 2),), weights, "d", np.ones((1, 3)))
    assert input_gradient((Dense(3, 2),), weights, "d", seen, np.array([[0.0, 1]])).tolist() == [[4, 5, 6]]
