"""Layers: NumPy's answers against loops written out by hand and against torch's."""

import numpy as np
import pytest

from engine.algorithms.networks.architectures import autoencoder, classifier
from engine.algorithms.networks.layers import (
    ACTIVATIONS,
    Activation,
    BatchNorm,
    Conv,
    Dense,
    Dropout,
    Flatten,
    Layer,
    Pool,
    ToChannels,
    ToRows,
    Unflatten,
    Upsample,
    activate,
    forward,
    n_products,
    n_weights,
    pool,
    step,
)

GENERATOR = np.random.default_rng(0)


def test_pooling_as_the_lecture_has_it() -> None:
    largest = np.array([[29, 15, 28, 184], [0, 100, 70, 38], [12, 12, 7, 2], [12, 12, 45, 6]], dtype=float)
    assert pool(largest[None, None], 2, "max").tolist() == [[[[100, 184], [12, 45]]]]
    mean = largest.copy()
    mean[0, 0] = 31
    assert pool(mean[None, None], 2, "mean").tolist() == [[[[36.5, 80], [12, 15]]]]


def test_pooling_drops_what_is_left_over() -> None:
    assert pool(np.arange(25.0).reshape(1, 1, 5, 5), 2, "max").tolist() == [[[[6, 8], [16, 18]]]]


@pytest.mark.parametrize(("stride", "padding", "kernel"), [(1, 1, 3), (2, 1, 3), (1, 0, 5), (2, 2, 5)])
def test_convolution_by_hand(stride: int, padding: int, kernel: int) -> None:
    layer = Conv(2, 3, kernel, stride, padding)
    weights = {"c.weight": GENERATOR.normal(size=(3, 2, kernel, kernel)), "c.bias": GENERATOR.normal(size=3)}
    images = GENERATOR.normal(size=(2, 2, 9, 7))
    padded = np.pad(images, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    rows, columns = ((size + 2 * padding - kernel) // stride + 1 for size in (9, 7))
    wanted = np.zeros((2, 3, rows, columns))
    for image, out, row, column in np.ndindex(*wanted.shape):
        window = padded[image, :, row * stride : row * stride + kernel, column * stride : column * stride + kernel]
        wanted[image, out, row, column] = (window * weights["c.weight"][out]).sum() + weights["c.bias"][out]
    np.testing.assert_allclose(step(layer, weights, "c", images), wanted, atol=1e-12)


def test_batch_normalization_by_hand() -> None:
    images = GENERATOR.normal(3, 2, size=(50, 2, 4, 4))
    mean, variance = images.mean(axis=(0, 2, 3)), images.var(axis=(0, 2, 3))
    weights = {
        "b.running_mean": mean,
        "b.running_var": variance,
        "b.weight": np.array([1, 2]),
        "b.bias": np.array([0, 5]),
    }
    found = step(BatchNorm(2), weights, "b", images)
    np.testing.assert_allclose(found.mean(axis=(0, 2, 3)), [0, 5], atol=1e-10)
    np.testing.assert_allclose(found.std(axis=(0, 2, 3)), [1, 2], rtol=1e-4)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_activations_stay_finite(name: str) -> None:
    found = activate(name, np.array([-1e4, -1.0, 0.0, 1.0, 1e4]))  # type: ignore[arg-type]
    assert np.isfinite(found).all()
    assert (np.diff(found[1:]) >= 0).all()


COLORS = (9, 7, 3)
MIXED: tuple[Layer, ...] = (
    ToChannels(9, 7, 3), Conv(3, 4, 3, stride=2), BatchNorm(4), Activation("silu"), Pool(2, "mean"), Flatten(),
    Dense(4 * 2 * 2, 8), Activation("elu"), Dropout(0.5), Dense(8, 2 * 3 * 2), Unflatten(2, 3, 2), Upsample(9, 7),
    Conv(2, 3, 5, padding=2), Activation("tanh"), ToRows(),
)  # fmt: skip


@pytest.mark.parametrize(
    "layers",
    [
        MIXED,
        autoencoder("conv", COLORS, [20], 5, "relu").encoder,
        (*autoencoder("conv", COLORS, [20], 5, "relu").encoder, *autoencoder("conv", COLORS, [20], 5, "relu").decoder),
        (*autoencoder("mlp", (8, 8, 1), [20, 10], 3, "sigmoid").encoder,),
        classifier((8, 9, 1), (4, 6), 10, 0.2),
    ],
)
def test_the_same_answer_as_torch(layers: tuple[Layer, ...]) -> None:
    import torch

    from engine.algorithms.networks.layers_torch import answers, build, weights_of
    from engine.algorithms.networks.training_torch import seeded

    with seeded(0):
        network = build(layers)
        n_pixels = 8 * 8 if isinstance(layers[0], Dense) else layers[0].height * layers[0].width * layers[0].channels
        network(torch.rand(30, n_pixels))  # moves the running statistics
    images = GENERATOR.random((7, n_pixels), dtype=np.float32)
    wanted = answers(network, torch.from_numpy(images)).numpy()
    np.testing.assert_allclose(forward(layers, weights_of(network, "n"), "n", images), wanted, atol=2e-6)


def test_products_are_counted() -> None:
    layers = (ToChannels(8, 6, 1), Conv(1, 4, 3), Pool(2), Conv(4, 2, 3, stride=2), Flatten(), Dense(2 * 2 * 2, 5))
    assert n_products(layers) == 8 * 6 * 4 * 9 + 2 * 2 * 4 * 2 * 9 + 8 * 5


def test_learned_numbers_and_products_of_a_residual_network() -> None:
    from engine.algorithms.networks.layers_torch import build

    layers = classifier((8, 8, 1), (4, 8, 16), 10, 0.1, residual=True)
    assert n_weights(layers) == sum(part.numel() for part in build(layers).parameters())
    plain = classifier((8, 8, 1), (4, 8, 16), 10, 0.1)
    blocks = 2 * 9 * (64 * 4**2 + 16 * 8**2 + 4 * 16**2)  # two convolutions at 8 x 8, 4 x 4 and 2 x 2
    assert n_products(layers) - n_products(plain) == blocks
