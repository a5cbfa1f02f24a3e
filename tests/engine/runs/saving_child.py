"""Saves runs and is killed while doing so, again and again; prints as JSON what the disk then held.

`python -m tests.engine.runs.saving_child KILLS WRITERS SEED`: KILLS times, WRITERS processes save the same runs one
after the other until they are killed (signal 9) at a random moment. A process of its own, because it forks.
"""

import json
import os
import random
import signal
import sqlite3
import sys
import time
from contextlib import closing
from pathlib import Path

import numpy as np

from engine import settings
from engine.runs import catalogue, database, files, store
from engine.runs.recipe import Recipe
from tests.engine.runs.job_child import Drawn, Numbers

LONGEST_LIFE_SECONDS = 0.12


def acknowledged(writer: int) -> Path:
    """Where a writer notes the runs whose saving had returned."""
    return settings.home() / f"acknowledged.{writer}"


def save_until_killed(first: int, writer: int) -> None:
    """Save runs first, first + 1, ...; each is noted once `save` has returned."""
    with acknowledged(writer).open("a") as note:
        for seed in range(first, first + 10_000):
            recipe = Recipe(Drawn(seed % 10_000))
            store.save(recipe, Numbers(np.full((5_000, 3), seed, np.float32)), 0.1)
            note.write(recipe.run_id + "\n")
            note.flush()  # a kill takes nothing from the system's own buffers


def one_round(first: int, writers: int, chance: random.Random) -> None:
    """Start the writers, and kill each at its own moment."""
    children = []
    for writer in range(writers):
        pid = os.fork()
        if pid == 0:
            save_until_killed(first, writer)
        children.append(pid)
    for pid in children:
        time.sleep(chance.uniform(0, LONGEST_LIFE_SECONDS))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def report() -> dict[str, object]:
    """What lies on the disk."""
    runs = {folder.name for folder in files.runs_folder().iterdir()}
    notes = list(settings.home().glob("acknowledged.*"))
    promised = {line for path in notes for line in path.read_text().splitlines()}
    leftovers = len(list((settings.home() / "tmp").iterdir()))
    store.sweep()
    catalogue.reconcile()
    rows = {row.run_id for row in catalogue.runs(limit=1_000_000)}
    with closing(sqlite3.connect(database.path())) as db:
        integrity = db.execute("PRAGMA integrity_check").fetchone()[0]
    return {
        "runs": len(runs),
        "acknowledged": len(promised),
        "lost": len(promised - runs),
        "broken": sum(files.broken_file(files.run_folder(run)) is not None for run in runs),
        "rows_without_run": len(rows - runs),
        "runs_without_row": len(runs - rows),
        "leftovers": leftovers,
        "leftovers_after_sweep": len(list((settings.home() / "tmp").iterdir())),
        "integrity": integrity,
    }


def main() -> None:
    """Kill as often as asked for, then report."""
    kills, writers, seed = map(int, sys.argv[1:])
    chance = random.Random(seed)
    catalogue.runs()
    for _ in range(kills // writers):
        one_round(len(list(files.runs_folder().glob("*"))), writers, chance)
    print(json.dumps(report()))


if __name__ == "__main__":
    main()
