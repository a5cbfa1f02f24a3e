"""Analogies: a is to b as c is to what? And any other sum of items."""

import pandas as pd
import streamlit as st

from engine.arithmetic.analogy import METHODS, Answers, Method, Terms, parse, solve, trace
from engine.arithmetic.lookup import find, rows_of
from engine.datasets.text.questions import Words
from engine.embedding import Embedding
from engine.errors import InputError
from engine.figures import analogy as figure
from engine.neighbors import nearest
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.tabs import beginning
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

SHOWN = 10
NONE_KNOWN = (
    "Fill in {items}. Of the analogies that were tried for an example (king and queen, tenses, plurals), these vectors "
    "answer none right."
)


def show(view: View) -> None:
    """Ask, answer, compare with the nearest items to c alone, and draw the arrows."""
    embedding = view.embedding
    with st.container(horizontal=True, vertical_alignment="bottom"):
        asked = _four(view) if _form(view) == "four" else _sum(view)
        method: Method = st.selectbox(
            "By",
            list(METHODS),
            format_func=METHODS.__getitem__,
            key=view.key("analogy", "by"),
            width=220,
            persist_state="session",
        )
        excluded = st.checkbox(
            f"Leave out the {view.items} asked with",
            value=True,
            key=view.key("analogy", "out"),
            persist_state="session",
        )
    terms, expected = asked
    if terms is None:
        known, items = beginning.analogy(view.embedding, view.run_id, view.name), view.items
        st.caption(f"Fill in the {items}, for example {_read(known)}" if known else NONE_KNOWN.format(items=items))
        return
    try:
        positive, negative = rows_of(embedding, terms.positive), rows_of(embedding, terms.negative)
        answers = solve(embedding, positive, negative, SHOWN, method, excluded)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    _answered(view, terms, positive, negative, answers, expected)


def _form(view: View) -> str:
    options = {"four": "a : b :: c : ?", "sum": f"Sum of {view.items}"}
    return st.segmented_control(
        "Ask as",
        list(options),
        format_func=options.__getitem__,
        default="four",
        required=True,
        key=view.key("analogy", "form"),
        persist_state="session",
    )


def _four(view: View) -> tuple[Terms | None, str]:
    example = beginning.analogy(view.embedding, view.run_id, view.name)
    words = []  # kept from run to run of the same text; another text begins with words of its own
    for place, label in enumerate(("a", "is to b", "as c", "is to (expected)")):
        key = view.key("analogy", place, view.dataset_id)
        st.session_state.setdefault(key, example[place] if example else "")
        words.append(st.text_input(label, key=key, max_chars=200, width=140, persist_state="session").strip())
    a, b, c, expected = words
    return (Terms((b, c), (a,)) if a and b and c else None), expected


def _read(four: Words) -> str:
    a, b, c, _ = map(plain, four)
    return f"{a} is to {b} as {c} is to ?"


def _sum(view: View) -> tuple[Terms | None, str]:
    example = beginning.analogy(view.embedding, view.run_id, view.name)
    text = st.text_input(
        f"{view.items.capitalize()} with plus and minus",
        key=view.key("analogy", "sum"),
        placeholder="{1} - {0} + {2}".format(*example) if example else "",
        max_chars=1000,
        width=420,
        persist_state="session",
    )
    expected = st.text_input(
        "Expected", key=view.key("analogy", "expected"), max_chars=200, width=140, persist_state="session"
    ).strip()
    try:
        return (parse(text) if text.strip() else None), expected
    except InputError as error:
        st.warning(plain(str(error)))
        return None, expected


def _answered(
    view: View, terms: Terms, positive: list[int], negative: list[int], answers: Answers, expected: str
) -> None:
    embedding = view.embedding
    left, right = beside(2)
    with left:
        best = embedding.labels[answers.rows[0]] if len(answers.rows) else "nothing"
        st.markdown(f"{plain(_spelled(terms))} = **{plain(best)}**")
        _expected(embedding, answers, expected)
        _table(view, embedding, answers, positive[-1], {*positive, *negative})
    with right:
        if len(positive) == 2 and len(negative) == 1 and len(answers.rows):
            four = (negative[0], positive[0], positive[1], int(answers.rows[0]))
            st.plotly_chart(figure.arrows(embedding, *four), key=view.key("analogy", "arrows"))
    if len(answers.rows):
        _formula(embedding, positive, negative, int(answers.rows[0]))


def _spelled(terms: Terms) -> str:
    return " + ".join(terms.positive) + "".join(f" - {word}" for word in terms.negative)


def _expected(embedding: Embedding, answers: Answers, expected: str) -> None:
    if not expected:
        return
    row = find(embedding, expected)
    place = None if row is None else answers.place_of(row)
    if row is None:
        st.caption(f"The expected “{plain(expected)}” is not among the {embedding.n_items:,} items.")
    elif place is None:
        st.caption(f"The expected “{plain(expected)}” cannot be the answer: it is one of the words asked with.")
    else:
        st.caption(f"The expected “{plain(expected)}” is at place {place:,} of {embedding.n_items:,}.")


def _table(view: View, embedding: Embedding, answers: Answers, c: int, inputs: set[int]) -> None:
    """The answers beside the baseline: the nearest words to c alone, which any analogy must beat."""
    baseline = nearest(embedding, c, SHOWN, "cosine", exclude=inputs - {c}).rows
    n_rows = min(len(answers.rows), len(baseline))
    table = pd.DataFrame(
        {
            "Answer": [embedding.labels[row] for row in answers.rows[:n_rows]],
            "Score": answers.scores[:n_rows],
            f"Baseline: nearest to {embedding.labels[c]}": [embedding.labels[row] for row in baseline[:n_rows]],
        }
    )
    pickable(
        table,
        answers.rows,
        view.select,
        view.key("answers", answers.rows[:3].tolist()),
        {"Score": st.column_config.NumberColumn(format="%.3f")},
    )


def _formula(embedding: Embedding, positive: list[int], negative: list[int], answer: int) -> None:
    found = trace(embedding, positive, negative, answer)
    with st.expander("The score with its numbers"):
        terms = "".join(f" {'+' if step.sign > 0 else '-'} {step.cosine:.4f}" for step in found.steps).lstrip(" +")
        st.latex(rf"\frac{{{terms}}}{{{found.length:.4f}}} = {found.score:.4f}")
        names = ", ".join(f"cos({found.answer}, {step.label}) = {step.cosine:.4f}" for step in found.steps)
        st.caption(plain(f"3CosAdd (Mikolov, Yih and Zweig, 2013): {names}; below the line, the length of the sum."))
