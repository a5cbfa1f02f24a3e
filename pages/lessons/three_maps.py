"""t-SNE beside UMAP beside PCA on the same data, in lesson 10."""

from typing import NamedTuple

import numpy as np
import pandas as pd
import streamlit as st

from engine.embedding import Embedding
from engine.figures.lessons import plane
from engine.projections.base import MapScores
from engine.projections.pca import PCA
from engine.projections.tsne import TSNE
from engine.projections.umap import UMAP
from pages.lessons.lesson import draw
from pages.lessons.pixel_distances import digits
from pages.lessons.question import Place

N_DIGITS = 200
METHODS = {"t-SNE": TSNE(metric="euclidean"), "UMAP": UMAP(metric="euclidean"), "PCA": PCA(n_components=2)}


class Three(NamedTuple):
    """places: method -> (n, 2); kept, trust: method -> neighbors kept and trustworthiness, in [0, 1]."""

    places: dict[str, np.ndarray]
    kept: dict[str, float]
    trust: dict[str, float]


@st.cache_data(show_spinner="Three maps", max_entries=10)
def _three() -> Three:
    data = digits()
    points = data.pictures[:N_DIGITS].reshape(N_DIGITS, -1).astype(np.float32)
    embedding = Embedding(points, list(map(str, range(N_DIGITS))))
    places = {name: method.fit(embedding).main.vectors.astype(float) for name, method in METHODS.items()}
    scores = {name: MapScores.of(points, made) for name, made in places.items()}
    found = {name: score for name, score in scores.items() if score is not None}
    return Three(
        places,
        {name: score.neighbor_recall for name, score in found.items()},
        {name: score.trustworthiness for name, score in found.items()},
    )


def show(place: Place) -> None:
    """The question, the three maps, and how true each is."""
    question = f"The first {N_DIGITS} digits, by their pixels. Which map keeps most of the ten nearest of each?"
    if not place.answered("maps"):
        place.choose("maps", question, list(METHODS), (), "")
        return
    found, classes = _three(), digits().classes[:N_DIGITS]
    place.choose(
        "maps", question, list(METHODS), [max(found.kept, key=found.kept.__getitem__)],
        "; ".join(f"{name} {found.kept[name]:.0%}" for name in METHODS)
        + f". By chance it would be {10 / (N_DIGITS - 1):.0%}. PCA cannot: two directions hold a part of the "
        "distances, and far points fall onto one spot.",
    )  # fmt: skip
    grid = st.grid(3, min_column_width=260, gap="small")
    for name, places in found.places.items():
        with grid.cell():
            st.markdown(f"**{name}**")
            kinds = {str(one): (places[classes == one], [""] * int((classes == one).sum())) for one in range(10)}
            centers = np.array([places[classes == one].mean(axis=0) for one in range(10)])
            draw(
                plane.named(kinds, height=330).update_traces(marker_size=5), place.key("three", name),
                f"{name}: centers of the digits {plane.told(centers, [*'0123456789'])}; neighbors kept "
                f"{found.kept[name]:.1%}.",
            )  # fmt: skip
    table = pd.DataFrame({
        "Map": list(METHODS),
        "Neighbors kept": [100 * found.kept[name] for name in METHODS],
        "Trustworthiness": [found.trust[name] for name in METHODS],
    })  # fmt: skip
    st.dataframe(
        table, hide_index=True, height="content", key=place.key("kept"),
        column_config={
            "Neighbors kept": st.column_config.NumberColumn(format="%.1f %%"),
            "Trustworthiness": st.column_config.NumberColumn(format="%.3f"),
        },
    )  # fmt: skip
