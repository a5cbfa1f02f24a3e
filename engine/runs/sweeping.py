"""Room on a disk that several people share: where it is nearly full, old runs that nobody pinned go, told a day before.

Who pins a run keeps it. Those that were made first go first, with what was made from them, until there is room again.
The day is counted by the clock and by the time that this process has run, so that no jump of the clock shortens it.
"""

import json
import logging
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine import limits, settings
from engine.files import disk, uploads
from engine.runs import catalogue, database, files, store
from engine.runs.catalogue import RunRow

NOTICE_SECONDS = 86_400.0
PERIOD_SECONDS = 60.0
_log = logging.getLogger(__name__)


class Sweeper:
    """Looks now and then whether there is too little room, tells it, and makes room once it has been told long enough.

    notice_seconds: between telling and deleting.
    """

    def __init__(self, notice_seconds: float = NOTICE_SECONDS) -> None:
        self.notice_seconds = notice_seconds
        self._next = 0.0
        self._short_since: float | None = None

    def look(self) -> None:
        """What is due, at most once a minute."""
        now = time.monotonic()
        if now < self._next or not settings.shared_mode():
            return
        self._next = now + PERIOD_SECONDS
        if not is_short():
            self._short_since = None
            _notice().unlink(missing_ok=True)
            return
        if self._short_since is None:
            self._short_since = now
        if announced() is None:
            files.replace_file(_notice(), json.dumps({"told": time.time()}).encode())
        told = announced()
        if now - self._short_since >= self.notice_seconds and told and time.time() - told >= self.notice_seconds:
            make_room()


def is_short() -> bool:
    """Whether the disk is nearly full."""
    return disk.free_bytes() < limits.NEARLY_FULL_BYTES


def announced() -> float | None:
    """Since when users have been told that old runs will go (seconds since 1970); None if none will."""
    told = files.read_json(_notice())
    return float(told["told"]) if isinstance(told, dict) and isinstance(told.get("told"), int | float) else None


def make_room() -> list[str]:
    """Delete until the disk is nearly full no more, or nothing is left that may go; the runs that went."""
    for upload in uploads.older_than(limits.SWEPT_DAYS * 86_400):
        if not catalogue.is_named(upload):
            uploads.delete(upload)
    gone = []
    for row in candidates():
        if not is_short():
            break
        if store.exists(row.run_id):  # it may have gone with another one
            _log.warning("the disk is nearly full: run %s (%s) goes", row.run_id, row.created)
            store.discard(row.run_id)
            gone.append(row.run_id)
    return gone


def candidates() -> list[RunRow]:
    """The runs that may go, those made first before all others.

    Not those that are pinned, or younger than `limits.SWEPT_DAYS`, nor what something of these kinds was made from or
    trained on, nor what a job needs.
    """
    rows = catalogue.everything()
    latest = (datetime.now(UTC) - timedelta(days=limits.SWEPT_DAYS)).isoformat()
    spared = {row.run_id for row in rows if row.pinned or row.created >= latest} | database.read(_needed)
    parents = {row.run_id: row.parent for row in rows}
    for run_id in list(spared):
        while run_id := parents.get(run_id, ""):
            spared.add(run_id)
    spared |= {row.dataset_id for row in rows if row.run_id in spared}
    return [row for row in rows if row.run_id not in spared and not row.damaged]


def _needed(db: sqlite3.Connection) -> set[str]:
    rows = db.execute("SELECT run_id, needs FROM jobs WHERE state IN ('queued', 'running')")
    return {needed for row in rows for needed in (row["run_id"], *row["needs"].split())}


def _notice() -> Path:
    return settings.home() / "sweep.json"
