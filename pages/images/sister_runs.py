"""Other runs on the same images: principal components to compare with, and codes of the same size."""

from dataclasses import dataclass

import numpy as np
import streamlit as st

from engine.fit import Fit
from engine.learners import LEARNERS
from engine.learners.images.autoencoder import ARCHITECTURES, NOISES, Autoencoder, NetworkCoder
from engine.learners.images.contract import ImageLearner, Shape
from engine.learners.images.pca import ImagePCA
from engine.runs import catalogue
from engine.runs.recipe import Recipe
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.run.obtain import obtain

MOST_TRAINED = 12


@dataclass(frozen=True)
class Trained:
    """A saved run on the view's images. title: what it is, with the settings that tell it from others."""

    title: str
    run_id: str
    learner: ImageLearner
    shape: Shape

    @property
    def fit(self) -> Fit:
        return state.fit(self.run_id)

    def reconstruct(self, pixels: np.ndarray) -> np.ndarray:
        """What it makes of images (n, n_pixels), by way of their codes."""
        return self.decode(self.learner.encode(self.fit, self.shape, pixels))

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """Images (n, n_pixels) of codes (n, k)."""
        return self.learner.decode(self.fit, self.shape, codes)


def trained_on(view: View) -> list[Trained]:
    """This run, then the latest listed ones on the same images."""
    found = [_trained(view, view.run_id, "")]
    for row in catalogue.on_dataset(view.dataset_id, LEARNERS):
        if row.run_id != view.run_id:
            found.append(_trained(view, row.run_id, row.name))
    return [run for run in found if run is not None][:MOST_TRAINED]


def decoders(view: View) -> list[Trained]:
    """Of `trained_on` those that make images of codes, without PCA, which is there at every rank."""
    return [run for run in trained_on(view) if run.learner.decodes and not isinstance(run.learner, ImagePCA)]


def _trained(view: View, run_id: str, name: str) -> Trained | None:
    learner = state.recipe_of(run_id).learner
    if not isinstance(learner, ImageLearner):
        return None
    title = name or described(learner)
    return Trained(f"{title} (this run)" if run_id == view.run_id else title, run_id, learner, view.images.shape)


def described(learner: ImageLearner) -> str:
    """The learner's title with the settings that matter, e.g. "Autoencoder 16, convolutional, gaussian noise"."""
    size = getattr(learner, "n_components", 0)
    parts = [f"{learner.title} {size}" if size else learner.title]
    if isinstance(learner, NetworkCoder):
        parts.append(ARCHITECTURES[str(getattr(learner, "architecture", "mlp"))].lower())
    if isinstance(learner, Autoencoder):
        parts += ["tied"] * learner.tied
        parts += [f"{NOISES[learner.noise].lower()} noise"] * (learner.noise != "none")
        parts += [f"{learner.sparsity} sparse"] * (learner.sparsity != "none")
    return ", ".join(parts)


def principal_components(view: View) -> Fit | None:
    """PCA of the view's images, computed now if it never was; None while it is being computed."""
    recipe = Recipe(view.recipe.dataset, ImagePCA())
    if isinstance(view.recipe.learner, ImagePCA) and view.recipe.learner.center:
        return view.fit
    return obtain(recipe, "Principal components")


def asked_for(view: View, learner: ImageLearner, label: str) -> Fit | None:
    """What another learner makes of the view's images, asked for with a button; None until it is trained."""
    recipe = Recipe(view.recipe.dataset, learner)
    key = f"{view.page}.train.{recipe.run_id}"
    return obtain(recipe, learner.title, lambda: st.button(label, icon=":material/play_arrow:", key=key))


def of_equal_size(view: View) -> list[tuple[str, ImageLearner, Fit]]:
    """(title, learner, fit) of the listed runs on the same images that decode codes of as many numbers."""
    size = view.fit.main.n_components
    found = []
    for row in catalogue.on_dataset(view.dataset_id, LEARNERS):
        learner = state.recipe_of(row.run_id).learner
        if row.run_id == view.run_id or not isinstance(learner, ImageLearner) or not learner.decodes:
            continue
        if row.summary.get("code_size") == size and not isinstance(learner, ImagePCA):
            found.append((row.label, learner, state.fit(row.run_id)))
    return found
