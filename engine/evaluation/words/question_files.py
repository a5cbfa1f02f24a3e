"""Files of questions with known answers: of the catalogue, or uploaded."""

from collections.abc import Callable
from typing import TypeVar

from engine.files import uploads
from engine.files.downloads import fetch
from engine.files.downloads.entries import CATALOGUE
from engine.report import Report, Silent

UPLOADED = "[0-9a-f]{64}"
T = TypeVar("T")


def read(key: str, parse: Callable[[bytes], T], report: Report = Silent()) -> T:
    """What a file of the catalogue (downloaded if need be) or an uploaded one holds."""
    path = fetch.fetch(CATALOGUE[key].files[0], report) if key in CATALOGUE else uploads.path(key)
    return parse(path.read_bytes())


def coverage_note(coverage: float, what: str) -> tuple[str, ...]:
    """A warning where the score speaks for a small part of the file."""
    if coverage >= 0.5:
        return ()
    return (f"Only {coverage:.0%} of the {what} could be asked: the other words are not in this embedding.",)
