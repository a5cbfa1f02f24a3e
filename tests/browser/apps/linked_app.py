"""Two linked maps of the same items, for tests and the benchmark: the second is the first, turned and shaken."""

from pathlib import Path

import numpy as np
import streamlit as st

from engine.figures.coloring import Ramp
from pages.parts.assets import ensure_static
from pages.parts.map.component import embedding_map


@st.cache_resource
def data(n: int) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """A thousand clouds; the second time every point has moved by as much as its cloud is wide."""
    rng = np.random.default_rng(0)
    first = rng.normal(size=(1_000, 2))[np.arange(n) % 1_000] * 10 + rng.normal(size=(n, 2))
    second = first + rng.normal(size=(n, 2))
    return first.astype(np.float32), second.astype(np.float32), [f"item {row}" for row in range(n)]


ensure_static(Path(__file__).parent / "static")
st.set_page_config(layout="wide")
N = int(st.query_params.get("n", 500))
FIRST, SECOND, LABELS = data(N)
for column, name, places in zip(st.columns(2), ("first", "second"), (FIRST, SECOND), strict=True):
    with column:
        embedding_map(
            name, revision=f"{name}-{N}", coordinates=places, labels=LABELS, colors=Ramp(np.arange(N) % 11, "drift"),
            landmarks=range(min(N, 2_000)), group="both", linked=True, height=480,
        )  # fmt: skip
