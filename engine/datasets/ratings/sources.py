"""Sources of Ratings: uploaded files, and MovieLens, found on disk or downloaded."""

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar

from engine.datasets.base import Source
from engine.datasets.ratings import item_tables, reader
from engine.datasets.ratings.as_read import as_read
from engine.datasets.ratings.builder import Item
from engine.datasets.ratings.columns import ROLES
from engine.datasets.ratings.decoded import Text
from engine.datasets.ratings.entries import ratings_among, table_of_items
from engine.datasets.ratings.item_tables import read_items
from engine.datasets.ratings.layout import RatingLayout
from engine.datasets.ratings.ratings import Ratings
from engine.datasets.ratings.splits import Split
from engine.errors import Cancelled, InputError
from engine.fields import choice, real, text
from engine.files import archives, uploads
from engine.files.archives import Entry
from engine.files.downloads.entries import CATALOGUE
from engine.files.downloads.fetch import fetch, locate
from engine.files.roles import Look, Role, by_field
from engine.report import Report, Silent

SETS = {key: entry for key, entry in CATALOGUE.items() if entry.kind == "ratings"}


@dataclass(frozen=True)
class UploadedRatings(RatingLayout, Split, Source):
    """Ratings that the user uploaded, with an optional table of the items."""

    kind: ClassVar[str] = Ratings.kind
    name = "uploaded_ratings"
    uploaded: ClassVar[bool] = True
    roles: ClassVar[Mapping[str, Mapping[str, Role]]] = {
        "sha256": by_field(ROLES),
        "items_sha256": by_field(item_tables.ROLES),
    }
    version: ClassVar[int] = 3
    """What counts as liked is found out from the scale since version 2; before, every rating was. Since version 3
    columns are told by what stands in them, too, item tables are joined by the column that matches, and -1, 0 or 99
    may mean “not rated”."""
    liked_from: str = text(
        "", 20, label="Liked from", pattern=r"\s*(-?\d+([.,]\d+)?)?\s*",
        help="Ratings of this value or more count as liked; empty to find it out from the scale: 4 of 5 stars, 8 of "
        "10, the median of counts. With the lowest value that there is, every rating counts.",
    )  # fmt: skip
    sha256: str = text(
        "", 64, label="File", help="The uploaded file, by its content.", pattern="[0-9a-f]{64}", hidden=True
    )
    items_sha256: str = text(
        "", 64, label="Item table", help="The uploaded table of items, by its content.", pattern="([0-9a-f]{64})?",
        hidden=True,
    )  # fmt: skip

    def look(self, file: str) -> Look | None:
        """The table in the file by its first rows, and the column proposed for each of `roles`; None if it is none."""
        read = reader.look if file == "sha256" else reader.look_at_items
        found = read(uploads.path(getattr(self, file)), self)
        return found and found.by_field()

    def load(self, report: Report = Silent()) -> Ratings:
        """Read and check; InputError says what is wrong with the files."""
        paths = [uploads.path(self.sha256)]
        if self.items_sha256:
            paths.append(uploads.path(self.items_sha256))
        with _opened(paths, self.sheet) as (ratings, items, notes):
            return _built(ratings, items, notes, self, self, self._liked_from(), report)

    def _liked_from(self) -> float | None:
        asked = self.liked_from.strip().replace(",", ".")
        return float(asked) if asked else None

    def title(self) -> str:
        """The name under which the file was last uploaded."""
        return next(iter(uploads.names(self.sha256)), f"upload {self.sha256[:8]}")


@dataclass(frozen=True)
class MovieLens(Split, Source):
    """Ratings of films by volunteers, collected by GroupLens (Harper and Konstan, 2015)."""

    kind: ClassVar[str] = Ratings.kind
    name = "movielens"
    entry: str = choice(
        "ml_latest_small",
        {key: entry.title for key, entry in SETS.items()},
        label="Data",
        help="Downloaded once and kept; a copy in a folder named by EMBEDDING_DATA is found first.",
    )
    liked_from: float = real(
        4.0, 0.5, 5.0, label="Liked from", step=0.5, help="A rating of so many stars or more counts as liked."
    )

    def load(self, report: Report = Silent()) -> Ratings:
        """Find or download, and read. Raises what `fetch` raises."""
        with _opened(self._paths(report)) as (ratings, items, notes):
            return _built(ratings, items, notes, RatingLayout(), self, self.liked_from, report)

    def title(self) -> str:
        """What the user calls it."""
        return SETS[self.entry].title

    def _paths(self, report: Report) -> list[Path]:
        return self._unpacked() or [fetch(file, report) for file in SETS[self.entry].files]

    def _unpacked(self) -> list[Path]:
        """The files of the archive if somebody has unpacked it, else none."""
        found = [locate(file) for file in SETS[self.entry].unpacked]
        return [path for path in found if path] if found and all(found) else []


@contextmanager
def _opened(paths: list[Path], sheet: str = "") -> Iterator[tuple[Entry, Entry | None, list[str]]]:
    """The ratings, the items if there are any, and notes: out of one archive, or of one file each."""
    notes: list[str] = []
    with ExitStack() as stack:
        sheets = [sheet, *([""] * (len(paths) - 1))]
        entries = [
            stack.enter_context(archives.opened(path, notes, each)) for path, each in zip(paths, sheets, strict=True)
        ]
        items = table_of_items(entries[1], alone=True) if len(entries) > 1 else table_of_items(entries[0])
        yield ratings_among(entries[0]), items, notes


def _built(
    ratings: Entry, items: Entry | None, notes: list[str], layout: RatingLayout, split: Split,
    liked_from: float | None, report: Report,
) -> Ratings:  # fmt: skip
    details: dict[str, Any] = {}
    both = items is not None
    with _named_in_errors("the file of ratings", both):
        columns = reader.read_ratings(Text(_counted(ratings, report), layout.encoding, notes), layout, notes, details)
    table: dict[str, Item] = {}
    names: tuple[str, ...] = ()
    if items is not None:
        told: list[str] = []
        with _named_in_errors("the item table", both):
            table, names = read_items(
                Text(items, "auto", told), layout, dict.fromkeys(columns.item_names), told, details
            )
        notes += [note if "item table" in note else f"In the item table: {note}" for note in told]
    details["as_read"] = as_read(columns, table)
    return Ratings.from_columns(columns, table, names, split, liked_from, notes, details)


@contextmanager
def _named_in_errors(file: str, named: bool) -> Iterator[None]:
    """Say which of two files an error is about."""
    try:
        yield
    except InputError as error:
        if not named:
            raise
        raise InputError(f"In {file}: {error}", error.code) from error


def _counted(entry: Entry, report: Report) -> Entry:
    """The entry, whose blocks tell how far the reading is; it is read up to four times."""
    total = 4 * max(entry.size, 1)
    done = 0

    def blocks() -> Iterator[bytes]:
        nonlocal done
        for block in entry.blocks():
            if report.cancelled():
                raise Cancelled
            done += len(block)
            report.progress(min(done, total), total, "bytes")
            yield block

    return Entry(entry.name, entry.size, blocks)
