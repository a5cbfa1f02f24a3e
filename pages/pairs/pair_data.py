"""The table of pairs behind a run, its learner, and by what its vectors are compared."""

from typing import Any, cast

import numpy as np
import streamlit as st

from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.learners.pairs.contract import PairLearner, Target
from engine.neighbors import Metric
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.run import state

LARGE = 1_000
"""Numbers from here on are shown without a fraction."""


def pairs_of(view: View) -> PairMatrix:
    """The table that the run was made from."""
    return state.pairs(view.dataset_id)


def learner_of(view: View) -> PairLearner:
    """The learner of the run; the page opens runs of such learners alone."""
    return cast(PairLearner, view.recipe.learner)


def metric_of(view: View) -> Metric:
    """What the vectors of the run are to give back: distances, or inner products."""
    return "euclidean" if learner_of(view).gives_distances(pairs_of(view)) else "dot"


@st.cache_resource(show_spinner=False, max_entries=4)
def target_of(run_id: str) -> Target:
    """What the vectors of a run are to give back of each pair."""
    view = View(PageState(""), run_id, "")
    return learner_of(view).target(pairs_of(view))


def begin(view: View) -> None:
    """Neighbors are, at first, those by what the vectors of the run are to give back."""
    key = view.key("begun")
    if st.session_state.get(key) != view.run_id:
        st.session_state[key] = view.run_id
        view.page.metric = metric_of(view)


def number_column(values: np.ndarray) -> Any:
    """How a column of numbers is shown: whole ones where they are large, else four digits."""
    return st.column_config.NumberColumn(format="%.0f" if np.abs(values).max(initial=0) >= LARGE else "%.4g")
