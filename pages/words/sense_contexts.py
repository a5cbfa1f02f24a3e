"""What the text says of groups of neighbors: contexts of the word that one group keeps more than the others do."""

from collections.abc import Sequence
from typing import cast

import numpy as np
import streamlit as st

from engine.errors import InputError
from engine.insight.words.three_words import told_apart
from engine.learners.words.contract import WordLearner
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.write.plain import plain
from pages.words.word_run import is_of_text


def told(view: View, row: int, groups: Sequence[np.ndarray]) -> Sequence[str]:
    """A sentence for each group; none if there is no text, or it cannot be read any more."""
    if not is_of_text(view):
        return ()
    labels = view.embedding.labels
    try:
        found = _found(view.run_id, labels[row], tuple(tuple(labels[one] for one in group) for group in groups))
    except InputError:
        return ()
    return [f"shared contexts: {plain(', '.join(words))}" if words else "no context of its own" for words in found]


@st.cache_data(show_spinner=False, max_entries=200)
def _found(run_id: str, word: str, groups: tuple[tuple[str, ...], ...]) -> list[tuple[str, ...]]:
    view = View(PageState(""), run_id, "")
    learner = cast(WordLearner, view.recipe.learner)
    corpus = learner.trained_on(view.corpus)
    ids = [[corpus.index[one] for one in group if one in corpus.index] for group in groups]
    if word not in corpus.index or not all(ids):
        return [()] * len(groups)
    return told_apart(corpus, corpus.index[word], ids, learner.target())
