"""The child process in which every job runs: `python -m engine.runs.worker`.

It imports the heavy libraries, then waits on standard input for one line of JSON, {"run_id", "recipe", "owner",
"lane", "tied"}, works, writes jobs/<run id>/outcome.json, and ends. If standard input ends first, nobody needs it any
more; one that is tied to its parent ends whenever that does.
"""

import contextlib
import faulthandler
import importlib
import json
import os
import pkgutil
import shutil
import signal
import sys
import threading
import time
import traceback
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from engine import algorithms, limits
from engine.errors import Cancelled, InputError
from engine.files import disk
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.runs import files, lanes, store
from engine.runs.inputs import data_of, prepared
from engine.runs.lanes import Lane
from engine.runs.progress import JobReport, Stopped
from engine.runs.recipe import Recipe

LIBRARIES_BYTES = 600 * limits.MB
"""What imported libraries take on top of the job's own memory."""
FILE_BYTES = 4_000 * limits.MB
NICE = 10
HEAVY = ("numpy", "scipy.sparse.linalg", "numba", "safetensors.numpy")

_cancel = threading.Event()


def main() -> None:
    """Live the life of a child: get ready, wait for a job, do it."""
    signal.signal(signal.SIGTERM, lambda *_: _cancel.set())
    _step_back()
    _warm_up()
    line = sys.stdin.readline()
    if line:
        run(**json.loads(line))


def _step_back() -> None:
    """Let the pages go first, in computing time and when memory runs out."""
    if sys.platform == "win32":
        psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        return
    import resource

    os.nice(NICE)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (FILE_BYTES, FILE_BYTES))
    with contextlib.suppress(OSError):  # Linux alone has it, and may refuse
        Path("/proc/self/oom_score_adj").write_text("500")


def _warm_up() -> None:
    """Import what most jobs need, before there is one; torch is left to those that use it."""
    for name in HEAVY:
        importlib.import_module(name)
    for module in pkgutil.walk_packages(algorithms.__path__, "engine.algorithms."):
        if module.name.endswith("kernels"):
            importlib.import_module(module.name)


def _end_with_parent() -> None:
    """Wait until standard input is closed at its other end, as when the parent dies, and die with all of ours."""
    while os.read(0, 1):
        pass
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def run(run_id: str, recipe: dict[str, Any], owner: str, lane: Lane = "heavy", tied: bool = False) -> None:
    """Do a job and write down how it ended; of a long one in the light lane, that it belongs elsewhere."""
    if tied:
        threading.Thread(target=_end_with_parent, daemon=True).start()
    folder = files.job_folder(run_id)
    folder.mkdir(parents=True, exist_ok=True)
    _log_to(folder / "log.txt")
    outcome = {"state": "done", "error": "", "code": "", "kept": ""}
    try:
        outcome["kept"] = _work(run_id, Recipe.from_json(recipe), owner, JobReport(run_id, _cancel.is_set), lane)
    except TooLong:
        outcome["state"] = "too long"
    except Cancelled:
        outcome["state"] = "cancelled"
    except Exception as error:
        sentence, code = explain(error)
        outcome = {"state": "failed", "error": sentence, "code": code}
    shutil.rmtree(folder / "frames", ignore_errors=True)  # makes room for the outcome on a full disk
    files.replace_file(folder / "outcome.json", files.to_json(outcome))


def _log_to(path: Path) -> None:
    """Send what libraries print, and the traceback of a crash, to the job's log."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    os.close(handle)
    faulthandler.enable()


def _limit_memory() -> None:
    """Make a job that wants too much fail with MemoryError; the supervisor watches where this has no effect."""
    if sys.platform == "linux":
        import resource

        most = limits.JOB_BYTES + LIBRARIES_BYTES
        # Not RLIMIT_AS: it counts the address space that threads and libraries reserve and never touch.
        resource.setrlimit(resource.RLIMIT_DATA, (most, most))


class TooLong(Exception):
    """The job is expected to take more than its lane gives."""


def _work(run_id: str, recipe: Recipe, owner: str, report: JobReport, lane: Lane) -> str:
    """run_id: under which it was asked for, perhaps before an update of the app.

    Returns the id of what was kept in its place if the user ended it early, else "".
    """
    recipe.require_todays()
    store.require_space(0)
    if getattr(recipe.learner, "device", "cpu") == "cpu":  # a GPU's driver maps more memory than there is
        _limit_memory()
    began = time.monotonic()
    if recipe.learner is None:
        prepared(recipe.dataset, run_id, owner, report)  # type: ignore[arg-type]  # embeddings are not jobs
        return ""
    dataset, dataset_id = data_of(recipe, owner, report)
    estimate = recipe.learner.estimate(dataset)
    _refuse_the_hopeless(estimate)
    if lane == "light" and lanes.lane_of(estimate) != lane:
        raise TooLong
    report.begin("fit")
    try:
        fit = recipe.learner.fit(dataset, report)
    except MemoryError as error:
        raise InputError(_ran_out(estimate), "E-JOB-11") from error
    report.begin("save")
    if report.steered is not None:  # a result in its own right, which its recipe gives again
        recipe = Recipe(recipe.dataset, report.steered)
        kept = recipe.run_id
    elif report.stopped is not None:
        kept, fit = report.stopped.name(run_id), part_of(fit, report.stopped)
    else:
        kept = ""
    store.save(recipe, fit, time.monotonic() - began, owner, kept or run_id, dataset_id)
    return kept


def part_of(fit: Fit, stopped: Stopped) -> Fit:
    """A result that says first of all that it is not the whole one."""
    summary = {"stopped": f"{stopped.done:,.10g} of {stopped.total:,.10g} {stopped.unit}"} | dict(fit.summary)
    return replace(fit, summary=summary, notes=(stopped.sentence, *fit.notes))


def _refuse_the_hopeless(estimate: Estimate) -> None:
    """Raise InputError if the job would be stopped for its memory or time anyway."""
    if estimate.megabytes * limits.MB > limits.JOB_BYTES:
        raise InputError(
            f"This needs about {estimate.megabytes / 1000:,.1f} GB of memory; the limit is "
            f"{limits.JOB_BYTES / 1e9:,.1f} GB. Choose fewer dimensions, or less data.",
            "E-JOB-06",
        )
    if estimate.seconds > limits.JOB_SECONDS:
        raise InputError(
            f"This would take about {estimate.seconds / 60:,.0f} minutes; the limit is {limits.JOB_SECONDS // 60}. "
            "Choose fewer epochs, or less data.",
            "E-JOB-07",
        )


def _ran_out(estimate: Estimate) -> str:
    return (
        f"The job ran out of memory: it should need about {estimate.megabytes / 1000:,.1f} GB, and the limit is "
        f"{limits.JOB_BYTES / 1e9:,.1f} GB. Choose fewer dimensions, or less data."
    )


def explain(error: Exception) -> tuple[str, str]:
    """Sentence for the user and code; what nobody foresaw goes to the log, never to a page."""
    with contextlib.suppress(OSError):
        error = _of_the_disk(error)
    if isinstance(error, InputError):
        return str(error), error.code
    traceback.print_exception(error)
    if isinstance(error, MemoryError) or _is_memory_error_of_torch(error):
        return (
            f"The job needs more memory than its limit of {limits.JOB_BYTES / 1e9:,.1f} GB; choose fewer dimensions, "
            "or less data.",
            "E-JOB-12",
        )
    return (
        f"Something went wrong that the app did not foresee ({type(error).__name__}); the job's log has the details.",
        "E-JOB-00",
    )


def _of_the_disk(error: Exception) -> Exception:
    """What is to be said of an error if the disk is to blame; raises it if it is another one of the system's."""
    try:
        with disk.explained():
            if isinstance(error, OSError):
                raise error
    except InputError as told:
        return told
    return error


def _is_memory_error_of_torch(error: Exception) -> bool:
    return type(error).__name__ == "OutOfMemoryError" or "can't allocate memory" in str(error)


if __name__ == "__main__":
    main()
