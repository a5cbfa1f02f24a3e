"""Words of a picture: the captions and the single words whose vectors are nearest to that of the chosen picture."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.insight.captions.asking import nearest_of
from pages.images_and_words.shared import chosen_picture, codes_of, data_of, known_texts, shown
from pages.parts.explore.view import View
from pages.parts.write import pictures
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

N_TEXTS = 10


def show(view: View) -> None:
    """The picture, its own captions, and what the space says of it."""
    dataset = data_of(view)
    row = chosen_picture(view)
    if row is None:
        row = int(dataset.images.test_rows.start)
        st.caption("Click a picture on the map to ask for its words. This is the first that scores are measured on.")
    own = list(dataset.captions_of(row))
    told = plain("; ".join(own[:5])) if own else "It has no caption of its own."
    pictures.strip(f"**{plain(dataset.images.names[row])}**", shown(view, np.array([row])), told, side=110)
    texts, vectors = known_texts(view.run_id, view)
    words = view.fit.embeddings["word"]
    code = codes_of(view)[row]
    left, right = beside(2)
    with left:
        near = nearest_of(vectors, code, np.arange(len(texts)), N_TEXTS)
        listed = [texts[at] for at in near.rows]
        _table(view, "Caption", listed, near.scores, [text in own for text in listed])
        st.caption(f"The nearest of {len(texts):,} different captions.")
    with right:
        near = nearest_of(words.unit, code, np.arange(words.n_items), N_TEXTS)
        said = {word for at in _places(view, row) for word in dataset.tokens[at]}
        listed = [words.labels[at] for at in near.rows]
        _table(view, "Word", listed, near.scores, [word in said for word in listed])
        st.caption(f"The nearest of {words.n_items:,} words, each as a text of its own.")


def _places(view: View, row: int) -> range:
    first, last = np.searchsorted(data_of(view).pictures, [row, row + 1])
    return range(int(first), int(last))


def _table(view: View, name: str, listed: list[str], scores: np.ndarray, own: list[bool]) -> None:
    table = pd.DataFrame({name: listed, "Cosine": scores, "Its own": ["yes" if is_own else "" for is_own in own]})
    st.dataframe(
        table, hide_index=True, key=view.key("texts", name),
        column_config={"Cosine": st.column_config.NumberColumn(format="%.3f")},
    )  # fmt: skip
