"""A linear autoencoder beside PCA: the way there, the ambiguity of its basis, and what tied weights change."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.figures import image_charts as figure
from engine.fit import Fit
from engine.insight.images.bases import Comparison, beside_pca, open_numbers
from engine.low_rank import Principal
from pages.images.sister_runs import asked_for, learner_of, principal_axes
from pages.parts.explore.view import View
from pages.parts.write import pictures

N_SHOWN = 10


def show(view: View) -> None:
    """The way to PCA; then this run and its tied or untied counterpart, side by side."""
    st.markdown("**On its way to PCA**")
    floor = view.fit.summary["pca_test_mse"]
    st.plotly_chart(figure.towards_pca(view.fit.history, floor), key=view.key("towards_pca"))
    axes = principal_axes(view)
    if axes is None:
        return
    (own, _), (name, other) = learner_of(view).beside_pca().items()
    runs = {own: view.fit}
    with st.container():
        counterpart = asked_for(view, other, f"Train the same with {name.lower()} weights, for comparison")
    if counterpart is not None:
        runs[name] = counterpart
    _directions(view, axes, runs)
    _table(beside_pca(runs, axes))


def _directions(view: View, axes: Principal, runs: dict[str, Fit]) -> None:
    """Components, and the columns of each decoder, as pictures."""
    shape = view.images.shape
    k = min(N_SHOWN, view.embedding.n_components)
    pictures.strip("**Principal components**", pictures.signed(axes.components[:k], shape), "mid-gray is 0")
    for name, fit in runs.items():
        columns = fit.arrays["decoder.0.weight"][:, :k].T
        pictures.strip(f"**{name}: columns of V**", pictures.signed(columns, shape))


def _table(found: list[Comparison]) -> None:
    table = pd.DataFrame(
        {
            "Weights": [each.name for each in found],
            "Error / PCA's": [each.error_ratio for each in found],
            "Spans, largest angle": [each.bases.spans.max() for each in found],
            "Spans, mean angle": [each.bases.spans.mean() for each in found],
            "Column j to component j, median": [float(np.median(each.bases.singles)) for each in found],
            "Largest entry of |V'V − I|": [each.bases.off_orthonormal for each in found],
        }
    )
    degrees = st.column_config.NumberColumn(format="%.1f°")
    plain = st.column_config.NumberColumn(format="%.3f")
    names = [str(name) for name in table.columns]
    formats = dict.fromkeys(names[2:5], degrees) | dict.fromkeys([names[1], names[5]], plain)
    st.dataframe(table, hide_index=True, column_config=formats)
    st.caption(_words(len(found[0].bases.spans)))


def _words(k: int) -> str:
    """What the numbers mean, of k directions."""
    return (
        "The spans approach each other, but single directions need not: with V and W free, V A and A⁻¹ W give the "
        f"same images for every invertible A, which leaves {open_numbers(k, tied=False):,} numbers open. Tied weights, "
        "V = Wᵀ, make the columns of V orthonormal (V'V near I): only turns within the span stay open, "
        f"{open_numbers(k, tied=True):,} numbers, which PCA fixes too, by ordering the directions by variance. The "
        f"largest angle falls last, and hardly where components {k} and {k + 1} have nearly the same variance: either "
        "serves."
    )
