"""Projections by their name in recipes: learners whose input is an Embedding."""

from engine.learners.base import Learner
from engine.registry import registered

PROJECTIONS: dict[str, type[Learner]] = registered(
    __name__,
    (
        "pca",
        "tsne",
    ),
    Learner,
)
