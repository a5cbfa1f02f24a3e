"""A small map of each value in a row, turned over each other; a click on the button below opens the run."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from engine.insight.best_value import Best
from pages.parts.explore import painting
from pages.parts.explore.view import View
from pages.parts.map.component import Highlight, embedding_map
from pages.parts.tabs.compare import made
from pages.parts.tabs.compare.made import Trial
from pages.parts.tabs.compare.plan import Sweep
from pages.parts.write.plain import plain

IN_A_ROW = 4
HEIGHT = 190


def show(view: View, sweep: Sweep, rows: Sequence[Sequence[Trial]], best: Best | None) -> None:
    """The first training of each value that is there."""
    there = [(place, trial) for place, row in enumerate(rows) if (trial := next(filter(_done, row), None))]
    if not there:
        return
    first = view.page.mapped[0] if sweep.of_map else view.run_id
    grid = st.grid(min(len(there), IN_A_ROW), min_column_width=270, gap="small")
    for place, trial in there:
        with grid.cell():
            chosen = best is not None and place == best.best
            st.caption(f"{'**best** · ' if chosen else ''}{plain(trial.title)}")
            _map(view, sweep, trial, first)
    what = "The maps" if sweep.of_map else "The first items along their two principal axes,"
    st.caption(f"{what} turned and stretched over that of this page (Procrustes), so that what moved can be seen.")


def _done(trial: Trial) -> bool:
    return trial.done


def _map(view: View, sweep: Sweep, trial: Trial, first: str) -> None:
    run_id = trial.recipe.run_id
    shown, places = made.aligned(run_id, first)
    chosen = shown.index.get(view.selected_label)
    embedding_map(
        f"{view.page}_sweep_{run_id[:8]}", revision=f"sweep.{run_id}.{first}", coordinates=places, labels=shown.labels,
        colors=painting.colors_of(view, view.color, shown), highlight=Highlight(chosen), height=HEIGHT,
        choose=partial(_choose, view, shown.labels),
    )  # fmt: skip
    if not sweep.of_map and run_id != view.run_id:
        st.button(
            "Open", key=view.key("sweep_open", run_id), type="tertiary", icon=":material/open_in_new:",
            on_click=view.page.change, kwargs={"run": run_id},
        )  # fmt: skip


def _choose(view: View, labels: Sequence[str], row: int) -> None:
    view.page.item = labels[row]
