"""One setting of a recipe swept over several values, each with several seeds: a recipe becomes recipes."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from engine.errors import InputError
from engine.fields import Spec, check, specs
from engine.learners.base import Learner
from engine.runs.recipe import Recipe

FEWEST, MOST = 2, 8
"""Values of a sweep."""
PROPOSED = 5
SEEDS = 5
"""Seeds for each value at most."""
SEED = "seed"
NOT_SWEPT = {SEED, "device"}
WIDE, SMALL, FINE = 100.0, 0.2, 0.005
"""Real numbers are tried by factors where the upper bound is so many times the lower, or the present value or, where
that is 0, the usual step at most so large a share of the upper; others in even steps."""
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Trial:
    """One recipe of a sweep. value: of the field that is swept. seed: None where chance plays no part."""

    value: Any
    seed: int | None
    recipe: Recipe


def sweepable(learner: Learner) -> dict[str, Spec]:
    """Field -> Spec, of those whose values a sweep can go through: numbers, choices, and yes or no."""
    return {
        name: spec
        for name, spec in specs(learner).items()
        if spec.kind in ("integer", "real", "choice", "flag") and not spec.hidden and name not in NOT_SWEPT
    }


def seeded(learner: Learner) -> bool:
    """Whether chance plays a part: it has a seed."""
    return SEED in specs(learner)


def trials(recipe: Recipe, field: str, values: Sequence[Any], n_seeds: int = 1) -> tuple[Trial, ...]:
    """The recipe with each of the values, and with as many seeds from its own on; value by value.

    A method without a seed is tried once. Raises InputError for a value that the field does not take.
    """
    assert recipe.learner is not None
    return tuple(
        Trial(value, seed, each)
        for value in values
        for seed, each in with_seeds(Recipe(recipe.dataset, recipe.learner.replace(**{field: value})), n_seeds)
    )


def with_seeds(recipe: Recipe, n_seeds: int) -> list[tuple[int | None, Recipe]]:
    """The recipe with its own seed and the next ones; itself alone where chance plays no part."""
    learner = recipe.learner
    assert learner is not None
    if not seeded(learner):
        return [(None, recipe)]
    first, last = int(vars(learner)[SEED]), int(specs(learner)[SEED].high)
    seeds = [(first + more) % (last + 1) for more in range(n_seeds)]
    return [(seed, Recipe(recipe.dataset, learner.replace(seed=seed))) for seed in seeds]


def proposed(spec: Spec, value: Any) -> tuple[Any, ...]:
    """Values worth a try, rising, the present one among them.

    Choices: all. Whole numbers: by factors of 2. Real ones: by factors of 10^.5, or in even steps between bounds that
    are near.
    """
    if spec.kind == "flag":
        return (False, True)
    if spec.kind == "choice":
        options = list(spec.options)
        return tuple(options if len(options) <= MOST else [value, *(o for o in options if o != value)][:MOST])
    if value > 0 and (spec.kind == "integer" or value <= SMALL * spec.high or spec.high >= WIDE * spec.low > 0):
        factor = 2.0 if spec.kind == "integer" else 10**0.5
        tried = [value * factor**power for power in _around(spec, value, factor)]
    elif value == 0 and spec.kind == "real" and (spec.step or 0) <= FINE * spec.high:
        first = spec.step or spec.high * 1e-4
        tried = [0.0, *(first * 10**power for power in range(PROPOSED - 1) if first * 10**power <= spec.high)]
    else:
        tried = [spec.low + (spec.high - spec.low) * place / (PROPOSED - 1) for place in range(PROPOSED)] + [value]
    found = {value if abs(each - value) <= 1e-9 * abs(value) else _rounded(spec, each) for each in tried}
    return tuple(sorted(found))


def _around(spec: Spec, value: float, factor: float) -> range:
    """Powers of the factor about 0, PROPOSED of them where the bounds allow, moved to the side where there is room."""
    below = next(n for n in range(PROPOSED) if n == PROPOSED - 1 or value / factor ** (n + 1) < spec.low)
    above = next(n for n in range(PROPOSED) if n == PROPOSED - 1 or value * factor ** (n + 1) > spec.high)
    start = -min(below, max(PROPOSED // 2, PROPOSED - 1 - above))
    return range(start, min(above, start + PROPOSED - 1) + 1)


def _rounded(spec: Spec, value: float) -> float | int:
    return round(value) if spec.kind == "integer" else float(f"{value:.2g}")


def line_of(spec: Spec, values: Sequence[Any]) -> str:
    """Values as the user reads and writes them, with commas between; see `values_in`."""
    return ", ".join(told(spec, value) for value in values)


def told(spec: Spec, value: Any) -> str:
    """One value as the user reads it."""
    if spec.kind == "flag":
        return YES if value else NO
    if spec.kind == "choice":
        return str(value)
    return _zero(spec) if spec.zero and not value else f"{value:.15g}"


def _zero(spec: Spec) -> str:
    """What 0 stands for, in a word or two without a comma."""
    return spec.zero.split(",")[0].strip()


def values_in(spec: Spec, line: str) -> tuple[Any, ...]:
    """The values in a line, each once: numbers rising, others as written. Raises InputError if they cannot be swept."""
    cells = [cell.strip() for cell in line.split(",")]
    found = list(dict.fromkeys(_value(spec, cell) for cell in cells if cell))
    for value in found:
        check(spec, value)
    if not FEWEST <= len(found) <= MOST:
        raise InputError(
            f"{spec.label} has {len(found)} different values here; write {FEWEST} to {MOST} of them with commas "
            "between.",
            "E-SWP-01",
        )
    return tuple(sorted(found) if spec.kind in ("integer", "real") else found)


def _value(spec: Spec, cell: str) -> Any:
    if spec.kind == "choice":
        return next((option for option in spec.options if str(option) == cell), cell)
    if spec.kind == "flag":
        return {YES: True, NO: False}.get(cell.lower(), cell)
    if spec.zero and cell == _zero(spec):
        return 0
    try:
        return int(cell) if spec.kind == "integer" else float(cell)
    except ValueError:
        raise InputError(
            f"{cell[:40]!r} is no value of {spec.label}: write numbers with commas between, such as "
            f"{spec.low:g}, {spec.high:g}.",
            "E-SWP-02",
        ) from None
