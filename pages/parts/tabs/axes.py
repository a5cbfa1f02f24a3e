"""Semantic axes: two lists of items make a direction, and every item has a place along it."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.arithmetic.axis import Axis, axis
from engine.embedding import Embedding
from engine.errors import InputError
from engine.insight.words import examples
from pages.parts.explore.view import View
from pages.parts.map.projection import Shown, subset
from pages.parts.tabs import beginning
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

ENDS = 12


def show(view: View) -> None:
    """Ask for the ends of one or two axes and list the words at their ends."""
    st.caption(
        f"An axis runs from the mean of some {view.items} to the mean of others; each place is a cosine with it."
    )
    _begin_with_example(view)
    columns = beside(2)
    for number, column in enumerate(columns):
        with column:
            _axis(view, number)
    if _axes(view):
        st.caption(f"Choose **Map: Axes** above to see all {view.items} by these axes.")


def on_map(view: View, dims: int, n_items: int) -> Shown | None:
    """The words by the axes: one axis against frequency, or two against each other."""
    _begin_with_example(view)
    found = _axes(view)
    if not found:
        st.info("Name the ends of an axis under “Axes” below; the words are then placed along it.")
        return None
    embedding = subset(view.embedding, n_items)
    places = [one.scores(embedding) for one in found]
    titles = [_title(one) for one in found]
    if len(found) == 1:
        places.append(_frequency(embedding, places[0]))
        titles.append("frequency, logarithmic" if "count" in embedding.metadata else "no second axis yet")
    revision = f"axes.{view.run_id}.{view.name}.{n_items}.{'.'.join(titles)}"
    coordinates = np.column_stack(places).astype(np.float32)
    return Shown(revision, coordinates, "Places are cosines with the axes, in the original space.", tuple(titles))


def _frequency(embedding: Embedding, places: np.ndarray) -> np.ndarray:
    """Logarithms of the counts, stretched over the range of the places: both axes of a map have one scale."""
    counts = np.log(np.maximum(embedding.metadata.get("count", np.ones(embedding.n_items)), 1).astype(float))
    return ((counts - counts.min()) / max(np.ptp(counts), 1e-9) * np.ptp(places)).astype(np.float32)


def _begin_with_example(view: View) -> None:
    """Fill in the first axis with words that the embedding knows."""
    for number in range(2):
        for place in range(2):
            st.session_state.setdefault(_key(view, number, place), "" if number else _example(view, number)[place])


def _example(view: View, number: int) -> tuple[str, str]:
    """The two ends of an axis of known words; empty if there is none."""
    found = examples.axes(view.embedding)
    left, right = found[number] if number < len(found) else ((), ())
    return ", ".join(left), ", ".join(right)


def _axis(view: View, number: int) -> None:
    st.markdown(f"**Axis {number + 1}**" + (" (optional)" if number else ""))
    with st.container(horizontal=True):
        for place, side in enumerate(("From", "To")):
            key = _key(view, number, place)
            st.text_input(
                side, key=key, max_chars=1000, placeholder=_example(view, number)[place], persist_state="session"
            )
    try:
        found = _made(view, number)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    if found is None:
        return
    if found.unknown:
        st.caption(f"Left out, not among the {view.items}: {plain(', '.join(found.unknown))}")
    _ends(view, found, number)


def _ends(view: View, found: Axis, number: int) -> None:
    scores = found.scores(view.embedding)
    order = np.argsort(scores, kind="stable")
    left, right = order[:ENDS], order[::-1][:ENDS]
    labels = view.embedding.labels
    table = pd.DataFrame(
        {
            "Left end": [labels[row] for row in left],
            "cos": scores[left],
            "Right end": [labels[row] for row in right],
            "cos ": scores[right],
        }
    )
    form = st.column_config.NumberColumn(format="%.2f", width="small")
    st.dataframe(
        table,
        hide_index=True,
        height="content",
        column_config={"cos": form, "cos ": form},
        key=f"{_key(view, number, 0)}.ends",
    )


def _axes(view: View) -> list[Axis]:
    """The axes that are named and known."""
    found = []
    for number in range(2):
        try:
            one = _made(view, number)
        except InputError:
            continue
        if one is not None:
            found.append(one)
    return found


def _made(view: View, number: int) -> Axis | None:
    ends = (st.session_state.get(_key(view, number, place), "") for place in range(2))
    left, right = (beginning.words_of(view.embedding, text) for text in ends)
    return axis(view.embedding, left, right) if left or right else None


def _key(view: View, number: int, place: int) -> str:
    return view.key(f"axis{number}", place, view.dataset_id)


def _title(one: Axis) -> str:
    return f"{', '.join(one.left[:3])} → {', '.join(one.right[:3])}"
