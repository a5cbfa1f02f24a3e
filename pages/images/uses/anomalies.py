"""Anomalies: the images that a code reconstructs worst."""

import numpy as np
import pandas as pd
import streamlit as st

from engine.insight.images.reconstruction import times_the_median, worst
from pages.parts.explore.picking import pickable
from pages.parts.explore.view import View
from pages.parts.write import pictures

N_LISTED = 60


def show(view: View) -> None:
    """A table of the test images with the largest error; a tick opens one."""
    images, errors = view.images, view.embedding.metadata.get("error")
    if errors is None:
        st.caption("This method makes no images of its codes, so it has no error; choose PCA or an autoencoder.")
        return
    tested = np.arange(images.n_images)[images.test_rows]
    if images.has_classes:
        names = ["All classes", *images.class_names]
        kept = st.selectbox("Class", names, key=view.key("anomaly_class", len(names)), width=220)
        if kept != names[0]:
            tested = tested[images.targets[tested] == images.class_names.index(kept)]
    if not len(tested):
        st.caption("There are no images of this class in the test part.")
        return
    rows = worst(errors, tested, N_LISTED)
    table = pd.DataFrame(
        {
            "Picture": pictures.addresses(images, rows),
            "Image": [view.embedding.labels[row] for row in rows],
            "MSE": errors[rows],
            "Times the median": times_the_median(errors, tested)[rows],
        }
    )
    columns = {
        "Picture": st.column_config.ImageColumn(width="small"),
        "MSE": st.column_config.NumberColumn(format="%.5f"),
        "Times the median": st.column_config.NumberColumn(format="%.1f"),
    }
    key = view.key("anomalies", view.run_id, len(tested), rows[0])
    pickable(table, rows, view.select, key, columns, height=420)
    part = "test" if images.n_test else "training"
    st.caption(
        f"The {len(rows)} of {len(tested):,} images of the {part} part that this run reconstructs worst: unusual, "
        "badly drawn or mislabeled ones. Tick a row to go there."
    )
