"""What distinguishes a group of words: the company that they keep."""

from typing import cast

import numpy as np

from engine.errors import InputError
from engine.insight.groups import over_represented
from engine.insight.words.group_contexts import context_counts
from engine.learners.words.contract import WordLearner
from pages.parts.explore import groups
from pages.parts.explore.view import View
from pages.words.word_run import is_of_text


def show(view: View, rows: np.ndarray, beside: np.ndarray) -> None:
    """Contexts that stand near words of the group more often than near the others, within the method's window."""
    if not is_of_text(view):
        return
    learner, labels = cast(WordLearner, view.recipe.learner), view.embedding.labels
    try:
        corpus = learner.trained_on(view.corpus)
    except InputError:
        return  # the text cannot be read any more; "Why close?" says so
    window = len(learner.target().weights)
    inside, others = (
        context_counts(corpus, groups.among(corpus.index, labels, part), window) for part in (rows, beside)
    )
    groups.table(
        over_represented(inside, others, corpus.words, "context"),
        f"Contexts within {window} words, by their share of all contexts of the group.",
    )
