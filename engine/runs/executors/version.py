"""What must be the same on the server and on a worker, so that a recipe gives the same run on either."""

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

import engine

LIBRARIES = ("numpy", "scipy", "scikit-learn", "numba", "torch")


@cache
def version() -> str:
    """A sha256 of the engine's source and of the versions of the libraries that compute."""
    folder = Path(engine.__file__).parent
    found = hashlib.sha256(" ".join(metadata.version(name) for name in LIBRARIES).encode())
    for path in sorted(folder.rglob("*.py")):
        text = path.read_bytes().replace(b"\r\n", b"\n")
        found.update(path.relative_to(folder).as_posix().encode() + b"\0" + text + b"\0")
    return found.hexdigest()
