"""The table of runs: a small picture of each one's map, what it is, what it scored and how it was made."""

import base64
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
import pandas as pd
import streamlit as st

from engine.errors import InputError
from engine.evaluation import TESTS
from engine.figures.thumbnail import colors_of, thumbnail
from engine.fit import Fit
from engine.projections import PROJECTIONS
from engine.runs import catalogue, store
from engine.runs.catalogue import RunRow
from engine.runs.recipe import TASKS
from pages.parts.run import state
from pages.parts.run.listed import settings
from pages.parts.write import pictures

ROW_HEIGHT = 62
"""Pixels: of a picture, with some room."""
OPENING = ("Map", "Run")
"""A click on these cells opens the run. None of them is the first, which the keyboard arrives at."""
TICKED = "runs.ticked"
LATEST_MAPS = 3
"""Maps of a run that are tried for its picture: one may be damaged, or in space."""


def table(rows: Sequence[RunRow]) -> tuple[list[RunRow], RunRow | None]:
    """Draw the runs; those that are ticked, and the one whose picture or name was clicked."""
    owner = state.owner()
    made = {
        run_id: catalogue.visible(each, owner)
        for run_id, each in catalogue.children([row.run_id for row in rows]).items()
    }
    known = catalogue.by_id({row.dataset_id for row in rows} - {""}).values()
    data = {row.run_id: row for row in catalogue.visible(known, owner)}
    shown = pd.DataFrame(
        {
            "": ["📌" if row.pinned else "" for row in rows],
            "Map": [_picture(row, made.get(row.run_id, [])) for row in rows],
            "Run": [row.label for row in rows],
            "Settings": [settings(row) for row in rows],
            "Note": [row.note for row in rows],
            "Score": [_score(row, made.get(row.run_id, [])) for row in rows],
            "Method": [TASKS[row.task].title if row.task in TASKS else "" for row in rows],
            "Data": [data[row.dataset_id].label if row.dataset_id in data else "" for row in rows],
            "Made": [datetime.fromisoformat(row.created) for row in rows],
            "Time": [row.seconds for row in rows],
            "Size": [row.bytes / 1e6 for row in rows],
            "Figures": [_figures(row) for row in rows],
        }
    )
    columns = {
        "": st.column_config.TextColumn(width=30),
        "Map": st.column_config.ImageColumn(width=120, help="Its last flat map. A click opens the run."),
        "Run": st.column_config.TextColumn(width=280, help="A click opens the run."),
        "Settings": st.column_config.TextColumn(width=150, help="Those that were not left as they usually are."),
        "Note": st.column_config.TextColumn(width=140),
        "Score": st.column_config.TextColumn(
            width=170, help="What its last test found first; without a test, how true its map is."
        ),
        "Method": st.column_config.TextColumn(width=130),
        "Data": st.column_config.TextColumn(width=150),
        "Made": st.column_config.DatetimeColumn(format="distance"),
        "Time": st.column_config.NumberColumn(format="%.1f s", width="small"),
        "Size": st.column_config.NumberColumn(format="%.2f MB", width="small"),
        "Figures": st.column_config.TextColumn(width="large"),
    }
    return _ticked(shown, columns, rows)


def _ticked(shown: pd.DataFrame, columns: dict[str, Any], rows: Sequence[RunRow]) -> tuple[list[RunRow], RunRow | None]:
    """Draw the table. Ticks belong to runs, not to places: these change as runs are pinned, made and deleted. Those of
    runs that are not listed now, on another page or left out by the search, are kept.
    """
    key = f"runs.{hash(tuple(row.run_id for row in rows))}"
    before = st.session_state.get(TICKED, set())
    if key not in st.session_state:  # it is drawn anew
        kept = [place for place, row in enumerate(rows) if row.run_id in before]
        st.session_state[f"{key}.default"] = {"selection": {"rows": kept, "columns": [], "cells": []}}
    picked = st.dataframe(
        shown,
        column_config=columns,
        hide_index=True,
        key=key,
        on_select="rerun",
        selection_mode=["multi-row", "single-cell"],
        selection_default=st.session_state[f"{key}.default"],
        row_height=ROW_HEIGHT,
    )
    found = [rows[place] for place in picked.selection.rows if place < len(rows)]
    st.session_state[TICKED] = (before - {row.run_id for row in rows}) | {row.run_id for row in found}
    cells = [(place, name) for place, name in picked.selection.cells if place < len(rows) and name in OPENING]
    return found, rows[cells[0][0]] if cells else None


def elsewhere(rows: Sequence[RunRow]) -> list[RunRow]:
    """Runs that are ticked, but not among those that are listed now."""
    others = st.session_state.get(TICKED, set()) - {row.run_id for row in rows}
    return list(catalogue.by_id(others).values()) if others else []


def untick(rows: Sequence[RunRow]) -> None:
    """Let these runs be ticked no longer."""
    st.session_state[TICKED] = st.session_state.get(TICKED, set()) - {row.run_id for row in rows}


def _picture(row: RunRow, made: Sequence[RunRow]) -> str:
    """The last flat map of a run, as a data address; of a map, itself."""
    maps = [row] if row.task in PROJECTIONS else [each for each in reversed(made) if each.task in PROJECTIONS]
    chosen = [each for each in maps if not PROJECTIONS[each.task].at_once] or maps
    for each in chosen[:LATEST_MAPS]:
        flat = (each.recipe["learner"] or {}).get("n_components") != 3
        drawn = _drawn(each.run_id) if flat and not each.damaged else ""
        if drawn:
            return drawn
    return ""


@st.cache_data(show_spinner=False, max_entries=2_000)
def _drawn(run_id: str) -> str:
    """A map as a picture; "" if it cannot be read. The map itself is not kept in memory, where runs that are looked at
    have their place.
    """
    try:
        found = store.load(run_id)
    except InputError:
        return ""
    if not isinstance(found, Fit) or found.main.n_components < 2 or not found.main.n_items:
        return ""
    drawn = thumbnail(found.main.vectors[:, :2], colors_of(dict(found.main.metadata)))
    return "data:image/png;base64," + base64.b64encode(pictures.png(np.ascontiguousarray(drawn))).decode()


def _score(row: RunRow, made: Sequence[RunRow]) -> str:
    """The first number of the last test of a run, with the name of the test; without one, how true its last map is."""
    if row.task in TESTS:
        return _first_number(row.summary)
    for each in reversed(made):
        if each.task in TESTS and (found := _first_number(each.summary)):
            return f"{TESTS[each.task].title}: {found}"
    maps = [row] if row.task in PROJECTIONS else [each for each in reversed(made) if each.task in PROJECTIONS]
    kept = ((PROJECTIONS[each.task], PROJECTIONS[each.task]().scores(each.summary, (0, 1))) for each in maps)
    return next((f"{cls.title} keeps {found.neighbor_recall:.0%} of neighbors" for cls, found in kept if found), "")


def _first_number(summary: Mapping[str, Any]) -> str:
    found = ((name, value) for name, value in summary.items() if isinstance(value, float))
    return next((f"{name.replace('_', ' ')} {_number(value)}" for name, value in found), "")


def _figures(row: RunRow) -> str:
    if row.damaged:
        return "damaged: set aside, train it again"
    told = {name: value for name, value in row.summary.items() if name != "seconds" and not isinstance(value, list)}
    return " · ".join([f"{name.replace('_', ' ')} {_number(value)}" for name, value in told.items()][:4])


def _number(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.3g}" if abs(value) < 1000 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
