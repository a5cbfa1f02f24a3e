"""What distinguishes a group of images: their mean picture, and the pixels in which they differ."""

import numpy as np
import streamlit as st

from engine.insight.images.group_pixels import group_pixels
from pages.parts.explore.view import View
from pages.parts.write import pictures


def show(view: View, rows: np.ndarray, beside: np.ndarray) -> None:
    """Three pictures: the group's mean, that of the others, and the difference in standard deviations."""
    images = view.images
    found = group_pixels(images, view.rows_in_run(rows), view.rows_in_run(beside))
    means = pictures.as_bytes(np.stack([found.inside, found.beside]), images.shape)
    shown = np.concatenate([means, pictures.signed(found.effect[None], images.shape)])
    pictures.strip("**Mean pictures**", shown, "the group, the others, and where the group is brighter or darker")
    st.caption(f"Pixels differ by up to {np.abs(found.effect).max():.1f} standard deviations; gray is no difference.")
