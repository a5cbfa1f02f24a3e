"""The way from a saved run to the page that shows it."""

import streamlit as st

from engine.runs import catalogue
from engine.runs.catalogue import RunRow

PAGES = {"corpus": ("words", "pages/words.py")}
"""Kind of dataset that a learner takes -> (page, its script)."""


def open_run(row: RunRow) -> None:
    """Go to the page of a run; of a map or a test, to the run that it was made from."""
    while row.parent:
        parent = catalogue.get(row.parent)
        if parent is None:
            break
        row = parent
    page, script = PAGES["corpus"]
    st.session_state[f"{page}.run"] = row.run_id
    st.switch_page(script, query_params={"run": row.run_id})
