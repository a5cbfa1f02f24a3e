"""What works on this machine, and what to do about what does not: `python -m engine.doctor [--json]`.

Each check is quick and takes nothing away: a file of a few MB is written and deleted, one small kernel is compiled.
"""

import importlib.util
import json
import os
import platform
import socket
import sqlite3
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass
from typing import Literal

import numpy as np
import psutil

from engine import limits, settings
from engine.errors import InputError
from engine.files import disk
from engine.runs import catalogue, files

PORT = 8501
"""Streamlit's usual one."""
PROBE_BYTES = 16 * limits.MB
SLOW_DISK = 20
"""MB/s; a run of 100 MB would take five seconds to be saved."""
LITTLE_DISK = 5_000 * limits.MB
OLDEST, NEWEST = (3, 11), (3, 14)

State = Literal["works", "note", "fails"]


@dataclass(frozen=True)
class Finding:
    """what: that was looked at. state: "note" is worth knowing, "fails" keeps the app from working. fix: what to do."""

    what: str
    state: State
    told: str
    fix: str = ""


def findings() -> Iterator[Finding]:
    """Each check in turn, as it is done; none raises."""
    for what, check in CHECKS.items():
        try:
            yield check(what)
        except InputError as error:  # which says what to do
            yield Finding(what, "fails", str(error))
        except Exception as error:  # a doctor that falls ill tells of what
            yield Finding(
                what, "fails", f"The check itself failed: {type(error).__name__}: {error}", "Please report this."
            )


def _python(what: str) -> Finding:
    told = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    if sys.version_info < OLDEST:
        return Finding(what, "fails", told, "Install Python 3.11 or later, and set the app up anew with it.")
    if sys.version_info[:2] > NEWEST:
        return Finding(what, "note", told, "The app's packages were looked at up to Python 3.14; use one of these.")
    return Finding(what, "works", told)


def _cores(what: str) -> Finding:
    n_cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    told = f"{n_cores} processor cores"
    if n_cores == 1:
        return Finding(what, "note", told, "Pages wait for trainings on one core; two or more serve better.")
    return Finding(what, "works", told)


def _memory(what: str) -> Finding:
    memory = psutil.virtual_memory()
    told = f"{memory.available / 1e9:.1f} of {memory.total / 1e9:.1f} GB are free"
    if memory.available < limits.FREE_MEMORY_BYTES:
        least = limits.FREE_MEMORY_BYTES / 1e9
        return Finding(what, "fails", told, f"Uploads and second jobs need {least:.1f} GB: close other programs.")
    return Finding(what, "works", told)


def _home(what: str) -> Finding:
    """Whether files can be written there, how fast, and how much room there is."""
    home = settings.home()
    free = disk.free_bytes()
    probe = home / f".doctor-{uuid.uuid4().hex}"
    data = os.urandom(PROBE_BYTES)
    with disk.explained(PROBE_BYTES):
        try:
            begun = time.perf_counter()
            files.write_durably(probe, data)
            speed = PROBE_BYTES / 1e6 / (time.perf_counter() - begun)
        finally:
            probe.unlink(missing_ok=True)
    told = f"{settings.shown_home()}: {free / 1e9:.1f} GB free, {speed:,.0f} MB/s to the disk"
    if free < LITTLE_DISK:
        return Finding(what, "note", told, "Delete runs that are not needed, or set EMBEDDING_HOME to a larger disk.")
    if speed < SLOW_DISK:
        return Finding(what, "note", told, "Set EMBEDDING_HOME to a folder on a disk of this machine.")
    return Finding(what, "works", told)


def _catalogue(what: str) -> Finding:
    n_runs = catalogue.count("")
    damaged = sum(row.damaged for row in catalogue.runs("", limit=n_runs))
    told = f"{n_runs:,} runs, {damaged:,} of them damaged; SQLite {sqlite3.sqlite_version}"
    with closing(sqlite3.connect(f"file:{settings.home() / 'catalogue.db'}?mode=ro", uri=True)) as db:
        (sound,) = db.execute("PRAGMA quick_check(1)").fetchone()
    if sound != "ok":
        return Finding(
            what, "fails", f"{told}; {sound}", "Stop the app and delete catalogue.db: it is made anew of the runs."
        )
    if damaged:
        return Finding(what, "note", told, "Open them under Runs: each can be trained again from its recipe.")
    return Finding(what, "works", told)


def _numba(what: str) -> Finding:
    import numba

    begun = time.perf_counter()

    @numba.njit
    def total(values: np.ndarray) -> float:
        found = 0.0
        for value in values:
            found += value
        return found

    right = total(np.arange(10.0)) == 45.0
    told = f"numba {numba.__version__} compiled a kernel in {time.perf_counter() - begun:.1f} s"
    return Finding(what, "works" if right else "fails", told, "" if right else "Set the app up anew.")


def _torch(what: str) -> Finding:
    import torch

    told = f"torch {torch.__version__}"
    if float(torch.ones(2, 2).sum()) != 4:
        return Finding(what, "fails", told, "Set the app up anew.")
    if torch.cuda.is_available():
        return Finding(what, "works", f"{told}, with {torch.cuda.get_device_name()}")
    return Finding(what, "works", f"{told}, on the processor: no CUDA card is in reach")


def _warm(what: str) -> Finding:
    from engine.openings import openings
    from engine.runs import store

    recipes = openings()
    made = sum(store.exists(recipe.run_id) for recipe in recipes)
    told = f"{made} of the {len(recipes)} runs that pages open with are there"
    return Finding(what, "works" if made == len(recipes) else "note", told, "" if made == len(recipes) else WARM)


WARM = "Run python -m engine.warm once: the first visitor then waits for nothing."


def _port(what: str) -> Finding:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", PORT))
        except OSError:
            fix = "Unless it is this app that listens there: streamlit run app.py --server.port 8502"
            return Finding(what, "note", f"Port {PORT} of this machine is taken", fix)
    return Finding(what, "works", f"Port {PORT} of this machine is free")


def _optional(what: str) -> Finding:
    there = importlib.util.find_spec("pacmap") is not None
    return Finding(what, "works", f"pacmap, another map: {'there' if there else 'not there'}")


def _data(what: str) -> Finding:
    folders = settings.data_folders()
    missing = [str(folder) for folder in folders if not folder.is_dir()]
    if missing and not settings.shared_mode():
        return Finding(
            what, "note", f"EMBEDDING_DATA names {', '.join(missing)}", "There is no such folder: correct it."
        )
    return Finding(what, "works", f"{len(folders)} folders are searched before any download")


CHECKS: dict[str, Callable[[str], Finding]] = {
    "Python": _python,
    "Processor": _cores,
    "Memory": _memory,
    "Folder of the app": _home,
    "Catalogue": _catalogue,
    "Data folders": _data,
    "Compiled kernels": _numba,
    "Networks": _torch,
    "First visit": _warm,
    "Port": _port,
    "Optional packages": _optional,
}


def main() -> int:
    """Print all findings; 1 if one of them keeps the app from working."""
    as_json = "--json" in sys.argv[1:]
    worst: State = "works"
    for finding in findings():
        worst = "fails" if "fails" in (worst, finding.state) else worst
        if as_json:
            print(json.dumps(asdict(finding)), flush=True)
            continue
        print(f"{SIGNS[finding.state]} {finding.what}: {finding.told}.", flush=True)
        if finding.fix:
            print(f"  {finding.fix}", flush=True)
    return 1 if worst == "fails" else 0


SIGNS: dict[State, str] = {"works": "[ ok ]", "note": "[note]", "fails": "[FAIL]"}

if __name__ == "__main__":
    sys.exit(main())
