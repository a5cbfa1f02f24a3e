"""Runs to choose from."""

from collections.abc import Collection, Mapping

from engine.fields import specs
from engine.learners import LEARNERS
from engine.runs import catalogue
from engine.runs.catalogue import RunRow
from engine.runs.recipe import TASKS
from pages.parts.run import state

LISTED = 200


def with_vectors(of: Collection[str] = ()) -> Mapping[str, RunRow]:
    """The last runs that made vectors of something, or of these kinds of items (`Learner.embeds`), by their id."""
    rows = catalogue.runs("training", limit=LISTED, owner=state.owner())
    return {row.run_id: row for row in rows if has_vectors(row, of)}


def has_vectors(row: RunRow, of: Collection[str] = ()) -> bool:
    """Whether a run made vectors of something, or of these kinds of items, and can be read."""
    learner = LEARNERS.get(row.task)
    return learner is not None and bool(learner.embeds) and not row.damaged and (not of or learner.embeds in of)


def settings(row: RunRow) -> str:
    """The hyper-parameters that were not left as they usually are."""
    learner = row.recipe["learner"] or {}
    cls = TASKS.get(learner.get("name", ""))
    if cls is None:
        return ""
    changed = {name: learner[name] for name in specs(cls) if name in learner and learner[name] != getattr(cls, name)}
    told = {name: value["name"] if isinstance(value, dict) else value for name, value in changed.items()}
    return " · ".join(f"{specs(cls)[name].label.lower()} {value}" for name, value in told.items())
