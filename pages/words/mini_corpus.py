"""Mini-corpus: sentences that the user types, and all that counting methods make of them, in sight."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.errors import InputError
from engine.figures import matrices
from engine.figures import mini_corpus as figure
from engine.figures.training import loss_curve
from engine.insight.words.mini_corpus import CELLS, LONGEST, Cells, MiniCorpus, Pair, mini_corpus, of_unit_length
from engine.insight.words.mini_training import STEPS, MiniTraining, chances, train
from pages.parts.explore.view import View
from pages.parts.write.layout import beside, fitting
from pages.parts.write.plain import plain
from pages.words import hover

EXAMPLE = "all that glitters is not gold\nall is well that ends well"
LINKED = ("mini_matrix", "mini_plane", "mini_ways")
FORMATS: dict[Cells, str] = {"count": ".0f", "ratio": ".2g", "log": ".2f", "positive": ".2f"}


def show(view: View) -> None:
    """Ask for sentences; their matrix, its plane, every pair, and one cell in numbers."""
    st.caption("The text of this run is not used here: these are your own sentences, counted on the page at once.")
    left, right = beside(2)
    with left:
        key = view.key("mini_text")
        st.session_state.setdefault(key, EXAMPLE)
        text = st.text_area(
            "Sentences, one a line", key=key, height=150, max_chars=LONGEST, persist_state="session",
            help="Up to 20 sentences of up to 60 different words.",
        )  # fmt: skip
    with right:
        window, ends, kind = _settings(view)
    try:
        corpus = mini_corpus(text, window, ends)
    except InputError as error:
        st.warning(plain(str(error)))
        return
    lit = _lit(view, corpus)
    hover.show(corpus.sentences, corpus.words, LINKED, lit, view.key("mini_hover"))
    left, right = beside(2)
    with left:
        st.markdown(f"**{CELLS[kind]}** of each word (row) and context (column)")
        st.plotly_chart(
            matrices.matrix(corpus.cells(kind), corpus.words, corpus.words, FORMATS[kind], lit),
            key=view.key("mini_matrix"),
        )
        if kind == "log":
            st.caption("Words that never meet have minus infinity: their cells are empty, and count as 0 in the SVD.")
    with right:
        plane = corpus.plane(kind)
        st.markdown("**Two numbers a word**, by SVD of that matrix")
        unit = st.toggle(
            "On the unit circle", key=view.key("mini_unit"), persist_state="session",
            help="Each word's two numbers over their length: the angles alone are left, which the cosine compares.",
        )  # fmt: skip
        places = of_unit_length(plane.places) if unit else plane.places
        st.plotly_chart(figure.places(places, corpus.words, plane.shown, lit), key=view.key("mini_plane"))
        values = ", ".join(f"{value:.2f}" for value in plane.values[:6])
        smaller = ", and smaller ones" if len(plane.values) > 6 else ""
        st.caption(
            f"Rows of U Σ. Singular values: {values}{smaller}. Words of equal rows, "
            "such as those that stand in one another's place, share a point."
        )
    _trained(view, corpus, lit)
    _pairs(view, corpus, lit)


def _lit(view: View, corpus: MiniCorpus) -> str:
    """The word that stays lit up in the sentences and every picture."""
    lit = st.pills(
        "Light up a word", corpus.words, key=view.key("mini_lit", *corpus.words), format_func=plain,
        help="In the sentences, the matrix, both planes and the pairs. While the pointer is over a word of the "
        "sentences, a point or a cell, its words light up in all of them but the pairs.",
    )  # fmt: skip
    return lit or ""


def _trained(view: View, corpus: MiniCorpus, lit: str) -> None:
    """The same pairs predicted: two numbers a word by skip-gram, on their way from the start."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        seed = int(st.number_input("Seed", 0, 999, 0, key=view.key("mini_seed"), width=110, persist_state="session"))
        held_out = st.slider(
            "Pairs held out", 0, 50, 0, 5, format="%d %%", key=view.key("mini_held_out"), width=220,
            persist_state="session", help="Drawn by the seed, and not trained on: does the loss of them fall too?",
        )  # fmt: skip
    found = _training(corpus.sentences, corpus.window, seed, held_out)
    left, right = beside(2)
    with left:
        st.markdown("**Two numbers a word, trained**: skip-gram with a full softmax, on the same pairs")
        st.plotly_chart(figure.ways(found.path, corpus.words, lit), key=view.key("mini_ways"))
    with right:
        history = {"step": np.linspace(0, STEPS, len(found.loss)).tolist(), "loss": found.loss.tolist()}
        if len(found.held_out):
            history["held_out_loss"] = found.held_out.tolist()
        st.plotly_chart(loss_curve(history, "steps"), key=view.key("mini_loss"))
        st.caption(
            f"{STEPS} steps of Adam over all pairs at once, in 2-D; the grey lines are the ways from the start. "
            f"-ln p of a pair falls from {found.loss[0]:.3f} (all words alike: {found.most:.3f}) to "
            f"{found.loss[-1]:.3f}; the counts themselves have {found.least:.3f}, below which nothing can fall."
            + (
                f" Of the pairs held out it goes from {found.held_out[0]:.3f} by way of {found.held_out.min():.3f} to "
                f"{found.held_out[-1]:.3f}."
                if len(found.held_out)
                else ""
            )
        )
        if lit:
            row = corpus.words.index(lit)
            told = chances(found.path[-1], found.contexts)[row]
            table = pd.DataFrame(
                {
                    "Context": corpus.words,
                    f"n({lit}, c) / n({lit})": corpus.counts[row] / corpus.counts[row].sum(),
                    f"p(c | {lit})": told,
                }
            ).sort_values(f"p(c | {lit})", ascending=False)
            share = st.column_config.NumberColumn(format="%.3f")
            st.dataframe(
                table, hide_index=True, height=215, key=view.key("mini_chances"),
                column_config=dict.fromkeys(table.columns[1:], share),
            )  # fmt: skip


@st.cache_data(show_spinner=False, max_entries=50)
def _training(sentences: tuple[tuple[str, ...], ...], window: int, seed: int, held_out: int) -> MiniTraining:
    return train(MiniCorpus(sentences, window).counts, seed, share_held_out=held_out / 100)


def _settings(view: View) -> tuple[int, bool, Cells]:
    window = st.slider(
        "Window", 1, 10, 1, key=view.key("mini_window"), persist_state="session", width=300,
        help="Words to the left and right that count as context.",
    )  # fmt: skip
    ends = st.toggle(
        "START and END around each sentence", value=True, key=view.key("mini_ends"), persist_state="session",
        help="They count as words: what begins or ends sentences is known by it.",
    )  # fmt: skip
    kind: Cells = st.selectbox(
        "Cells", list(CELLS), format_func=CELLS.__getitem__, key=view.key("mini_cells"), persist_state="session",
        width=300,
    )  # fmt: skip
    return window, ends, kind


def _pairs(view: View, corpus: MiniCorpus, lit: str) -> None:
    """Every pair, or those of the word that is lit up; the ticked one's cell in numbers."""
    pairs = [pair for pair in corpus.pairs() if lit in ("", pair.word)]
    left, right = beside(2)
    with left:
        st.markdown(
            f"**The {len(pairs):,} pairs** within {corpus.window} {'word' if corpus.window == 1 else 'words'}"
            + (f" of {plain(lit)}" if lit else "")
        )
        table = pd.DataFrame(pairs, columns=["Sentence", "Word", "Context", "Distance"])
        picked = st.dataframe(
            table, hide_index=True, height=fitting(len(pairs), 280), on_select="rerun", selection_mode="single-row",
            key=view.key("mini_pairs", len(pairs), corpus.window, lit),
        )  # fmt: skip
    with right:
        rows = picked.selection.rows
        _cell(corpus, pairs[rows[0] if rows and rows[0] < len(pairs) else 0])


def _cell(corpus: MiniCorpus, pair: Pair) -> None:
    word, context = corpus.words.index(pair.word), corpus.words.index(pair.context)
    of_word = corpus.counts.sum(axis=1)
    n_pair, n_word, n_context = corpus.counts[word, context], of_word[word], of_word[context]
    st.markdown(f"**{plain(pair.word)}** beside **{plain(pair.context)}**")
    st.latex(
        r"\ln \frac{n(w,c)\, N}{n(w)\, n(c)} = "
        rf"\ln \frac{{{n_pair} \cdot {of_word.sum()}}}{{{n_word} \cdot {n_context}}}"
        rf" = \ln {corpus.ratios[word, context]:.3f} = {corpus.cells('log')[word, context]:.3f}"
    )
    st.caption(
        f"n(w, c) = {n_pair} pairs of {plain(pair.word)} with {plain(pair.context)}; n(w) and n(c) "
        f"are the sums of their rows, and N = {of_word.sum():,} counts all pairs. Tick a pair for its numbers."
    )
