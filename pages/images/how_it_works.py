"""How it works: the loss of one chosen image, written out with its own numbers."""

import numpy as np
import streamlit as st

from engine.algorithms.probability import binary_cross_entropy_of, softmax
from engine.learners.images.autoencoder import Autoencoder, VariationalAutoencoder, kl_to_standard_normal
from engine.learners.images.classifier import ConvolutionalClassifier, TripletNetwork, triplet_losses
from engine.learners.images.contract import ImageLearner
from pages.images import linear_and_pca
from pages.parts.explore.view import View
from pages.parts.write import pictures
from pages.parts.write.plain import plain

N_TERMS = 4


def show(view: View) -> None:
    """The image, its code, its reconstruction, and the terms of the loss."""
    learner, images = view.recipe.learner, view.images
    assert isinstance(learner, ImageLearner)
    row = view.selected if view.selected is not None else images.test_rows.start
    pixels = images.pixels([row])
    codes = learner.encode(view.fit, images.shape, pixels)
    st.caption(plain(f"Image: {view.embedding.labels[row]}. Click another on the map to see its numbers."))
    shown = ", ".join(f"{value:.2f}" for value in codes[0, :8])
    st.latex(rf"z = f(x) = ({shown}{', …' if codes.shape[1] > 8 else ''})".replace("…", r"\dots"))
    if isinstance(learner, ConvolutionalClassifier):
        _cross_entropy(view, learner, codes, row)
    elif isinstance(learner, TripletNetwork):
        _triplet(view, learner, row)
    if not learner.decodes:
        return
    found = learner.decode(view.fit, images.shape, codes)
    both = pictures.as_bytes(np.concatenate([pixels, found]), images.shape)
    off = pictures.signed(pixels - found, images.shape)
    pictures.strip("**x, g(f(x)), the difference**", np.concatenate([both, off]), side=110)
    if isinstance(learner, VariationalAutoencoder):
        _elbo(view, learner, pixels)
    else:
        _error(learner, pixels[0], found[0])
    if "largest_angle" in view.fit.history and "pca_test_mse" in view.fit.summary:
        linear_and_pca.show(view)


def _error(learner: ImageLearner, pixels: np.ndarray, found: np.ndarray) -> None:
    """The loss per pixel, its largest terms spelled out."""
    kind = learner.loss if isinstance(learner, Autoencoder) else "l2"
    n = len(pixels)
    if kind == "bce":
        value = float(binary_cross_entropy_of(found, pixels).mean())
        st.latex(rf"L = -\frac{{1}}{{{n}}} \sum_i x_i \ln \hat x_i + (1 - x_i) \ln (1 - \hat x_i) = {value:.4f}")
        return
    worst = np.argsort(-np.abs(pixels - found))[:N_TERMS]
    power, bars = ("^2", "()") if kind == "l2" else ("", "||")
    terms = " + ".join(f"{bars[0]}{pixels[at]:.2f} - {_signed(found[at])}{bars[1]}{power}" for at in worst)
    size = np.abs(pixels - found) ** (2 if kind == "l2" else 1)
    name = rf"\lVert x - \hat x \rVert_{'2^2' if kind == 'l2' else '1'}"
    st.latex(rf"L = \frac{{1}}{{{n}}} {name} = \frac{{1}}{{{n}}} \big( {terms} + \dots \big) = {size.mean():.5f}")


def _cross_entropy(view: View, learner: ConvolutionalClassifier, codes: np.ndarray, row: int) -> None:
    """The chances of the likeliest classes, and what the true one costs."""
    images = view.images
    scores = learner.scores(view.fit, codes)[0].astype(np.float64)
    chances = softmax(scores)
    likely = np.argsort(-chances)[:N_TERMS]
    st.caption(plain(" · ".join(f"{images.class_names[at]} {chances[at]:.1%}" for at in likely)))
    truth = max(float(chances[images.targets[row]]), 1e-300)
    st.latex(rf"L = -\ln p(\text{{true class}} \mid x) = -\ln {truth:.4f} = {-np.log(truth):.4f}\ \text{{nats}}")


def _triplet(view: View, learner: TripletNetwork, row: int) -> None:
    """The image with the nearest of its class and the nearest of another: distances, margin, loss."""
    images, vectors = view.images, view.embedding.vectors
    squares = np.square(vectors - vectors[row]).sum(axis=1)
    same = images.targets == images.targets[row]
    positive = int(np.where(same & (np.arange(len(same)) != row), squares, np.inf).argmin())
    negative = int(np.where(same, np.inf, squares).argmin())
    shown = pictures.as_bytes(images.pixels([row, positive, negative]), images.shape)
    pictures.strip("**Anchor, nearest of its class, nearest of another**", shown, side=110)
    loss = triplet_losses(vectors[[row]], vectors[[positive]], vectors[[negative]], learner.margin)[0]
    st.latex(
        rf"L = \max(0,\ m + \lVert a - p \rVert^2 - \lVert a - n \rVert^2) = \max(0,\ {learner.margin:g} + "
        rf"{squares[positive]:.3f} - {squares[negative]:.3f}) = {loss:.3f}"
    )


def _signed(value: float) -> str:
    return f"{value:.2f}" if value >= 0 else f"({value:.2f})"


def _elbo(view: View, learner: VariationalAutoencoder, pixels: np.ndarray) -> None:
    """Reconstruction and KL of the image; one fixed draw of the code."""
    shape = view.images.shape
    mean, log_variance = learner.posterior(view.fit, shape, pixels)
    draw = np.random.default_rng(0).standard_normal(mean.shape)
    code = mean + np.exp(log_variance / 2) * draw
    entropy = float(binary_cross_entropy_of(learner.decode(view.fit, shape, code), pixels).sum())
    kl = kl_to_standard_normal(mean, log_variance)[0]
    spread = np.exp(log_variance[0] / 2)
    terms = " + ".join(
        rf"\tfrac12({m:.2f}^2 + {s:.2f}^2 - 1 - \ln {s:.2f}^2)"
        for m, s in zip(mean[0, :N_TERMS], spread[:N_TERMS], strict=True)
    )
    more = r" + \dots" if len(kl) > N_TERMS else ""
    st.latex(rf"\mathrm{{KL}} = {terms}{more} = {kl.sum():.2f}\ \text{{nats}}")
    total = entropy + learner.beta * kl.sum()
    st.latex(
        rf"-\mathrm{{ELBO}}_\beta = \underbrace{{{entropy:.2f}}}_{{\text{{reconstruction}}}} + "
        rf"\underbrace{{{learner.beta:g} \cdot {kl.sum():.2f}}}_{{\beta\,\mathrm{{KL}}}} = {total:.2f}\ \text{{nats}}"
    )
    st.caption(
        "The code is drawn from a normal distribution with the encoder's means and spreads (one fixed draw here); the "
        "reconstruction term is the cross-entropy of the pixels, the KL term keeps the code near the standard normal."
    )
