"""The app's own texts and scripts; scripts are copied, under a versioned name, to where Streamlit serves files."""

import hashlib
import shutil
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "assets" / "map"
STATIC = ROOT / "static"
SUFFIXES = (".js", ".css")


@cache
def version() -> str:
    """Twelve hex digits that change with any byte of the map's scripts, so that no browser keeps an old one."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def script_url() -> str:
    """Address of the map's entry script, relative to the app's own."""
    return f"app/static/map-{version()}/index.js"


def ensure_static(folder: Path = STATIC) -> Path:
    """Fill the served folder if this version is not there yet, and return the map's folder in it.

    `folder` is the folder `static` beside the script that Streamlit runs. Safe to call from several processes at once:
    the copy appears complete or not at all. Copies of older versions are left for tabs that are still open.
    """
    target = folder / f"map-{version()}"
    if target.is_dir():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".map-", dir=folder))
    for path in _sources():
        shutil.copyfile(path, fresh / path.name)
    fresh.chmod(0o755)
    try:
        fresh.replace(target)
    except OSError:  # another process was first
        shutil.rmtree(fresh)
        if not target.is_dir():
            raise
    return target


def text(name: str) -> str:
    """A text of the app's own, Markdown, from assets/texts."""
    return (ROOT / "assets" / "texts" / f"{name}.md").read_text(encoding="utf-8")


def _sources() -> list[Path]:
    return sorted(path for path in SOURCE.iterdir() if path.suffix in SUFFIXES)
