"""Pictures of what word2vec reads and looks up: the pairs of a sentence, and a one-hot vector times W."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from engine.figures.colors import OKABE_ITO, scale
from engine.figures.style import FAINT, escaped, figure
from engine.insight.words.one_hot import OneHotProduct

CENTER, CONTEXT = OKABE_ITO[1], OKABE_ITO[4]
BLACK = "#000000"


def windows(sentence: Sequence[str], window: int) -> go.Figure:
    """A row for each place of the sentence: the word in its middle, and the words within the window beside it."""
    n = len(sentence)
    apart = np.abs(np.arange(n)[:, None] - np.arange(n))  # (n, n)
    shown = np.where(apart == 0, 1.0, np.where(apart <= window, 0.0, np.nan))
    names = [escaped(word) for word in sentence]
    drawn = go.Heatmap(
        z=shown,
        colorscale=[[0, CONTEXT], [1, CENTER]],
        zmin=0,
        zmax=1,
        showscale=False,
        xgap=2,
        ygap=2,
        text=[[name if near else "" for name, near in zip(names, row, strict=True)] for row in apart <= window],
        texttemplate="%{text}",
        textfont={"color": BLACK},
        customdata=[[_pair(names, center, place) for place in range(n)] for center in range(n)],
        hoverongaps=False,
        hovertemplate="%{customdata}<extra></extra>",
    )
    places = {"tickvals": np.arange(n), "showgrid": False, "zeroline": False}
    down = places | {"ticktext": names, "autorange": "reversed"}
    return figure([drawn], 60 + 30 * n, xaxis=places | {"showticklabels": False}, yaxis=down)


def _pair(names: Sequence[str], center: int, place: int) -> str:
    return "the word itself" if center == place else f"({names[center]}, {names[place]})"


def one_hot(product: OneHotProduct, labels: Sequence[str], n_columns: int) -> go.Figure:
    """x as a column beside W, and x^T W below it. labels: of the rows in sight; n_columns: of the whole of W."""
    m, k = product.part.shape
    limit = float(np.abs(product.part).max()) or 1.0
    color = {"colorscale": scale(), "showscale": False, "xgap": 1, "ygap": 1, "texttemplate": "%{text}"}
    names = [escaped(label) for label in labels]
    one = go.Heatmap(
        z=product.one_hot[:, None], text=[[f"{value:.0f}"] for value in product.one_hot], zmin=-1, zmax=1,
        hovertemplate="%{customdata}: %{z:.0f}<extra>x</extra>", customdata=[[name] for name in names],
        y=np.arange(m), x=["x"], **color,
    )  # fmt: skip
    heads = [f"{place + 1}" for place in range(k)]
    form = {"zmin": -limit, "zmax": limit} | color
    part = go.Heatmap(
        z=product.part, text=_texts(product.part), y=np.arange(m), x=heads, xaxis="x2",
        customdata=[[name] * k for name in names],
        hovertemplate="%{customdata}, column %{x}: %{z:.4g}<extra>W</extra>", **form,
    )  # fmt: skip
    result = go.Heatmap(
        z=product.product[None], text=_texts(product.product[None]), y=["xᵀW"], x=heads, xaxis="x2", yaxis="y2",
        hovertemplate="column %{x}: %{z:.4g}<extra>xᵀW</extra>", **form,
    )  # fmt: skip
    at = int(product.one_hot.argmax())
    frame = {"type": "rect", "xref": "x2", "yref": "y", "x0": -0.5, "x1": k - 0.5, "y0": at - 0.5, "y1": at + 0.5}
    height = 120 + 28 * (m + 2)
    low = 60 / height
    axis = {"gridcolor": FAINT, "zeroline": False, "automargin": True, "side": "top", "type": "category"}
    down = {"automargin": True, "showgrid": False, "zeroline": False}
    named = {"tickvals": np.arange(m), "ticktext": names, "autorange": "reversed"}
    return figure(
        [one, part, result], height, showlegend=False,
        xaxis=axis | {"domain": [0, 0.08]},
        xaxis2=axis | {"domain": [0.12, 1], "anchor": "y", "title": f"columns of W, 1 to {k} of {n_columns:,}"},
        yaxis=down | named | {"domain": [low + 0.06, 1]},
        yaxis2=down | {"domain": [0, low], "anchor": "x2"},
        shapes=[frame | {"line": {"color": CENTER, "width": 3}}],
    )  # fmt: skip


def _texts(values: np.ndarray) -> list[list[str]]:
    return [[f"{value:.2f}" for value in row] for row in values.tolist()]
