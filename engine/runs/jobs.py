"""Jobs as the pages see them: submit a recipe, ask how it stands, look at its live frames, cancel it.

A job is named by the id of the run it makes. Jobs belong to the server, not to a browser session: every session
that asks for the same recipe sees the same job. `owner` names whoever asks (a browser), for fairness and limits.
"""

import json
import math
import sqlite3
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from engine import settings
from engine.datasets.base import Source
from engine.datasets.joint.contract import JointSource
from engine.errors import InputError
from engine.learners.base import Estimate
from engine.runs import closing, database, files, progress, queue, store, visitors, waiting
from engine.runs.canonical import canonical_json
from engine.runs.executors import told
from engine.runs.lanes import LANES, Lane, Reason, lane_of
from engine.runs.queue import State
from engine.runs.recipe import EmbeddingOf, Recipe

OWNER_JOBS = 5
"""Jobs of one owner at a time in a lane, running or queued: a dataset, a training and some projections of it."""
QUEUE_LENGTH = 20
"""Jobs that wait in a lane, of all owners together. Twice these limits hold for both lanes together, since jobs are
moved from the one to the other.
"""


@dataclass(frozen=True)
class JobStatus:
    """How a job stands.

    progress: see `engine.runs.progress.read_progress`; empty unless running.
    position: 1 for the next of its lane to start; 0 unless queued. wait_seconds: expected until it starts; 0 unless
    queued.
    seconds: since it started, or how long it took. error, code: why it failed, for the user; else "".
    kept: the run that holds what there was when the user stopped it; "" unless stopped.
    lane: where it waits or runs, or ended. moved: why it was moved there; "" unless it was.
    """

    run_id: str
    state: State
    title: str = ""
    progress: Mapping[str, Any] = field(default_factory=dict)
    position: int = 0
    wait_seconds: float = 0.0
    seconds: float = 0.0
    error: str = ""
    code: str = ""
    kept: str = ""
    lane: Lane = "light"
    moved: Reason = ""

    @property
    def active(self) -> bool:
        """Whether it will change by itself."""
        return self.state in ("queued", "running")


def submit(recipe: Recipe, owner: str, estimate: Estimate | None = None) -> JobStatus:
    """Ask for a run: done at once if it is saved, joined if it is in the making, else queued.

    estimate: what it will take, if that is known already; otherwise it is made in the light lane.
    Raises InputError if no new jobs are taken, the owner or the server has too many jobs already, or the owner keeps
    too much in shared mode; the sentence says when to try again, or what to do.
    """
    return _submit(recipe.run_id, recipe, owner, lane_of(estimate))


def _submit(run_id: str, recipe: Recipe, owner: str, lane: Lane) -> JobStatus:
    title = store.title(recipe)
    if store.exists(run_id):
        return JobStatus(run_id, "done", title)
    if owner != queue.NOBODY:
        visitors.require_room(owner)
    # First without the line of writers: nobody waits in it to be refused.
    database.read(lambda db: _refuse_a_new_one(db, run_id, owner, lane))
    database.write(lambda db: _enqueue(db, run_id, recipe, title, owner, lane))
    queue.changed.set()
    found = status(run_id)
    assert found is not None  # it has just been entered
    return found


def _refuse_a_new_one(db: sqlite3.Connection, run_id: str, owner: str, lane: Lane) -> None:
    """Raise InputError if there is no place for a job; one that waits or runs already is joined."""
    row = db.execute("SELECT state FROM jobs WHERE run_id = ?", (run_id,)).fetchone()
    if row is None or row["state"] not in ("queued", "running"):
        _refuse_if_full(db, owner, lane)


def _enqueue(db: sqlite3.Connection, run_id: str, recipe: Recipe, title: str, owner: str, lane: Lane) -> None:
    row = db.execute("SELECT state FROM jobs WHERE run_id = ?", (run_id,)).fetchone()
    if row is None or row["state"] not in ("queued", "running"):
        _refuse_if_full(db, owner, lane)
        db.execute("DELETE FROM jobs WHERE run_id = ?", (run_id,))
        db.execute("DELETE FROM claims WHERE run_id = ?", (run_id,))
        db.execute(
            "INSERT INTO jobs (run_id, recipe, title, owner, needs, submitted, lane) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (run_id, canonical_json(recipe.to_json()), title, owner, needs(recipe), time.time(), lane),
        )
    elif owner != queue.NOBODY:  # now somebody waits for what was to be made ahead
        db.execute("UPDATE jobs SET owner = ? WHERE run_id = ? AND owner = ?", (owner, run_id, queue.NOBODY))
    db.execute("INSERT OR IGNORE INTO claims VALUES (?, ?)", (run_id, owner))


def needs(recipe: Recipe) -> str:
    """The runs that give the recipe its data, ids with spaces between: none may be in the making when it starts."""
    if isinstance(recipe.dataset, EmbeddingOf):
        return recipe.dataset.run_id
    source: Source = recipe.dataset  # type: ignore[assignment]  # all other references are Sources
    own = [source] if recipe.learner else []
    return " ".join(Recipe(each).run_id for each in [*own, *_parts(source)])


def _parts(source: Source) -> list[Source]:
    """What a joint dataset is made of, and what that is made of."""
    if not isinstance(source, JointSource):
        return []
    return [found for part in source.parts().values() for found in (part, *_parts(part))]


def _refuse_if_full(db: sqlite3.Connection, owner: str, lane: Lane) -> None:
    closing.require_open()
    mine = _too_many(waiting.count(db, "state IN ('queued', 'running') AND owner = ?", owner), lane, owner_jobs())
    if mine and owner != queue.NOBODY:
        raise InputError(
            f"You already have {mine} jobs running or waiting, which is the limit; wait for one, or cancel one.",
            "E-JOB-01",
        )
    others = "state = 'queued'" if owner == queue.NOBODY else f"state = 'queued' AND owner != '{queue.NOBODY}'"
    n_waiting = _too_many(waiting.count(db, others), lane, QUEUE_LENGTH + 2 * told.places())
    if n_waiting:
        minutes = math.ceil(waiting.seconds(db, n_waiting, lane) / 60)
        raise InputError(
            f"The server is busy: {n_waiting} jobs are waiting, which is the limit. The queue needs some {minutes} "
            "minutes; try again then.",
            "E-JOB-02",
        )


def owner_jobs() -> int:
    """Jobs that one owner may have in a lane: more where there are workers for them."""
    return OWNER_JOBS + told.places()


def _too_many(n_jobs: Mapping[Lane, int], lane: Lane, most: int) -> int:
    """How many there are, if there is no place for one more in a lane; else 0."""
    together = sum(n_jobs.values())
    return n_jobs[lane] if n_jobs[lane] >= most else together if together >= len(LANES) * most else 0


def status(run_id: str) -> JobStatus | None:
    """How the job that makes a run stands; None if there is neither such a job nor such a run."""
    found = database.read(lambda db: _status(db, run_id))
    if found is None:
        return JobStatus(run_id, "done") if store.exists(run_id) else None
    if found.state in ("done", "stopped") and not store.exists(found.kept or run_id):
        return None
    return found


def _status(db: sqlite3.Connection, run_id: str) -> JobStatus | None:
    row = db.execute("SELECT * FROM jobs WHERE run_id = ?", (run_id,)).fetchone()
    if row is None:
        return None
    state: State = row["state"]
    waits = state == "queued"
    position = waiting.position(db, row["id"], row["lane"]) if waits else 0
    return JobStatus(
        run_id,
        state,
        row["title"],
        progress.read_progress(run_id) if state == "running" else {},
        position,
        waiting.seconds(db, position, row["lane"]) if waits else 0.0,
        max(0.0, time.monotonic() - row["started"]) if state == "running" else row["seconds"] or 0.0,
        row["error"],
        row["code"],
        row["kept"],
        row["lane"],
        row["moved"],
    )


def cancel(run_id: str, owner: str) -> JobStatus | None:
    """Cancel a job: at once if it waits, within 3 seconds if it runs. Returns how it stands then.

    In shared mode a job that others asked for too goes on for them, and only who asked for it can cancel it.
    """
    database.write(lambda db: _cancel(db, run_id, owner))
    queue.changed.set()
    return status(run_id)


def _cancel(db: sqlite3.Connection, run_id: str, owner: str) -> None:
    if settings.shared_mode():
        if not db.execute("DELETE FROM claims WHERE run_id = ? AND owner = ?", (run_id, owner)).rowcount:
            raise InputError("Only who started this job can cancel it.", "E-JOB-03")
        if db.execute("SELECT 1 FROM claims WHERE run_id = ?", (run_id,)).fetchone():
            return
    db.execute("UPDATE jobs SET state = 'cancelled' WHERE run_id = ? AND state = 'queued'", (run_id,))
    db.execute("UPDATE jobs SET cancel = 1 WHERE run_id = ? AND state = 'running'", (run_id,))


def stop(run_id: str, owner: str) -> JobStatus | None:
    """Let a running job end where it can, and keep what there is; see `JobStatus.kept`.

    In shared mode only who asked for it, alone, can stop it.
    """
    database.read(lambda db: _require_alone(db, run_id, owner))
    progress.ask_to_stop(run_id)
    return status(run_id)


def steer(run_id: str, owner: str, wanted: Mapping[str, Any]) -> None:
    """Let a running job go on otherwise: fields of its learner by their names, and "paused". What comes of it is a run
    of its own; see `JobStatus.kept`.

    In shared mode only who asked for it, alone, can change it. Raises InputError for a value that no field takes.
    """
    recipe = recipe_of(run_id)
    if recipe is not None and recipe.learner is not None:
        type(recipe.learner)(**{name: value for name, value in wanted.items() if name != "paused"})
    database.read(lambda db: _require_alone(db, run_id, owner))
    progress.ask(run_id, wanted)


def asked(run_id: str) -> Mapping[str, Any]:
    """What was asked of a job by `steer`."""
    return progress.read_asked(files.job_folder(run_id))


def _require_alone(db: sqlite3.Connection, run_id: str, owner: str) -> None:
    claims = {row["owner"] for row in db.execute("SELECT owner FROM claims WHERE run_id = ?", (run_id,))}
    if settings.shared_mode() and claims != {owner}:
        raise InputError(
            "Others wait for this job, too, or started it; only who is alone with it can stop it.", "E-JOB-15"
        )


def frames(run_id: str, after_step: int = -1) -> list[tuple[int, np.ndarray]]:
    """Live frames of a running job after a step, in order: (step, float32 (n_items, 2 or 3))."""
    return progress.read_frames(run_id, after_step)


def active(owner: str) -> list[JobStatus]:
    """Jobs that run or wait, oldest first; in shared mode only those that the owner asked for."""
    query = "SELECT DISTINCT jobs.id, run_id FROM jobs JOIN claims USING (run_id) WHERE state IN ('queued', 'running')"
    values: tuple[str, ...] = ()
    if settings.shared_mode():
        query, values = query + " AND claims.owner = ?", (owner,)
    run_ids = database.read(lambda db: [row["run_id"] for row in db.execute(f"{query} ORDER BY jobs.id", values)])
    return [found for run_id in run_ids if (found := status(run_id)) is not None]


def recipe_of(run_id: str) -> Recipe | None:
    """What a job is to make; None if there is no such job."""
    query = "SELECT recipe FROM jobs WHERE run_id = ?"
    row = database.read(lambda db: db.execute(query, (run_id,)).fetchone())
    return None if row is None else Recipe.from_json(json.loads(row["recipe"]))


def retry(run_id: str, owner: str) -> JobStatus:
    """Submit a job once more that did not come to its end, under its old name; raises InputError as `submit` does."""
    recipe = recipe_of(run_id)
    if recipe is None:
        raise InputError("This job is not known here any more; start it from its page.", "E-JOB-09")
    recipe.require_todays()
    return _submit(run_id, recipe, owner, database.read(lambda db: _last_lane(db, run_id)))


def _last_lane(db: sqlite3.Connection, run_id: str) -> Lane:
    row = db.execute("SELECT lane FROM jobs WHERE run_id = ?", (run_id,)).fetchone()
    return row["lane"] if row else "light"


def recent(owner: str, limit: int = 20) -> list[JobStatus]:
    """Jobs that the owner asked for, newest first."""
    query = "SELECT run_id FROM jobs JOIN claims USING (run_id) WHERE claims.owner = ? ORDER BY id DESC LIMIT ?"
    run_ids = database.read(lambda db: [row["run_id"] for row in db.execute(query, (owner, limit))])
    return [found for run_id in run_ids if (found := status(run_id)) is not None]
