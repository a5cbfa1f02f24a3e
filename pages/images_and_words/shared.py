"""What the tabs of the page share: the data of a run, its method, and the vectors of texts."""

from collections.abc import Sequence
from typing import cast

import numpy as np
import streamlit as st

from engine.datasets.joint.captions.captioned_images import CaptionedImages
from engine.datasets.joint.captions.wording import words_of
from engine.insight.captions.asking import texts_about
from engine.learners.shared_spaces.captions_contract import SharedSpaceLearner
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write import pictures

MOST_TEXTS = 5_000


def data_of(view: View) -> CaptionedImages:
    """The pictures and captions that the run was trained on."""
    return state.captioned(view.dataset_id)


def learner_of(view: View) -> SharedSpaceLearner:
    """The method of the run."""
    return cast(SharedSpaceLearner, view.recipe.learner)


def codes_of(view: View) -> np.ndarray:
    """The vectors of all pictures, at length 1."""
    return view.fit.embeddings["picture"].unit


def vectors_of(view: View, texts: Sequence[str]) -> np.ndarray:
    """The vectors of texts, at length 1; 0 for those without a known word."""
    return learner_of(view).encode_texts(view.fit, [words_of(text) for text in texts])


@st.cache_resource(show_spinner=False, max_entries=20)
def known_texts(run_id: str, _view: View) -> tuple[list[str], np.ndarray]:
    """The most frequent different captions of the run's data, and their vectors."""
    texts = texts_about(data_of(_view), MOST_TEXTS)
    return texts, vectors_of(_view, texts)


def searched(view: View, everything: bool) -> np.ndarray:
    """The rows of the pictures among which is searched."""
    images = data_of(view).images
    return np.arange(images.n_images)[slice(None) if everything else images.test_rows]


def chosen_picture(view: View) -> int | None:
    """The row of the picture that is chosen on the page; None for a text or nothing."""
    return view.fit.embeddings["picture"].index.get(view.selected_label)


def shown(view: View, rows: np.ndarray) -> np.ndarray:
    """Some pictures as bytes, at most 64 pixels a side."""
    images = data_of(view).images
    return pictures.smaller(pictures.as_bytes(images.pixels(rows), images.shape), 64)
