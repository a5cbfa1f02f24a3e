"""A reader: the mean of what was read, the documents next to read by the inner product, and by a small network."""

from dataclasses import dataclass
from typing import Any, cast

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.spread import spread
from engine.datasets.text.document_terms import DocumentTerms, words_in
from engine.datasets.text.tokenizer import Tokenization
from engine.errors import InputError
from engine.evaluation.documents.classification import labeled
from engine.evaluation.documents.readers import FIRST, METHODS, ReaderTest, ReadScores, sentence
from engine.insight.documents.readers import Part, parts, reader_of
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.documents.document_data import choose, chosen, documents_of, learner_of, near, terms_of
from pages.parts.explore.picking import pickable
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.run import controls
from pages.parts.run.obtain import tested
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

LISTED = 10
WORDS = 4
LONGEST = 20_000
MOST_LINES = 200
NAMES = {"Document": st.column_config.TextColumn(width=230)}
PRODUCT = {"u · d": st.column_config.NumberColumn(format="%.4g", width=70)}
NETWORK = {"Log odds": st.column_config.NumberColumn(format="%.2f", width=80)}


@dataclass(frozen=True, eq=False)
class Read:
    """rows: of the run's documents that were read. vectors: (n, d), of them and of other texts. unknown: lines of
    which no word counts.
    """

    rows: list[int]
    vectors: np.ndarray
    unknown: list[str]


def show(view: View) -> None:
    """What was read; what comes next by the inner product, with its numbers; and the small network."""
    try:
        found = terms_of(view)
    except InputError as error:
        st.warning(f"The text of this run cannot be read any more: {plain(str(error))}")
        return
    st.markdown(
        "A reader is the mean of what was read: **u** = 1/n Σ **d**. Documents with the largest inner product "
        "**u · d** come next."
    )
    text = st.text_area(
        "What the reader has read: names of documents, or any titles and texts, one a line", _usual(view),
        key=view.key("has_read", view.run_id), height=110, max_chars=LONGEST,
    )  # fmt: skip
    read = _read(view, text)
    if read.unknown:
        st.caption(f"Without a counted word, and passed over: {plain('; '.join(read.unknown[:10]))}.")
    if not len(read.vectors):
        st.caption("Name at least one document, or write a title.")
        return
    mean = reader_of(read.vectors, np.arange(len(read.vectors)))
    if not mean.any():
        st.caption("The mean of these is 0: no document is nearer to it than another.")
        return
    documents = documents_of(view)
    st.markdown(f"**By the inner product** with the mean of {len(read.vectors):,}")
    products = documents.vectors @ mean
    rows = _ranked(products, read.rows)
    _table(view, found, rows, products, "u · d", _words(view, found, mean, rows))
    _numbers(view, found, mean, rows)
    st.markdown("**Through a small network**")
    scores = _network(view, found)
    if scores is None:
        return
    left, right = beside(2)
    with left:
        _scores(view, scores)
    with right:
        st.markdown("**What it shows the reader above**")
        odds = scores.log_odds(documents.vectors.astype(np.float64), mean)
        _table(view, found, _ranked(odds, read.rows), odds, "Log odds", None)


def _usual(view: View) -> str:
    """The chosen document, or the first, and the two nearest to it."""
    row = chosen(view) or 0
    return "\n".join(documents_of(view).labels[each] for each in (row, *near(view, row, 2).tolist()))


def _read(view: View, text: str) -> Read:
    """Lines that name documents, and others, which are folded in as texts."""
    documents, learner = documents_of(view), learner_of(view)
    by_name = {label.casefold(): row for label, row in reversed(documents.index.items())}
    rows, vectors, unknown = [], [], []
    for line in dict.fromkeys(filter(None, map(str.strip, text.splitlines()[:MOST_LINES]))):
        row = documents.index.get(line, by_name.get(line.casefold()))
        if row is not None:
            rows.append(row)
            vectors.append(documents.vectors[row])
            continue
        vector = learner.folded(view.fit, view.corpus, words_in(line, cast(Tokenization, view.recipe.dataset)))
        if vector.any():
            vectors.append(vector)
        else:
            unknown.append(line)
    return Read(rows, np.array(vectors), unknown)


def _ranked(scores: np.ndarray, without: list[int]) -> np.ndarray:
    """The rows with the largest scores, those that were read left out."""
    order = np.argsort(-scores, kind="stable")
    return order[~np.isin(order, without)][:LISTED]


def _words(view: View, found: DocumentTerms, mean: np.ndarray, rows: np.ndarray) -> list[str] | None:
    """The words that add most to the product of each document; None where vectors are no sums over words."""
    if not learner_of(view).additive:
        return None
    matrix, factors = _sums(view.run_id)
    listed = (parts(matrix, factors, mean, row)[:WORDS] for row in rows.tolist())
    return [", ".join(found.words[part.term] for part in each if part.part > 0) for each in listed]


@st.cache_resource(show_spinner=False, max_entries=4)
def _sums(run_id: str) -> tuple[Any, np.ndarray]:
    """The weights of terms in documents, and what one unit of each term adds."""
    view = View(PageState(""), run_id, "")
    learner = learner_of(view)
    return learner.matrix(view.corpus), learner.factors(view.fit)


def _table(
    view: View, found: DocumentTerms, rows: np.ndarray, scores: np.ndarray, name: str, words: list[str] | None
) -> None:
    table: dict[str, object] = {"Document": [found.labels[row] for row in rows], name: scores[rows]}
    if found.classes:
        table[found.class_title.capitalize()] = [found.classes[row] for row in rows]
    if words is not None:
        table["Words that bring it"] = words
    key = view.key("next", name, view.run_id, *rows[:5].tolist())
    pickable(pd.DataFrame(table), rows, lambda row: choose(view, row), key, NAMES | PRODUCT | NETWORK, height="content")


def _numbers(view: View, found: DocumentTerms, mean: np.ndarray, rows: np.ndarray) -> None:
    """u . d of one document, word by word."""
    if not learner_of(view).additive:
        st.caption("These vectors are no sums over words: “How it works” adds an inner product up block by block.")
        return
    with st.expander("The numbers of one product", icon=":material/functions:"):
        row = st.selectbox(
            "Document", rows.tolist(), format_func=found.labels.__getitem__, key=view.key("product", view.run_id)
        )
        matrix, factors = _sums(view.run_id)
        each = parts(matrix, factors, mean, row)
        product = float(documents_of(view).vectors[row].astype(np.float64) @ mean)
        st.latex(r"u \cdot d = \sum_t a_t\,(u \cdot f_t) = " + f"{product:.4g}")
        _product(view, found, each)
        st.caption(
            f"a: the weight of a word in the document; u · f: the reader with what one unit of the word adds to a "
            f"document. All {len(each):,} words of the document add up to {sum(part.part for part in each):.4g}."
        )


def _product(view: View, found: DocumentTerms, each: list[Part]) -> None:
    table = {
        "Word": [found.words[part.term] for part in each],
        "a": [part.weight for part in each],
        "u · f": [part.product for part in each],
        "a (u · f)": [part.part for part in each],
    }
    columns = {name: st.column_config.NumberColumn(format="%.4g") for name in table if name != "Word"}
    st.dataframe(pd.DataFrame(table), hide_index=True, height=260, column_config=columns, key=view.key("product_parts"))


def _network(view: View, found: DocumentTerms) -> ReadScores | None:
    """The test as a job, and what it found, once it has."""
    try:
        labeled(found, view.corpus, ReaderTest.most, 0)
    except InputError as error:
        st.caption(f"Readers are simulated from labels. {plain(str(error))}")
        return None
    st.markdown(
        "Both vectors go in, a hidden layer comes between, and out comes the chance that the reader reads the "
        "document. Nobody's reading is known here, so **readers are simulated**: each likes one "
        f"{plain(found.class_title)}, or two if there are more than two, and reads documents of these, now and then "
        "any. Half of what each reads is known, and the other half is to be found among all other documents. The "
        "network learns from three quarters of the readers, and is asked about the rest."
    )
    with st.popover("Settings", icon=":material/tune:"):
        test = controls.draw(ReaderTest, view.key("readers"))
    fit = tested(Recipe(EmbeddingOf(view.run_id), test), "Simulate readers and train", "groups")
    return None if fit is None else ReadScores.from_fit(fit)


def _scores(view: View, scores: ReadScores) -> None:
    """AUC and precision of all methods, and what they say."""
    st.markdown(f"**{plain(sentence(scores))}**")
    table = pd.DataFrame(
        {
            "Ranked by": METHODS,
            "AUC": _with_spread(scores.auc, ".3f"),
            f"Read among the first {FIRST}": _with_spread(scores.precision, ".1%"),
        }
    )
    st.dataframe(table, hide_index=True, key=view.key("read_scores"))
    st.caption(
        f"{scores.n_asked:,} readers who taught the network nothing, {scores.n_documents:,} documents with "
        f"{len(scores.classes)} labels; mean and standard deviation of {scores.auc.shape[1]} draws. AUC: the chance "
        "that a document that is read stands above one that is not. “Knows the labels” is told what each reader "
        "likes, which no method is: more can hardly be had."
    )


def _with_spread(values: np.ndarray, form: str) -> list[str]:
    means, spreads = values.mean(axis=1), spread(values, axis=1)
    return [f"{mean:{form}} ± {off:{form}}" for mean, off in zip(means, spreads, strict=True)]
