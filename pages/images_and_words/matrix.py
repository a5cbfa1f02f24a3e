"""The similarity matrix of a batch: captions by pictures, with the pairs on the diagonal."""

import numpy as np
import streamlit as st

from engine.algorithms.contrastive import shares
from engine.errors import InputError
from engine.figures.matrices import matrix
from engine.insight.captions.pair_loss import batch_with
from pages.images_and_words.shared import chosen_picture, codes_of, data_of, shown, vectors_of
from pages.parts.explore.view import View
from pages.parts.write import pictures
from pages.parts.write.plain import plain

KINDS = {"cosine": "Similarity", "row": "Softmax over captions", "column": "Softmax over pictures"}


def asked(view: View) -> bool:
    """Whether the run learned from pairs in batches."""
    return "temperature" in view.fit.summary


def show(view: View) -> None:
    """The batch, and its matrix as similarities or as shares."""
    dataset, chosen = data_of(view), chosen_picture(view)
    row = chosen if chosen is not None else int(dataset.images.test_rows.start)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        size = st.slider("Pairs", 4, 16, 10, key=view.key("matrix_size"), width=220)
        seed = st.number_input("Draw", 0, 1_000, 0, key=view.key("matrix_seed"), width=110)
        kind = st.segmented_control(
            "Cells", list(KINDS), default="cosine", required=True, format_func=KINDS.__getitem__,
            key=view.key("matrix_kind"),
        )  # fmt: skip
    try:
        batch = batch_with(dataset, row, int(seed), size)
    except InputError as error:
        st.caption(plain(str(error)))
        return
    captions = [dataset.captions[at] for at in batch.captions]
    similarities = codes_of(view)[batch.pictures] @ vectors_of(view, captions).T
    temperature = float(view.fit.summary.get("temperature", 0.1))
    found = shares(similarities, temperature)
    values = {"cosine": similarities, "row": found.by_row, "column": found.by_column}[kind]
    pictures.strip("**The pictures**", shown(view, batch.pictures), "Column by column of the matrix.")
    names = [dataset.images.names[at] for at in batch.pictures]
    st.plotly_chart(matrix(values.T, captions, names, ".2f"), key=view.key("matrix"))
    nearest = similarities.argmax(axis=1) == np.arange(len(batch.pictures))
    back = similarities.argmax(axis=0) == np.arange(len(batch.pictures))
    st.caption(
        f"The diagonal holds the pairs. **{int(nearest.sum())} of {len(nearest)}** pictures have their own caption as "
        f"the nearest in their column, **{int(back.sum())}** captions their own picture in their row; the loss of this "
        f"batch is {found.loss:.3f}, of shares by chance ln {len(nearest)} = {np.log(len(nearest)):.2f}. Shares are of "
        f"similarities over the temperature {temperature:.3f}."
    )
