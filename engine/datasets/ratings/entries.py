"""Which files of an archive hold ratings and items, by their names."""

from collections.abc import Sequence
from pathlib import PurePosixPath

from engine.errors import InputError
from engine.files.archives import Entry

RATING_FILES = ("ratings.csv", "ratings.dat", "u.data")
ITEM_FILES = ("movies.csv", "movies.dat", "u.item", "items.csv", "books.csv", "films.csv")
_ATOMIC = ".inter", ".item"
"""Endings of RecBole's files of ratings and of items."""


def ratings_among(entries: Sequence[Entry]) -> Entry:
    """The ratings among the files of an archive; raises InputError E-CSV-36 if it is not clear which they are."""
    return _named(entries, RATING_FILES, _ATOMIC[0]) or _only(entries)


def table_of_items(entries: Sequence[Entry], *, alone: bool = False) -> Entry | None:
    """The table of items among the files of an archive; alone: which holds nothing else."""
    return _named(entries, ITEM_FILES, _ATOMIC[1]) or (_only(entries) if alone else None)


def _named(entries: Sequence[Entry], names: Sequence[str], ending: str) -> Entry | None:
    """The entry of an archive that has one of the names, the first name first, or else the ending."""
    found = {PurePosixPath(entry.name).name.casefold(): entry for entry in reversed(entries)}
    known = next((found[name] for name in names if name in found), None)
    return known or next((entry for name, entry in found.items() if name.endswith(ending)), None)


def _only(entries: Sequence[Entry]) -> Entry:
    if len(entries) == 1:
        return entries[0]
    listed = ", ".join(entry.name for entry in entries[:5])
    raise InputError(
        f"The archive holds {len(entries):,} files ({listed}), and none is called {', '.join(RATING_FILES)}; please "
        "upload the file of ratings by itself.",
        "E-CSV-36",
    )
