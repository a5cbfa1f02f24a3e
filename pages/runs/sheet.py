"""The sheet of ticked runs, to be handed in: what each is, its settings, seeds and figures, and a script for all."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from engine.lab_sheet import Sheet, Table
from engine.reproduce_several import numbers_of, reproducible, runs_script
from engine.runs.catalogue import RunRow
from engine.runs.recipe import Recipe
from pages.parts.run import state
from pages.parts.tabs import hand_in

MOST = 20
"""Runs of a sheet."""


def show(rows: Sequence[RunRow]) -> None:
    """The form and its two buttons, folded away."""
    rows = [row for row in rows if not row.damaged]
    if not rows:
        return
    opened = st.expander("Hand in", icon=":material/assignment:", key="runs.sheet", on_change="rerun")
    if not opened.open:
        return
    with opened:
        if len(rows) > MOST:
            st.caption(f"{len(rows)} runs are ticked; a sheet holds {MOST}. Untick some.")
            return
        student, answers = hand_in.fields("runs")
        again = [row for row in rows if reproducible(state.recipe_of(row.run_id))]
        hand_in.buttons(partial(_sheet, rows, student, answers), f"runs-{len(rows)}-lab-sheet")
        scripts = "a script that trains them all again" if len(again) == len(rows) else (
            f"a script that trains {len(again)} of them again (maps, tests and data are told by their recipes)"
            if again else "their recipes; no script, as none of them is a training on data alone"
        )  # fmt: skip
        st.caption(
            f"Your answers, and of each run that is ticked ({len(rows)}) what it is, its settings with the seed, and "
            f"its figures; {scripts}."
        )


def _sheet(rows: Sequence[RunRow], student: str, answers: str) -> Sheet:
    parts = [_overview(rows)]
    for number, row in enumerate(rows, 1):
        recipe = state.recipe_of(row.run_id)
        told = {name: value for name, value in row.summary.items() if isinstance(value, str | int | float)}
        if told:
            parts.append(Table(f"{number}. {row.label}: figures", {"figure": list(told), "value": list(told.values())}))
        parts += hand_in.settings_of(recipe, f"{number}. ")
    return Sheet(
        title="One run" if len(rows) == 1 else f"{len(rows)} runs",
        student=student,
        answers=answers,
        about=[f"{row.label}: {' '.join(row.notes)}" for row in rows if row.notes],
        parts=parts,
        script=script(rows),
        address="/runs",
    )


def _overview(rows: Sequence[RunRow]) -> Table:
    recipes = [state.recipe_of(row.run_id) for row in rows]
    return Table(
        "Runs",
        {
            "number": list(range(1, len(rows) + 1)),
            "run": [row.label for row in rows],
            "id": [row.run_id for row in rows],
            "seed": [_seed(recipe) for recipe in recipes],
            "made on": [row.created[:10] for row in rows],
            "seconds": [round(row.seconds, 1) for row in rows],
            "note": [row.note for row in rows],
        },
    )


def _seed(recipe: Recipe) -> str:
    seed = vars(recipe.learner).get("seed") if recipe.learner else None
    return "none" if seed is None else str(seed)


def script(rows: Sequence[RunRow]) -> str:
    """It trains again what is made from a recipe alone; "" if nothing of it is."""
    runs: list[dict[str, Any]] = []
    for row in rows:
        if reproducible(state.recipe_of(row.run_id)):
            document = dict(row.recipe)
            numbers = numbers_of(row.summary)
            runs.append({"run": row.run_id, "title": row.label, "recipe": document, "numbers": numbers})
    return runs_script(runs) if runs else ""
