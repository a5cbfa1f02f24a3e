"""How many components does a classifier need? Accuracy on the test part by their number."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.evaluation.images.accuracy_by_rank import AccuracyByRank, ByRank
from engine.figures import learning as figure
from engine.runs.recipe import Recipe
from pages.parts.explore.view import View
from pages.parts.run.obtain import tested
from pages.parts.write.layout import beside

NEAR_BEST = 0.01


def show(view: View) -> None:
    """A button that measures; then a curve and its numbers."""
    st.markdown("**Accuracy by number of principal components**")
    if not view.images.has_classes or not view.images.n_test:
        st.caption("It needs classes and a test part; these images lack one of them.")
        return
    fit = tested(Recipe(view.recipe.dataset, AccuracyByRank()), "Measure it")
    if fit is None:
        return
    found = ByRank.from_fit(fit)
    left, right = beside(2)
    shares = {"logistic regression": found.linear, "nearest image": found.neighbors, "variance kept": found.kept}
    told = "; ".join(f"{rank} components {share:.1%}" for rank, share in zip(found.ranks, found.linear, strict=True))
    left.plotly_chart(figure.by_rank(found.ranks, shares, found.chance), key=view.key("by_rank"), alt=told)
    table = pd.DataFrame({"Components": found.ranks} | {name: 100 * values for name, values in shares.items()})
    percent = st.column_config.NumberColumn(format="%.1f %%")
    right.dataframe(
        table, hide_index=True, column_config=dict.fromkeys(shares, percent), height=320, key=view.key("by_rank_table")
    )
    enough = int(found.ranks[np.argmax(found.linear >= found.linear.max() - NEAR_BEST)])
    st.caption(
        f"Components of the {view.images.n_train:,} training images; the classes of the {view.images.n_test:,} test "
        f"images are told. {enough} components come within a point of the best, {found.linear.max():.1%}; the "
        f"commonest class alone gives {found.chance:.1%}."
    )
