"""Jobs in child processes of the workers of a cluster (Dask distributed), which `EMBEDDING_CLUSTER` names.

The queue and the store stay here: a thread for each job sends what it needs to a worker, fetches what it tells while it
runs and what it saved, and enters that in the store. See `engine.runs.executors.machine` for the other side.
"""

import json
import logging
import threading
import time
from collections.abc import Mapping

from engine.errors import InputError
from engine.runs import files, jobs, lanes, queue, store
from engine.runs.child import Bounds, Child
from engine.runs.executors.cluster import Cluster, Connection
from engine.runs.executors.contract import AtWork, Ending
from engine.runs.executors.errand import Errand
from engine.runs.executors.local import Local
from engine.runs.lanes import Lane, Reason
from engine.runs.queue import Job
from engine.runs.recipe import Recipe

PERIOD_SECONDS = 0.5
"""Between two looks at what a job tells."""
STOP_SECONDS = 2.5
"""After so long a job that was to be stopped has ended as far as the queue knows; a worker that is out of reach ends it
by itself (`machine.LEASE_SECONDS`).
"""

_log = logging.getLogger(__name__)


class Dask:
    """See the module, and `engine.runs.executors.contract.Executor`. One short job at a time is done on this computer,
    which has its data; others on the workers, as all long ones.
    """

    def __init__(self, address: str, local: Local) -> None:
        self.cluster = Cluster(address)
        self.local = local
        self._here: Child | None = None

    @property
    def places(self) -> int:
        """As many as the workers have threads; none while the scheduler is lost."""
        return self.cluster.n_places

    def has_room(self, lane: Lane, at_work: Mapping[Lane, int]) -> bool:
        """Whether this computer or a worker has a place for one more."""
        if lane == "light" and self._is_free_here():
            return True
        elsewhere = sum(at_work.values()) - (not self._is_free_here())
        return elsewhere < self.places

    def _is_free_here(self) -> bool:
        return self._here is None or not self._here.alive()

    def begin(self, job: Job) -> AtWork:
        """On this computer, or on the worker with the most places free."""
        if job.lane == "light" and self._is_free_here():
            self._here = self.local.begin(job)
            return self._here
        return Remote(job, self.cluster, self.local.bounds)

    def found(self, job: Job) -> Child | None:
        """A process of this computer; what goes on elsewhere ends when nobody asks for it any more."""
        child = self.local.found(job)
        self._here = child or self._here
        return child

    def get_ready(self) -> None:
        """Connect to the scheduler, and keep a child warm."""
        self.cluster.start()
        self.local.get_ready()

    def close(self) -> None:
        """Disconnect."""
        self.local.close()
        self.cluster.close()


class Remote:
    """A job on a worker, and the thread that attends to it; see `engine.runs.executors.contract.AtWork`."""

    def __init__(self, job: Job, cluster: Cluster, bounds: Bounds) -> None:
        self.job = job
        self.stopping: tuple[str, str] | None = None
        self._began_at = time.monotonic()
        self._stopped_at = 0.0
        self._cluster = cluster
        self._bounds = bounds
        self._wakes = threading.Event()
        self._ending = Ending(counted=False)
        self._thread = threading.Thread(target=self._run, name=f"job {job.run_id[:8]}", daemon=True)
        self._thread.start()

    def alive(self) -> bool:
        """Whether it goes on, as far as the queue knows."""
        return self._thread.is_alive() and not self._given_up

    @property
    def _given_up(self) -> bool:
        return self.stopping is not None and time.monotonic() - self._stopped_at > STOP_SECONDS

    def watch(self) -> None:
        """Nothing: the worker does, where the process is."""

    def outgrown(self) -> Reason:
        """A short job that takes too long; its memory is the worker's."""
        return lanes.outgrown(time.monotonic() - self._began_at, 0)

    def stop(self, sentence: str = "", code: str = "") -> None:
        """Let the worker end it, which asks the process and then kills it."""
        if self.stopping is None:
            self._stopped_at = time.monotonic()
            self.stopping = (sentence, code)
            self._wakes.set()

    def ending(self) -> Ending:
        """How it ended."""
        return self._ending

    def _run(self) -> None:
        place = self._cluster.take_place()
        if place is None:  # the worker has gone since the job was chosen: back to the queue
            return
        connection, address = place
        errand = Errand(connection, address, self.job)
        try:
            self._ending = self._attend(errand)
        except InputError as error:
            self._ending = Ending({"state": "failed", "error": str(error), "code": error.code})
        except Exception as error:  # Dask's own, of the network, of the other side
            counted = _goes_on(connection)
            _log.warning("job %s lost its %s: %r", self.job.run_id, "worker" if counted else "scheduler", error)
            self._ending = Ending(counted=counted)
        finally:
            errand.forget()
            self._cluster.give_back(place)
            queue.changed.set()  # the supervisor is to look

    def _attend(self, errand: Errand) -> Ending:
        """From the sending of its data to the fetching of its runs; raises what Dask does if the worker is lost."""
        store.require_space(0)
        recipe = Recipe.from_json(json.loads(self.job.recipe))
        errand.send_inputs(recipe, lambda: self.stopping is not None)
        if self.stopping is not None:
            return Ending()
        errand.begin(self._bounds, self._wakes.set)
        while not errand.done:
            errand.exchange(stop=self.stopping is not None)
            self._wakes.wait(PERIOD_SECONDS)
            self._wakes.clear()
        told = errand.result()
        outcome = told["outcome"]
        if self._given_up:
            return Ending()
        if self.stopping is not None and (outcome or {}).get("state") != "done":
            return Ending(outcome, again=False)
        if told["stopping"] and self.stopping is None:
            self.stopping = tuple(told["stopping"])  # by the worker, because it took too much
        (files.job_folder(self.job.run_id) / "log.txt").write_text(told["log"], encoding="utf-8")
        expected = {self.job.run_id, *jobs.needs(recipe).split(), (outcome or {}).get("kept", "")}
        for run_id in sorted(set(told["runs"]) & expected, key=self._is_last):
            errand.fetch(run_id)
        return Ending(outcome, told["sentence"], again=False)

    def _is_last(self, run_id: str) -> bool:
        """The data of a run are saved before the run itself."""
        return run_id not in jobs.needs(Recipe.from_json(json.loads(self.job.recipe))).split()


def _goes_on(connection: Connection) -> bool:
    """Whether the scheduler is still there, so that it was the worker that was lost."""
    try:
        connection.look()
    except Exception:  # whatever Dask raises of it
        return False
    return True
