"""A training on images under way: its loss, its accuracy, and what the network makes of a few test images."""

import base64
from collections.abc import Mapping
from typing import Any

import numpy as np
import streamlit as st

from engine.figures import image_charts as figure
from engine.figures import learning
from pages.parts.explore.state import PageState
from pages.parts.run import run_view
from pages.parts.write import pictures


def live(page: PageState, progress: Mapping[str, Any]) -> None:
    """Draw them from what the job has reported."""
    found = progress.get("metrics", {}).get("pictures")
    if found:
        both = np.frombuffer(base64.b64decode(found["data"]), dtype=np.uint8).reshape(2, -1, *found["shape"])
        pictures.strip("Test images", both[0])
        pictures.strip("Reconstructed", both[1])
    if not _towards_pca(page, progress):
        run_view.loss_so_far(page, progress)
    _accuracies(page, progress)


def _accuracies(page: PageState, progress: Mapping[str, Any]) -> None:
    """Of a classifier the accuracy on both parts, after each epoch so far."""
    # An epoch is told of many times; its numbers are the same each time.
    epochs = {entry["epoch"]: entry for entry in progress.get("trace", []) if learning.TEST in entry}
    if len(epochs) > 1:
        names = ("epoch", learning.AFTER, learning.TEST)
        history = {name: [entry[name] for entry in epochs.values()] for name in names}
        st.plotly_chart(learning.by_epoch({"": history}), key=page.key("live_accuracies"))
        st.caption("Both on at most 2,000 images, without dropout and augmentation.")


def _towards_pca(page: PageState, progress: Mapping[str, Any]) -> bool:
    """Of a linear autoencoder the loss with PCA's error as a line, and the angles between their spans; else False."""
    trace = [entry for entry in progress.get("trace", []) if "pca_mse" in entry and "loss" in entry]
    if len(trace) < 2:
        return False
    history = {name: [entry[name] for entry in trace] for name in ("loss", "largest_angle", "mean_angle")}
    history["step"] = [entry["done"] for entry in trace]
    st.plotly_chart(figure.towards_pca(history, trace[-1]["pca_mse"], "loss"), key=page.key("live_towards_pca"))
    st.caption(
        "The line is the error of as many principal components on the training images; the angles are those between "
        "the span of the decoder and that of the components."
    )
    return True
