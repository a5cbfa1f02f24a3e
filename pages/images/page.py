"""Images: from principal components to autoencoders, trained on digits, garments, faces or pictures of your own."""

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import ImageSource
from engine.figures import image_charts as figure
from engine.learners import LEARNERS
from engine.learners.base import Advice, Learner
from engine.learners.images.contract import NetworkLearner
from pages.images import adversarial, how_it_works, latent_space, nearest, picker, reconstructions, scores
from pages.images.inside_cnn import tab
from pages.images.rank_k import tab as rank_k
from pages.images.uses import tab as uses
from pages.parts import defaults, site
from pages.parts.explore import explorer
from pages.parts.run import jobs_panel, method, run_view, state
from pages.parts.tabs import export, training
from pages.parts.write import pictures

PAGE = "images"
IMAGE_LEARNERS = {name: cls for name, cls in LEARNERS.items() if cls.takes == "images"}
FEW_STEPS = 800
"""A linear autoencoder of the digits needs about so many to come near PCA."""
MISSING = "This run holds no codes of images; open it under Runs."
TABS = {
    "Nearest": nearest.show,
    "Reconstructions": reconstructions.show,
    "Rank k": rank_k.show,
    "Latent space": latent_space.show,
    "Uses": uses.show,
    "Inside the CNN": tab.show,
    "Adversarial": adversarial.show,
    "Scores": scores.show,
    "How it works": how_it_works.show,
    "Training": training.show,
    "Export": export.show,
}


def main() -> None:
    site.enter()
    run_id = state.run_in_url(PAGE) or defaults.IMAGES.run_id
    recipe = method.newly_opened(PAGE, run_id, defaults.IMAGES)
    if recipe is not None and isinstance(recipe.dataset, ImageSource) and recipe.learner is not None:
        picker.adopt(recipe.dataset, f"{PAGE}.data")
        method.adopt(recipe.learner, f"{PAGE}.method")
    with st.sidebar:
        st.subheader("Data")
        source, images = picker.pick(f"{PAGE}.data")
        st.subheader("Method")
        learner = method.choose(IMAGE_LEARNERS, f"{PAGE}.method")
        if source is not None and images is not None and learner is not None:
            method.train(PAGE, source, learner, _expectation(images, learner))
    method.show_run(PAGE, run_id, defaults.IMAGES, _explore, _live)


def _expectation(images: ImageSet, learner: Learner) -> list[Advice]:
    estimate = learner.estimate(images)
    found = [Advice("info", f"About {jobs_panel.seconds(estimate.seconds)} and {estimate.megabytes:,.0f} MB.")]
    if isinstance(learner, NetworkLearner):
        steps = learner.n_epochs * images.n_train // (2 * learner.batch_size)
        if steps < FEW_STEPS:
            more = -(-FEW_STEPS * learner.n_epochs // max(steps, 1))
            found.append(
                Advice("warning", f"Some {steps:,} steps are few for a network; choose about {more:,} epochs.")
            )
    return found


def _live(progress: Mapping[str, Any]) -> None:
    """The loss so far, and what the network makes of a few test images."""
    live = progress.get("metrics", {}).get("pictures")
    if live:
        shape = tuple(live["shape"])
        both = np.frombuffer(base64.b64decode(live["data"]), dtype=np.uint8).reshape(2, -1, *shape)
        pictures.strip("Test images", both[0])
        pictures.strip("Reconstructed", both[1])
    if not _towards_pca(progress):
        run_view.loss_so_far(PAGE, progress)


def _towards_pca(progress: Mapping[str, Any]) -> bool:
    """Of a linear autoencoder the loss with PCA's error as a line, and the angles between their spans; else False."""
    trace = [entry for entry in progress.get("trace", []) if "pca_mse" in entry and "loss" in entry]
    if len(trace) < 2:
        return False
    history = {name: [entry[name] for entry in trace] for name in ("loss", "largest_angle", "mean_angle")}
    history["step"] = [entry["done"] for entry in trace]
    st.plotly_chart(figure.towards_pca(history, trace[-1]["pca_mse"], "loss"), key=f"{PAGE}.live_towards_pca")
    st.caption(
        "The line is the error of as many principal components on the training images; the angles are those between "
        "the span of the decoder and that of the components."
    )
    return True


def _explore(run_id: str) -> None:
    view = run_view.opened(PAGE, run_id, IMAGE_LEARNERS, MISSING)
    if view is not None:
        explorer.show(view, run_view.questions(TABS), {})


main()
