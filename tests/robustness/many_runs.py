"""Saves N small runs, loses the catalogue, and tells as JSON how long it takes to list them: `... many_runs N`."""

import json
import sys
import time

from engine.runs import catalogue, database, store
from engine.runs.recipe import Recipe
from tests.engine.runs.job_child import Drawn, Moody


def fill(n: int) -> None:
    """Trainings of one kind, each under its own id."""
    for seed in range(n):
        recipe = Recipe(Drawn(seed), Moody())
        store.save(recipe, Moody().fit(Drawn(seed).load(None)), 0.1)


def seconds(act: object) -> float:
    """How long a call takes."""
    begun = time.perf_counter()
    act()  # type: ignore[operator]
    return time.perf_counter() - begun


def main() -> None:
    """Fill, lose, rebuild, list."""
    fill(int(sys.argv[1]))
    database.path().unlink()
    rebuilt = seconds(catalogue.count)
    listed = max(seconds(lambda: catalogue.runs(limit=50)) for _ in range(5))
    found = max(seconds(lambda: catalogue.runs(text="999", limit=50)) for _ in range(5))
    print(json.dumps({"rebuilt": rebuilt, "listed": listed, "found": found}))


if __name__ == "__main__":
    main()
