"""What is kept? The variance of rows that no training saw, by this method and by principal components of equal size."""

import pandas as pd
import streamlit as st

from engine.figures import spectrum
from engine.learners import LEARNERS
from engine.learners.rows.row_pca import RowPCA
from engine.runs import catalogue
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write.layout import beside


def show(view: View) -> None:
    """This run, and the others on the same table, beside principal components of equal size."""
    tasks = [name for name, cls in LEARNERS.items() if cls.embeds == RowPCA.embeds]
    others = catalogue.on_dataset(view.dataset_id, tasks, owner=state.owner())
    runs = [view.row, *(row for row in others if row.run_id != view.run_id)]
    left, right = beside(2)
    with left:
        st.dataframe(_table(view, runs), hide_index=True, key=view.key("kept"))
        st.caption(
            "Share of the variance of a fifth of the rows, which no training saw. Where a network keeps more than as "
            "many principal components, the columns hang together in bent ways; where it keeps less, it learned "
            "its rows by heart, or was not trained enough."
        )
    if "explained_variance_ratio" in view.fit.arrays and view.recipe.learner is not None:
        right.plotly_chart(spectrum.scree(view.fit.arrays["explained_variance_ratio"]), key=view.key("scree_rows"))
        right.caption(f"{RowPCA.title}: share of the variance of all rows along each.")


def _table(view: View, runs: list[catalogue.RunRow]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Method": [LEARNERS[row.recipe["learner"]["name"]].title for row in runs],
            "Numbers": [row.recipe["learner"].get("n_components", "") for row in runs],
            "Kept": [f"{row.summary['kept_held_out']:.1%}" for row in runs],
            "PCA of equal size": [f"{row.summary['kept_by_pca']:.1%}" for row in runs],
            "": ["this run" if row.run_id == view.run_id else "" for row in runs],
        }
    )
