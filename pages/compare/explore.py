"""Both maps and what differs between them: a fragment, so that a click runs it alone."""

from functools import partial

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from engine import exports
from engine.evaluation.embedding_pair import EmbeddingPair
from engine.evaluation.neighbor_drift import Drift
from engine.figures.coloring import Categories, Ramp
from engine.figures.drift import two_maps
from pages.compare import curve, hand_in, lists, moved, seeds, sentence
from pages.compare.asked import Asked
from pages.compare.pair import Maps, by_item, drift_of, maps_of, near_on_maps, on_maps
from pages.compare.state import CompareState
from pages.parts.explore.controlled import choose
from pages.parts.explore.inspector import matches
from pages.parts.map.component import Highlight, embedding_map
from pages.parts.run import state
from pages.parts.write import pictures
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

DRIFT = "~drift"
"""What the maps are colored by at first."""
HEIGHT = 520
LANDMARKS = 2_000


def drift_seconds(asked: Asked) -> float:
    """What the comparison of neighbors takes, about."""
    learner = asked.drift.learner
    assert learner is not None
    compared = asked.first.embedding, asked.second.embedding
    if asked.on_maps:
        compared = state.fit(asked.maps[0].run_id).main, state.fit(asked.maps[1].run_id).main
    return learner.estimate(EmbeddingPair(*compared)).seconds


def show(page: CompareState, asked: Asked, k: int, colors: DeltaGenerator) -> None:
    """colors: where the choice of colors is drawn, in the row above."""
    with colors:
        columns = [DRIFT, *asked.first.view(page).colored_by]
        color = choose(
            st.selectbox, "Color", page, "color", columns, DRIFT, width=170,
            format_func=lambda name: "drift" if name == DRIFT else name,
        )  # fmt: skip
    st.fragment(partial(_explore, page, asked, k, color))()


def _explore(page: CompareState, asked: Asked, k: int, color: str) -> None:
    drift, maps = drift_of(asked.drift.run_id), maps_of(asked.maps[0].run_id, asked.maps[1].run_id, asked.dims)
    values = by_item(asked.drift.run_id, k)
    agreed, told = 1 - float(values.mean()), seeds.told(asked, k)
    said, verdict = sentence.agreement(agreed, told, drift.chance(k)), sentence.verdict(agreed, told, drift.chance(k))
    left_out = sentence.left_out(state.fit(asked.drift.run_id).summary, drift.n)
    st.markdown(f"{said} {verdict}{_of_these(asked, maps, drift, values)}")
    st.caption(left_out)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _find(page, asked)
        seeds.offer(page, asked)
    if not maps.n:
        st.info("No item is on both maps; show more of them.")
        return
    with st.container(key="compare_maps"):
        _maps(page, asked, maps, drift, values, k, color)
    left, right = beside(2)
    with left, st.container(border=True):
        moved.show(page, asked.first, drift, asked.drift.run_id, k, maps.rows[0] if asked.first.only else None)
    with right, st.container(border=True):
        lists.show(page, asked.first, drift, k)
    curve.show(page, asked, drift, k)
    sentences = tuple(filter(None, map(_bare, (said, verdict, left_out))))
    hand_in.show(page, hand_in.Compared(asked, maps, drift, k, agreed, sentences))
    titles = [f"A: {asked.first.told(asked.second)}", f"B: {asked.second.told(asked.first)}"]
    st.download_button(
        "Both maps as a figure (HTML)",
        lambda: exports.figure_html(
            two_maps((maps.first, maps.second), maps.labels, on_maps(values, drift, maps), titles, _bare(said))
        ),
        f"compare-{asked.drift.run_id[:8]}.html", icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def _of_these(asked: Asked, maps: Maps, drift: Drift, values: np.ndarray) -> str:
    """What those agree on that are shown alone, where others are compared, too."""
    these = on_maps(values, drift, maps)
    known = these[np.isfinite(these)]
    if not asked.first.only or asked.on_maps or not len(known):
        return ""
    return f" Of the neighbors of these {len(known):,}, {sentence.percent(1 - float(known.mean()))} do."


def _bare(markdown: str) -> str:
    return markdown.replace("*", "").replace("\\", "").replace("\u2060", "")


def _find(page: CompareState, asked: Asked) -> None:
    """The search of both maps: what is taken is chosen on both."""
    typed = st.text_input(
        "Find", key=page.key("find"), placeholder="Find an item on both maps", label_visibility="collapsed",
        type="search", max_chars=200, width=300, live=True,
    )  # fmt: skip
    query = (typed or "").strip()
    if not query or query == page.sought:
        return
    embedding = asked.first.embedding
    rows = matches(embedding, query)
    if not rows:
        st.caption(f"“{plain(query)}” is not among the items, nor part of one.")
    for row in rows:
        st.button(
            plain(embedding.labels[row]), key=page.key("found", row), type="tertiary", on_click=page.change,
            kwargs={"item": embedding.labels[row], "sought": query},
        )  # fmt: skip


def _maps(page: CompareState, asked: Asked, maps: Maps, drift: Drift, values: np.ndarray, k: int, color: str) -> None:
    at = {label: place for place, label in reversed(list(enumerate(maps.labels)))} if page.item else {}
    chosen = at.get(page.item)
    near: tuple[list[int], list[int]] = ([], [])
    if chosen is not None:
        near = near_on_maps(drift, maps, int(maps.rows[0, chosen]), k)
    painted = _painted(page, asked, maps, on_maps(values, drift, maps), color)
    small = _thumbnails(page, asked, maps)
    landmarks = range(0 if small is None else len(small), maps.n)[:LANDMARKS]
    titles = asked.first.told(asked.second), asked.second.told(asked.first)
    shown = zip(beside(2), "ab", titles, (maps.first, maps.second), near, strict=True)
    for block, letter, title, places, rows in shown:
        with block:
            st.caption(f"**{letter.upper()}** · {plain(title)}")
            embedding_map(
                f"{page}_{letter}{'' if asked.dims == 2 else '_3d'}",
                revision=f"{asked.maps[0].run_id}.{asked.maps[1].run_id}.{letter}",
                coordinates=places, labels=maps.labels, colors=painted, highlight=Highlight(chosen, rows),
                landmarks=landmarks, group=str(page), linked=True,
                choose=lambda row: page.change(item=maps.labels[row]), height=HEIGHT,
                thumbnails=small,
            )  # fmt: skip
    st.caption(
        f"{maps.n:,} items are on both maps. B is turned, mirrored and stretched as a whole to lie on A (orthogonal "
        f"Procrustes), and meets {maps.met:.0%} of its variance. Both follow each other in what you point at, circle "
        "and zoom."
    )


def _painted(page: CompareState, asked: Asked, maps: Maps, values: np.ndarray, color: str) -> Categories | Ramp | None:
    if color == DRIFT:
        return Ramp(values, "drift", ends=(0.0, 1.0))
    metadata = {name: column[maps.rows[0]] for name, column in asked.first.embedding.metadata.items()}
    return asked.first.view(page).colors(color, metadata)


def _thumbnails(page: CompareState, asked: Asked, maps: Maps) -> np.ndarray | None:
    view = asked.first.view(page)
    if not asked.first.has_pictures(page):
        return None
    return _small(view.dataset_id, asked.maps[0].run_id, asked.maps[1].run_id, view.pictured, maps.rows[0])


@st.cache_resource(show_spinner=False, max_entries=4)
def _small(dataset_id: str, first: str, second: str, _pictured: pictures.Pictured, _rows: np.ndarray) -> np.ndarray:
    """Of the items that have a picture, which come first."""
    return pictures.thumbnails(_pictured, _rows[_rows < len(_pictured.raw)])
