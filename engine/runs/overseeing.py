"""What the admin of a server sees of it and can do there: whose the jobs and the disk are, and how to end and delete.

Visitors are told apart by a short mark that is made from their names, so that a screen shown to others names nobody.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine import settings
from engine.errors import InputError
from engine.files import uploads
from engine.runs import catalogue, database, jobs, queue, store
from engine.runs.jobs import JobStatus

MARK_LENGTH = 8
NOBODY, AHEAD = "nobody", "made ahead"
KINDS: Mapping[str, str] = {
    "runs": "Runs",
    "quarantine": "Damaged runs",
    "uploads": "Uploads",
    "downloads": "Downloads",
    "selections": "Lists and groups",
    "neighbors": "Graphs of neighbors",
    "jobs": "Jobs",
    "tmp": "Unfinished",
}
"""Folders of the home by what they hold."""
OTHER = "Catalogue and others"


@dataclass(frozen=True)
class SeenJob:
    """A job that runs or waits. visitors: the marks of all who asked for it."""

    status: JobStatus
    visitors: tuple[str, ...]


@dataclass(frozen=True)
class SeenVisitor:
    """What somebody has here. name: as in rows of runs, never shown. last: when a run was made, ISO 8601, or ""."""

    name: str
    n_runs: int
    run_bytes: int
    upload_bytes: int
    n_jobs: int
    last: str

    @property
    def mark(self) -> str:
        """What is shown for the name."""
        return mark_of(self.name)

    @property
    def is_somebody(self) -> bool:
        """Whether it is a visitor, whose runs can be deleted together."""
        return self.name not in ("", queue.NOBODY)


def mark_of(name: str) -> str:
    """What is shown for the name of a visitor: nothing leads back from it to the name, or to the cookie."""
    if name in ("", queue.NOBODY):
        return AHEAD if name else NOBODY
    return hashlib.sha256(f"mark {name}".encode()).hexdigest()[:MARK_LENGTH]


def active_jobs() -> list[SeenJob]:
    """All jobs that run or wait, oldest first, whoever asked for them."""
    query = "SELECT jobs.run_id, claims.owner FROM jobs JOIN claims USING (run_id)"
    condition = "WHERE state IN ('queued', 'running') ORDER BY jobs.id, claims.owner"
    asked: dict[str, list[str]] = {}
    for run_id, owner in database.read(lambda db: db.execute(f"{query} {condition}").fetchall()):
        asked.setdefault(run_id, []).append(mark_of(owner))
    found = ((jobs.status(run_id), tuple(marks)) for run_id, marks in asked.items())
    return [SeenJob(status, marks) for status, marks in found if status is not None and status.active]


def cancel(run_id: str) -> None:
    """Cancel a job for all who asked for it: at once if it waits, within 3 seconds if it runs."""
    asking = "SELECT owner FROM claims WHERE run_id = ?"
    for (owner,) in database.read(lambda db: db.execute(asking, (run_id,)).fetchall()):
        with suppress(InputError):  # who gave it up meanwhile asks for it no longer
            jobs.cancel(run_id, owner)


def visitors() -> list[SeenVisitor]:
    """Everybody who has runs, uploads or jobs here, those with most on the disk first."""
    runs = "SELECT owner, count(*), sum(bytes), max(created) FROM runs GROUP BY owner"
    active = "SELECT owner, count(*) FROM jobs WHERE state IN ('queued', 'running') GROUP BY owner"
    made = {row[0]: row[1:] for row in database.read(lambda db: db.execute(runs).fetchall())}
    working = {row[0]: row[1] for row in database.read(lambda db: db.execute(active).fetchall())}
    given = uploads.bytes_by_owner()
    found = []
    for name in {*made, *working, *given}:
        n_runs, run_bytes, last = made.get(name, (0, 0, ""))
        found.append(SeenVisitor(name, n_runs, run_bytes, given.get(name, 0), working.get(name, 0), last))
    return sorted(found, key=lambda one: (-one.run_bytes - one.upload_bytes, one.mark))


def delete_all_of(name: str) -> list[str]:
    """Cancel the jobs of a visitor, and delete this visitor's runs and uploads; the ids of the runs that are gone.

    As when visitors delete for themselves, what others made from a listed run stays, and that run as nobody's.
    """
    asked = (
        "SELECT run_id FROM claims JOIN jobs USING (run_id) WHERE claims.owner = ? AND state IN ('queued', 'running')"
    )
    for (run_id,) in database.read(lambda db: db.execute(asked, (name,)).fetchall()):
        with suppress(InputError):
            jobs.cancel(run_id, name)
    before = catalogue.everything()
    for row in before:
        if row.owner == name and catalogue.get(row.run_id) is not None:
            store.delete(row.run_id, name)
    for upload in uploads.of(name):
        if not catalogue.is_named(upload):
            uploads.delete(upload)
    left = {row.run_id for row in catalogue.everything()}
    return [row.run_id for row in before if row.run_id not in left]


def disk_by_kind() -> dict[str, int]:
    """Bytes below the home by what they are, in the order of KINDS."""
    found = dict.fromkeys([*KINDS.values(), OTHER], 0)
    for entry in settings.home().iterdir():
        found[KINDS.get(entry.name, OTHER)] += sum(_sizes(entry))
    return {kind: size for kind, size in found.items() if size}


def _sizes(place: Path) -> Iterator[int]:
    """Of each file; what vanishes meanwhile counts nothing."""
    files = (
        [place] if place.is_file() else [Path(folder, name) for folder, _, names in os.walk(place) for name in names]
    )
    for file in files:
        with suppress(OSError):
            yield file.stat().st_size
