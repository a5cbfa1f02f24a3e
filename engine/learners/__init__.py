"""Learners by their name in recipes."""

from engine.learners.base import Learner

LEARNERS: dict[str, type[Learner]] = {}
