"""Runs to choose from."""

from collections.abc import Mapping

from engine.learners import LEARNERS
from engine.runs import catalogue
from engine.runs.catalogue import RunRow

LISTED = 200


def with_vectors() -> Mapping[str, RunRow]:
    """The last runs that made vectors of something, by their id."""
    return {row.run_id: row for row in catalogue.runs("training", limit=LISTED) if _has_vectors(row)}


def _has_vectors(row: RunRow) -> bool:
    learner = LEARNERS.get(row.task)
    return learner is not None and bool(learner.embeds) and not row.damaged
