"""The disk of the home folder: how much room it has, what is said when there is none, and a file that holds some.

SQLite cannot even be read where nothing can be written. So a file of the app's own takes some room while there is
plenty, and gives it up when the disk is full: then runs can be listed and deleted.
"""

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from engine import limits, settings
from engine.errors import InputError


def free_bytes() -> int:
    """Bytes that are free on the disk of the home folder, which is made if it is not there."""
    with explained():
        settings.home().mkdir(parents=True, exist_ok=True)
    return shutil.disk_usage(settings.home()).free


def is_full() -> bool:
    """Whether there is not even room for a catalogue to be opened."""
    return free_bytes() < limits.FULL_DISK_BYTES


def hold_room() -> None:
    """Hold room for the catalogue, unless it is held already, there is little, or nothing can be written."""
    if _reserve().exists():
        return
    with suppress(OSError, InputError):
        if free_bytes() > 10 * limits.ROOM_HELD_BYTES:
            _write_reserve()


def give_up_room() -> bool:
    """Give up what is held; False if there was nothing."""
    try:
        _reserve().unlink()
    except OSError:
        return False
    return True


def _reserve() -> Path:
    return settings.home() / "reserve"


def _write_reserve() -> None:
    """Bytes by chance: a file system that compresses would keep no room for zeros."""
    part = _reserve().with_suffix(f".{os.getpid()}.part")
    try:
        part.write_bytes(os.urandom(limits.ROOM_HELD_BYTES))
        part.replace(_reserve())
    finally:
        part.unlink(missing_ok=True)


@contextmanager
def explained(needed: int = 0) -> Iterator[None]:
    """Turn a full disk or a folder that cannot be written to into a sentence for the user.

    needed: bytes that were to be written, for the message.
    """
    try:
        yield
    except OSError as error:
        home = settings.shown_home()
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise InputError(
                f"The disk is full: {needed / 1e6:,.1f} MB are to be written to {home}. Nothing that was saved is "
                "lost; free some space (for instance delete runs) and try again.",
                "E-DSK-01",
            ) from error
        if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOTDIR, errno.EEXIST):
            raise InputError(
                f"{home[0].upper()}{home[1:]} cannot be written to: saved runs can be read, but nothing can be "
                "trained. Allow writing there, or set EMBEDDING_HOME to another folder and restart.",
                "E-DSK-02",
            ) from error
        raise
