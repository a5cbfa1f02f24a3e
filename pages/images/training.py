"""Training, as on every page, and of a classifier the accuracy on either part after each epoch."""

import streamlit as st

from engine.figures import learning as figure
from pages.parts.explore.view import View
from pages.parts.tabs import training


def show(view: View) -> None:
    """Loss, film and recipe; then the accuracies."""
    training.show(view)
    history = view.fit.history
    if len(history.get(figure.TEST, [])) < 2:
        return
    st.markdown("**Accuracy by epoch**")
    names = view.images.class_names
    st.plotly_chart(figure.by_epoch({"": history}, 1 / len(names)), key=view.key("accuracies"))
    if figure.AFTER in history:
        told = f"After the last epoch {history[figure.AFTER][-1]:.1%} of the training images"
        how = "both on at most 2,000 images, without dropout and augmentation"
    else:
        told = f"In the last epoch {history[figure.DURING][-1]:.1%} of the training images"
        how = "the training part while it was learned from, with dropout and augmentation"
    st.caption(f"{told} and {history[figure.TEST][-1]:.1%} of the test images are told right; {how}.")
