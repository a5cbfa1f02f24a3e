"""How the trainings of a sweep went, over each other: what was held out beside what the training lowered."""

from collections.abc import Mapping, Sequence

import streamlit as st

from engine.figures import sweeps as figures
from pages.parts.explore.view import View
from pages.parts.tabs.compare import made
from pages.parts.tabs.compare.made import Trial
from pages.parts.tabs.training import unit

TESTED = {
    "test_mse": ("loss", "error (MSE)"),
    "test_negative_elbo": ("loss", "-ELBO (nats)"),
    "test_accuracy": ("train_accuracy", "accuracy"),
    "accuracy": ("", "accuracy"),
    "held_out_loss": ("loss", "squared error of stars"),
}
"""Columns of what was held out -> the column of the training on the same axis, and what both are called."""


def show(view: View, rows: Mapping[str, Sequence[Trial]]) -> None:
    """A line a value, of its first training; nothing for methods without steps."""
    histories = {}
    for name, row in rows.items():
        trial = next((each for each in row if each.done), None)
        if trial is not None and len(made.history(trial.recipe.run_id).get("loss", [])) > 1:
            histories[name] = made.history(trial.recipe.run_id)
    if not histories:
        return
    tested = next((column for column in TESTED if all(column in found for found in histories.values())), "")
    trained, title = TESTED.get(tested, ("loss", "loss"))
    st.markdown("**Over the training**")
    chart = figures.by_step(histories, tested, trained, unit(view), title)
    st.plotly_chart(chart, key=view.key("sweep_course"))
    if tested and trained:
        st.caption(
            "Solid: on what was held out. Dotted: on what is trained on, in the units of the loss. Where the solid "
            "line rises while the dotted one falls, the training learns its data by heart."
        )
    elif tested:
        st.caption("On what was held out.")
    else:
        st.caption("The loss of the training; this method holds nothing out. Losses of different settings may not be "
                   "comparable.")  # fmt: skip
