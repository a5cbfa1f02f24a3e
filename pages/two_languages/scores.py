"""Scores: how many of the words that were held out are translated right, beside chance and their own spelling."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.algorithms.alignment.trials import MAPS
from engine.errors import InputError
from engine.figures.score_bars import bars
from engine.insight.shared_spaces.two_languages import Tested, how_tested
from pages.parts.explore.view import View
from pages.parts.write.layout import beside
from pages.two_languages.language_data import languages_of

NAMES = {"orthogonal": "Procrustes", "refined": "Refined", "least_squares": "Least squares"}
WAYS = ("cosine", "CSLS")
CHANCE, ITSELF = "By chance", "The word itself"
PERCENT = st.column_config.NumberColumn(format="%.1f %%", width=62)
COLUMNS = {"Answer by": st.column_config.TextColumn(width=140)} | dict.fromkeys(("First", "±", "Five"), PERCENT)
SAME_PHOTOGRAPHS, OTHERS = 0.34, 0.08
"""Precision at 1 by the cosine of half the captions in both languages, and of one half in each: the benchmark
`languages`."""
FEW = 1.5
"""Pairs for each dimension below which a matrix without conditions fits their noise."""


def show(view: View) -> None:
    """A table of maps and ways of search, with what stands beside them."""
    found = how_tested(view.fit)
    if found is None:
        st.caption("No word was held out in this run, so that nothing can be tested.")
        return
    left, right = beside(2)
    mean = found.precision.mean(axis=0)
    names = [f"{NAMES[name]}, {way}" for name in MAPS for way in WAYS]
    with left:
        st.dataframe(
            _table(found, names), hide_index=True, key=view.key("scores"), column_config=COLUMNS, placeholder=""
        )
        n_splits = len(found.precision)
        over = f", mean and standard deviation over {n_splits} splits of the dictionary" if n_splits > 1 else ""
        st.caption(
            f"Share of {found.n_held_out:,} held-out words with a known translation as the first answer, or among the "
            f"first five{over}; learned from {found.n_seeds:,} pairs. Procrustes: the turn by these alone; refined: by "
            "what it finds, too; least squares: any matrix. The word itself is taken as its translation."
        )
    flat = mean[:, :, 0].ravel()
    told = [f"{value:.1%}" for value in flat]
    right.plotly_chart(
        bars(names, flat, np.full(len(names), max(found.same_spelling, found.chance[0])), told,
             "chance, or the word itself", "first answer right"),
        key=view.key("score_bars"),
    )  # fmt: skip
    for sentence in _read(view, found):
        st.caption(sentence)


def _table(found: Tested, names: list[str]) -> pd.DataFrame:
    mean, spread = found.precision.mean(axis=0), found.precision.std(axis=0, ddof=int(len(found.precision) > 1))
    beside = [found.chance[0], found.same_spelling], [found.chance[1], np.nan]
    return pd.DataFrame(
        {
            "Answer by": [*names, CHANCE, ITSELF],
            "First": 100 * np.array([*mean[:, :, 0].ravel(), *beside[0]]),
            "±": 100 * np.array([*spread[:, :, 0].ravel(), np.nan, np.nan]),
            "Five": 100 * np.array([*mean[:, :, 1].ravel(), *beside[1]]),
        }
    )


def _read(view: View, found: Tested) -> list[str]:
    """How to read the figures of these data."""
    sentences = []
    n_components = int(view.fit.arrays["map"].shape[0])
    if found.n_seeds < FEW * n_components:
        sentences.append(
            f"{found.n_seeds:,} pairs do not settle the {n_components} × {n_components} numbers of a matrix without "
            "conditions: it fits their noise, and is at its worst where pairs are as many as dimensions. A turn keeps "
            "all lengths and angles, and a few pairs settle it."
        )
    try:
        aligned = languages_of(view).aligned
    except InputError:
        aligned = False
    if aligned:
        sentences.append(
            "These texts are translations of each other, and that carries the result: both languages say the same, "
            "equally often. Of half the captions of Multi30k, the same in English and in German, Procrustes and the "
            f"cosine find {SAME_PHOTOGRAPHS:.0%} at once; of one half in English and the other in German, as many "
            f"words, {OTHERS:.0%}."
        )
    return sentences
