"""The loss of one image written out with its own numbers: reconstruction, bound, cross-entropy, triplet."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.algorithms.networks.training import Loss
from engine.algorithms.probability import softmax
from engine.insight.explanation import Explanation

N_SHOWN = 8
N_TERMS = 4
SMALLEST = 1e-7
"""Probabilities of pixels are kept so far from 0 and 1."""


@dataclass(frozen=True, eq=False)
class Strip:
    """Pictures side by side. pixels: (m, n_pixels), brightness in [0, 1]. signed: (s, n_pixels), of either sign."""

    title: str
    pixels: np.ndarray
    signed: np.ndarray | None = None


def difference(pixels: np.ndarray, found: np.ndarray) -> Strip:
    """An image (1, n_pixels), its reconstruction, and what is missing."""
    return Strip("x, g(f(x)), the difference", np.concatenate([pixels, found]), pixels - found)


def code(numbers: np.ndarray) -> Explanation:
    """The code (k,) of an image."""
    shown = ", ".join(f"{value:.2f}" for value in numbers[:N_SHOWN])
    more = r", \dots" if len(numbers) > N_SHOWN else ""
    return Explanation("The code", formulas=(f"z = f(x) = ({shown}{more})",))


def reconstruction_loss(pixels: np.ndarray, found: np.ndarray, kind: Loss) -> float:
    """Loss per pixel between an image (n_pixels,) and its reconstruction: squared, absolute, or cross-entropy."""
    if kind == "bce":
        return _pixel_entropy(pixels, found) / len(pixels)
    return float((np.abs(pixels - found) ** (2 if kind == "l2" else 1)).mean())


def error(pixels: np.ndarray, found: np.ndarray, kind: Loss) -> Explanation:
    """The loss per pixel, its largest terms spelled out."""
    value, n = reconstruction_loss(pixels, found, kind), len(pixels)
    if kind == "bce":
        formula = rf"L = -\frac{{1}}{{{n}}} \sum_i x_i \ln \hat x_i + (1 - x_i) \ln (1 - \hat x_i) = {value:.4f}"
        return Explanation("The loss", formulas=(formula,))
    worst = np.argsort(-np.abs(pixels - found))[:N_TERMS]
    power, bars = ("^2", "()") if kind == "l2" else ("", "||")
    terms = " + ".join(f"{bars[0]}{pixels[at]:.2f} - {_signed(found[at])}{bars[1]}{power}" for at in worst)
    name = rf"\lVert x - \hat x \rVert_{'2^2' if kind == 'l2' else '1'}"
    formula = rf"L = \frac{{1}}{{{n}}} {name} = \frac{{1}}{{{n}}} \big( {terms} + \dots \big) = {value:.5f}"
    return Explanation("The loss", formulas=(formula,))


def _signed(value: float) -> str:
    return f"{value:.2f}" if value >= 0 else f"({value:.2f})"


def _pixel_entropy(pixels: np.ndarray, found: np.ndarray) -> float:
    """Cross-entropy of an image under the chances of its pixels, in nats."""
    said = np.clip(found, SMALLEST, 1 - SMALLEST)
    return float(-(pixels * np.log(said) + (1 - pixels) * np.log(1 - said)).sum())


def cross_entropy(scores: np.ndarray, target: int, class_names: Sequence[str]) -> Explanation:
    """The chances of the likeliest classes by their scores (n_classes,), and what the true class costs."""
    chances = softmax(scores[None].astype(np.float64))[0]
    likely = np.argsort(-chances)[:N_TERMS]
    truth = max(float(chances[target]), 1e-300)
    formula = rf"L = -\ln p(\text{{true class}} \mid x) = -\ln {truth:.4f} = {-np.log(truth):.4f}\ \text{{nats}}"
    caption = " · ".join(f"{class_names[at]} {chances[at]:.1%}" for at in likely)
    return Explanation("The loss", formulas=(formula,), caption=caption)


@dataclass(frozen=True)
class Triplet:
    """Rows of an image, of the nearest of its class and of the nearest of another; near, far: squared distances."""

    anchor: int
    positive: int
    negative: int
    near: float
    far: float

    def loss(self, margin: float) -> Explanation:
        """The loss of the triplet with its numbers."""
        value = float(triplet_losses(np.array([self.near]), np.array([self.far]), margin)[0])
        formula = (
            rf"L = \max(0,\ m + \lVert a - p \rVert^2 - \lVert a - n \rVert^2) = \max(0,\ {margin:g} + "
            rf"{self.near:.3f} - {self.far:.3f}) = {value:.3f}"
        )
        return Explanation("The loss", formulas=(formula,))


def triplet_of(vectors: np.ndarray, targets: np.ndarray, row: int) -> Triplet:
    """The triplet of an image among codes (n, k) with classes (n,)."""
    squares = np.square(vectors - vectors[row]).sum(axis=1)
    same = targets == targets[row]
    positive = int(np.where(same & (np.arange(len(same)) != row), squares, np.inf).argmin())
    negative = int(np.where(same, np.inf, squares).argmin())
    return Triplet(row, positive, negative, float(squares[positive]), float(squares[negative]))


def triplet_losses(near: np.ndarray, far: np.ndarray, margin: float) -> np.ndarray:
    """max(0, margin + |a - p|^2 - |a - n|^2) from the squared distances (n,) to the same and to another class."""
    return np.maximum(0, margin + near - far)


def drawn(mean: np.ndarray, log_variance: np.ndarray) -> np.ndarray:
    """One fixed draw of a code (k,) from its normal distribution."""
    return mean + np.exp(log_variance / 2) * np.random.default_rng(0).standard_normal(mean.shape)


def kl_to_standard_normal(mean: np.ndarray, log_variance: np.ndarray) -> np.ndarray:
    """KL(N(mean, variance) || N(0, 1)) of each code number, in nats: closed form, of the same shape."""
    return 0.5 * (np.square(mean) + np.exp(log_variance) - 1 - log_variance)


def elbo(pixels: np.ndarray, found: np.ndarray, mean: np.ndarray, log_variance: np.ndarray, beta: float) -> Explanation:
    """-ELBO of an image (n_pixels,), given what came of one draw of its code, and the code's distribution (k,)."""
    entropy = _pixel_entropy(pixels, found)
    kl = float(kl_to_standard_normal(mean, log_variance).sum())
    spread = np.exp(log_variance / 2)
    terms = " + ".join(
        rf"\tfrac12({m:.2f}^2 + {s:.2f}^2 - 1 - \ln {s:.2f}^2)"
        for m, s in zip(mean[:N_TERMS], spread[:N_TERMS], strict=True)
    )
    more = r" + \dots" if len(mean) > N_TERMS else ""
    bound = (
        rf"-\mathrm{{ELBO}}_\beta = \underbrace{{{entropy:.2f}}}_{{\text{{reconstruction}}}} + "
        rf"\underbrace{{{beta:g} \cdot {kl:.2f}}}_{{\beta\,\mathrm{{KL}}}} = {entropy + beta * kl:.2f}\ \text{{nats}}"
    )
    return Explanation(
        "The loss",
        formulas=(rf"\mathrm{{KL}} = {terms}{more} = {kl:.2f}\ \text{{nats}}", bound),
        caption="The code is drawn from a normal distribution with the encoder's means and spreads (one fixed draw "
        "here); the reconstruction term is the cross-entropy of the pixels, the KL term keeps the code near the "
        "standard normal.",
    )
