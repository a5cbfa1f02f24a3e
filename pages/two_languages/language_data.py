"""What a run of two languages knows, as the page's tabs need it."""

from typing import cast

import streamlit as st

from engine.datasets.joint.languages.languages import Languages
from engine.insight.shared_spaces.two_languages import TwoLanguages
from pages.parts.explore.view import View
from pages.parts.run import state


def languages_of(view: View) -> Languages:
    """The data of the run. Raises InputError if they cannot be read any more."""
    return cast(Languages, state.dataset(view.dataset_id))


def spaces_of(view: View) -> TwoLanguages:
    """Both languages in one space."""
    return _spaces(view.run_id)


@st.cache_resource(show_spinner=False, max_entries=8)
def _spaces(run_id: str) -> TwoLanguages:
    return TwoLanguages.of(state.fit(run_id))


def chosen(view: View) -> int:
    """The row of the chosen word; of the first if none is chosen."""
    return view.fit.main.index.get(view.selected_label, 0)
