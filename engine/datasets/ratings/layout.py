"""The layout of a file of ratings: what the user says of it, its decoded text, and which columns hold what.

Which columns hold user, item, rating and time is guessed from their names and places unless the user says it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from engine import limits
from engine.errors import InputError
from engine.fields import Validated, choice, text
from engine.files import encodings, signatures, tables
from engine.files.archives import Entry

DOUBLE_COLON = "::"
KNOWN = {
    "user": "user userid uid viewer viewerid customer customerid member memberid reviewer reviewerid person account "
    "session sessionid basket basketid order orderid invoice invoiceno transaction transactionid visitor visitorid",
    "item": "item itemid movie movieid film filmid product productid title book bookid isbn asin song songid track "
    "artist artistid sku stockcode show anime animeid game gameid article articleid",
    "rating": "rating ratings stars star score grade value vote mark points ratingvalue bookrating",
    "time": "timestamp time date datetime when created createdat unixtime unixreviewtime reviewtime ratedat",
    "search": "search searches searchterm searchterms searched query queries searchquery",
}
"""Names of columns, without spaces and signs, most telling first."""


@dataclass(frozen=True)
class RatingLayout(Validated):
    """How to read a file of ratings, as far as the user says it."""

    layout: str = choice(
        "auto",
        {"auto": "Found out", "table": "A rating in each row", "baskets": "A basket of items in each line"},
        label="Layout",
        help="A table names user and item in each row; a basket lists all the items of one user in one line.",
    )
    user_column: str = text(
        "", limits.LABEL_LENGTH, label="User column", help="The column that says who rated; empty to find it out."
    )
    item_column: str = text(
        "", limits.LABEL_LENGTH, label="Item column", help="The column that says what was rated; empty to find it out."
    )
    rating_column: str = text(
        "", limits.LABEL_LENGTH, label="Rating column",
        help="The column of ratings; empty to find it out, a single minus sign if there is none to be used.",
    )  # fmt: skip
    time_column: str = text(
        "", limits.LABEL_LENGTH, label="Time column", help="The column that says when; empty to find it out.",
        advanced=True,
    )  # fmt: skip
    search_column: str = text(
        "", limits.LABEL_LENGTH, label="Search column", advanced=True,
        help="A column of what the viewer had searched for, in words; empty to find it out, a minus sign for none.",
    )  # fmt: skip
    delimiter: str = choice(
        "", {"": "Found out", **tables.SIGNS, DOUBLE_COLON: "Two colons"}, label="Delimiter",
        help="What stands between the fields.", advanced=True,
    )  # fmt: skip
    header: str = choice(
        "auto", {"auto": "Found out", "yes": "Yes", "no": "No"}, label="First row is a header",
        help="Whether the first row names the columns.", advanced=True,
    )  # fmt: skip
    encoding: str = choice(
        "auto", encodings.ENCODINGS, label="Encoding", help="Change it if titles look wrong in the preview.",
        advanced=True,
    )  # fmt: skip


class Text:
    """One file of text, decoded: its first characters, and all of it in pieces."""

    def __init__(self, entry: Entry, encoding: str, notes: list[str]):
        signatures.require_text(next(entry.blocks(), b"")[: signatures.HEAD], entry.name or "This file")
        decoding = encodings.understand(entry.blocks, encoding)
        notes.extend(decoding.notes)
        self.encoding = decoding.title
        self._entry, self._codec, self._colons = entry, decoding.codec, False
        sample = ""
        for piece in self._decoded():
            sample += piece
            if len(sample) > tables.SAMPLE:
                break
        self.complete = len(sample) <= tables.SAMPLE
        self.sample = sample[: tables.SAMPLE]

    def take_colons(self, wanted: str) -> str:
        """The delimiter to look for: two colons, if they are what divides the lines, are read as tabs."""
        lines = [line for line in self.sample.split("\n")[:200] if line]
        self._colons = wanted == DOUBLE_COLON or (
            not wanted and all(DOUBLE_COLON in line for line in lines[:-1] or lines)
        )
        if self._colons:
            self.sample = self.sample.replace(DOUBLE_COLON, "\t")
        return "\t" if self._colons else wanted

    def pieces(self) -> Iterator[str]:
        """All of the text, with tabs for double colons."""
        return _without_colons(self._decoded()) if self._colons else self._decoded()

    def delimiter_name(self, delimiter: str) -> str:
        """What the file really holds between its fields."""
        return DOUBLE_COLON if self._colons else delimiter

    def _decoded(self) -> Iterator[str]:
        return encodings.decoded(self._entry.blocks, self._codec)


def fields_of(text: Text, table: tables.Table, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Line number and fields of each row; see `tables.rows`."""
    return tables.rows(text.pieces(), table, notes)


def plain_name(name: str) -> str:
    """A column name in small letters without signs, for comparison."""
    return re.sub(r"[\W_]+", "", name.casefold())


def names_columns(table: tables.Table) -> bool:
    """True if what stands in the first row are names that we know, though it did not look like a header."""
    first = [plain_name(field) for field in table.sample[0]]
    return any(name in KNOWN["user"].split() for name in first) and any(name in KNOWN["item"].split() for name in first)


def places_of(table: tables.Table, layout: RatingLayout) -> dict[str, int]:
    """What -> place of its column, for user, item and, if there are any, rating, time and searches."""
    asked = {what: getattr(layout, f"{what}_column") for what in KNOWN}
    found = {what: table.column(name) for what, name in asked.items() if name and name != "-"}
    free = [place for place in range(len(table.columns)) if place not in found.values()]
    for what, names in KNOWN.items():
        if what not in found and asked[what] != "-":
            place = _named(table, names.split(), free) if table.header else _usual(what, table)
            if place is not None and place in free:
                found[what] = place
                free.remove(place)
    missing = [what for what in ("user", "item") if what not in found]
    if missing:
        listed = ", ".join(table.columns)
        raise InputError(
            f"It is not clear which column holds the {' and which the '.join(missing)}; the columns are: {listed}. "
            "Please name them in the settings, or say that the first row is no header.",
            "E-CSV-57",
        )
    return found


def _named(table: tables.Table, names: Sequence[str], free: Sequence[int]) -> int | None:
    columns = {plain_name(table.columns[place]): place for place in free}
    return next((columns[name] for name in names if name in columns), None)


def _usual(what: str, table: tables.Table) -> int | None:
    """Without a header: user, item, rating, time, in this order."""
    usual = ("user", "item", "rating", "time")
    if what not in usual or len(table.columns) > len(usual):
        return None
    place = usual.index(what)
    return place if place < len(table.columns) else None


def _without_colons(pieces: Iterator[str]) -> Iterator[str]:
    """Tabs for double colons, also for those that are cut in two."""
    kept = ""
    for piece in pieces:
        whole = kept + piece
        kept = ":" if whole.endswith(":") and not whole.endswith(DOUBLE_COLON) else ""
        yield whole[: len(whole) - len(kept)].replace(DOUBLE_COLON, "\t")
    yield kept


def first_rows(text: Text, table: tables.Table, n: int) -> list[list[str]]:
    """The first rows of a table, for a look at what its columns hold."""
    return [row for _, row in islice(fields_of(text, table, []), n)]
