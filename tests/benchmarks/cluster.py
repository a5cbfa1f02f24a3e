"""A sweep of 8 on the workers of a cluster on this computer: all with one worker, all with two.

From the first submission to the last saved run, through the queue of the app. Trainings: skip-gram on the toy world
with 8 seeds, one thread each; what the two clusters save must be the same, byte for byte. Scheduler, server and workers
share the cores of this computer, so two workers give no more than these leave. Waits: jobs that only wait, which need
no core: what is lost there is lost by the cluster itself.
"""

import os
import tempfile
import time
from pathlib import Path

from engine.datasets.text.toy_world import ToyWorld
from engine.learners.base import Estimate
from engine.learners.words.skipgram import SkipGram
from engine.runs import files, jobs
from engine.runs.executors.dask import Dask
from engine.runs.executors.local import Local
from engine.runs.recipe import Recipe
from engine.runs.supervisor import Supervisor
from tests.engine.runs.executors.loopback import PRELOAD, Loopback, wait_until
from tests.engine.runs.job_child import Drawn, Moody

PEER = "the same with one worker"
GOAL = ">= 1.3x the speed of one worker with two for trainings, on cores that they share with the server."
RATIO = 1.3
N_JOBS = 8
LONG = Estimate(60, 100)
"""By this a job is one for the workers."""


def run(quick: bool) -> dict[str, object]:
    """Both sweeps on both clusters. quick: short waits and fewer rounds."""
    trainings = [Recipe(ToyWorld(), SkipGram(n_epochs=2 if quick else 8, seed=seed)) for seed in range(N_JOBS)]
    waits = [Recipe(Drawn(0), Moody("sleep", (1.0 if quick else 5.0) + 0.01 * each)) for each in range(N_JOBS)]
    seconds: dict[str, list[float]] = {}
    bytes_of: list[list[str]] = []
    for n_workers in (1, 2):
        took, sums = _seconds(trainings, n_workers, "")
        seconds.setdefault("trainings", []).append(took)
        seconds.setdefault("waits", []).append(_seconds(waits, n_workers, PRELOAD)[0])
        bytes_of.append(sums)
    for name, (one, two) in seconds.items():
        print(f"{N_JOBS} {name}: {one:6.1f} s with one worker, {two:6.1f} s with two: {one / two:.2f}x")
    same = bytes_of[0] == bytes_of[1]
    print(f"saved runs are {'the same' if same else 'NOT the same'}; {os.cpu_count()} cores")
    ratio = seconds["trainings"][0] / seconds["trainings"][1]
    return {
        "ratio": round(ratio, 2),
        "goal": RATIO,
        "quality": {"same_bytes": float(same), "waits_ratio": round(seconds["waits"][0] / seconds["waits"][1], 2)},
        "ok": ratio >= RATIO and same,
    }


def _seconds(recipes: list[Recipe], n_workers: int, preload: str) -> tuple[float, list[str]]:
    """How long a cluster takes for the recipes, their data being there, and the sums of the arrays that it saves."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["EMBEDDING_HOME"] = str(Path(folder) / "home")
        cluster = Loopback(Path(folder), n_workers, preload=preload)
        executor = Dask(cluster.address, Local(places=1))
        supervisor = Supervisor(executor=executor)
        supervisor.start()
        try:
            wait_until(lambda: executor.places == n_workers, told=cluster.logs)
            first = recipes[0].learner.replace(seed=99) if not preload else Moody("sleep", 0.0)  # type: ignore[union-attr]
            _all_done([Recipe(recipes[0].dataset, first)])
            begun = time.perf_counter()
            _all_done(recipes)
            took = time.perf_counter() - begun
            return took, [(files.run_folder(each.run_id) / files.SUMS).read_text().split("\n")[2] for each in recipes]
        finally:
            supervisor.stop()
            cluster.end()


def _all_done(recipes: list[Recipe]) -> None:
    """Ask for each recipe as soon as there is a place in the queue, and wait for all."""
    waiting = list(recipes)
    while waiting or jobs.active(""):
        while waiting and len(jobs.active("")) < jobs.owner_jobs():
            jobs.submit(waiting.pop(0), "me", LONG)
        time.sleep(0.05)
    for recipe in recipes:
        status = jobs.status(recipe.run_id)
        assert status is not None and status.state == "done", status
