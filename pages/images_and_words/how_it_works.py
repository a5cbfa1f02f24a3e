"""How it works: the loss of one pair in a small batch, with a temperature to move."""

import numpy as np
import streamlit as st

from engine.errors import InputError
from engine.insight.captions import pair_loss
from pages.images_and_words.shared import chosen_picture, codes_of, data_of, learner_of, shown, vectors_of
from pages.parts.explore.view import View
from pages.parts.write import explanation, pictures
from pages.parts.write.plain import plain

FIRST = "What the network of this run learned"


def show(view: View) -> None:
    """The batch, its similarities, and both softmaxes; of a run without pairs what its method says of the picture."""
    dataset, chosen = data_of(view), chosen_picture(view)
    row = chosen if chosen is not None else int(dataset.images.test_rows.start)
    if "temperature" not in view.fit.summary:
        pictures.strip("**The picture**", shown(view, np.array([row])), "Click another on the map to see its numbers.")
        for place, piece in enumerate(learner_of(view).explain(view.fit, dataset, {"picture": row})):
            explanation.show(piece, view.key(f"names{place}"))
        return
    try:
        batch = pair_loss.batch_with(dataset, row, 0, alike=True)
    except InputError as error:
        st.caption(plain(str(error)))
        return
    similarities = codes_of(view)[batch.pictures] @ vectors_of(view, [dataset.captions[at] for at in batch.captions]).T
    learned = float(view.fit.summary["temperature"])
    temperature = st.slider(
        "Temperature τ", 0.01, 1.0, round(learned, 2), 0.01, key=view.key("temperature", view.run_id),
        help=f"{FIRST}: {learned:.3f}. Similarities are divided by it before the softmax.",
    )  # fmt: skip
    pictures.strip(
        "**The batch**", shown(view, batch.pictures),
        "The chosen picture, and others with captions most like its own. Click another on the map.",
    )  # fmt: skip
    for place, piece in enumerate(pair_loss.explained(batch, similarities, temperature, dataset)):
        explanation.show(piece, view.key(f"loss{place}"))
