"""Pre-training pays? One classifier trained in four ways on ever more labels, with a text beside them or without."""

from collections.abc import Mapping

import numpy as np
import pandas as pd
import streamlit as st

from engine import exports
from engine.algorithms.spread import spread
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.evaluation.documents.classification import labeled
from engine.evaluation.documents.pretraining import WAYS, PretrainingScores, PretrainingTest
from engine.figures import learning as figure
from engine.fit import Fit
from engine.insight.documents.pretraining_pays import sentence
from engine.learners.words.skipgram import SkipGram
from engine.runs import store
from engine.runs.recipe import EmbeddingOf, Recipe
from pages.documents.document_data import terms_of
from pages.documents.picker import LARGE_TEXT
from pages.parts.data import picker
from pages.parts.explore.view import View
from pages.parts.run import controls, state
from pages.parts.run.listed import with_vectors
from pages.parts.run.obtain import obtain, tested
from pages.parts.write.layout import beside
from pages.parts.write.plain import plain

OWN, RUN, TEXT = "These documents", "A run of Words or Vectors", "Another text"
CALLED = dict(zip(WAYS[1:], ("frozen vectors", "fine-tuned vectors", "both losses together"), strict=True))
"""The ways in a sentence."""


def show(view: View) -> None:
    """Where word vectors come from, the experiment as a job, and what it found."""
    try:
        found = terms_of(view)
        labeled(found, view.corpus, PretrainingTest.most, 0)
    except InputError as error:
        st.caption(plain(str(error)))
        return
    st.markdown(
        f"Few documents have a {plain(found.class_title)} that is known, and text without one is plenty: how much is "
        "it worth? One network, which tells the class from the mean of a document's word vectors, is trained in four "
        "ways. **From scratch**: vectors and classifier from the labeled documents alone. **Frozen**: vectors that a "
        "text taught, left as they are. **Fine-tuned**: the same vectors, trained on. **Both losses**: one training "
        "of skip-gram on the text and of the classifier on the labels at once."
    )
    vectors = _vectors(view)
    if vectors is None:
        return
    with st.popover("Settings", icon=":material/tune:"):
        test = controls.draw(PretrainingTest, view.key("pretraining"), fixed={"vectors": vectors})
    recipe = Recipe(EmbeddingOf(view.run_id), test)
    fit = tested(recipe, "Train in all four ways", "science")
    if fit is not None:
        _result(view, recipe, fit)


def opened(view: View) -> None:
    """The experiment opened by itself, as from its link."""
    st.subheader(plain(store.title(view.recipe)), anchor=False)
    _result(view, view.recipe, view.fit)


def _vectors(view: View) -> str | None:
    """The run whose vectors are taken, "" for vectors of these documents; None until there is one."""
    way = st.segmented_control(
        "The text without labels", [OWN, RUN, TEXT], default=OWN, required=True, key=view.key("without_labels"),
        help="These documents: those that are not asked about, without their labels.",
    )  # fmt: skip
    if way == OWN:
        return ""
    if way == TEXT:
        return _of_text(view)
    rows = with_vectors(("word", "vector"))
    return st.selectbox(
        "Run", list(rows), None, key=view.key("word_run"), placeholder="Type to search", width=520,
        format_func=lambda run_id: rows[run_id].label if run_id in rows else run_id,
        help="Word vectors trained on the page Words, or vectors from a file, such as GloVe, opened on Words or "
        "Vectors.",
    )  # fmt: skip


def _of_text(view: View) -> str | None:
    """Skip-gram of a text that is chosen here, trained once."""
    with st.container(border=True):
        source, corpus = picker.pick(LARGE_TEXT, view.key("large_text"))
        if source is None or not isinstance(corpus, Corpus):
            return None
        recipe = Recipe(source, SkipGram())
        fit = obtain(
            recipe,
            SkipGram.title,
            lambda: st.button("Train word vectors", icon=":material/play_arrow:", key=view.key("large", recipe.run_id)),
        )
    return None if fit is None else recipe.run_id


def _result(view: View, recipe: Recipe, fit: Fit) -> None:
    test, found = recipe.learner, PretrainingScores.from_fit(fit)
    assert isinstance(test, PretrainingTest)
    means = dict(zip(WAYS, found.accuracies.mean(axis=2), strict=True))
    spreads = dict(zip(WAYS, spread(found.accuracies, axis=2), strict=True))
    others = {CALLED[way]: values for way, values in zip(WAYS[1:], found.accuracies[1:], strict=True)}
    st.markdown(f"**{plain(sentence(found.accuracies[0], others, found.sizes))}**")
    chart = figure.by_labels(found.sizes, means, np.full(len(found.sizes), found.majority), spreads)
    st.plotly_chart(chart, key=view.key("by_labels", recipe.run_id))
    left, right = beside(2)
    with left:
        st.markdown("**Told right**")
        _table(view, found, {way: values * 100 for way, values in means.items()}, "%.1f %%", "told")
    with right:
        st.markdown("**Seconds of one training**")
        _table(view, found, dict(zip(WAYS, found.seconds, strict=True)), "%.2f s", "seconds")
    st.caption(_told(test, found))
    with st.container(horizontal=True):
        st.download_button(
            "Results (CSV)", lambda: _csv(found), f"pretraining-{recipe.run_id[:8]}.csv", "text/csv",
            icon=":material/download:", on_click="ignore", key=view.key("pretraining_csv"),
        )  # fmt: skip
        st.link_button(
            "This result by itself", f"?run={recipe.run_id}", icon=":material/link:",
            help="An address that opens it again.",
        )  # fmt: skip


def _table(view: View, found: PretrainingScores, values: Mapping[str, np.ndarray], form: str, name: str) -> None:
    table = pd.DataFrame({"Way": list(values)})
    for place, size in enumerate(found.sizes):
        table[f"{size:,}"] = [each[place] for each in values.values()]
    columns = {label: st.column_config.NumberColumn(format=form) for label in table if label != "Way"}
    st.dataframe(table, hide_index=True, column_config=columns, key=view.key("pretraining", name))


def _told(test: PretrainingTest, found: PretrainingScores) -> str:
    """What was asked, what was read, and what the vectors took."""
    told = (
        f"Columns: how many documents were labeled. {found.n_asked:,} documents of {len(found.classes)} classes are "
        f"asked about, always the same, and neither their labels nor their text is read; the most frequent class is "
        f"{found.majority:.1%} of them. Mean of {found.accuracies.shape[2]} draws of who is labeled; the bars are "
        f"standard deviations. With both losses {found.n_words:,} running words are read at every training. "
    )
    if not test.vectors:
        return f"{told}The vectors of these words took {found.pretraining:.1f} s, once."
    told += f"{found.covered:.0%} of the documents' counted words have a vector of the chosen run"
    row = state.row_of(test.vectors) if store.exists(test.vectors) else None
    told += f", whose training took {row.seconds:,.1f} s. " if row is not None else ". "
    if row is not None and getattr(state.recipe_of(test.vectors).dataset, "kind", "") != Corpus.kind:
        told += "Vectors from a file come without their text: both losses then read the documents alone."
    return told


def _csv(found: PretrainingScores) -> bytes:
    """A row for each way, number of labels and seed."""
    ways, sizes, seeds = found.accuracies.shape
    places = [(way, size, seed) for way in range(ways) for size in range(sizes) for seed in range(seeds)]
    return exports.columns_csv(
        {
            "way": [WAYS[way] for way, _, _ in places],
            "labels": [found.sizes[size] for _, size, _ in places],
            "seed": [seed for _, _, seed in places],
            "accuracy": [float(found.accuracies[place]) for place in places],
            "majority": [found.majority] * len(places),
            "mean seconds": [float(found.seconds[way, size]) for way, size, _ in places],
        }
    )
