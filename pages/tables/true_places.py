"""Does the map mirror true places? The first two components, laid over two columns that were not learned from."""

import numpy as np
import streamlit as st

from engine.figures.coloring import color_by
from engine.insight.tables.mirrored import Mirrored, mirrored
from pages.parts.explore.view import View
from pages.parts.map.component import Highlight, embedding_map
from pages.parts.run import state
from pages.parts.write.layout import beside

LANDMARKS = 60
NORTHERN = ("lat", "latitude", "north", "y")


def places_of(view: View) -> list[str]:
    """Columns of numbers that are known of the rows and were not learned from."""
    return [name for name, values in view.embedding.metadata.items() if values.dtype.kind == "f"]


def show(view: View) -> None:
    """Choose the columns of the places; both maps side by side, linked, and how much of the places is met."""
    columns = places_of(view)
    north = next((name for name in columns if name.casefold() in NORTHERN), columns[0])
    rest = [name for name in columns if name != north]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        across = st.selectbox("Across", columns, columns.index(rest[0]), key=view.key("across"), width=180)
        upwards = st.selectbox("Upwards", columns, columns.index(north), key=view.key("upwards"), width=180)
    if across == upwards:
        st.caption("Choose two different columns.")
        return
    found = _mirrored(view.run_id, view.name, across, upwards)
    if found is None:
        st.caption("Fewer than five rows have both numbers.")
        return
    _numbers(found, across, upwards)
    left, right = beside(2)
    with left:
        st.markdown("**True places**")
        _picture(view, "places", found, found.places, (across, upwards))
    with right:
        st.markdown("**The first two components**, laid over them")
        _picture(view, "laid", found, found.laid, (f"towards {across}", f"towards {upwards}"))


@st.cache_resource(show_spinner=False, max_entries=20)
def _mirrored(run_id: str, name: str, across: str, upwards: str) -> Mirrored | None:
    embedding = state.fit(run_id).embeddings[name]
    columns = np.column_stack([embedding.metadata[across], embedding.metadata[upwards]])
    return mirrored(embedding.vectors, columns)


def _numbers(found: Mirrored, across: str, upwards: str) -> None:
    with st.container(horizontal=True):
        st.metric(
            "Met of the places", f"{found.r2:.1%}",
            help="Share of the variance of the true places that the laid-over components meet (Procrustes).",
        )  # fmt: skip
        st.metric(
            "By chance", f"{found.by_chance.mean():.1%} ± {found.by_chance.std(ddof=1):.1%}",
            help=f"The same with the places dealt out to the rows at random, {len(found.by_chance)} times.",
        )  # fmt: skip
        for name, value in zip((across, upwards), found.correlations, strict=True):
            st.metric(f"Correlation, {name}", f"{value:.3f}")
    st.caption(
        f"{len(found.rows):,} rows whose places are known, which were not learned from; nothing is fitted but one "
        "turn, one mirroring, one stretch and one shift of the whole map."
    )


def _picture(view: View, name: str, found: Mirrored, places: np.ndarray, titles: tuple[str, str]) -> None:
    embedding, key = view.embedding, f"{view.page}_{name}"
    row_of = {int(row): place for place, row in enumerate(found.rows)}
    texts = [column for column, values in embedding.metadata.items() if values.dtype.kind in "US"]
    column = texts[-1] if texts else None
    embedding_map(
        key,
        revision=f"{name}.{view.run_id}.{'.'.join(titles)}",
        coordinates=places,
        labels=[embedding.labels[row] for row in found.rows],
        colors=color_by(column, embedding.metadata[column][found.rows]) if column else None,
        highlight=Highlight(row_of.get(-1 if view.selected is None else view.selected)),
        landmarks=range(min(LANDMARKS, len(found.rows))),
        axis_titles=titles,
        group=f"{view.page}_places",
        choose=lambda row: view.select(int(found.rows[row])),
        height=440,
    )
