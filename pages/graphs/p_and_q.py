"""The effect of p and q: the same graph clustered by node2vec with two settings, side by side, with numbers."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from engine.evaluation.nodes.bias_effect import BiasComparison, BiasEffect, Clustered
from engine.figures.coloring import color_by
from engine.fit import Fit
from engine.learners.base import cost
from engine.runs.recipe import Recipe
from pages.graphs.graph_data import drawing, drawn, graph_of
from pages.graphs.spread import told
from pages.parts.explore.view import View
from pages.parts.map.component import embedding_map
from pages.parts.run import controls
from pages.parts.run.obtain import obtain
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

LANDMARKS = 60


def show(view: View) -> None:
    """Choose two settings, run both as a job, and draw the graph colored by their clusters."""
    st.caption(
        "A small q sends walks away from where they were, a large q keeps them among common neighbors. Said to find "
        "communities with the one and roles with the other: see for yourself, by the drawing and by numbers."
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        learner = controls.draw(BiasEffect, view.key("bias"))
    recipe = Recipe(view.recipe.dataset, learner)

    def wanted() -> bool:
        st.caption(f":material/info: {plain(cost(learner.estimate(graph_of(view))).sentence)}")
        return st.button("Compare", type="primary", icon=":material/compare_arrows:")

    found = obtain(recipe, learner.title, wanted)
    if found is not None:
        result(view, learner, found)


def result(view: View, learner: BiasEffect, fit: Fit) -> None:
    """Both drawings and the numbers."""
    places = drawing(view, 2)
    found = BiasComparison.from_fit(fit)
    biases = (learner.p_left, learner.q_left), (learner.p_right, learner.q_right)
    titles, sides = [f"p = {p:g}, q = {q:g}" for p, q in biases], (found.left, found.right)
    for place, (block, title, side) in enumerate(zip(beside(2), titles, sides, strict=True)):
        with block:
            st.markdown(f"**{title}**")
            if places is not None:
                names = [f"cluster {code + 1}" for code in side.clusters]
                embedding_map(
                    f"{view.page}_bias_{place}",
                    revision=f"bias.{view.run_id}.{place}.{learner}",
                    coordinates=places,
                    labels=graph_of(view).nodes[: len(places)],
                    colors=color_by("cluster", np.array(names)[: len(places)]),
                    landmarks=range(min(LANDMARKS, len(places))),
                    edges=drawn(view).edges,
                    lines=False,
                    height=380,
                )
    st.dataframe(_numbers(titles, sides), hide_index=True, key=view.key("bias_numbers"))
    st.caption(
        f"Means of {learner.n_seeds} seeds ± their standard deviation. Communities: share of the edges inside clusters "
        "(by chance, at these sizes). Roles: share of the variance of log degree that lies between clusters, 0 if each "
        "cluster has all kinds of degrees."
    )


def _numbers(titles: Sequence[str], sides: Sequence[Clustered]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Setting": titles,
            "Communities: edges inside": [told(side.inside, ".1%") for side in sides],
            "by chance": [f"{side.inside_chance.mean():.1%}" for side in sides],
            "Roles: degree explained": [told(side.degree, ".1%") for side in sides],
        }
    )
