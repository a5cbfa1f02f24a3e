"""A connection to the database that stays open. Whoever closes the last one of all processes writes the whole log back
into the file and waits several times for the disk; with one that stands, that is nobody who has been clicked for.

The log is written back now and then instead: it begins anew then, in the room that it has, and the file alone, which is
what a full disk lets be read, is never far behind.
"""

import sqlite3
import sys
import time

from engine.errors import InputError
from engine.runs import database

PERIOD_SECONDS = 2.0


class Standing:
    """For one thread, which looks after it now and then."""

    def __init__(self) -> None:
        self._db: sqlite3.Connection | None = None
        self._file: tuple[int, int] | None = None
        self._due = 0.0

    def look(self) -> None:
        """Open the connection, anew where the file has been replaced, and write the log back if that is due."""
        if sys.platform == "win32":  # there nobody could set aside or replace a file that is open
            return
        found = _identity()
        if self._db is not None and found != self._file:
            self.close()
        try:
            if self._db is None:
                self._db = database.connect()
                self._file, self._due = _identity(), time.monotonic() + PERIOD_SECONDS
            elif time.monotonic() >= self._due:
                self._due = time.monotonic() + PERIOD_SECONDS
                self._db.execute("PRAGMA wal_checkpoint(PASSIVE)")
        except (sqlite3.DatabaseError, InputError, OSError):  # damaged, full or too new: who reads or writes it says so
            self.close()

    def close(self) -> None:
        """Let go of it. Of a file that is not in its place any more SQLite leaves the neighbors alone."""
        if self._db is not None:
            self._db.close()
            self._db = None


def _identity() -> tuple[int, int] | None:
    """What tells the file from another of its name; None if there is none."""
    try:
        found = database.path().stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
