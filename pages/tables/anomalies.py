"""Anomalies: rows that come back badly from their few numbers, told from normal ones by a threshold."""

from typing import cast

import numpy as np
import pandas as pd
import streamlit as st

from engine.errors import InputError
from engine.figures import anomalies as figure
from engine.insight.tables.anomalies import Judged, judged
from engine.learners.rows.contract import RowLearner
from pages.parts.explore.picking import pickable
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

LISTED = 60
MOST_KINDS = 30


def show(view: View) -> None:
    """Ask what is normal and where the threshold lies; the counts, the errors, and the worst rows."""
    try:
        errors, seen = _errors(view.run_id)
    except InputError as error:
        st.warning(f"The table of this run cannot be read any more: {plain(str(error))}")
        return
    columns = {name: values for name, values in view.fit.main.metadata.items() if values.dtype.kind in "US"}
    columns = {name: values for name, values in columns.items() if 1 < len(np.unique(values)) <= MOST_KINDS}
    normal = None
    if columns:
        normal, result = _judged(view, columns, errors, seen)
        if result is not None:
            _metrics(result, not seen.all())
            st.plotly_chart(
                figure.histogram(errors, normal, result.threshold), key=view.key("errors"),
                alt=f"Errors of {len(errors)} rows; threshold {result.threshold:.4g}.",
            )  # fmt: skip
    else:
        st.caption("A column of texts that says which rows are normal would make a threshold possible.")
    _worst(view, errors, normal, seen)


@st.cache_resource(show_spinner=False, max_entries=20)
def _errors(run_id: str) -> tuple[np.ndarray, np.ndarray]:
    """The error of each row, and which rows the training saw; raises InputError if the table is gone."""
    view = View(PageState(""), run_id, "")
    learner, table = cast(RowLearner, view.recipe.learner), state.matrix(view.dataset_id)
    return learner.errors(view.fit, table), learner.seen(table)


def _judged(
    view: View, columns: dict[str, np.ndarray], errors: np.ndarray, seen: np.ndarray
) -> tuple[np.ndarray, Judged | None]:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        names = list(columns)
        name = st.selectbox("Column", names, len(names) - 1, key=view.key("anomaly_column", *names), width=200)
        values, counts = np.unique(columns[name], return_counts=True)
        usual = int(np.argmax(counts))
        kind = st.selectbox(
            "Normal are", values.tolist(), usual, key=view.key("normal", name, *values.tolist()), width=200,
            format_func=plain,
        )  # fmt: skip
        deviations = st.slider(
            "Threshold: deviations above the mean", 0.0, 10.0, 1.0, 0.25, key=view.key("deviations"), width=320,
            help="Of the errors of the normal rows that the training saw.",
        )  # fmt: skip
    normal = columns[name] == kind
    if not (normal & seen).any():
        st.caption("The training saw no row of this kind.")
        return normal, None
    return normal, judged(errors, normal, seen, deviations)


def _metrics(found: Judged, unseen: bool) -> None:
    with st.container(horizontal=True):
        st.metric("Threshold", f"{found.threshold:.4g}")
        for title in ("precision", "recall", "accuracy"):
            value = getattr(found, title)
            st.metric(title.capitalize(), "–" if np.isnan(value) else f"{value:.1%}")
    n = found.hits + found.misses + found.false_alarms + found.passed
    st.caption(
        f"Judged are the {n:,} rows{' that the training did not see' if unseen else '; the training saw all of them'}. "
        f"Above the threshold are {found.hits + found.false_alarms:,}: {found.hits:,} not normal, found, and "
        f"{found.false_alarms:,} normal, false alarms. Not above it are {found.misses + found.passed:,}: "
        f"{found.misses:,} not normal, missed, and {found.passed:,} normal."
    )


def _worst(view: View, errors: np.ndarray, normal: np.ndarray | None, seen: np.ndarray) -> None:
    order = np.argsort(-errors, kind="stable")[:LISTED]
    labels = view.fit.main.labels
    table = {"Row": [labels[row] for row in order], "Error": errors[order]}
    table["Times the median"] = errors[order] / max(float(np.median(errors)), 1e-12)
    if normal is not None:
        table["Normal"] = normal[order]
    table["Learned from"] = seen[order]
    forms = {
        "Error": st.column_config.NumberColumn(format="%.4f", help="Mean squared error of the scaled columns."),
        "Times the median": st.column_config.NumberColumn(format="%.1f"),
    }
    known = view.rows_here(labels[row] for row in order)
    left, right = beside(2)
    with left:
        pickable(pd.DataFrame(table), known, view.select, view.key("worst_rows", view.run_id), forms, height=320)
    right.caption(
        f"The {len(order)} rows that come back worst. An autoencoder that learned from normal rows alone (“Learn only "
        "from” among its settings) gives others back badly, as it never had to."
    )
