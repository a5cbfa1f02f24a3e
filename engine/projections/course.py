"""How hard neighbors attract each other over the iterations of a t-SNE map, and what the user changed on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

EARLY = 250
"""Iterations of early exaggeration, at most a third of all."""


@dataclass(frozen=True)
class Course:
    """n_iter iterations, the first n_early of which exaggerate by `early`, the others by `late`.

    changes: (iteration, exaggeration) from where on another one holds, rising; also over the early ones.
    """

    n_iter: int
    n_early: int
    early: float
    late: float
    changes: tuple[tuple[int, float], ...] = ()

    def is_early(self, step: int) -> bool:
        """Whether the iteration after `step` of them is an early one."""
        return step < self.n_early and not any(at <= step for at, _ in self.changes)

    def exaggeration(self, step: int) -> float:
        """That of the iteration after `step` of them."""
        last = self.early if step < self.n_early else self.late
        return next((value for at, value in reversed(self.changes) if at <= step), last)

    def steered(self, step: int, asked: Mapping[str, Any]) -> "Course":
        """From `step` on as the user asks: a number of iterations, at least those made, and an exaggeration."""
        course = replace(self, n_iter=max(step, int(asked.get("n_iter", self.n_iter))))
        before = course.changes[-1][1] if course.changes else course.late
        wanted = float(asked.get("exaggeration", before))
        if wanted == before:
            return course
        earlier = tuple(change for change in course.changes if change[0] < step)
        return replace(course, changes=(*earlier, (step, wanted)))


def changes_of(line: str) -> tuple[tuple[int, float], ...]:
    """Of a line as "400:4 700:1": from iteration 400 on an exaggeration of 4, from 700 on none."""
    pairs = (pair.split(":") for pair in line.split())
    return tuple((int(at), float(value)) for at, value in pairs)


def line_of(changes: tuple[tuple[int, float], ...]) -> str:
    """The line that `changes_of` reads."""
    return " ".join(f"{at}:{value:.6g}" for at, value in changes)
