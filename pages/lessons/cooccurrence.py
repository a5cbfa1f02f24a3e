"""Lesson 5: co-occurrence and factorization."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.errors import InputError
from engine.figures.lessons import cells
from engine.figures.matrices import matrix
from engine.insight.lessons.cooccurrence import (
    PRINTED_COUNTS,
    RELATIONS,
    SENTENCES,
    WINDOW,
    WORDS,
    counted_pairs,
    documents,
    following,
    log_ratios,
    nearest,
    relation,
    rows_of,
    whole_sentences,
)
from engine.insight.lessons.slips import SLIPS
from engine.insight.words.mini_corpus import LONGEST, MiniCorpus, mini_corpus
from engine.insight.words.similarity_matrix import low_rank
from pages.lessons import links
from pages.lessons.lesson import Lesson, Step, draw
from pages.lessons.question import Place
from pages.parts.write.layout import beside, fitting
from pages.parts.write.plain import plain

MOST_WORDS = 8
KINDS = {"count": "count", "pmi": "PMI"}
BOTH, RIGHT = "Left and right", "To the right alone"


def _counted(place: Place) -> None:
    left, right = beside(5, wide=3, narrowest=120)
    with left:
        text = st.text_area(
            "Sentences, one a line", SENTENCES, height=120, max_chars=LONGEST, key=place.key("text"),
            disabled=place.locked,
            persist_state="session",
        )  # fmt: skip
    with right:
        window = st.slider("Window", 1, 10, WINDOW, key=place.key("window"), disabled=place.locked)
    try:
        corpus = mini_corpus(text, window, ends=False)
    except InputError as error:
        st.warning(plain(str(error)))
        corpus = mini_corpus(SENTENCES, window, ends=False)
    place.given["corpus"] = corpus
    usual = [word for word in WORDS if word in corpus.words] or list(corpus.words[:4])
    chosen = st.multiselect(
        "Words", corpus.words, usual, max_selections=MOST_WORDS, key=place.key("words", *corpus.words),
        disabled=place.locked,
        format_func=plain,
    )  # fmt: skip
    rows = rows_of(corpus, chosen if len(chosen) > 1 else usual)
    rows = rows if len(rows) > 1 else list(range(min(4, len(corpus.words))))
    place.given["rows"] = rows
    names = [corpus.words[row] for row in rows]
    one, other = names[0], names[1]
    pairs = [pair for pair in corpus.pairs() if (pair.word, pair.context) == (one, other)]
    if place.number(
        "count", f"How often does “{plain(other)}” stand within {window} words of “{plain(one)}”?", len(pairs), 0.5,
        ".0f",
        "One for each pair of places: "
        + ("; ".join(f"sentence {pair.sentence}, distance {pair.distance:+d}" for pair in pairs) or "there is none")
        + ". Seen from the other word it is the same pairs, so that the table is symmetric.",
    ):  # fmt: skip
        counts = corpus.counts[np.ix_(rows, rows)].astype(float)
        draw(
            matrix(counts, names, names, ".0f"), place.key("counts"),
            f"Counts of {', '.join(names)}. {cells.told(counts, names, '.0f')}.",
        )  # fmt: skip
    if place.answered("count") and text == SENTENCES:
        _printed(place)


def _printed(place: Place) -> None:
    """The lecture's table beside ours, for every window."""
    pairs = [f"{one}-{other}" for one, other in PRINTED_COUNTS]
    by_window = {f"window {window}": list(counted_pairs(window).values()) for window in range(1, 7)}
    table = pd.DataFrame({"Pair": pairs, "Printed": list(PRINTED_COUNTS.values()), **by_window})
    st.markdown("**The lecture's table**, beside these sentences")
    st.dataframe(table, hide_index=True, height="content", key=place.key("printed"))
    slips = {pair: SLIPS["_".join(pair)] for pair in PRINTED_COUNTS if "_".join(pair) in SLIPS}
    told = ", ".join(f"{one}-{other} {slip.printed:g} and {slip.right:g}" for (one, other), slip in slips.items())
    st.caption(
        f":material/info: Printed, and counted in these sentences of our own with a window of {WINDOW}: {told}. The "
        "lecture's own sentences give its table in no window."
    )


def _given(place: Place) -> tuple[MiniCorpus, list[int], list[str]]:
    corpus, rows = place.given["corpus"], place.given["rows"]
    assert isinstance(corpus, MiniCorpus) and isinstance(rows, list)
    return corpus, rows, [corpus.words[row] for row in rows]


def _pmi(place: Place) -> None:
    corpus, rows, names = _given(place)
    whole = corpus.cells("log")
    part = whole[np.ix_(rows, rows)]
    draw(
        cells.signed(part, names, names), place.key("pmi"),
        f"PMI of {', '.join(names)}; none where two never meet. {cells.told(part, names)}.",
    )  # fmt: skip
    left, right = beside(2, narrowest=150)
    one = left.selectbox("Word", names, key=place.key("one", *names), disabled=place.locked, format_func=plain)
    other = right.selectbox(
        "Context",
        names,
        min(1, len(names) - 1),
        key=place.key("other", *names),
        disabled=place.locked,
        format_func=plain,
    )
    i, j = corpus.words.index(one), corpus.words.index(other)
    sums = corpus.counts.sum(axis=1)
    n = corpus.counts[i, j]
    ratio = corpus.ratios[i, j]
    st.latex(
        rf"\ln \frac{{n(i, j)\, N}}{{n(i)\, n(j)}} = \ln \frac{{{n} \cdot {sums.sum()}}}{{{sums[i]} \cdot {sums[j]}}}"
        + (rf" = \ln {ratio:.3f} = {np.log(ratio):.3f}" if n else r" = \ln 0")
    )


def _recipe(place: Place) -> None:
    corpus, _, _ = _given(place)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        kind = st.segmented_control(
            "k",
            list(KINDS),
            format_func=KINDS.__getitem__,
            default="pmi",
            required=True,
            key=place.key("kind"),
            disabled=place.locked,
        )
        side = st.segmented_control(
            "Counted", [BOTH, RIGHT], default=BOTH, required=True, key=place.key("side"), disabled=place.locked
        )
        rank = st.slider(
            "Numbers a word",
            1,
            min(6, len(corpus.words)),
            2,
            key=place.key("rank", len(corpus.words)),
            disabled=place.locked,
            width=160,
        )
    counts = corpus.counts.astype(float) if side == BOTH else following(corpus)
    whole = counts if kind == "count" else log_ratios(counts)
    found = low_rank(whole, rank)
    told = relation(found.left, found.right)
    draw(
        cells.signed(whole, corpus.words, corpus.words, ".1f" if kind == "pmi" else ".0f"), place.key("m"),
        f"M of {', '.join(corpus.words)}. {cells.told(whole, corpus.words, '.1f')}.",
    )  # fmt: skip
    if not place.choose(
        "sides", f"Words are counted: {side.lower()}. The left vectors Y and the right vectors C of the words are",
        RELATIONS, [told],
        "A symmetric matrix has eigenvalues; where one is below 0, the right vector is the left one turned around, for "
        "singular values have no sign. Only a matrix without such eigenvalues gives one vector a word. What "
        "**follows** a word is another matter than what it follows: counted to the right alone, $M$ is not "
        "symmetric, and the two are different vectors.",
    ):  # fmt: skip
        return
    heads = [str(number + 1) for number in range(rank)]
    left, right = beside(2, narrowest=280)
    for block, title, half in ((left, "Y", found.left), (right, "C", found.right)):
        with block:
            st.markdown(f"**{title}**: the {'left' if title == 'Y' else 'right'} vectors")
            draw(
                cells.signed(half, corpus.words, heads), place.key(title),
                f"{title} by word. {cells.told(half, corpus.words)}.",
            )  # fmt: skip
    st.markdown(f"Y Cᵀ of rank {rank} misses **{found.error:.1%}** of the squares of M.")
    near = {
        "by Y": nearest(found.left), "by C": nearest(found.right),
        "by both, one after the other": nearest(np.hstack([found.left, found.right])),
    }  # fmt: skip
    table = pd.DataFrame(
        {"Word": corpus.words, **{f"Nearest {how}": [corpus.words[row] for row in rows] for how, rows in near.items()}}
    )
    st.dataframe(table, hide_index=True, height=fitting(len(table), 300), key=place.key("near"))


def _shared(place: Place) -> None:
    corpus, rows, names = _given(place)
    x = documents(corpus)
    shared = (x.T @ x)[np.ix_(rows, rows)]
    near = whole_sentences(corpus).counts[np.ix_(rows, rows)].astype(float)
    left, right = beside(2, narrowest=280)
    for block, title, key, values in (
        (left, "**XᵀX**: shared sentences", "shared", shared),
        (right, "**Pairs** within whole sentences", "near", near),
    ):
        with block:
            st.markdown(title)
            draw(
                matrix(values, names, names, ".0f"), place.key("documents", key),
                f"{title.replace('*', '')} of {', '.join(names)}. {cells.told(values, names, '.0f')}.",
            )  # fmt: skip
    st.caption(
        "They differ on the diagonal alone, by how often the word occurs: "
        + ", ".join(
            f"{plain(name)} {a - b:.0f}" for name, a, b in zip(names, np.diag(shared), np.diag(near), strict=True)
        )
        + ". A word that occurs twice in a sentence counts twice for each of its partners."
    )


def _links(place: Place) -> None:
    corpus, _, _ = _given(place)
    links.to_tab(
        "Words: these sentences as a mini-corpus", "words", "Mini-corpus",
        {
            "mini_text": "\n".join(" ".join(sentence) for sentence in corpus.sentences),
            "mini_window": corpus.window, "mini_ends": False, "mini_cells": "log",
        }, place.key("mini"),
    )  # fmt: skip
    links.to_page("Words: k, M and Y with the counts of a run, both vectors of its words", "words", "Matrices")
    links.to_page("Distances: the same recipe for any table of similarities", "pairs")


LESSON = Lesson(
    5,
    "Co-occurrence and factorization",
    "5_cooccurrence",
    "Count who stands near whom, weigh it by chance, take it apart: left vectors and right ones.",
    ("count", "sides"),
    (
        Step("Counted by hand", _counted),
        Step("From counts to PMI", _pmi),
        Step("The recipe: k, M, Y", _recipe),
        Step("Shared documents", _shared),
        Step("At full size", _links),
    ),
)
