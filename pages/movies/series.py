"""Film series: whether the films of one, told by their titles, lie together in the vectors and on the map."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from engine.figures.coloring import Categories
from engine.figures.colors import TEN
from engine.insight.films.series import Series, members, nearness
from pages.movies.films import places_on_map
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.map.component import embedding_map
from pages.parts.run import state

HEIGHT = 420


class _Found(NamedTuple):
    """The largest series first."""

    series: list[Series]
    n_films: int


def show(view: View) -> None:
    """In a sentence, on the map, and one by one."""
    found = _found(view.run_id)
    if not found.series:
        st.caption("No two of these films are told by their titles to belong to one series.")
        return
    places = np.array([one.place for one in found.series])
    by_chance = np.array([one.by_chance for one in found.series])
    st.markdown(
        f"Of **{len(found.series):,}** series the nearest other film of the same series is at place "
        f"**{np.median(places):,.0f}** (median) among {found.n_films:,} films; by chance it would be at "
        f"{np.median(by_chance):,.0f}."
    )
    _map(view, found.series)
    films = view.fit.main
    shown = pd.DataFrame(
        {
            "Series": [one.name for one in found.series],
            "Films": [len(one.rows) for one in found.series],
            "Cosine": [one.cosine for one in found.series],
            "Place": places,
            "By chance": by_chance,
            "Titles": [" · ".join(films.labels[row] for row in one.rows) for one in found.series],
        }
    )
    forms = {
        "Cosine": st.column_config.NumberColumn(format="%.3f", help="Mean over the pairs of films of the series."),
        "Place": st.column_config.NumberColumn(
            format="%.1f", help="Of the nearest other film of the series among all films; the median over its films."
        ),
        "By chance": st.column_config.NumberColumn(format="%.0f", help="That place of films drawn at random."),
        "Titles": st.column_config.TextColumn(width="large"),
    }
    first = view.rows_here(films.labels[one.rows[0]] for one in found.series)
    pickable(shown, first, view.select, view.key("series", view.run_id), forms, height=320)
    st.caption(
        "A series is told by its titles alone: what stands before a subtitle, “and the”, a part or a number is the "
        "same. Two films that share their beginning by accident count, too, and a series whose titles share nothing is "
        "missed."
    )


@st.cache_resource(show_spinner=False, max_entries=20)
def _found(run_id: str) -> _Found:
    films = state.fit(run_id).main
    return _Found(nearness(films, members(films.labels)), int((films.norms > 0).sum()))


def _map(view: View, series: list[Series]) -> None:
    """The largest series in colors among all films, where the map of the page shows these."""
    places = places_on_map(view)
    if places is None:
        st.caption("Choose a projection of all films above, such as PCA, to see the series on it.")
        return
    films, n = view.fit.main, len(places)
    drawn = {one.name: rows for one in series if len(rows := one.rows[one.rows < n]) > 1}
    names = list(drawn)[: len(TEN)]
    codes = np.full(n, -1)
    for code, name in enumerate(names):
        codes[drawn[name]] = code
    embedding_map(
        f"{view.page}_series", revision=f"series.{view.page.mapped}", coordinates=places.astype(np.float32),
        labels=films.labels[:n], colors=Categories(codes, names, "series"), sizes=np.where(codes < 0, 0.6, 1.5),
        landmarks=np.flatnonzero(codes >= 0).tolist(), group=str(view.page), choose=view.select, height=HEIGHT,
    )  # fmt: skip
