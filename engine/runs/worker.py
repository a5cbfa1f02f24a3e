"""The child process in which every job runs: `python -m engine.runs.worker`.

It imports the heavy libraries, then waits on standard input for one line of JSON, {"run_id", "recipe", "owner"},
works, writes jobs/<run id>/outcome.json, and ends. If standard input ends first, nobody needs it any more.
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
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil

from engine import algorithms, limits
from engine.datasets.base import Source
from engine.datasets.joint.contract import JointSource
from engine.embedding import Embedding
from engine.errors import Cancelled, InputError
from engine.evaluation.embedding_group import EmbeddingGroup, GroupTest
from engine.evaluation.embedding_pair import EmbeddingPair, PairTest
from engine.evaluation.made_maps import MadeMaps, MapTest
from engine.evaluation.trained_run import TrainedRun
from engine.files import disk
from engine.fit import Fit
from engine.learners.base import Estimate
from engine.learners.given_vectors import GivenVectors
from engine.projections.base import Projection
from engine.runs import files, selections, store
from engine.runs.progress import JobReport, Stopped
from engine.runs.recipe import EmbeddingOf, Recipe

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


def run(run_id: str, recipe: dict[str, Any], owner: str) -> None:
    """Do a job and write down how it ended."""
    folder = files.job_folder(run_id)
    folder.mkdir(parents=True, exist_ok=True)
    _log_to(folder / "log.txt")
    outcome = {"state": "done", "error": "", "code": "", "kept": ""}
    try:
        outcome["kept"] = _work(run_id, Recipe.from_json(recipe), owner, JobReport(run_id, _cancel.is_set))
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


def _work(run_id: str, recipe: Recipe, owner: str, report: JobReport) -> str:
    """run_id: under which it was asked for, perhaps before an update of the app.

    Returns the id of what was kept in its place if the user ended it early, else "".
    """
    recipe.require_todays()
    store.require_space(0)
    if getattr(recipe.learner, "device", "cpu") == "cpu":  # a GPU's driver maps more memory than there is
        _limit_memory()
    began = time.monotonic()
    if recipe.learner is None:
        _prepared(recipe.dataset, run_id, owner, report)  # type: ignore[arg-type]  # embeddings are not jobs
        return ""
    dataset, dataset_id = _dataset(recipe, owner, report)
    estimate = recipe.learner.estimate(dataset)
    _refuse_the_hopeless(estimate)
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


def _dataset(recipe: Recipe, owner: str, report: JobReport) -> tuple[Any, str]:
    """The data of a recipe, and the id of the run that holds them if they are a dataset, else ""."""
    reference = recipe.dataset
    if isinstance(reference, EmbeddingOf):
        if isinstance(recipe.learner, MapTest):
            return _maps([reference.run_id, *recipe.learner.others], recipe.learner.brings), ""
        if isinstance(recipe.learner, PairTest):
            return _pair(reference, recipe.learner), ""
        if isinstance(recipe.learner, GroupTest):
            same = [replace(reference, run_id=run_id) for run_id in (reference.run_id, *recipe.learner.others)]
            return EmbeddingGroup(tuple(map(_embedding, same))), ""
        if recipe.learner is not None and recipe.learner.takes == "run":
            return _trained(reference.run_id, owner, report, recipe.learner.begins_from), ""
        return _embedding(reference), ""
    run_id = Recipe(reference).run_id
    dataset = _prepared(reference, run_id, owner, report)  # type: ignore[arg-type]  # all others are Sources
    if recipe.learner is not None and recipe.learner.begins_from:
        dataset = GivenVectors(dataset, _embedding(EmbeddingOf(recipe.learner.begins_from)))
    return dataset, run_id


def _prepared(source: Source, run_id: str, owner: str, report: JobReport) -> Any:
    """What a source gives: saved as a run of its own, so that it is read once."""
    if store.exists(run_id):
        with contextlib.suppress(store.DamagedRun, store.MissingRun):
            return store.load(run_id)
    began = time.monotonic()
    dataset = _read(source, owner, report)
    report.begin("save")
    store.save(Recipe(source), dataset, time.monotonic() - began, owner, run_id)
    return dataset


def _read(source: Source, owner: str, report: JobReport) -> Any:
    if not isinstance(source, JointSource):
        report.begin("data")
        return source.load(report)
    parts = {name: _prepared(part, Recipe(part).run_id, owner, report) for name, part in source.parts().items()}
    report.begin("data")
    return source.join(parts, report)


def _trained(run_id: str, owner: str, report: JobReport, beside: str = "") -> TrainedRun:
    """A run with its learner and data, for tests that need more than its vectors; beside it another that is named."""
    recipe, dataset_id = store.recipe_of(run_id), store.meta(run_id).dataset_id
    if recipe.learner is None or isinstance(recipe.dataset, EmbeddingOf):
        raise InputError("This run is no training on data; there is nothing to test.", "E-RUN-04")
    if not store.exists(dataset_id):  # what is read now must be what it was trained on
        recipe.require_todays()
    dataset = _prepared(recipe.dataset, dataset_id, owner, report)  # type: ignore[arg-type]  # a Source
    other = _trained(beside, owner, report) if beside else None
    return TrainedRun(recipe.learner, store.load(run_id), dataset, other)


def _maps(run_ids: Sequence[str], brings: tuple[str, str] | None) -> MadeMaps:
    """Maps with the embedding that they show, for tests of maps: all of the same items."""
    recipes = [store.recipe_of(run_id) for run_id in run_ids]
    shown = recipes[0].dataset
    makers = [recipe.learner for recipe in recipes if isinstance(recipe.learner, Projection)]
    if not isinstance(shown, EmbeddingOf) or len(makers) < len(recipes):
        raise InputError("This run is no map; there is nothing to compare it with.", "E-RUN-08")
    if any(recipe.dataset != shown for recipe in recipes):
        raise InputError("These are maps of different items; only maps of the same ones can be compared.", "E-RUN-09")
    fits = [store.load(run_id) for run_id in run_ids]
    new = None if brings is None else _embedding(EmbeddingOf(*brings)) if brings[0] else _not_shown(shown)
    return MadeMaps(_embedding(shown), tuple(zip(makers, fits, strict=True)), new)


def _not_shown(shown: EmbeddingOf) -> Embedding:
    """The items of an embedding that a map leaves out."""
    whole = _embedding(replace(shown, n_items=0, only=""))
    return whole.without(
        whole.rows_of(selections.labels_of(shown.only)) if shown.only else range(shown.n_items or whole.n_items)
    )


def _pair(reference: EmbeddingOf, test: PairTest) -> EmbeddingPair:
    """The embedding that a test of two asks about, and the one that it is compared with."""
    run_id, name = test.second
    return EmbeddingPair(_embedding(reference), _embedding(EmbeddingOf(run_id, name, moment=test.second_moment)))


def _embedding(reference: EmbeddingOf) -> Embedding:
    """The embedding that a projection or test asks for."""
    fit = store.load(reference.run_id)
    if reference.moment:
        return _before_training(fit, reference)
    embeddings = getattr(fit, "embeddings", {})
    name = reference.embedding or next(iter(embeddings), "")
    if name not in embeddings:
        listed = ", ".join(embeddings) or "none"
        raise InputError(f"The run has no embedding {name!r}; it has: {listed}.", "E-RUN-06")
    embedding: Embedding = embeddings[name]
    if reference.only:
        return embedding.among(embedding.rows_of(selections.labels_of(reference.only)))
    return embedding.first(reference.n_items) if reference.n_items else embedding


def _before_training(fit: Any, reference: EmbeddingOf) -> Embedding:
    """What the snapshots hold of the time before the first step."""
    before: Embedding | None = getattr(fit, "before_training", None)
    if before is None:
        raise InputError("This run kept no vectors from before its training; train it again.", "E-EVL-58")
    return before.first(reference.n_items) if reference.n_items else before


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
