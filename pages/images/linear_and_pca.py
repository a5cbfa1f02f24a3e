"""A linear autoencoder beside PCA: the way there, the ambiguity of its basis, and what tied weights change."""

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from engine.figures import image_charts as figure
from engine.fit import Fit
from engine.insight.images.bases import Bases, compared
from engine.learners.images.autoencoder import Autoencoder
from engine.learners.images.pca import saved_axes
from engine.low_rank import Principal
from pages.images.sister_runs import asked_for, principal_components
from pages.parts.explore.view import View
from pages.parts.write import pictures

N_SHOWN = 10


def show(view: View) -> None:
    """The way to PCA; then this run and its tied or untied counterpart, side by side."""
    learner = view.recipe.learner
    assert isinstance(learner, Autoencoder)
    st.markdown("**On its way to PCA**")
    floor = view.fit.summary["pca_test_mse"]
    st.plotly_chart(figure.towards_pca(view.fit.history, floor), key=f"{view.page}.towards_pca")
    found = principal_components(view)
    if found is None:
        return
    axes = saved_axes(found)
    runs = {_name(learner): view.fit}
    other = replace(learner, tied=not learner.tied)
    with st.container():
        counterpart = asked_for(view, other, f"Train the same with {_name(other).lower()} weights, for comparison")
    if counterpart is not None:
        runs[_name(other)] = counterpart
    _directions(view, axes, runs)
    _table(axes, runs)


def _name(learner: Autoencoder) -> str:
    return "Tied" if learner.tied else "Untied"


def _directions(view: View, axes: Principal, runs: dict[str, Fit]) -> None:
    """Components, and the columns of each decoder, as pictures."""
    shape = view.images.shape
    k = min(N_SHOWN, view.embedding.n_components)
    pictures.strip("**Principal components**", pictures.signed(axes.components[:k], shape), "mid-gray is 0")
    for name, fit in runs.items():
        columns = fit.arrays["decoder.0.weight"][:, :k].T
        pictures.strip(f"**{name}: columns of V**", pictures.signed(columns, shape))


def _table(axes: Principal, runs: dict[str, Fit]) -> None:
    rows = []
    for name, fit in runs.items():
        columns = fit.arrays["decoder.0.weight"]
        rows.append((name, fit, compared(columns, axes.components[: columns.shape[1]])))
    table = pd.DataFrame(
        {
            "Weights": [name for name, _, _ in rows],
            "Error / PCA's": [fit.summary["test_mse"] / fit.summary["pca_test_mse"] for _, fit, _ in rows],
            "Spans, largest angle": [bases.spans.max() for _, _, bases in rows],
            "Spans, mean angle": [bases.spans.mean() for _, _, bases in rows],
            "Column j to component j, median": [float(np.median(bases.singles)) for _, _, bases in rows],
            "Largest entry of |V'V − I|": [bases.off_orthonormal for _, _, bases in rows],
        }
    )
    degrees = st.column_config.NumberColumn(format="%.1f°")
    plain = st.column_config.NumberColumn(format="%.3f")
    names = [str(name) for name in table.columns]
    formats = dict.fromkeys(names[2:5], degrees) | dict.fromkeys([names[1], names[5]], plain)
    st.dataframe(table, hide_index=True, column_config=formats)
    st.caption(_words([bases for _, _, bases in rows]))


def _words(found: list[Bases]) -> str:
    """What the numbers mean."""
    k = len(found[0].spans)
    return (
        "The spans approach each other, but single directions need not: with V and W free, V A and A⁻¹ W give the "
        f"same images for every invertible A, which leaves {k * k:,} numbers open. Tied weights, V = Wᵀ, make the "
        f"columns of V orthonormal (V'V near I): only turns within the span stay open, {k * (k - 1) // 2:,} numbers, "
        "which PCA fixes too, by ordering the directions by variance. The largest angle falls last, and hardly where "
        f"components {k} and {k + 1} have nearly the same variance: either serves."
    )
