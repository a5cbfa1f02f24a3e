"""Training: how the loss fell, how a few words' neighbors changed, and what the run was made of."""

import numpy as np
import streamlit as st

from engine.figures import spectrum
from engine.figures import training as figure
from engine.fit import Snapshots
from engine.projections.pca import principal
from engine.runs import store
from engine.runs.canonical import canonical_json
from pages.parts.explore.view import View
from pages.parts.map.component import Frames, embedding_map
from pages.parts.run import jobs_panel
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain


def show(view: View) -> None:
    """Loss or spectrum, the time slider, and the recipe."""
    fit = view.fit
    left, right = beside(2)
    with left:
        if len(fit.history.get("loss", [])) > 1:
            st.plotly_chart(figure.loss_curve(fit.history, unit(view)), key=view.key("loss"))
        if "singular_values" in fit.arrays:
            st.plotly_chart(spectrum.singular_values(fit.arrays["singular_values"]), key=view.key("spectrum"))
        _facts(view)
    with right:
        if fit.snapshots is not None and len(fit.snapshots.steps) > 1:
            _film(view, fit.snapshots)


def unit(view: View) -> str:
    """What the method counts as it trains."""
    learner = view.recipe.learner
    return learner.step_unit if learner else "steps"


def _facts(view: View) -> None:
    row = store.meta(view.run_id)
    facts = [f"{name.replace('_', ' ')} {_shown(value)}" for name, value in view.fit.summary.items()]
    st.caption(plain(" · ".join([f"computed in {jobs_panel.seconds(row.seconds)}", *facts])))
    with st.expander("Recipe"):
        st.code(canonical_json(dict(view.row.recipe)), language="json", wrap_lines=True)


def _film(view: View, snapshots: Snapshots) -> None:
    """The vectors of a few hundred words as they moved, seen along the principal axes of their last positions."""
    embedding = view.fit.main
    last = principal(snapshots.frames[-1])
    frames = np.stack([last.transform(frame, 2) for frame in snapshots.frames]).astype(np.float32)
    labels = [embedding.labels[row] for row in snapshots.items]
    metadata = {name: values[snapshots.items] for name, values in embedding.metadata.items()}
    embedding_map(
        f"{view.page}_film",
        revision=f"film.{view.run_id}",
        coordinates=frames[-1],
        labels=labels,
        colors=view.colors(view.color, metadata),
        landmarks=range(min(40, len(labels))),
        frames=Frames([int(step) for step in snapshots.steps], frames, unit=unit(view)),
        height=420,
    )
    st.caption(
        f"{len(labels)} {view.items} over the training, along the two principal axes of where they ended. Press play."
    )


def _shown(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.4g}"
    return f"{value:,}" if isinstance(value, int) else str(value)
