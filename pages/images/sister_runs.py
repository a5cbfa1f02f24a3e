"""Other runs on the same images: principal components to compare with, codes of the same size, and their tests."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import streamlit as st

from engine.fit import Fit
from engine.learners import LEARNERS
from engine.learners.base import Learner
from engine.learners.images.contract import ImageLearner
from engine.learners.images.pca import ImagePCA
from engine.low_rank import Principal
from engine.runs import catalogue, jobs
from engine.runs.catalogue import RunRow
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.run.obtain import obtain

MOST_LISTED = 200
MOST_TRAINED = 12
COMPONENTS = "Principal components"


@dataclass(frozen=True)
class Trained:
    """A saved run on the view's images. title: what it is, with the settings that tell it from others."""

    title: str
    run_id: str
    learner: ImageLearner
    shape: tuple[int, int, int]

    @property
    def fit(self) -> Fit:
        return state.fit(self.run_id)

    def reconstruct(self, pixels: np.ndarray) -> np.ndarray:
        """What it makes of images (n, n_pixels), by way of their codes."""
        return self.decode(self.encode(pixels))

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        """Codes (n, k) of images (n, n_pixels)."""
        return self.learner.encode(self.fit, self.shape, pixels)

    def decode(self, codes: np.ndarray) -> np.ndarray:
        """Images (n, n_pixels) of codes (n, k)."""
        return self.learner.decode(self.fit, self.shape, codes)


def learner_of(view: View) -> ImageLearner:
    """The learner of the view's run; this page opens no others."""
    return cast(ImageLearner, view.recipe.learner)


def this_run(view: View, title: str = "") -> Trained:
    """The view's own run, by default described."""
    learner = learner_of(view)
    return Trained(f"{title or learner.described} (this run)", view.run_id, learner, view.images.shape)


def trained_on(view: View) -> list[Trained]:
    """This run, then the latest listed ones on the same images."""
    found = [this_run(view)]
    for row, learner in _listed(view):
        found.append(Trained(row.name or learner.described, row.run_id, learner, view.images.shape))
    return found[:MOST_TRAINED]


def labeled(view: View) -> list[Trained]:
    """The same runs under the names of the lists of runs."""
    found = [this_run(view, learner_of(view).title)]
    found += [Trained(row.label, row.run_id, learner, view.images.shape) for row, learner in _listed(view)]
    return found[:MOST_TRAINED]


def decoders(view: View) -> list[Trained]:
    """Of `trained_on` those that make images of codes, without PCA, which is there at every rank."""
    return [run for run in trained_on(view) if run.learner.decodes and not run.learner.every_size]


def of_equal_size(view: View) -> list[Trained]:
    """The listed runs on the same images that decode codes of as many numbers, without PCA."""
    size = view.fit.main.n_components
    return [
        Trained(row.label, row.run_id, learner, view.images.shape)
        for row, learner in _listed(view)
        if learner.decodes and not learner.every_size and row.summary.get("code_size") == size
    ]


def _listed(view: View) -> Iterator[tuple[RunRow, ImageLearner]]:
    """Other listed runs on the same images, the latest first."""
    of_images = [name for name, learner in LEARNERS.items() if learner.embeds == "image"]
    for row in catalogue.on_dataset(view.dataset_id, of_images, owner=state.owner()):
        if row.run_id != view.run_id:
            yield row, cast(ImageLearner, state.recipe_of(row.run_id).learner)


def principal_axes(view: View) -> Principal | None:
    """Principal axes of the view's images, computed now if they never were; None while they are being computed."""
    run = components_run(view)
    return run.learner.axes(run.fit) if run else None


def components_run(view: View) -> Trained | None:
    """A run that holds them: this one or PCA as it is by default; None while it is being computed."""
    if learner_of(view).axes(view.fit) is not None:
        return this_run(view)
    pca = ImagePCA()
    recipe = Recipe(view.recipe.dataset, pca)
    if obtain(recipe, COMPONENTS) is None:
        return None
    return Trained(pca.described, recipe.run_id, pca, view.images.shape)


def asked_for(view: View, learner: ImageLearner, label: str) -> Fit | None:
    """What another learner makes of the view's images, asked for with a button; None until it is trained."""
    recipe = Recipe(view.recipe.dataset, learner)
    key = view.key("train", recipe.run_id)
    return obtain(recipe, learner.title, lambda: st.button(label, icon=":material/play_arrow:", key=key))


def measured(tests: Sequence[tuple[str, Recipe]]) -> list[Fit | None]:
    """What tests (titles and recipes) found, as far as they are done; the next one is run, and its progress shown.

    One after the other, so that a page asks for one job at a time.
    """
    found: list[Fit | None] = []
    waiting = False
    for title, recipe in tests:
        status = jobs.status(recipe.run_id)
        if waiting and (status is None or status.state != "done"):
            found.append(None)
            continue
        found.append(obtain(recipe, title))
        waiting = waiting or (found[-1] is None and (status is None or status.active))
    return found


def of_run(run_id: str, test: Learner) -> Recipe:
    """The recipe of a test of a run."""
    return Recipe(EmbeddingOf(run_id), test)
