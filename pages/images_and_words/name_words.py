"""A text for the names of classes: words of captions, learned here, and chosen for the method that asks for them."""

import streamlit as st

from engine.datasets.text.downloaded import TEXTS, DownloadedText
from engine.files.downloads.fetch import missing
from engine.learners.shared_spaces.word_space import WordSpace
from engine.learners.words.skipgram import SkipGram
from engine.limits import MB
from engine.runs import store
from engine.runs.recipe import Recipe
from pages.parts.explore.state import PageState
from pages.parts.run import method
from pages.parts.run.obtain import obtain

TEXT = TEXTS["multi30k_en"]
WORDS = Recipe(
    DownloadedText(entry=TEXT.key, boundary="lines"), SkipGram(n_components=200, window=10, n_epochs=30, min_count=3)
)


def offer(page: PageState) -> None:
    """What serves without a network, what serves better, and the button that makes and chooses it."""
    with st.expander("A text for the names of classes", icon=":material/label:"):
        st.caption(
            "Where pictures are mapped into a space of words, a text must have the names of the classes. Short "
            "descriptions are built in. Captions of photographs speak of all ten garments, too, as people do: "
            "trousers as pants, a pullover as a sweater; the names of a class are averaged."
        )
        if not store.exists(WORDS.run_id):
            size = sum(file.size for file in missing(TEXT))
            label = f"Download {size / MB:.1f} MB and train" if size else "Train words of captions"
            st.caption(f"{TEXT.about} Licence: {TEXT.licence}.")
            if obtain(WORDS, "Words of captions", lambda: st.button(label, key=page.key("name_words"))) is None:
                return
        st.button(
            "Choose words of captions", key=page.key("choose_name_words"), on_click=method.prefer,
            args=(WordSpace, "vectors", WORDS.run_id, page.key("method")),
        )  # fmt: skip
        st.caption(
            "Others: any run of Words, or a file of GloVe or word2vec opened under Vectors, stands under “Word "
            "vectors” of the method."
        )
