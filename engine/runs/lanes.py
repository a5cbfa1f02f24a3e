"""Two lanes: short work never waits behind a long training. Each has places of its own, and its own turn of visitors.

On two cores there is one place in each: a long job wants all cores anyway, so a second one would only slow both down,
while a short one beside it takes its share of them for some seconds. More cores give more places to long jobs, which
short ones take too while they are free.
"""

import os
from collections.abc import Mapping
from typing import Literal

from engine import limits
from engine.learners.base import Estimate

Lane = Literal["light", "heavy"]
LANES: tuple[Lane, ...] = ("light", "heavy")

PLACES: dict[Lane, int] = {"light": 1, "heavy": max(1, (os.cpu_count() or 2) - 1)}
"""Jobs that run at once. No long job takes the light place; one core is left to the pages and to short work."""

LIGHT_SECONDS, LIGHT_MEGABYTES = 10.0, 800.0
"""What a short job is expected to take at most, on an idle machine and with its libraries. Every run that the pages
open with takes less than 6 seconds and 510 MB.
"""
OUTGROWN_SECONDS = 60.0
"""Who takes longer has to leave the light lane: six times what was expected, for other programs want the cores too."""
USUAL_SECONDS: Mapping[Lane, float] = {"light": 5.0, "heavy": 60.0}
"""Expected duration of a job while none of its lane has ended yet."""

Reason = Literal["", "estimate", "seconds", "memory"]
"""Why a job was moved to the heavy lane."""


def lane_of(estimate: Estimate | None) -> Lane:
    """Where a job belongs; without an estimate to the light lane, which reads its data and makes one."""
    if estimate is None or (estimate.seconds <= LIGHT_SECONDS and estimate.megabytes <= LIGHT_MEGABYTES):
        return "light"
    return "heavy"


def places(lane: Lane, at_work: Mapping[Lane, int], heavy_places: int = 0) -> int:
    """Places that a lane has while so many jobs of both are at work.

    heavy_places: those that long jobs have at most; by default those of this machine.
    """
    light, heavy = at_work.get("light", 0), at_work.get("heavy", 0)
    heavy_places = heavy_places or PLACES["heavy"]
    if lane == "light":
        return max(PLACES["light"], heavy_places - heavy)
    return heavy_places - max(0, light - PLACES["light"])


def has_place(lane: Lane, at_work: Mapping[Lane, int], heavy_places: int = 0) -> bool:
    """Whether one more job of a lane can begin beside so many of both."""
    return at_work.get(lane, 0) < places(lane, at_work, heavy_places)


def outgrown(seconds: float, n_bytes: float) -> Reason:
    """Why a job that has taken so long, and takes so much memory with its libraries, must leave the light lane."""
    if n_bytes > limits.LIGHT_BYTES:
        return "memory"
    return "seconds" if seconds > OUTGROWN_SECONDS else ""
