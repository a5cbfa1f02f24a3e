"""Search by text: type what a picture should be, and see the pictures whose vectors are nearest to that of the text."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.joint.captions.wording import class_words, words_of
from engine.insight.captions.asking import Nearest, nearest_of, suiting
from pages.images_and_words.shared import codes_of, data_of, searched, shown, vectors_of
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.write import pictures
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

N_SHOWN = 24
LISTED = 10
LONGEST = 300


def show(view: View) -> None:
    """The text, the pictures, and how many of them are what it says."""
    left, right = beside(4, wide=3)
    with left:
        text = st.text_input(
            "Text", _first(view), max_chars=LONGEST, key=view.key("search_text", view.dataset_id),
            placeholder="thick slanted seven", persist_state="session",
        )  # fmt: skip
    with right:
        everything = st.toggle(
            "Training pictures too", key=view.key("search_all"), help="The training saw these with their captions."
        )
    words = words_of(text)
    if not words:
        st.caption("Type a few words.")
        return
    known = view.fit.embeddings["word"].index
    strange = [word for word in dict.fromkeys(words) if word not in known]
    if strange:
        st.caption(f":material/info: Passed over, since no text of the training has them: {plain(', '.join(strange))}.")
    vector = vectors_of(view, [text])[0]
    if not vector.any():
        some = plain(", ".join(list(known)[:20]))
        st.caption(f"None of these words is known. Words that are: {some} …")
        return
    rows = searched(view, everything)
    found = nearest_of(codes_of(view), vector, rows, N_SHOWN)
    pictures.strip(f"**“{plain(text)}”**", shown(view, found.rows), f"{len(rows):,} pictures were searched.")
    _counted(view, [word for word in words if word in known], found, rows)
    _listed(view, text, found)


def _first(view: View) -> str:
    """A text to begin with: a value and a class of what is measured; else a caption of the data."""
    dataset = data_of(view)
    classes, attributes = dataset.images.class_names, list(dataset.attributes.values())
    if not classes:
        return str(dataset.captions[-1])[:LONGEST]
    said = [attributes[0].values[-1]] if attributes and "temperature" in view.fit.summary else []
    return " ".join([*said, class_words(classes[min(7, len(classes) - 1)])])


def _counted(view: View, words: list[str], found: Nearest, rows: np.ndarray) -> None:
    dataset = data_of(view)
    told = suiting(words, dataset, found.rows, rows)
    if told is None:
        return
    ten = told.suits[:LISTED]
    st.caption(
        f"Measured as {plain(told.told)}: **{int(ten.sum())} of the first {len(ten)}**; by chance "
        f"{told.share * len(ten):.1f} would be. The network was told words, never the measures."
    )


def _listed(view: View, text: str, found: Nearest) -> None:
    dataset = data_of(view)
    rows = found.rows[:LISTED]
    table = pd.DataFrame({
        "Picture": pictures.addresses(dataset, rows),
        "Name": [dataset.images.names[row] for row in rows],
        "Cosine": found.scores[:LISTED],
        "Its own caption": [next(iter(dataset.captions_of(int(row))), "none") for row in rows],
    })  # fmt: skip
    columns = {
        "Picture": st.column_config.ImageColumn(width="small"),
        "Cosine": st.column_config.NumberColumn(format="%.3f"),
    }

    def choose(row: int) -> None:
        view.page.item = dataset.images.names[row]

    pickable(table, rows, choose, view.key("search", view.run_id, text[:40]), columns, height="content")
    st.caption("Tick a row to choose the picture: “Words of a picture” asks it back.")
