"""What the supervisor asks of whoever does the jobs: to begin one, to watch it, to stop it, to tell how it ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from engine.runs.lanes import Lane, Reason
from engine.runs.queue import Job


@dataclass(frozen=True)
class Ending:
    """How the process of a job ended.

    outcome: what the job wrote down last, or None. sentence: what to say if that tells nothing and no run is there.
    again: whether it is then put back into the queue instead; counted: whether that counts among its tries.
    """

    outcome: dict[str, Any] | None = None
    sentence: str = ""
    again: bool = True
    counted: bool = True


class AtWork(Protocol):
    """A job that has begun.

    job: as the queue tells it; the supervisor keeps it up to date. stopping: why it is being stopped, (sentence,
    code), or None; both are empty if the user or the server wants it.
    """

    job: Job
    stopping: tuple[str, str] | None

    def alive(self) -> bool:
        """Whether it goes on; if not, `ending` is known."""

    def watch(self) -> None:
        """Stop it if it takes more than it may."""

    def outgrown(self) -> Reason:
        """Why it takes more than the light lane gives; "" if it does not."""

    def stop(self, sentence: str = "", code: str = "") -> None:
        """Let it end within 3 seconds; to be called again until it has."""

    def ending(self) -> Ending:
        """How it ended. What it saved is in the store by then."""


class Executor(Protocol):
    """Does jobs, several at once. No call waits for a process or for another computer."""

    @property
    def places(self) -> int:
        """Jobs of the heavy lane that it does at once."""

    def has_room(self, lane: Lane, at_work: Mapping[Lane, int]) -> bool:
        """Whether one more job of a lane can begin beside so many of both."""

    def begin(self, job: Job) -> AtWork:
        """Start a job; its folder is empty."""

    def found(self, job: Job) -> AtWork | None:
        """A job that an earlier supervisor began, if it still goes on."""

    def get_ready(self) -> None:
        """Prepare for the next job; called often."""

    def close(self) -> None:
        """Let go of everything; no job runs any more."""
