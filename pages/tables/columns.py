"""Which columns make a component? The loadings, by column and of two components at once."""

import numpy as np
import pandas as pd
import streamlit as st

from engine import exports
from engine.figures import loadings
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write.layout import beside

LISTED = 200


def has_loadings(view: View) -> bool:
    """Whether the method of a run is a mixture of columns, and says so."""
    return "loadings" in view.fit.arrays


def show(view: View) -> None:
    """Choose a component; its loadings along the table, the largest of them, and all as a file."""
    found, names = view.fit.arrays["loadings"], state.matrix(view.dataset_id).columns
    n = len(found)
    k = st.selectbox(
        "Component", range(n), format_func=lambda place: f"PC{place + 1}", key=view.key("component"), width=160
    )
    left, right = beside(2)
    with left:
        st.plotly_chart(loadings.by_column(found[k], names, f"PC{k + 1}"), key=view.key("loadings", k))
        st.caption(
            "A component is a mixture of columns: large loadings of equal sign rise together. Sums to 1 in squares."
        )
    with right:
        order = np.argsort(-np.abs(found[k]), kind="stable")[:LISTED]
        table = pd.DataFrame({"Column": [names[place] for place in order]})
        for place in range(min(n, 3)):
            table[f"PC{place + 1}"] = found[place][order]
        numbers = {name: st.column_config.NumberColumn(format="%.4f") for name in table.columns[1:]}
        st.dataframe(table, hide_index=True, column_config=numbers, height=300, key=view.key("largest", k))
        st.caption(f"The {len(order):,} columns of largest loading on PC{k + 1}, of {len(names):,}.")
        columns = {"column": list(names)} | {f"PC{place + 1}": found[place] for place in range(n)}
        st.download_button(
            "All loadings (CSV)", lambda: exports.columns_csv(columns), f"loadings-{view.run_id[:8]}.csv", "text/csv",
            icon=":material/download:", on_click="ignore",
        )  # fmt: skip
