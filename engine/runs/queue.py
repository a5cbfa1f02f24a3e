"""The queue as the supervisor sees it: which job is next, and how one ends. One SQLite table holds it."""

import sqlite3
import threading
import time
from dataclasses import dataclass
from typing import Literal

from engine import settings
from engine.runs import database
from engine.runs.executors import told
from engine.runs.lanes import Lane, Reason

State = Literal["queued", "running", "done", "failed", "cancelled", "stopped"]
"""stopped: what there was has been kept, under a name of its own."""

TRIES = 3
"""How often a job is begun when the server, or the worker that does it, goes down under it."""
KEPT_DAYS = 30
NOBODY = "previews"
"""The owner of what is made ahead: whatever a visitor asks for comes before it. Of it maps come first, so that what is
trained is seen before the next training begins."""

changed = threading.Event()
"""Set by whoever changes the queue in this process, so that its supervisor looks at once."""


@dataclass(frozen=True)
class Job:
    """A row of the queue. started: on the monotonic clock, which all processes of a computer share."""

    run_id: str
    recipe: str
    owner: str
    state: State
    lane: Lane
    moved: Reason
    tries: int
    cancel: bool
    started: float | None
    pid: int | None
    pid_created: float | None


_FIELDS = ", ".join(Job.__dataclass_fields__)

_NEXT = """
SELECT run_id FROM jobs LEFT JOIN served USING (owner, lane)
WHERE state = 'queued' AND lane = :lane
  AND NOT EXISTS (
    SELECT 1 FROM jobs AS other WHERE other.state IN ('queued', 'running') AND instr(jobs.needs, other.run_id)
  )
  AND NOT (
    :shared AND :most <= (
      SELECT count(*) FROM jobs AS own WHERE own.state = 'running' AND own.lane = :lane AND own.owner = jobs.owner
    )
  )
ORDER BY owner = :nobody, coalesce(turn, 0), owner = :nobody AND NOT instr(recipe, 'embedding_of'), jobs.id LIMIT 1
"""


def claim(lane: Lane = "light") -> Job | None:
    """The job of a lane to start now, marked as running; None if none can start.

    It is the oldest one of the owner who was served longest ago there; what nobody waits for comes last. A job waits
    while the run it needs is in the making; in shared mode nobody has two jobs running in a lane, or more of the heavy
    one than half the places of a cluster.
    """
    if not _any_waits(lane):  # looked at many times a second: do not take the write lock for nothing
        return None
    return database.write(lambda db: _claim(db, lane))


def _claim(db: sqlite3.Connection, lane: Lane) -> Job | None:
    most = max(1, told.places() // 2) if lane == "heavy" else 1
    known = {"lane": lane, "shared": settings.shared_mode(), "most": most, "nobody": NOBODY}
    row = db.execute(_NEXT, known).fetchone()
    if row is None:
        return None
    start = "UPDATE jobs SET state = 'running', tries = tries + 1, started = ?, pid = NULL WHERE run_id = ?"
    db.execute(start, (time.monotonic(), row["run_id"]))
    job = Job(**db.execute(f"SELECT {_FIELDS} FROM jobs WHERE run_id = ?", (row["run_id"],)).fetchone())
    db.execute(
        "INSERT INTO served SELECT ?, ?, coalesce(max(turn), 0) + 1 FROM served WHERE 1 "
        "ON CONFLICT (owner, lane) DO UPDATE SET turn = excluded.turn",
        (job.owner, lane),
    )
    return job


def _any_waits(lane: Lane) -> bool:
    query = "SELECT 1 FROM jobs WHERE state = 'queued' AND lane = ? LIMIT 1"
    return database.read(lambda db: db.execute(query, (lane,)).fetchone()) is not None


def running() -> list[Job]:
    """All jobs marked as running."""
    query = f"SELECT {_FIELDS} FROM jobs WHERE state = 'running' ORDER BY id"
    return database.read(lambda db: [Job(**row) for row in db.execute(query)])


def note_process(run_id: str, pid: int, created: float) -> None:
    """Note which process works on a job, so that a later supervisor can find it."""
    query = "UPDATE jobs SET pid = ?, pid_created = ? WHERE run_id = ?"
    database.write(lambda db: db.execute(query, (pid, created, run_id)))


def finish(run_id: str, state: State, seconds: float, error: str = "", code: str = "", kept: str = "") -> None:
    """Note how a job ended. kept: the run that holds what there was of one that was stopped."""
    query = "UPDATE jobs SET state = ?, seconds = ?, error = ?, code = ?, kept = ?, pid = NULL WHERE run_id = ?"
    database.write(lambda db: db.execute(query, (state, seconds, error, code, kept, run_id)))


def requeue(run_id: str, counted: bool = True) -> None:
    """Put a job back in its old place; if this has happened too often, it has failed.

    counted: False when the server was stopped in order, which says nothing against the job.
    """
    database.write(lambda db: _requeue(db, run_id, counted))


def _requeue(db: sqlite3.Connection, run_id: str, counted: bool) -> None:
    tries = db.execute("SELECT tries FROM jobs WHERE run_id = ?", (run_id,)).fetchone()[0]
    if counted and tries >= TRIES:
        sentence = (
            f"The server, or the computer that did this job, went down {TRIES} times while it ran; it was not started "
            "again."
        )
        change = "state = 'failed', error = ?, code = 'E-JOB-05'"
        db.execute(f"UPDATE jobs SET {change}, pid = NULL WHERE run_id = ?", (sentence, run_id))
    else:
        change = "state = 'queued', started = NULL, pid = NULL, tries = ?"
        db.execute(f"UPDATE jobs SET {change} WHERE run_id = ?", (tries - (not counted), run_id))


def move(run_id: str, reason: Reason) -> None:
    """Count a job that runs to the heavy lane from now on: its place in the light one is free."""
    query = "UPDATE jobs SET lane = 'heavy', moved = ? WHERE run_id = ?"
    database.write(lambda db: db.execute(query, (reason, run_id)))


def send_on(run_id: str, reason: Reason) -> None:
    """Put a job that ran in the light lane into the queue of the heavy one, in the order in which they were asked for.
    It has not failed: this is none of its tries.
    """

    def change(db: sqlite3.Connection) -> None:
        _requeue(db, run_id, counted=False)
        db.execute("UPDATE jobs SET lane = 'heavy', moved = ? WHERE run_id = ?", (reason, run_id))

    database.write(change)


def forget_old() -> None:
    """Drop ended jobs of a month ago."""
    query = "DELETE FROM jobs WHERE state NOT IN ('queued', 'running') AND submitted < ?"
    database.write(lambda db: db.execute(query, (time.time() - KEPT_DAYS * 86_400,)))
