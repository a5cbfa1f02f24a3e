"""Words: train word vectors on a text, see them, and question them."""

from collections.abc import Mapping
from typing import Any

import streamlit as st

from engine.datasets.text.sources import TextSource
from engine.learners import LEARNERS
from pages.parts import defaults, site
from pages.parts.explore import explorer
from pages.parts.run import method, run_view, state
from pages.parts.tabs import export, training
from pages.parts.write.plain import plain
from pages.words import analogies, axes, how_it_works, odd_one_out, picker, scores, why_close

PAGE = "words"
WORD_LEARNERS = {name: cls for name, cls in LEARNERS.items() if cls.takes == "corpus"}
MISSING = "This run holds no word vectors; open it under Runs."
VECTORS = "Skip-gram and PPMI-SVD give each word two vectors: as a word, and as a context."
TABS = {
    "Why close?": why_close.show,
    "Analogies": analogies.show,
    "Axes": axes.show,
    "Odd one out": odd_one_out.show,
    "Scores": scores.show,
    "How it works": how_it_works.show,
    "Training": training.show,
    "Export": export.show,
}


def main() -> None:
    site.enter()
    run_id = state.run_in_url(PAGE) or defaults.WORDS.run_id
    _adopt(run_id)
    with st.sidebar:
        st.subheader("Data")
        source, corpus = picker.pick(f"{PAGE}.data")
        st.subheader("Method")
        learner = method.choose(WORD_LEARNERS, f"{PAGE}.method")
        if source is not None and corpus is not None and learner is not None:
            method.train(PAGE, source, learner, learner.advice(corpus))
    method.show_run(PAGE, run_id, defaults.WORDS, _explore, _live)


def _adopt(run_id: str) -> None:
    """When a run is opened, the controls show its recipe; afterwards they are the user's."""
    recipe = method.newly_opened(PAGE, run_id, defaults.WORDS)
    if recipe is defaults.WORDS:  # nobody meets an empty inspector
        st.session_state.setdefault(f"{PAGE}.item", st.query_params.get("item", "king"))
    if recipe is not None and isinstance(recipe.dataset, TextSource) and recipe.learner is not None:
        picker.adopt(recipe.dataset, f"{PAGE}.data")
        method.adopt(recipe.learner, f"{PAGE}.method")


def _live(progress: Mapping[str, Any]) -> None:
    """The loss so far, and the neighbors of the watch-words as they change."""
    left, right = st.columns([0.6, 0.4], gap="medium")
    with left:
        run_view.loss_so_far(PAGE, progress)
    for word, near in progress.get("metrics", {}).get("watch", {}).items():
        right.markdown(f"**{plain(word)}**")
        right.caption(plain(", ".join(near)))


def _explore(run_id: str) -> None:
    view = run_view.opened(PAGE, run_id, WORD_LEARNERS, MISSING, VECTORS)
    if view is not None:
        explorer.show(view, run_view.questions(TABS), {"axes": ("Axes", axes.on_map)})


main()
