"""The peer of the map's benchmark: the same points in `st.plotly_chart`, a click highlights the five nearest."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

LETTERS = "etaoinshrdlcumwfgypbvk"
N = 70_000


@st.cache_resource
def data() -> tuple[np.ndarray, list[str], np.ndarray]:
    """Three clouds of words with a class each."""
    rng = np.random.default_rng(0)
    codes = np.arange(N) % 3
    points = rng.normal(size=(N, 2)) + 6 * np.eye(3, 2)[codes]
    labels = ["".join(word[: 3 + i % 8]) for i, word in enumerate(rng.choice(list(LETTERS), size=(N, 10)))]
    return points.astype(np.float32), labels, codes.astype(np.uint8)


@st.fragment
def explorer() -> None:
    """The chart, and the highlight of what was clicked."""
    points, labels, codes = data()
    picked = clicked()
    figure = go.Figure(go.Scattergl(x=points[:, 0], y=points[:, 1], mode="markers", text=labels))
    figure.update_traces(marker={"size": 3, "color": codes}, hoverinfo="text")
    if picked is not None:
        near = np.argsort(((points - points[picked]) ** 2).sum(axis=1))[1:6]
        figure.add_scattergl(x=points[near, 0], y=points[near, 1], mode="markers", marker={"size": 9})
    figure.update_layout(height=480, showlegend=False)
    st.plotly_chart(figure, key="chart", on_select="rerun", selection_mode="points")


def clicked() -> int | None:
    """Row of the point that was clicked last, known before the chart is drawn, so that one rerun is enough."""
    event = st.session_state.get("chart")
    chosen = [point["point_index"] for point in event.selection.points if point["curve_number"] == 0] if event else []
    if chosen:
        st.session_state.picked = chosen[0]
    return st.session_state.get("picked")


st.set_page_config(layout="wide")
explorer()
