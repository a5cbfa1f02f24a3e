"""Phrases: what the validity network says of one that the user types, and of it with another word in each place."""

from typing import cast

import pandas as pd
import streamlit as st

from engine.arithmetic.lookup import rows_of
from engine.errors import InputError
from engine.figures.training import accuracy_curve
from engine.insight.words import validity
from engine.insight.words.examples import telling_rows
from engine.insight.words.validity import Judged
from engine.learners.words.contract import WordLearner
from engine.learners.words.validity import Validity
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.write.plain import plain

PHRASE, SWITCHED = ("cat", "sat", "on", "the", "mat"), "song"
"""Of the paper that the method comes from; shown where the text knows all of the words."""
BEST = "Would fit best"


def are_judged(view: View) -> bool:
    """Whether the run has a network that judges phrases."""
    return {"hidden", "hidden_bias", "output", "edge"} <= view.fit.arrays.keys()


def show(view: View) -> None:
    """Ask for a phrase and a word, and compare the phrase with what the word makes of it; how well all this goes."""
    size = validity.network_of(view.fit).size
    begins, other = _example(view.run_id, size)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        phrase = st.text_input(
            f"Phrase of {size} words", begins, key=view.key("phrase", view.run_id), width=360, max_chars=400
        )
        word = st.text_input(
            "Word to switch in", other, key=view.key("switched", view.run_id), width=200, max_chars=200
        )
    try:
        found = _judged(view.run_id, phrase, word.strip(), size)
    except InputError as error:
        st.warning(plain(str(error)))
        found = None
    if found is not None:
        _compared(view, found, word.strip())
    _told_apart(view)


def _compared(view: View, found: Judged, word: str) -> None:
    learner = cast(Validity, view.recipe.learner)
    written = [place.word for place in found.places]
    middle = len(written) // 2
    switched = [*written[:middle], word, *written[middle + 1 :]]
    st.markdown(
        f"**{plain(' '.join(written))}** scores **{found.score:.2f}**; "
        f"{plain(' '.join(switched))} scores **{found.places[middle].switched:.2f}**."
    )
    share, score = "Fits better than", f"Score with {word}"
    table = pd.DataFrame(
        {
            "Word": written,
            score: [place.switched for place in found.places],
            share: [100 * place.beaten for place in found.places],
            BEST: [", ".join(place.best) for place in found.places],
        }
    )
    columns = {
        score: st.column_config.NumberColumn(format="%.2f", width="small"),
        share: st.column_config.NumberColumn(format="%.1f %%", width="small"),
        "Word": st.column_config.TextColumn(width="small"),
    }
    st.dataframe(table, hide_index=True, column_config=columns, key=view.key("places"))
    st.caption(
        f"A row for each place, the others as they are. {share}: the share of the other {view.fit.main.n_items - 1:,} "
        "words with which the phrase would score lower. Scores mean something beside each other alone: a phrase of the "
        "text is to score above the same with a word switched by 1 or more."
        + (
            ""
            if learner.place == "any"
            else " This network learned by switching the middle word alone; of the other places it was never asked."
        )
    )


def _told_apart(view: View) -> None:
    """The accuracy on held-out phrases, as it rose, beside what needs no network."""
    summary, history = view.fit.summary, view.fit.history
    if len(history.get("accuracy", [])) < 2:
        return
    counts = float(summary["accuracy_of_bigram_counts"])
    st.markdown(
        f"Of **{summary['held_out_phrases']:,}** phrases in sentences that were held out, "
        f"**{summary['accuracy']:.1%}** score above the same with the middle word switched at random."
    )
    baselines = {"bigram counts": counts, "chance": float(summary["chance"])}
    st.plotly_chart(accuracy_curve(history, baselines, "windows"), key=view.key("accuracy"))
    st.caption(
        f"Bigram counts: how often the middle word follows the one before it and comes before the one after it, in the "
        f"sentences that were learned from; they tell {counts:.1%} apart."
    )


@st.cache_data(show_spinner=False, max_entries=100)
def _example(run_id: str, size: int) -> tuple[str, str]:
    """A phrase that the run knows, and a word that is not in it."""
    view = View(PageState(""), run_id, "")
    words, learner = view.fit.main, cast(WordLearner, view.recipe.learner)
    try:
        phrase = validity.example(learner.trained_on(view.corpus), size, PHRASE)
    except InputError:  # the text cannot be read any more
        phrase = [words.labels[row] for row in range(min(size, words.n_items))]
    others = [SWITCHED] if SWITCHED in words.index else []
    others += [words.labels[row] for row in telling_rows(words, size + 1)]
    return " ".join(phrase), next((word for word in others if word not in phrase), others[0])


@st.cache_data(show_spinner=False, max_entries=200)
def _judged(run_id: str, phrase: str, word: str, size: int) -> Judged:
    fit = View(PageState(""), run_id, "").fit
    rows = validity.parsed(fit.main, phrase, size)
    return validity.judged(fit, rows, rows_of(fit.main, [word])[0])
