"""What all charts share: no ground of their own, so that a page's theme shows through; no door to the outside."""

import html
from collections.abc import Iterable
from typing import Any

import plotly.graph_objects as go
import plotly.offline

CONFIG: dict[str, Any] = {"showSendToCloud": False, "displaylogo": False, "responsive": True}
"""For every chart: Plotly's button that would send the data to its makers is off."""

TRANSPARENT = "rgba(0,0,0,0)"
FAINT = "rgba(128,128,128,0.25)"
"""Lines that can be seen on light and dark ground."""
MUTED = "#808080"
LABEL_LENGTH = 40
_AXIS = {"gridcolor": FAINT, "zerolinecolor": FAINT, "automargin": True}
_LOOK = {
    "template": go.layout.Template(),
    "margin": {"l": 8, "r": 8, "t": 28, "b": 8},
    "paper_bgcolor": TRANSPARENT,
    "plot_bgcolor": TRANSPARENT,
    "legend": {"orientation": "h", "x": 0, "y": 1, "yanchor": "bottom"},
    "hoverlabel": {"align": "left"},
    "xaxis": _AXIS,
    "yaxis": _AXIS,
}
"""Given at once: set one after the other, with a template made for each figure, they take five times as long."""


def figure(traces: Iterable[Any], height: int = 320, **layout: Any) -> go.Figure:
    """A figure of the common look: `height` in pixels, tight margins, faint grid, horizontal legend on top."""
    return go.Figure(list(traces), layout=_LOOK | {"height": height}).update_layout(**layout)


def library() -> str:
    """The text of plotly.js, for pages that hold figures and need no network (about 5 MB)."""
    return str(plotly.offline.get_plotlyjs())


def escaped(label: str) -> str:
    """A label as text that Plotly shows as it is: no HTML, no formula between dollar signs; cut to 40 characters."""
    short = label if len(label) <= LABEL_LENGTH else label[: LABEL_LENGTH - 1] + "…"
    return html.escape(" ".join(short.split()), quote=False).replace("$", "&#36;")
