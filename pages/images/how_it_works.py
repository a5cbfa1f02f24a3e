"""How it works: the loss of one chosen image, written out with its own numbers."""

import numpy as np
import streamlit as st

from pages.images import linear_and_pca
from pages.images.sister_runs import learner_of
from pages.parts.explore.view import View
from pages.parts.write import explanation, pictures
from pages.parts.write.plain import plain


def show(view: View) -> None:
    """The image, its code, the pictures that belong to it, and the terms of the loss."""
    learner, images = learner_of(view), view.images
    row = view.selected if view.selected is not None else _opening(view.run_id, view)
    st.caption(plain(f"Image: {view.embedding.labels[row]}. Click another on the map to see its numbers."))
    code, *losses = learner.explain(view.fit, images, {"image": row})
    explanation.show(code, view.key("code"))
    strip = learner.strip(view.fit, images, row)
    if strip is not None:
        shown = pictures.as_bytes(strip.pixels, images.shape)
        if strip.signed is not None:
            shown = np.concatenate([shown, pictures.signed(strip.signed, images.shape)])
        pictures.strip(f"**{strip.title}**", shown, side=110)
    for place, loss in enumerate(losses):
        explanation.show(loss, view.key(f"loss{place}"))
    if learner.beside_pca() and "pca_test_mse" in view.fit.summary:
        linear_and_pca.show(view)


@st.cache_data(show_spinner=False, max_entries=100)
def _opening(run_id: str, _view: View) -> int:
    """The image to begin with, found once for a run: a classifier looks through hundreds."""
    return learner_of(_view).opening(_view.fit, _view.images)
