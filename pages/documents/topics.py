"""Topics: the terms of each dimension with sign and weight, the documents at its ends, and the spectrum."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.figures import spectrum
from engine.insight.documents.topics import Topic, Weighted, topics
from pages.documents.document_data import choose, documents_of
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

IN_TABLE = 6
LISTED = 12


def show(view: View) -> None:
    """All dimensions in a table, and one of them in full."""
    terms, values = view.fit.embeddings["term"], view.fit.arrays["singular_values"]
    found = topics(terms.vectors, terms.labels, len(values), LISTED)
    left, right = beside(3, wide=2)
    with left:
        table = {
            "Dimension": [topic.number for topic in found],
            "Singular value": values,
            "Terms +": [_spelled(topic.positive) for topic in found],
            "Terms -": [_spelled(topic.negative) for topic in found],
        }
        narrow = {
            "Dimension": st.column_config.NumberColumn(width=70),
            "Singular value": st.column_config.NumberColumn(format="%.4g", width=90),
        }
        st.dataframe(
            pd.DataFrame(table), hide_index=True, height=320, column_config=narrow, key=view.key("topics", view.run_id)
        )
        st.caption(
            "In the first dimension all terms have one sign, as no weight is negative and no mean is taken off: it is "
            "what the documents have in common. Each further one sets terms against others; which side is + is a "
            "convention."
        )
    with right:
        st.plotly_chart(spectrum.singular_values(values), key=view.key("topic_spectrum", view.run_id))
        share = view.fit.summary["explained_share"]
        st.caption(f"The {len(values):,} dimensions hold {share:.1%} of the squares of the matrix.")
    number = st.number_input("Dimension", 1, len(found), min(2, len(found)), key=view.key("topic"), width=120)
    _one(view, found[int(number) - 1])


def _spelled(side: tuple[Weighted, ...]) -> str:
    return ", ".join(item.term for item in side[:IN_TABLE])


def _one(view: View, topic: Topic) -> None:
    column = documents_of(view).vectors[:, topic.number - 1]
    for place, (sign, side, block) in enumerate(zip((1, -1), (topic.positive, topic.negative), beside(2), strict=True)):
        with block:
            st.markdown(f"**Dimension {topic.number}, side {'+-'[place]}**")
            if not side:
                st.caption("No term has this sign.")
                continue
            st.markdown(" · ".join(f"{plain(item.term)} {item.weight:.3f}" for item in side))
            rows = np.argsort(-sign * column, kind="stable")[:IN_TABLE]
            rows = rows[sign * column[rows] > 0]
            labels = documents_of(view).labels
            table = pd.DataFrame({"Document": [labels[row] for row in rows], "Coordinate": column[rows]})
            formats = {"Coordinate": st.column_config.NumberColumn(format="%.3f")}
            key = view.key("topic_ends", view.run_id, topic.number, sign)
            pickable(table, rows, lambda row: choose(view, row), key, formats)
