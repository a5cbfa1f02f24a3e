"""Zero-shot: classes that the network never saw, recognized by their names."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.figures.matrices import matrix
from engine.insight.captions.retrieval import DRAWS, SHOTS
from engine.insight.captions.zero_shot import ZeroShot
from pages.images_and_words.shared import data_of
from pages.parts.explore.view import View

SHARE = st.column_config.NumberColumn(format="%.1f %%")
NOT_HERE = (
    "No class was held out of this training. Hold two or more out under Method, and press Train: their pictures are "
    "then recognized by their names alone."
)


def asked(view: View) -> bool:
    """Whether the run maps pictures to the names of classes."""
    return "name" in view.fit.embeddings


def show(view: View) -> None:
    """Unseen classes beside seen ones and chance, then who is taken for whom."""
    arrays = view.fit.arrays
    if "zero_shot" not in arrays:
        st.caption(NOT_HERE)
        return
    found = ZeroShot(*arrays["zero_shot"])
    _table(view, found)
    if "unseen_shots" in arrays:
        _examples(found, arrays["unseen_shots"].tolist())
    names = data_of(view).images.class_names
    st.markdown("**Who is taken for whom**, seen scores lowered")
    st.plotly_chart(matrix(arrays["confusion"], names, names, ".0%"), key=view.key("confusion"))
    held = view.fit.embeddings["name"].metadata["training"] == "held out"
    st.caption(
        "Rows: the class of the test pictures, each row adds up to 100 %; columns: the class that was told. Held out "
        f"of the training: {', '.join(name for name, is_new in zip(names, held, strict=True) if is_new)}."
    )


def _examples(found: ZeroShot, by_examples: list[float]) -> None:
    """The unseen classes once more, by a few pictures instead of their names."""
    if by_examples:
        told = ", ".join(f"{n}: {value:.1%}" for n, value in zip(SHOTS, by_examples, strict=True))
        st.markdown(
            f"By name, no example seen: **{found.between:.1%}** of the unseen are told apart from each other. By the "
            f"nearest mean of examples, so many of each class: {told}."
        )
        st.caption(
            f"Examples are training pictures of the unseen classes, shown to the finished network; {DRAWS} draws."
        )


def _table(view: View, found: ZeroShot) -> None:
    n_all = int(found.n_unseen + found.n_seen)
    table = pd.DataFrame(
        {
            "Unseen classes": [found.between, found.unseen, found.unseen_lowered],
            "Seen classes": [np.nan, found.seen, found.seen_lowered],
            "By chance": [1 / found.n_unseen, 1 / n_all, 1 / n_all],
        },
        index=["choosing among the unseen", "choosing among all", "among all, seen scores lowered"],
    )
    forms = dict.fromkeys(table.columns, SHARE)
    st.dataframe(table * 100, column_config=forms, placeholder="–", key=view.key("zero_shot"))
    st.caption(
        f"Share of test pictures whose class is told right, by the nearest of the names. Asked to choose among all, a "
        "network prefers what it knows: so each seen score is lowered by "
        f"{found.lowering:.3f}, found on pictures of seen classes that were kept aside; no picture of an unseen class "
        "was asked. What can be told apart is what the text tells apart: tops from shoes, say. Of two classes of one "
        "kind, such as shirt and coat, nothing is promised: their names stand in the same company."
    )
