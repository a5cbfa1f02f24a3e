"""An addition to Streamlit 1.67.0: a chart for which a page says no text alternative gets one that states its numbers.

Streamlit would name it by its title alone, and most have none. It is done in one place, so that no chart is forgotten.
"""

from typing import Any

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.elements.plotly_chart import PlotlyMixin

from engine.figures.told import told

_plotly_chart: Any = PlotlyMixin.plotly_chart


def correct() -> None:
    """Let every chart of this server have one. Doing it again changes nothing."""
    PlotlyMixin.plotly_chart = plotly_chart  # type: ignore[assignment, method-assign]
    st.plotly_chart = st._main.plotly_chart  # which was bound when Streamlit was imported


def plotly_chart(block: DeltaGenerator, figure: Any, *args: Any, **options: Any) -> Any:
    """Draw a figure as Streamlit does."""
    if not options.get("alt") and hasattr(figure, "data"):
        options["alt"] = told(figure)
    return _plotly_chart(block, figure, *args, **options)
