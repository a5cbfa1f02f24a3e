"""Projections by their name in recipes: learners whose input is an Embedding."""

from engine.learners.base import Learner
from engine.projections.pca import PCA
from engine.projections.tsne import TSNE

PROJECTIONS: dict[str, type[Learner]] = {projection.name: projection for projection in (PCA, TSNE)}
