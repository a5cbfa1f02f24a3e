"""Lesson 0: data, loss and model, in the example of an SVD."""

import streamlit as st

from engine.figures.lessons import bars
from engine.insight.lessons.term_documents import TERMS, counts, projected
from engine.low_rank import factorize
from pages.lessons import links
from pages.lessons.lesson import Lesson, Step, draw
from pages.lessons.question import Place


def _example(place: Place) -> None:
    matrix = counts()
    factors = factorize(matrix)
    with st.container(horizontal=True):
        rank = st.slider(
            "r: numbers of a code", 1, len(TERMS), 2, key=place.key("rank"), disabled=place.locked, width=240
        )
        document = (
            st.slider("Document", 1, len(matrix), 4, key=place.key("document"), disabled=place.locked, width=240) - 1
        )
    row, made = matrix[document], projected(matrix[document], factors, rank)
    code = ", ".join(f"{number:.2f}" for number in factors.right[:, :rank].T @ row)
    st.markdown(f"**Document {document + 1}**, whose code is ({code})")
    draw(
        bars.bars(TERMS, {"x": row, "f(x)": made}, "count", ".1f"),
        place.key("passed"),
        f"Document {document + 1}, in: {bars.told(TERMS, row)}; out: {bars.told(TERMS, made, '.1f')}.",
    )
    own, errors = float(((row - made) ** 2).sum()), factors.squared_errors
    st.caption(
        f"This document adds {own:,.1f} to the loss; all seven together have {errors[rank]:,.1f} of the "
        f"{errors[0]:,.0f} squares of the table."
    )
    if place.number(
        "whole", "The code may have five numbers, as many as the document. What is the smallest loss then?",
        float(errors[-1]), 0.005, ".0f",
        "With r = 5 the columns of $V$ span all of the space: $V V^\\top = I$, and $f(x) = x$. A model that may do "
        "anything copies; it has learned nothing. The **bottleneck** is what forces it to find what the documents "
        "have in common.",
    ):  # fmt: skip
        ranks = [f"r = {r}" for r in range(len(errors))]
        draw(
            bars.bars(ranks, {"smallest loss": errors}, "squared error", ",.0f"),
            place.key("losses"), f"Smallest loss by r: {bars.told(ranks, errors, ',.0f')}.",
        )  # fmt: skip
    links.to_page("Documents: the same model on real texts", "documents", "Matrix")


LESSON = Lesson(
    0,
    "Data, loss, model",
    "0_frame",
    "What it means to learn, in one example: f(x) = V Vᵀ x and its squared loss.",
    ("whole",),
    (Step("One example of all three", _example),),
)
