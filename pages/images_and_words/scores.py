"""Scores: how often pictures and captions find each other, what short texts find, and how few examples do as well."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.insight.captions.queries import NEAREST
from engine.insight.captions.retrieval import DRAWS, PLACES, SHOTS
from pages.parts.explore.view import View

SHARE = st.column_config.NumberColumn(format="%.1f %%")
TEXTS = ("A class", "A class and an attribute", "A class and two attributes", "Combinations never trained on")


def show(view: View) -> None:
    """Recall both ways, precision of texts, and few examples, each beside chance."""
    arrays = view.fit.arrays
    if "recall" in arrays:
        _recall(view, arrays["recall"], arrays["recall_of"])
    if "precision" in arrays:
        _precision(view, arrays["precision"])
    if "shots" in arrays:
        _shots(view, float(arrays["by_name"][0]), arrays["shots"])
    if not {"recall", "precision"} & arrays.keys():
        st.caption("Scores need captions or classes of pictures for testing; these data have neither.")


def _recall(view: View, recall: np.ndarray, of: np.ndarray) -> None:
    st.markdown("**Who finds whom**")
    rows = ["picture → caption", "caption → picture", "by chance: picture → caption", "by chance: caption → picture"]
    table = pd.DataFrame(recall * 100, index=rows, columns=[f"among the first {k}" for k in PLACES])
    st.dataframe(table, column_config=dict.fromkeys(table.columns, SHARE), key=view.key("recall"))
    st.caption(
        f"{of[0]:,} pictures for testing and the {of[1]:,} different captions that they have (recall at 1, 5 and 10). "
        "Only whole captions are asked: a short text is as true of other pictures. A caption that several pictures "
        "share is right for each of them."
    )


def _precision(view: View, precision: np.ndarray) -> None:
    asked = np.isfinite(precision[:, 0])
    if not asked.any():
        return
    st.markdown(f"**What a short text finds: of the first {NEAREST} pictures, those that are as it says**")
    table = pd.DataFrame({
        "Text": np.array(TEXTS)[asked],
        "As it says": precision[asked, 0] * 100,
        "By chance": precision[asked, 1] * 100,
        "Texts": precision[asked, 2].astype(int),
    })  # fmt: skip
    forms = {"As it says": SHARE, "By chance": SHARE}
    st.dataframe(table, hide_index=True, column_config=forms, key=view.key("precision"))
    attributes = (
        "Of each attribute the lowest and the highest third are asked for; texts" if asked[1:].any() else "Texts"
    )
    st.caption(f"Pictures for testing alone. {attributes} that fewer than {NEAREST} pictures suit are left out.")


def _shots(view: View, by_name: float, shots: np.ndarray) -> None:
    st.markdown("**The class of a picture: by its name alone, or by a few examples**")
    columns = [f"{n} example{'s' * (n > 1)} a class" for n in SHOTS[: shots.shape[1]]]
    table = pd.DataFrame(shots * 100, index=["by vectors of this run", "by pixels"], columns=columns)
    st.dataframe(table, column_config=dict.fromkeys(columns, SHARE), key=view.key("shots"))
    of_captions = (
        " The vectors hold all that captions say, not the class alone: that is why few examples tell less than a name."
        if "temperature" in view.fit.summary
        else ""
    )
    st.caption(
        f"By the nearest class name, with no example: **{by_name:.1%}**. By examples: the nearest mean of so many "
        f"training pictures of each class, the mean of {DRAWS} draws.{of_captions}"
    )
