"""As given: the nearest items by the given numbers beside those in the vectors, for the chosen item and for all."""

from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from engine.embedding import Embedding
from engine.insight.pairs.as_given import K, Kept, kept
from engine.neighbors import METRICS, Metric, nearest
from pages.pairs.pair_data import metric_of, number_column, pairs_of
from pages.parts.explore.picking import pickable
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

LISTED = 8


def show(view: View) -> None:
    """Both lists of the chosen item, what the vectors changed in all, and the items that they changed most."""
    whole, metric = view.fit.embeddings[view.name], metric_of(view)
    found = _kept(view.run_id, view.name)
    row = whole.index.get(view.selected_label)
    if row is None:
        st.caption("Choose an item first, on the map or by its name, to see its nearest by the given numbers.")
    else:
        _lists(view, whole, row, metric, found)
    lost = [item for item in np.argsort(found.shares, kind="stable")[:LISTED].tolist() if found.shares[item] < 1]
    told = ", ".join(f"{plain(whole.labels[item])} ({found.shares[item]:.0%})" for item in lost)
    st.markdown(
        f"Over all items **{found.shares.mean():.1%}** of the {found.k} nearest by the given numbers are among the "
        f"{found.k} nearest vectors. {f'Least of all: {told}.' if told else 'No item lost any.'}"
    )


def _lists(view: View, whole: Embedding, row: int, metric: Metric, found: Kept) -> None:
    pairs, name = pairs_of(view), plain(whole.labels[row])
    given = pairs.nearest(row, K)
    made = nearest(whole, row, K, metric)
    all_made = nearest(whole, row, whole.n_items, metric).rows
    place_made = {int(other): place for place, other in enumerate(all_made, 1)}
    place_given = {int(other): place for place, other in enumerate(pairs.nearest(row, whole.n_items), 1)}
    measure = "Given distance" if pairs.are_distances else "Given similarity"
    left, right = beside(2)
    with left:
        st.markdown(f"**Nearest to {name} as given**")
        numbers = pairs.values[row, given]
        places = [place_made.get(int(other)) for other in given]
        table = pd.DataFrame(
            {"Item": [whole.labels[other] for other in given], measure: numbers, "Place in the vectors": places}
        )
        pickable(
            table,
            given,
            replace(view, only="").select,
            view.key("given", view.run_id, row),
            {measure: number_column(numbers)},
        )
    with right:
        st.markdown(f"**Nearest to {name} in the vectors**")
        numbers = made.scores
        places = [place_given[int(other)] for other in made.rows]
        table = pd.DataFrame(
            {"Item": [whole.labels[other] for other in made.rows], METRICS[metric]: numbers, "Place as given": places}
        )
        pickable(
            table,
            made.rows,
            replace(view, only="").select,
            view.key("made", view.run_id, row),
            {METRICS[metric]: number_column(numbers)},
        )
    st.caption(
        f"{found.shares[row]:.0%} of the {found.k} nearest are the same. Beside the map stand those of the vectors; "
        "a place of 1 is the nearest. Tick a row to go there."
    )


@st.cache_resource(show_spinner=False, max_entries=20)
def _kept(run_id: str, name: str) -> Kept:
    view = View(PageState(""), run_id, name)
    return kept(pairs_of(view), view.fit.embeddings[name], metric_of(view))
