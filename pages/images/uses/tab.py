"""Uses: what a trained code is good for beyond the map, each beside a baseline."""

import streamlit as st

from pages.images.uses import anomalies, compression, few_shot, matching, new_images, repair
from pages.parts.explore.view import View

USES = {
    "Denoising": repair.denoise,
    "In-painting": repair.inpaint,
    "Compression": compression.show,
    "Anomalies": anomalies.show,
    "Few labels": few_shot.show,
    "Same or not": matching.show,
    "New images": new_images.show,
}


def show(view: View) -> None:
    """Choose a use and see it with this run and all others on the same images."""
    first = next(iter(USES))
    chosen = st.segmented_control(
        "Use", list(USES), default=first, required=True, key=view.key("use"), label_visibility="collapsed"
    )
    USES[chosen](view)
