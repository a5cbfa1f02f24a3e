"""Projections by their name in recipes: learners whose input is an Embedding. The first is what a map begins with."""

from engine.projections.base import Projection
from engine.projections.pca import PCA
from engine.projections.tsne import TSNE

PROJECTIONS: dict[str, type[Projection]] = {projection.name: projection for projection in (PCA, TSNE)}
