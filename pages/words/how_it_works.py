"""How it works: the formula of the method, filled with the numbers of two words that the user picks."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.counting.cooccurrence import Weighting, distance_weights
from engine.arithmetic.analogy import find
from engine.datasets.text.corpus import Corpus
from engine.errors import InputError
from engine.insight.words.concordance import shared_contexts
from engine.insight.words.explain import NegativeSamplingStep, PmiCell, negative_sampling_step, pmi_cell
from pages.parts.explore.state import PageState
from pages.parts.explore.view import View
from pages.parts.run import state
from pages.parts.write.plain import plain


def show(view: View) -> None:
    """The PMI cell of two words; for skip-gram also one training step with its numbers."""
    words = _pair(view)
    if words is None:
        return
    try:
        _pmi(view, *words)
        if "output" in view.fit.embeddings:
            _sampling(view, *words)
    except InputError as error:
        st.warning(plain(str(error)))


def _pair(view: View) -> tuple[str, str] | None:
    embedding = view.embedding
    first = embedding.labels[view.selected if view.selected is not None else 0]
    second = _usual_context(view.run_id, first, _window(view)) or first
    with st.container(horizontal=True, vertical_alignment="bottom"):
        key = f"{view.page}.mechanics.{view.run_id}.{first}"
        asked = [
            st.text_input("Word", first, key=f"{key}.word", width=200, max_chars=200),
            st.text_input("Context word", second, key=f"{key}.context", width=200, max_chars=200),
        ]
    rows = [find(embedding, word.strip()) for word in asked]
    unknown = [word for word, row in zip(asked, rows, strict=True) if row is None]
    if unknown:
        st.warning(f"Not among the {embedding.n_items:,} words: {plain(', '.join(unknown))}")
        return None
    word, context = (embedding.labels[row] for row in rows if row is not None)
    return word, context


def _pmi(view: View, word: str, context: str) -> None:
    st.markdown("**Pointwise mutual information**: how many times more often than by chance do the two stand together?")
    learner = view.recipe.learner
    window, shift, smoothing = (
        _window(view),
        float(getattr(learner, "shift", 1)),
        float(getattr(learner, "smoothing", 0.75)),
    )
    weighting: Weighting = getattr(learner, "weighting", "equal")
    cell = _cell(view.run_id, word, context, window, smoothing, shift, weighting)
    value = f"{cell.pmi:.3f}" if np.isfinite(cell.pmi) else r"-\infty \text{ (they never meet)}"
    st.latex(
        rf"\mathrm{{PMI}}(w, c) = \ln \frac{{n(w,c)\,/\,N}}{{\frac{{n(w)}}{{N}} \cdot \frac{{n(c)^{{\alpha}}}}"
        rf"{{\sum_{{c'}} n(c')^{{\alpha}}}}}} = \ln \frac{{{_number(cell.pair)} \,/\, {_number(cell.total)}}}"
        rf"{{\frac{{{_number(cell.word)}}}{{{_number(cell.total)}}} \cdot {cell.smoothed_share:.3g}}} = {value}"
    )
    counted = "" if weighting == "equal" else " Pairs are weighted by their distance, as in the training."
    st.caption(
        plain(
            f"w = {word}, c = {context}: n(w, c) = {cell.pair:,.1f} is how often they stand within {window} words of "
            f"each other, n(w) = {cell.word:,.1f} and n(c) = {cell.context:,.1f} count all pairs that hold them, "
            f"N = {cell.total:,.0f} all pairs; α = {smoothing:g} smooths the contexts. The matrix keeps "
            f"max(0, PMI - ln {shift:g}) = {cell.value:.3f}.{counted}"
        )
    )


def _window(view: View) -> int:
    return int(getattr(view.recipe.learner, "window", 5))


@st.cache_data(show_spinner=False, max_entries=500)
def _usual_context(run_id: str, word: str, window: int) -> str | None:
    """The context that stands near the word most beyond chance."""
    corpus = _trained_on(run_id)
    found = shared_contexts(corpus, corpus.index[word], corpus.index[word], window, limit=1)
    return found[0].word if found else None


@st.cache_data(show_spinner=False, max_entries=200)
def _cell(
    run_id: str, word: str, context: str, window: int, smoothing: float, shift: float, weighting: Weighting
) -> PmiCell:
    corpus = _trained_on(run_id)
    weights = distance_weights(window, weighting).tolist()
    return pmi_cell(corpus, corpus.index[word], corpus.index[context], window, smoothing, shift, weights)


@st.cache_resource(show_spinner=False, max_entries=2)
def _trained_on(run_id: str) -> Corpus:
    """The text without the words that the training left out."""
    view = View(PageState(""), run_id, "")
    learner = view.recipe.learner
    return view.corpus.pruned(int(getattr(learner, "min_count", 1)), int(getattr(learner, "max_words", 0)))


def _sampling(view: View, word: str, context: str) -> None:
    st.markdown("**One step of negative sampling**: the word moves towards its context and away from noise words.")
    fit = state.fit(view.run_id)
    inputs, outputs = fit.embeddings["input"], fit.embeddings["output"]
    noise = _noise(inputs.metadata["count"], int(getattr(view.recipe.learner, "negative", 5)), inputs.index[context])
    rows = [inputs.index[context], *noise]
    rate = float(getattr(view.recipe.learner, "learning_rate", 0.025))
    names = [word, *(inputs.labels[row] for row in rows)]
    step = negative_sampling_step(names, inputs.vectors[inputs.index[word]], outputs.vectors[rows], rate)
    st.latex(
        r"J = -\ln \sigma(v_w \cdot u_c) - \sum_{i} \ln \sigma(-v_w \cdot u_i) = "
        + rf"{step.loss_before:.4f} \;\to\; {step.loss_after:.4f} \text{{ after one step}}"
    )
    _samples(step)
    st.caption(
        plain(
            f"Learning rate {rate:g}. Each output vector u moves by -rate · (σ - label) · v, and v by the sum of "
            "-rate · (σ - label) · u. Noise words are drawn with probability proportional to count^0.75."
        )
    )


def _samples(step: NegativeSamplingStep) -> None:
    table = pd.DataFrame(
        {
            "Word": [sample.word for sample in step.samples],
            "Label": [sample.label for sample in step.samples],
            "Score v·u": [sample.score for sample in step.samples],
            "σ(score)": [sample.probability for sample in step.samples],
            "σ - label": [sample.gradient for sample in step.samples],
            "Score after": [sample.score_after for sample in step.samples],
        }
    )
    form = st.column_config.NumberColumn(format="%.4f")
    st.dataframe(table, hide_index=True, column_config=dict.fromkeys(list(table.columns)[2:], form))


def _noise(counts: np.ndarray, negative: int, context: int) -> list[int]:
    """Noise words as the training draws them, always the same ones for the same context."""
    weights = counts.astype(float) ** 0.75
    weights[context] = 0
    n_drawn = min(negative, int((weights > 0).sum()))
    generator = np.random.default_rng(context)
    return [int(row) for row in generator.choice(len(weights), n_drawn, replace=False, p=weights / weights.sum())]


def _number(value: float) -> str:
    """As LaTeX; pairs weighted by distance give counts that are not whole."""
    return f"{value:,.1f}".removesuffix(".0").replace(",", r"{,}")
