"""The SQLite file behind catalogue and queue: made once, repaired where it can be, never trusted blindly."""

import errno
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import TypeVar

from engine import settings
from engine.errors import InputError
from engine.files import disk
from engine.lock import held
from engine.runs import index

SCHEMA = 5
"""1: rows of runs without dataset_id. 2: jobs that keep nothing when they are stopped. 3: runs without notes.
4: jobs in one lane; tests that name a private run are listed.
"""
PATIENCE_SECONDS = 10
"""How long a write waits for another one."""

NO_ROOM = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
"""What SQLite says on a full disk: the latter if there is no room to share memory with other processes."""

JOBS_TABLE = """
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,  -- the order of submission
    run_id TEXT NOT NULL UNIQUE,           -- the same recipe twice is one job
    recipe TEXT NOT NULL,
    title TEXT NOT NULL,
    owner TEXT NOT NULL,
    needs TEXT NOT NULL,                   -- runs that must not be in the making when this job starts: ids and spaces
    state TEXT NOT NULL DEFAULT 'queued',
    lane TEXT NOT NULL DEFAULT 'light',    -- see engine.runs.lanes
    moved TEXT NOT NULL DEFAULT '',        -- why it was moved to the heavy lane
    tries INTEGER NOT NULL DEFAULT 0,
    cancel INTEGER NOT NULL DEFAULT 0,
    submitted REAL NOT NULL,
    started REAL,                          -- on the monotonic clock, which all processes of a computer share
    seconds REAL,
    error TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL DEFAULT '',
    kept TEXT NOT NULL DEFAULT '',         -- the run that holds what there was of a job that was stopped
    pid INTEGER,
    pid_created REAL                       -- with the pid, names a process for good
);
CREATE INDEX jobs_by_state ON jobs (state);
CREATE TABLE claims (run_id TEXT NOT NULL, owner TEXT NOT NULL, PRIMARY KEY (run_id, owner));
CREATE TABLE served (owner TEXT NOT NULL, lane TEXT NOT NULL, turn INTEGER NOT NULL, PRIMARY KEY (owner, lane));
"""

_one_writer = threading.RLock()
"""Threads of a process wait in line to write: SQLite would have each look again now and then, ever more rarely."""

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

_log = logging.getLogger(__name__)


def path() -> Path:
    """The database file."""
    return settings.home() / "catalogue.db"


def read(work: Work[T]) -> T:
    """What `work` reads from the database; it never waits for writers."""
    return _repairing(lambda: _transact("BEGIN", work))


def write(work: Work[T]) -> T:
    """What `work` returns, its changes made all together or not at all."""
    with disk.explained(), _one_writer:
        return _repairing(lambda: _transact("BEGIN IMMEDIATE", work))


def _transact(begin: str, work: Work[T]) -> T:
    with closing(connect()) as db:
        try:
            db.execute(begin)
            result = work(db)
            db.execute("COMMIT")
            return result
        except BaseException:
            if db.in_transaction:
                db.execute("ROLLBACK")
            raise


def connect() -> sqlite3.Connection:
    """A connection to a database of the present schema."""
    if not path().exists():
        _create()
    db = _open()
    try:
        version = db.execute("PRAGMA user_version").fetchone()[0]
        if version == 0:  # an empty file, or one whose making was cut short
            db.close()
            _create()
            db = _open()
        elif version < SCHEMA:
            db = _upgraded(db)
        elif version > SCHEMA:
            raise InputError(
                f"The catalogue of {settings.shown_home()} was made by a newer version of the app; update the app, or "
                "set EMBEDDING_HOME to another folder.",
                "E-CAT-01",
            )
        return db
    except BaseException:
        db.close()
        raise


def _upgraded(db: sqlite3.Connection) -> sqlite3.Connection:
    """A connection to the database in the present schema, changed in one transaction under the lock.

    Where the folder cannot be written to, it is a copy in memory, which refuses to be written to as well.
    """
    if not os.access(settings.home(), os.W_OK):
        with closing(db):
            copy = sqlite3.connect(":memory:", isolation_level=None)
            db.backup(copy)
        copy.row_factory = sqlite3.Row
        _upgrade(copy)
        copy.execute("PRAGMA query_only = ON")
        return copy
    with held(_lock_path()):
        db.execute("BEGIN IMMEDIATE")
        _upgrade(db)
        db.execute("COMMIT")
    return db


def _upgrade(db: sqlite3.Connection) -> None:
    """To the present schema, step by step; no step if another process has just done it."""
    version = db.execute("PRAGMA user_version").fetchone()[0]
    if version < 2:
        index.upgrade(db)
    if version < 3:
        db.execute("ALTER TABLE jobs ADD COLUMN kept TEXT NOT NULL DEFAULT ''")
    if version < 4:
        db.execute("ALTER TABLE runs ADD COLUMN note TEXT NOT NULL DEFAULT ''")
    if version < SCHEMA:
        db.execute("ALTER TABLE jobs ADD COLUMN lane TEXT NOT NULL DEFAULT 'light'")
        db.execute("ALTER TABLE jobs ADD COLUMN moved TEXT NOT NULL DEFAULT ''")
        db.execute("DROP TABLE served")
        db.execute(JOBS_TABLE[JOBS_TABLE.index("CREATE TABLE served") :])
        index.hide_what_names_private_runs(db)
        db.execute(f"PRAGMA user_version = {SCHEMA}")


def _open() -> sqlite3.Connection:
    try:
        db = sqlite3.connect(path(), timeout=PATIENCE_SECONDS, isolation_level=None)
        db.execute("PRAGMA synchronous = FULL")
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        if _primary(error) not in (*NO_ROOM, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY):
            raise
        # A folder or a disk that cannot be written to has no room for the write-ahead log: read what there is.
        db = sqlite3.connect(f"{path().absolute().as_uri()}?immutable=1", uri=True, isolation_level=None)
    db.row_factory = sqlite3.Row
    return db


def _create() -> None:
    """Make the database under a lock (two first users at once) and enter the runs that lie on the disk."""
    with disk.explained(), held(_lock_path()):
        if not path().exists() or not path().stat().st_size:  # anew, since others may have the empty one open
            path().unlink(missing_ok=True)
            _remove_logs()
        db = sqlite3.connect(path(), timeout=PATIENCE_SECONDS, isolation_level=None)
        with closing(db):
            if db.execute("PRAGMA user_version").fetchone()[0]:
                return
            db.execute("PRAGMA journal_mode = WAL")
            db.execute("BEGIN IMMEDIATE")
            for statement in (index.RUNS_TABLE + JOBS_TABLE).split(";\n"):
                db.execute(statement)
            index.add_all(db)
            db.execute(f"PRAGMA user_version = {SCHEMA}")
            db.execute("COMMIT")


def _lock_path() -> Path:
    return settings.home() / "catalogue.lock"


def _repairing(act: Callable[[], T]) -> T:
    """Act; if the file proves to be no database, set it aside, build it anew from the runs, and act again."""
    try:
        return act()
    except sqlite3.DatabaseError as error:
        if _primary(error) == sqlite3.SQLITE_BUSY:
            raise InputError("The catalogue is busy (a backup, perhaps); try again in a minute.", "E-CAT-02") from error
        if _primary(error) in (*NO_ROOM, sqlite3.SQLITE_READONLY) and disk.is_full():
            if disk.give_up_room():
                return _repairing(act)  # there is nothing to give up a second time
            raise OSError(errno.ENOSPC, "disk full") from error
        if _primary(error) == sqlite3.SQLITE_READONLY:
            raise PermissionError(errno.EACCES, "read-only") from error
        if _primary(error) not in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            raise
        _log.warning("catalogue is damaged (%s); it is rebuilt from the runs", error)
        _set_aside()
        return act()


def _primary(error: sqlite3.DatabaseError) -> int:
    """SQLite's error code without its extension; 0 for errors of Python's own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def _set_aside() -> None:
    """Rename the damaged file to .bad, unless another process has just done so."""
    with held(_lock_path()):
        try:
            with closing(sqlite3.connect(path(), timeout=PATIENCE_SECONDS)) as db:
                if db.execute("PRAGMA quick_check").fetchone()[0] == "ok":
                    return
        except sqlite3.DatabaseError:
            pass
        path().replace(path().with_suffix(f".{time.time_ns()}.bad"))
        _remove_logs()


def _remove_logs() -> None:
    """Those of a file that is gone: they must not be played back into the new one."""
    for suffix in ("-wal", "-shm"):
        path().with_name(path().name + suffix).unlink(missing_ok=True)
