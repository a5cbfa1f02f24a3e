"""No new jobs: what an admin says before a server is stopped or mended. What runs or waits goes on to its end."""

import json
import time
from pathlib import Path

from engine import settings
from engine.errors import InputError
from engine.files import disk
from engine.runs import files


def close() -> None:
    """Take no new jobs from now on, also after a restart."""
    with disk.explained():
        files.replace_file(_sign(), json.dumps({"closed": time.time()}).encode())


def reopen() -> None:
    """Take jobs again."""
    with disk.explained():
        _sign().unlink(missing_ok=True)


def is_closed() -> bool:
    """Whether no new jobs are taken."""
    return _sign().exists()


def require_open() -> None:
    """Raise InputError if no new jobs are taken."""
    if is_closed():
        raise InputError(
            "This server takes no new jobs now, by word of its admin; what is there already opens as ever. Try again "
            "later.",
            "E-JOB-21",
        )


def _sign() -> Path:
    return settings.home() / "closed.json"
