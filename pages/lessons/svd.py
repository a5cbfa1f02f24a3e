"""Lesson 2: the singular value decomposition as an embedder."""

import io
import zipfile

import numpy as np
import pandas as pd
import streamlit as st

from engine.datasets.text.sources import UploadedText
from engine.figures.lessons import cells, plane
from engine.insight.lessons.slips import SLIPS
from engine.insight.lessons.term_documents import COUNTS, TERMS, cost, counts, products, without
from engine.learners.documents.lsa import LSA
from engine.low_rank import Factors, factorize
from engine.runs import visitors
from engine.runs.recipe import Recipe
from pages.lessons import links
from pages.lessons.lesson import Lesson, Step, draw
from pages.lessons.question import Place
from pages.parts.run import state
from pages.parts.write.layout import beside

DOCUMENTS = tuple(f"document {number + 1}" for number in range(len(COUNTS)))
STOP_WORDS = "the of and in to"
"""A text needs ten different words; LSA leaves these out."""
MOST = 999
RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
ORDINALS = ("1st", "2nd", "3rd", "4th", "5th")


def _matrix(place: Place) -> None:
    column = st.column_config.NumberColumn(min_value=0, max_value=MOST, step=1, format="%d", required=True)
    edited = place.edit(
        pd.DataFrame(counts(), DOCUMENTS, TERMS), column_config=dict.fromkeys(TERMS, column), height="content",
        key=place.key("matrix"), alt="Counts of five terms in seven documents, to be changed.",
    )  # fmt: skip
    table = np.nan_to_num(edited.to_numpy(dtype=float))
    if not table.any():
        st.warning("Every cell is 0: nothing can be taken apart. The example is used instead.")
        table = counts()
    place.given["matrix"] = table


def _given(place: Place) -> tuple[np.ndarray, Factors]:
    table = place.given["matrix"]
    assert isinstance(table, np.ndarray)
    return table, factorize(table)


def _is_example(table: np.ndarray) -> bool:
    return bool((table == counts()).all())


def _apart(place: Place) -> None:
    table, factors = _given(place)
    rank = st.slider("Rank r", 1, len(TERMS), 2, key=place.key("rank"), disabled=place.locked, width=320)
    place.given["rank"] = rank
    numbers = [str(number + 1) for number in range(rank)]
    left, right = beside(2, narrowest=300)
    with left:
        st.markdown("**U**: documents")
        part = factors.left[:, :rank]
        draw(cells.signed(part, DOCUMENTS, numbers), place.key("u"), f"U by document. {cells.told(part, DOCUMENTS)}.")
    with right:
        st.markdown("**V**: terms")
        part = factors.right[:, :rank]
        draw(cells.signed(part, TERMS, numbers), place.key("v"), f"V by term. {cells.told(part, TERMS)}.")
        values = ", ".join(f"{value:.1f}" for value in factors.values)
        st.markdown(f"**Singular values** {values}")
        if _is_example(table):
            st.caption(f":material/info: {SLIPS['second_value']}.")
    change = without(table, TERMS.index("Stanford"))
    order = [ORDINALS[at] for at in np.flatnonzero(np.isclose(change.fallen, change.fallen.max()))]
    falls = [f"{fall:.1f}" for fall in factors.values * factors.right[TERMS.index("Stanford")] ** 2]
    if place.choose(
        "emptied", "Set the whole column *Stanford* to 0. Which singular value falls most?",
        ORDINALS[:3], order,
        "A singular value $\\sigma$ is the length of $A v$ for its vector $v$. Take a little of a column away, and it "
        "falls by that share of $\\sigma w^2$, $w$ being the weight of the column in $v$: for *Stanford* "
        f"{', '.join(falls)}. A whole column is not a little, so these are but a first guess: the values were "
        f"{', '.join(f'{v:.1f}' for v in change.before)} and would be "
        f"{', '.join(f'{v:.1f}' for v in change.after)}. One column less is one value less.",
    ):  # fmt: skip
        made, errors = factors.rank(rank), factors.squared_errors
        st.markdown(f"**A at rank {rank}** misses {errors[rank] / errors[0]:.1%} of the squares of A")
        told = f"A at rank {rank}, by document. {cells.told(made, DOCUMENTS, '.1f')}."
        draw(cells.signed(made, DOCUMENTS, TERMS, ".1f"), place.key("made"), told)


def _document(place: Place) -> None:
    table, factors = _given(place)
    row = st.slider("Document", 1, len(DOCUMENTS), 1, key=place.key("document"), disabled=place.locked, width=320) - 1
    shown = min(3, len(factors.values))
    for number in range(shown):
        st.latex(rf"a \cdot v_{number + 1} = {products(table[row], factors.right[:, number])}")
    coordinates = table[row] @ factors.right[:, :shown]
    lengths = np.linalg.norm(table[row]), np.linalg.norm(coordinates)
    st.markdown(
        f"Document {row + 1} is **({', '.join(f'{number:.2f}' for number in coordinates)})** in {shown} numbers. "
        f"Its row of counts has length {lengths[0]:.2f}, its vector {lengths[1]:.2f}: what is lost lies along the "
        "other columns."
    )
    if _is_example(table) and row == 0:
        st.caption(
            f":material/info: The slide has the first and the third sign turned, and its own rounding: "
            f"{SLIPS['second_coordinate']}; {SLIPS['third_coordinate']}."
        )


def _plane(place: Place) -> None:
    _, factors = _given(place)
    documents, terms = factors.left[:, :2] * factors.values[:2], factors.right[:, :2] * factors.values[:2]
    names = [name.split()[-1] for name in DOCUMENTS]
    draw(
        plane.named(
            {"documents, U Σ": (documents, names), "terms, V Σ": (terms, TERMS)},
            ("first coordinate", "second coordinate"),
        ),
        place.key("plane"),
        f"Documents: {plane.told(documents, DOCUMENTS)}. Terms: {plane.told(terms, TERMS)}.",
    )
    share = 1 - factors.squared_errors[2] / factors.squared_errors[0]
    st.caption(f"The two coordinates hold {share:.1%} of the squares of the matrix.")


def _scale(place: Place) -> None:
    with st.container(horizontal=True):
        n = st.select_slider(
            "Documents", [7, 1_000, 100_000, 1_000_000, 100_000_000, 500_000_000], 500_000_000, key=place.key("n"),
            disabled=place.locked,
            format_func="{:,}".format, width=260,
        )  # fmt: skip
        m = st.select_slider(
            "Terms",
            [5, 1_000, 100_000, 1_000_000],
            1_000_000,
            key=place.key("m"),
            disabled=place.locked,
            format_func="{:,}".format,
            width=260,
        )
    different = st.slider(
        "Different terms in a document", 1, 1_000, 200, key=place.key("different"), disabled=place.locked, width=260
    )
    found = cost(n, m, different)
    with st.container(horizontal=True):
        st.metric("The whole matrix", _size(found.whole))
        st.metric("Its nonzero cells", _size(found.nonzero))
        st.metric("Operations of the SVD", _power(found.operations))
        st.metric("Time for them", _time(found.seconds))
    st.caption(
        "Numbers of 8 bytes; a nonzero cell has 4 more, for its column. The operations are 6 n m² + 20 m³ for n rows "
        "and m ≤ n columns (Golub and Van Loan, 2013), a processor does some 10¹² in a second. Half a billion pages "
        "are the web of an early search engine."
    )


def _size(n_bytes: float) -> str:
    for unit, size in (("PB", 1e15), ("TB", 1e12), ("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if n_bytes >= size:
            return f"{n_bytes / size:,.3g} {unit}"
    return f"{n_bytes:.0f} bytes"


def _power(number: float) -> str:
    mantissa, exponent = f"{number:.1e}".split("e")
    return f"{mantissa} · 10{str(int(exponent)).translate(RAISED)}"


def _time(seconds: float) -> str:
    for unit, size in (("years", 365.25 * 86_400), ("days", 86_400.0), ("hours", 3_600.0), ("s", 1.0)):
        if seconds >= size:
            return f"{seconds / size:,.3g} {unit}"
    return f"{seconds * 1e3:.2g} ms"


def _links(place: Place) -> None:
    table, _ = _given(place)
    links.to_run("Documents: LSA of the matrix above", "documents", lambda: recipe(table), place.key("open"), "Matrix")
    st.caption(
        "The matrix as texts of its words, counted as they are: the same singular values. Five stop words stand before "
        "each, as a text needs ten different words; LSA leaves them out."
    )
    links.to_page("Documents: LSA of the documentation of four libraries", "documents", "Topics")


def recipe(table: np.ndarray) -> Recipe:
    """LSA of texts that have each term as often as (n, 5) counts say. Raises InputError if they cannot be kept."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, row in zip(DOCUMENTS, table.astype(int), strict=True):
            words = [term for term, count in zip(TERMS, row, strict=True) for _ in range(count)]
            archive.writestr(zipfile.ZipInfo(f"{name}.txt"), " ".join([STOP_WORDS, *words]))
    upload = visitors.keep_upload(packed.getvalue(), "seven documents of a lesson.zip", state.owner())
    learner = LSA(n_components=len(TERMS), weighting="counts", unit_length=False, min_count=1)
    return Recipe(UploadedText(sha256=upload.sha256), learner)


LESSON = Lesson(
    2,
    "SVD as an embedder",
    "2_svd",
    "Seven documents, five terms: taken apart, placed, and why it does not scale.",
    ("emptied",),
    (
        Step("The matrix", _matrix),
        Step("Taken apart", _apart),
        Step("A document, step by step", _document),
        Step("Documents and terms on one plane", _plane),
        Step("Why it does not scale", _scale),
        Step("At full size", _links),
    ),
)
