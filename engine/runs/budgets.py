"""The methods of a kind of item on equal terms: one size, and so many seconds; a recipe for each of both."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.errors import InputError
from engine.fields import Spec, specs
from engine.learners.base import Learner

SHARED = ("n_components", "min_count", "max_words", "max_terms", "stop_words", "piece", "length", "scaling", "seed")
"""What makes two trainings comparable: size, what is counted, the seed."""
PACES = ("n_epochs", "n_iter")
"""Fields by which a training is made longer or shorter, in proportion."""
TRIED = 8
"""A training that measures the pace has so many times fewer rounds than usual."""
FEWEST, MOST, LONGEST = 1, 4, 3_600.0
"""Budgets, and seconds of one."""


def alike(like: Learner, methods: Mapping[str, type[Learner]], dataset: Any) -> dict[str, Learner]:
    """Name -> the method as it usually is on the dataset, with the SHARED settings of `like`, each the nearest that it
    allows. The method of `like` is `like` itself; those that the dataset cannot serve are left out.
    """
    found: dict[str, Learner] = {}
    for name, cls in methods.items():
        if name == like.name:
            found[name] = like
        elif cls.offered(dataset):
            try:
                learner = cls(**dict(cls.suited(dataset)) | _shared(like, cls))
            except InputError:
                continue
            if all(told.severity != "error" for told in learner.advice(dataset)):
                found[name] = learner
    return found


def _shared(like: Learner, cls: type[Learner]) -> dict[str, Any]:
    allowed, given = specs(cls), specs(like)
    names = [name for name in SHARED if name in allowed and name in given]
    pairs = {name: _nearest(vars(like)[name], allowed[name]) for name in names}
    return {name: value for name, value in pairs.items() if value is not None}


def _nearest(value: Any, spec: Spec) -> Any:
    """The nearest value that a field allows; None where there is none."""
    if spec.kind != "integer":
        return value if spec.kind == "flag" or value in spec.options else None
    if value == 0 and not spec.zero and spec.low > 0:  # 0 stood for no limit
        return int(spec.high)
    return int(min(max(value, spec.low), spec.high))


def pace(learner: Learner) -> str:
    """The field by which its training is made longer or shorter; "" for a method without rounds."""
    fields = specs(learner)
    return next((name for name in PACES if name in fields and fields[name].kind == "integer"), "")


def trial(learner: Learner) -> Learner:
    """A short training that tells the pace; the learner itself where it has no rounds."""
    field = pace(learner)
    if not field:
        return learner
    usual = vars(type(learner)).get(field, vars(learner)[field]) or vars(learner)[field]
    low = max(1, int(specs(learner)[field].low))
    return learner.replace(**{field: max(low, int(usual) // TRIED)})


def within(learner: Learner, seconds: Sequence[float], tried: Learner, taken: float) -> list[Learner]:
    """The learner with as many rounds as fit into each budget, one at least, by the pace of a short training that took
    `taken` seconds; none for a method without rounds. Rising, each once.
    """
    field = pace(learner)
    if not field:
        return []
    spec, rate = specs(learner)[field], max(taken, 1e-3) / vars(tried)[field]
    low = max(1, int(spec.low))
    rounds = {int(min(max(budget / rate, low), spec.high)) for budget in seconds}
    return [learner.replace(**{field: n}) for n in sorted(rounds)]


def budgets_in(line: str) -> tuple[float, ...]:
    """Seconds in a line, with commas between, rising. Raises InputError E-SWP-03 for anything else."""
    try:
        found = sorted({float(cell) for cell in line.split(",") if cell.strip()})
    except ValueError:
        found = []
    if not FEWEST <= len(found) <= MOST or not all(0 < seconds <= LONGEST for seconds in found):
        raise InputError(
            f"{line[:60]!r} are no budgets: write {FEWEST} to {MOST} numbers of seconds above 0 and up to "
            f"{LONGEST:,.0f}, with commas between, such as 1, 4, 16.",
            "E-SWP-03",
        )
    return tuple(found)
