"""Projections by their name in recipes: learners whose input is an Embedding. The first is what a map begins with."""

from engine.projections.base import Projection
from engine.registry import registered

PROJECTIONS: dict[str, type[Projection]] = registered(
    __name__,
    (
        "pca",
        "tsne",
        "spectrum",
        "umap",
        "pacmap",
        "classical_mds",
        "stress_mds",
        "gaussian",
    ),
    Projection,
)
