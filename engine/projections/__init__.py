"""Projections by their name in recipes: learners whose input is an Embedding."""

from engine.learners.base import Learner

PROJECTIONS: dict[str, type[Learner]] = {}
