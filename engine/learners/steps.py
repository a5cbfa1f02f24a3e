"""Whether the training of a network has steps enough to come to something."""

from dataclasses import replace

from engine.algorithms.networks.training import Schedule
from engine.learners.base import Advice

FEW_STEPS = 800
"""A linear autoencoder of the digits needs about so many to come near PCA."""


def few_steps(schedule: Schedule, n_train: int, most_epochs: int) -> list[Advice]:
    """A warning, with the epochs that would do, where a training on so many items has fewer than FEW_STEPS steps."""
    steps = schedule.n_steps(n_train)
    if steps >= FEW_STEPS:
        return []
    more = schedule.epochs_for(FEW_STEPS, n_train, most_epochs)
    made = replace(schedule, n_epochs=more).n_steps(n_train)
    told = f"{steps:,} steps of a batch each are few for a network; {more:,} epochs make {made:,}."
    return [Advice("warning", told)] if more > schedule.n_epochs else []
