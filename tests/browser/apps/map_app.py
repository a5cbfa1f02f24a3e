"""Two pages with a map, for tests: what it shows comes from the address, what happened on it is written below."""

from pathlib import Path

import numpy as np
import streamlit as st

from engine.figures.coloring import Categories, Ramp
from pages.parts.assets import ensure_static
from pages.parts.map.component import Frames, Highlight, Tour, embedding_map, map_event

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    r"$\href{javascript:alert(1)}{x}$",
    "<script>alert(2)</script>",
    "\u202eevil",
]
CLASSES = ["north", "<b>south</b>", "east"]
MANY = [f"class number {place}" for place in range(30)]
LETTERS = "etaoinshrdlcumwfgypbvk"


@st.cache_resource
def data(n: int, dims: int, seed: int = 0) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Three clouds of words with a class each; the first labels are hostile if there are few points."""
    rng = np.random.default_rng(seed)
    codes = np.arange(n) % 3
    points = rng.normal(size=(n, dims)) + 6 * np.eye(3, dims)[codes]
    letters = rng.choice(list(LETTERS), size=(n, 10))
    labels = ["".join(word[: 3 + i % 8]) for i, word in enumerate(letters)]
    if n < 1000:
        labels[: len(HOSTILE)] = HOSTILE[:n]
    return points.astype(np.float32), labels, codes


def nearest(points: np.ndarray, row: int) -> list[int]:
    """Rows of the five nearest others."""
    return np.argsort(((points - points[row]) ** 2).sum(axis=1))[1:6].tolist()


@st.fragment
def explorer() -> None:
    """The map, and what was done on it."""
    options = st.query_params
    state = st.session_state
    n, dims = int(options.get("n", 60)), int(options.get("dims", 2))
    points, labels, codes = data(n, dims)
    event = map_event("map", n)
    if event.clicked is not None:
        state.clicks = state.get("clicks", 0) + 1
    if event.clicked is not None or event.cleared:
        state.picked = event.clicked
    picked = state.get("picked")
    classes = (
        Categories(np.arange(n) % len(MANY), MANY, "kind")
        if "many" in options
        else Categories(codes, CLASSES, "region")
    )
    frames = None
    if "frames" in options:
        shares = np.linspace(0, 1, 11, dtype=np.float32)
        path = np.stack([points * share + points[::-1] * (1 - share) for share in shares])
        frames = Frames(list(range(0, 101, 10)), path, unit="iteration")
    if "live" in options:
        size = state.get("live", 2)
        shift = np.stack([points * np.float32(1 + step) for step in range(size)])
        frames = Frames(list(range(size)), shift, live=True)
    tour = None
    if "tour" in options:
        more = np.hstack([points, data(n, 4, seed=1)[0]])
        tour = Tour(more, [f"PC{place + 1}" for place in range(more.shape[1])], [0.15] * more.shape[1])
    drawn = embedding_map(
        "map",
        revision=f"{n}-{dims}-{state.get('revision', 0)}",
        coordinates=points + np.float32(state.get("shift", 0)) * points[:, ::-1],
        labels=labels,
        colors=Ramp(np.arange(n), "rank") if state.get("ramp") else classes,
        highlight=Highlight(picked, nearest(points, picked)) if picked is not None else Highlight(),
        landmarks=range(min(n, 300)),
        frames=frames,
        tour=tour,
        axis_titles=("PC 1", "PC 2", "PC 3")[:dims] if "titles" in options else (),
        height=480,
    )
    if event.selection is not None:
        state.selection = event.selection
    assert drawn == event
    st.text(f"picked {picked} clicks {state.get('clicks', 0)} selection {state.get('selection')}")


def first() -> None:
    """The page with the map."""
    st.session_state.runs = st.session_state.get("runs", 0) + 1
    columns = st.columns(5)
    columns[0].button("Rerun")
    if columns[1].button("Move points"):
        st.session_state.shift = 0.3
    if columns[2].button("New revision"):
        st.session_state.revision = st.session_state.get("revision", 0) + 1
    if columns[3].button("Ramp"):
        st.session_state.ramp = True
    if columns[4].button("More frames"):
        st.session_state.live = st.session_state.get("live", 2) + 3
    explorer()
    st.text(f"runs {st.session_state.runs}")


def second() -> None:
    """A page without a map."""
    st.text("nothing here")


ensure_static(Path(__file__).parent / "static")
st.set_page_config(layout="wide")
st.navigation([st.Page(first, title="First", default=True), st.Page(second, title="Second")], position="top").run()
