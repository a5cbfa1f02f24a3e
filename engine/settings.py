"""Where the app keeps and looks for files, and how openly: everything that the environment decides."""

import os
from pathlib import Path

import platformdirs

from engine import limits


def home() -> Path:
    """Folder of runs, uploads, downloads and the catalogue: `EMBEDDING_HOME`, or the user's data directory."""
    chosen = os.environ.get("EMBEDDING_HOME")
    return Path(chosen).expanduser() if chosen else Path(platformdirs.user_data_dir("embedding-workbench"))


def shown_home() -> str:
    """That folder as users are told of it: where several people share the server, not where it lies."""
    return "the server's folder" if shared_mode() else f"the folder {home()}"


def data_folders() -> list[Path]:
    """Folders searched for data files before any download: those in `EMBEDDING_DATA` (separated as in PATH)."""
    return [Path(part).expanduser() for part in os.environ.get("EMBEDDING_DATA", "").split(os.pathsep) if part]


SYSTEM_DATASETS = Path("/usr/share/datasets")
"""Where packages of Debian put data sets, such as dataset-fashion-mnist."""


def upload_bytes() -> int:
    """The largest upload: `STREAMLIT_SERVER_MAX_UPLOAD_SIZE` (MB), which the server obeys too, or the usual."""
    given = os.environ.get("STREAMLIT_SERVER_MAX_UPLOAD_SIZE", "")
    return int(given) * limits.MB if given.isdigit() and int(given) else limits.UPLOAD_BYTES


ADMIN_TOKEN = "EMBEDDING_ADMIN_TOKEN"
SHORTEST_TOKEN = 16
"""Characters; nobody guesses as many random ones."""


def admin_token() -> str | None:
    """The word that opens the admin's page: `EMBEDDING_ADMIN_TOKEN`; None if none is set, "" if it is too short."""
    given = os.environ.get(ADMIN_TOKEN)
    return given if given is None or len(given) >= SHORTEST_TOKEN else ""


def shared_mode() -> bool:
    """True if several people use this server: runs made from uploads are then reachable only by their link."""
    return os.environ.get("EMBEDDING_SHARED", "") not in ("", "0")


def cluster() -> str:
    """Where the scheduler of a cluster listens that does the jobs (tcp://host:port, tls://host:port), or "" if none."""
    return os.environ.get("EMBEDDING_CLUSTER", "").strip()
