"""Uses: what a trained code is good for beyond the map, each beside a baseline."""

import streamlit as st

from pages.shared.view import View
from pages.tabs import uses_anomalies, uses_compression, uses_few_shot, uses_repair

USES = {
    "Denoising": uses_repair.denoise,
    "In-painting": uses_repair.inpaint,
    "Compression": uses_compression.show,
    "Anomalies": uses_anomalies.show,
    "Few labels": uses_few_shot.show,
}


def show(view: View) -> None:
    """Choose a use and see it with this run and all others on the same images."""
    first = next(iter(USES))
    chosen = st.segmented_control(
        "Use", list(USES), default=first, required=True, key=f"{view.page}.use", label_visibility="collapsed"
    )
    USES[chosen](view)
