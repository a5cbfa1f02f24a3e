"""Single layers of rank 1, one by one, and what a randomized SVD saves."""

import numpy as np
import streamlit as st

from engine.insight.tables.approximation import Approximation
from engine.insight.tables.randomized import TIMES, compared
from engine.papers import Paper
from pages.parts.write import pictures

N_LAYERS = 12
PAPER = Paper(
    "Halko, Martinsson and Tropp", 2011,
    "Finding structure with randomness: probabilistic algorithms for constructing approximate matrix decompositions",
    "doi:10.1137/090771806",
)  # fmt: skip


def layers(found: Approximation, key: str) -> None:
    """Pictures of the layers σ u vᵀ of one channel, and how much of the squares each holds."""
    most = found.n_ranks
    first = st.slider("From layer", 1, most, 1, key=f"{key}.layer.{most}", width=320) if most > 1 else 1
    shown = range(first - 1, min(first - 1 + N_LAYERS, most))
    pixels = np.stack([found.layer(k) for k in shown])
    pictures.strip(
        f"**Layers {first} to {first + len(shown) - 1}**, each of rank 1",
        pictures.signed(pixels.reshape(len(shown), -1), (*pixels.shape[1:], 1)),
        "σ u vᵀ, mid-gray is 0; of a picture in color, the mean of the three channels",
    )
    squares = np.square(found.singular_values)
    shares = ", ".join(f"{k + 1}: {squares[k] / squares.sum():.2%}" for k in shown)
    st.caption(f"Share of the squares that each layer holds: {shares}. Rank k is the sum of the first k layers.")


def randomized(found: Approximation, k: int, key: str) -> None:
    """A button that takes the matrix apart both ways, with the times and errors of both."""
    _, n_rows, n_columns = found.values.shape
    if not st.button("Measure SVD and randomized SVD", icon=":material/timer:", key=f"{key}.measure"):
        st.caption(f"A randomized SVD finds the first {k} alone ([{PAPER.cited}]({PAPER.url})).")
        return
    result = compared(((found.values - found.offset) / found.scale)[0], k)
    first, second = st.columns(2)
    first.metric("SVD of all", f"{result.seconds * 1000:.1f} ms")
    second.metric(f"Randomized, first {k}", f"{result.randomized_seconds * 1000:.1f} ms")
    st.caption(
        f"The best of {TIMES} on this machine, of {n_rows:,} x {n_columns:,} numbers"
        + (" of the first channel" if len(found.values) > 1 else "")
        + f". Of the squares {result.missed:.4%} are missing at rank {k}; the least possible is {result.least:.4%}. "
        f"The singular values differ by at most {result.apart:.1e} of the largest."
    )
