"""Side environments for the peers: made on first use under `.benchmarks/`, never mixed with the app's own."""

import subprocess
import sys
import venv
from pathlib import Path

FOLDER = Path(__file__).parents[2] / ".benchmarks"


def peer_python(*requirements: str) -> Path:
    """The interpreter of an environment that holds exactly these pinned packages, e.g. "gensim==4.4.0"."""
    folder = FOLDER / "-".join(requirement.replace("==", "-") for requirement in requirements)
    python = folder / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    finished = folder / "installed"
    if not finished.exists():
        print(f"Installing {', '.join(requirements)} into {folder} ...", flush=True)
        venv.create(folder, clear=True, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *requirements], check=True)
        finished.touch()
    return python
