"""The app's own texts and scripts; scripts are copied, under a versioned name, to where Streamlit serves files."""

import hashlib
import shutil
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "assets"
FOLDERS = ("map", "bookmark", "brush", "page", "guides", "concordance", "tree", "hover")
STATIC = ROOT / "static"
SUFFIXES = (".js", ".css", ".json")


@cache
def version() -> str:
    """Twelve hex digits that change with any byte of the scripts, so that no browser keeps an old one."""
    digest = hashlib.sha256()
    for path in _sources():
        digest.update(path.relative_to(SOURCE).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]


def loader(script: str) -> str:
    """What Streamlit runs as a component: it fetches that script, e.g. "map/index.js", and calls its `mount`."""
    return f"""
const address = new URL("app/static/scripts-{version()}/{script}", document.baseURI).href
export default async component => (await import(address)).mount(component)
"""


def ensure_static(folder: Path = STATIC) -> Path:
    """Fill the served folder if this version is not there yet, and return the scripts' folder in it.

    `folder` is the folder `static` beside the script that Streamlit runs. Safe to call from several processes at once:
    the copy appears complete or not at all. Copies of older versions are left for tabs that are still open.
    """
    target = folder / f"scripts-{version()}"
    if target.is_dir():
        return target
    folder.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".scripts-", dir=folder))
    for path in _sources():
        copy = fresh / path.relative_to(SOURCE)
        copy.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, copy)
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


@cache
def sections(name: str) -> dict[str, str]:
    """A text of assets, such as "lessons/2_svd", by its headings of the second level, Markdown; what stands before the
    first has the heading "".
    """
    first, *others = (ROOT / "assets" / f"{name}.md").read_text(encoding="utf-8").split("\n## ")
    found = {"": first.strip()}
    for part in others:
        title, _, body = part.partition("\n")
        found[title.strip()] = body.strip()
    return found


@cache
def toured() -> list[str]:
    """Names of the pages that have a guided tour, as they stand in the address."""
    return sorted(path.stem for path in (SOURCE / "guides").glob("*.json"))


def _sources() -> list[Path]:
    return sorted(path for name in FOLDERS for path in (SOURCE / name).iterdir() if path.suffix in SUFFIXES)
