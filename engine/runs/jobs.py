"""Jobs as the pages see them: submit a recipe, ask how it stands, look at its live frames, cancel it.

A job is named by the id of the run it makes. Jobs belong to the server, not to a browser session: every session
that asks for the same recipe sees the same job. `owner` names whoever asks (a browser), for fairness and limits.
"""

import heapq
import json
import math
import sqlite3
import statistics
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import psutil

from engine import settings
from engine.datasets.base import Source
from engine.datasets.joint.contract import JointSource
from engine.errors import InputError
from engine.runs import closing, database, files, progress, queue, store, visitors
from engine.runs.canonical import canonical_json
from engine.runs.queue import MAX_RUNNING, State
from engine.runs.recipe import EmbeddingOf, Recipe

OWNER_JOBS = 5
"""Jobs of one owner at a time, running or queued: a dataset, a training and some projections of it."""
QUEUE_LENGTH = 20
"""Jobs that wait, of all owners together."""
_WAITING = "SELECT count(*) FROM jobs WHERE state = 'queued'"
_WANTED = f"{_WAITING} AND owner != '{queue.NOBODY}'"
"""What is made ahead of all wishes waits behind them, and takes no visitor's place."""
USUAL_SECONDS = 20.0
"""Expected duration of a job while none has ended yet."""


@dataclass(frozen=True)
class JobStatus:
    """How a job stands.

    progress: see `engine.runs.progress.read_progress`; empty unless running.
    position: 1 for the next to start; 0 unless queued. wait_seconds: expected until it starts; 0 unless queued.
    seconds: since it started, or how long it took. error, code: why it failed, for the user; else "".
    kept: the run that holds what there was when the user stopped it; "" unless stopped.
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

    @property
    def active(self) -> bool:
        """Whether it will change by itself."""
        return self.state in ("queued", "running")


def submit(recipe: Recipe, owner: str) -> JobStatus:
    """Ask for a run: done at once if it is saved, joined if it is in the making, else queued.

    Raises InputError if no new jobs are taken, the owner or the server has too many jobs already, or the owner keeps
    too much in shared mode; the sentence says when to try again, or what to do.
    """
    return _submit(recipe.run_id, recipe, owner)


def _submit(run_id: str, recipe: Recipe, owner: str) -> JobStatus:
    title = store.title(recipe)
    if store.exists(run_id):
        return JobStatus(run_id, "done", title)
    if owner != queue.NOBODY:
        visitors.require_room(owner)
    database.read(lambda db: _refuse_a_new_one(db, run_id, owner))  # nobody waits in the line of writers to be refused
    database.write(lambda db: _enqueue(db, run_id, recipe, title, owner))
    queue.changed.set()
    found = status(run_id)
    assert found is not None  # it has just been entered
    return found


def _refuse_a_new_one(db: sqlite3.Connection, run_id: str, owner: str) -> None:
    """Raise InputError if there is no place for a job; one that waits or runs already is joined."""
    row = db.execute("SELECT state FROM jobs WHERE run_id = ?", (run_id,)).fetchone()
    if row is None or row["state"] not in ("queued", "running"):
        _refuse_if_full(db, owner)


def _enqueue(db: sqlite3.Connection, run_id: str, recipe: Recipe, title: str, owner: str) -> None:
    row = db.execute("SELECT state FROM jobs WHERE run_id = ?", (run_id,)).fetchone()
    if row is None or row["state"] not in ("queued", "running"):
        _refuse_if_full(db, owner)
        db.execute("DELETE FROM jobs WHERE run_id = ?", (run_id,))
        db.execute("DELETE FROM claims WHERE run_id = ?", (run_id,))
        db.execute(
            "INSERT INTO jobs (run_id, recipe, title, owner, needs, submitted) VALUES (?, ?, ?, ?, ?, ?)",
            (run_id, canonical_json(recipe.to_json()), title, owner, _needs(recipe), time.time()),
        )
    elif owner != queue.NOBODY:  # now somebody waits for what was to be made ahead
        db.execute("UPDATE jobs SET owner = ? WHERE run_id = ? AND owner = ?", (owner, run_id, queue.NOBODY))
    db.execute("INSERT OR IGNORE INTO claims VALUES (?, ?)", (run_id, owner))


def _needs(recipe: Recipe) -> str:
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


def _refuse_if_full(db: sqlite3.Connection, owner: str) -> None:
    closing.require_open()
    active = "SELECT count(*) FROM jobs WHERE state IN ('queued', 'running') AND owner = ?"
    mine = db.execute(active, (owner,)).fetchone()[0]
    if mine >= OWNER_JOBS and owner != queue.NOBODY:
        raise InputError(
            f"You already have {mine} jobs running or waiting, which is the limit; wait for one, or cancel one.",
            "E-JOB-01",
        )
    waiting = db.execute(_WAITING if owner == queue.NOBODY else _WANTED).fetchone()[0]
    if waiting >= QUEUE_LENGTH:
        minutes = math.ceil(_wait_seconds(db, waiting) / 60)
        raise InputError(
            f"The server is busy: {waiting} jobs are waiting, which is the limit. The queue needs some {minutes} "
            "minutes; try again then.",
            "E-JOB-02",
        )


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
    position = _position(db, row["id"]) if waits else 0
    return JobStatus(
        run_id,
        state,
        row["title"],
        progress.read_progress(run_id) if state == "running" else {},
        position,
        _wait_seconds(db, position) if waits else 0.0,
        max(0.0, time.monotonic() - row["started"]) if state == "running" else row["seconds"] or 0.0,
        row["error"],
        row["code"],
        row["kept"],
    )


def _position(db: sqlite3.Connection, job_id: int) -> int:
    """Place in the queue in order of submission; who was served longest ago may overtake."""
    return db.execute("SELECT count(*) FROM jobs WHERE state = 'queued' AND id <= ?", (job_id,)).fetchone()[0]


def _wait_seconds(db: sqlite3.Connection, position: int) -> float:
    """Expected time until the job at a place starts: what those that run have left, and the median of past durations
    for each before it, longer where the machine is busy.
    """
    past = db.execute("SELECT seconds FROM jobs WHERE state = 'done' ORDER BY id DESC LIMIT 50").fetchall()
    median = statistics.median(row["seconds"] for row in past) if past else USUAL_SECONDS
    median *= _slower()
    running = db.execute("SELECT run_id, started FROM jobs WHERE state = 'running'").fetchall()
    free_in = [_left(row["run_id"], max(0.0, time.monotonic() - row["started"]), median) for row in running]
    free_in += [0.0] * (MAX_RUNNING - len(free_in))
    heapq.heapify(free_in)
    for _ in range(position - 1):
        heapq.heapreplace(free_in, free_in[0] + median)
    return free_in[0]


def _left(run_id: str, taken: float, usual: float) -> float:
    """Expected seconds until a running job ends, by what it tells; before that, the usual less what it has taken."""
    told = progress.read_progress(run_id)
    if "seconds_left" in told.get("metrics", {}):
        return float(told["metrics"]["seconds_left"])
    if told.get("stage") == "fit" and told.get("done") and told.get("total"):
        return taken * max(0.0, told["total"] / told["done"] - 1)
    return max(0.0, usual - taken)


def _slower() -> float:
    """By how much longer work takes than on an idle machine, by the programs that have wanted a core in a minute."""
    return max(1.0, (psutil.getloadavg()[0] + 1) / (psutil.cpu_count() or 1))


@dataclass(frozen=True)
class Outlook:
    """What a job that is submitted now would meet.

    wait_seconds: expected until it starts. slower: by how much longer it takes than on an idle machine, as others want
    the cores too; 1 if there is room.
    """

    wait_seconds: float
    slower: float


def outlook() -> Outlook:
    """From the queue, and from the programs that have wanted a core in the last minute."""
    wait = database.read(lambda db: _wait_seconds(db, 1 + db.execute(_WAITING).fetchone()[0]))
    return Outlook(wait, _slower())


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
    return _submit(run_id, recipe, owner)


def recent(owner: str, limit: int = 20) -> list[JobStatus]:
    """Jobs that the owner asked for, newest first."""
    query = "SELECT run_id FROM jobs JOIN claims USING (run_id) WHERE claims.owner = ? ORDER BY id DESC LIMIT ?"
    run_ids = database.read(lambda db: [row["run_id"] for row in db.execute(query, (owner, limit))])
    return [found for run_id in run_ids if (found := status(run_id)) is not None]
