"""The way from a saved run to the page that shows it."""

import streamlit as st

from engine.datasets import SOURCES
from engine.runs import catalogue
from engine.runs.catalogue import RunRow

PAGES = {"corpus": "words", "ratings": "movies", "graph": "graphs", "images": "images"}
"""Kind of dataset -> the page that explores what was trained on it."""


def open_run(row: RunRow) -> None:
    """Go to the page of a run; of a map or a test, to the run that it was made from."""
    while row.parent:
        parent = catalogue.get(row.parent)
        if parent is None:
            break
        row = parent
    page = PAGES.get(SOURCES[row.recipe["dataset"]["name"]].kind, "words")
    st.session_state[f"{page}.run"] = row.run_id
    st.switch_page(f"pages/{page}/page.py", query_params={"run": row.run_id})
