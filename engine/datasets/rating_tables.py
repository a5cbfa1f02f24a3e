"""Ratings in files of unknown make: tables with a row for each rating, baskets, and the layouts of MovieLens.

Which columns hold user, item, rating and time is guessed from their names and places unless the user says it.
"""

import re
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

import numpy as np

from engine import limits
from engine.datasets import encodings, signatures, tables
from engine.datasets.archives import Entry
from engine.datasets.numerals import numbers
from engine.datasets.rated import Columns
from engine.errors import InputError
from engine.fields import Validated, choice, text

DOUBLE_COLON = "::"
KNOWN = {
    "user": "user userid uid viewer viewerid customer customerid member memberid reviewer reviewerid person account "
    "session sessionid basket basketid order orderid invoice invoiceno transaction transactionid visitor visitorid",
    "item": "item itemid movie movieid film filmid product productid title book bookid isbn asin song songid track "
    "artist artistid sku stockcode show anime animeid game gameid article articleid",
    "rating": "rating ratings stars star score grade value vote mark points ratingvalue bookrating",
    "time": "timestamp time date datetime when created createdat unixtime unixreviewtime reviewtime ratedat",
}
"""Names of columns, without spaces and signs, most telling first."""
BASKET_SHARE = 0.5
"""Lines that do not have the most frequent number of fields, as a share, from which a file is taken for baskets."""
_BASKET_LINES = 1_000


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
    delimiter: str = choice(
        "", {"": "Found out", **tables.DELIMITERS, DOUBLE_COLON: "Two colons"}, label="Delimiter",
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


def read_ratings(text: Text, layout: RatingLayout, notes: list[str], details: dict[str, Any]) -> Columns:
    """The ratings in a file. Raises InputError E-CSV-35 to 54: see there, in `tables`, and in the manual of inputs."""
    delimiter = text.take_colons(layout.delimiter)
    header = {"auto": None, "yes": True, "no": False}[layout.header]
    details["encoding"] = text.encoding
    if layout.layout == "baskets" or (layout.layout == "auto" and _looks_like_baskets(text.sample, delimiter)):
        return _baskets(text, delimiter, details)
    table = tables.single(text.sample, complete=text.complete, delimiter=delimiter, header=header)
    if header is None and not table.header and _names_columns(table):
        table = tables.single(text.sample, complete=text.complete, delimiter=delimiter, header=True)
    places = _places(table, layout)
    named = {what: table.columns[place] for what, place in places.items()}
    details |= {"format": "table", "columns": list(table.columns), "header": table.header}
    details |= {"delimiter": text.delimiter_name(table.delimiter), **{f"{what}_column": n for what, n in named.items()}}
    return _table(text, table, places, notes, details)


def fields_of(text: Text, table: tables.Table, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Line number and fields of each row; see `tables.rows`."""
    return tables.rows(text.pieces(), table, notes)


def plain_name(name: str) -> str:
    """A column name in small letters without signs, for comparison."""
    return re.sub(r"[\W_]+", "", name.casefold())


def _names_columns(table: tables.Table) -> bool:
    """True if what stands in the first row are names that we know, though it did not look like a header."""
    first = [plain_name(field) for field in table.sample[0]]
    return any(name in KNOWN["user"].split() for name in first) and any(name in KNOWN["item"].split() for name in first)


def _places(table: tables.Table, layout: RatingLayout) -> dict[str, int]:
    """What -> place of its column, for user, item and, if there are any, rating and time."""
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
            "E-CSV-38",
        )
    return found


def _named(table: tables.Table, names: Sequence[str], free: Sequence[int]) -> int | None:
    columns = {plain_name(table.columns[place]): place for place in free}
    return next((columns[name] for name in names if name in columns), None)


def _usual(what: str, table: tables.Table) -> int | None:
    """Without a header: user, item, rating, time, in this order."""
    place = list(KNOWN).index(what)
    return place if place < len(table.columns) <= len(KNOWN) else None


class _Identifiers:
    """Text -> number, in order of first occurrence."""

    def __init__(self) -> None:
        self.rows: dict[str, int] = {}
        self.found = array("i")

    def add(self, name: str) -> None:
        self.found.append(self.rows.setdefault(name, len(self.rows)))

    def names(self) -> list[str]:
        """The texts; `1.0` becomes `1` if all of them are whole numbers written so."""
        names = list(self.rows)
        if names and all(name.endswith(".0") and name[:-2].isdigit() for name in names):
            return [name[:-2] for name in names]
        return names

    def array(self) -> np.ndarray:
        return np.array(self.found, dtype=np.int32)


def _table(
    text: Text, table: tables.Table, places: dict[str, int], notes: list[str], details: dict[str, Any]
) -> Columns:
    users, items = _Identifiers(), _Identifiers()
    stars: list[str] = []
    times = array("q")
    n_empty = 0
    user_at, item_at, rating_at, time_at = (places.get(what, -1) for what in KNOWN)
    for _, row in fields_of(text, table, notes):
        user, item = row[user_at].strip(), row[item_at].strip()
        if not user or not item:
            n_empty += 1
            continue
        users.add(user)
        items.add(item)
        if rating_at >= 0:
            stars.append(row[rating_at])
        if time_at >= 0:
            times.append(seconds_of(row[time_at]))
    if n_empty:
        notes.append(f"Rows without user or item, left out: {n_empty:,}.")
    if not users.found:
        raise InputError("There are no ratings in this file, only a header at most; please check it.", "E-CSV-35")
    columns = Columns(users.array(), items.array(), users.names(), items.names(), times=np.array(times, dtype=np.int64))
    return _with_stars(columns, stars, table.delimiter, notes, details) if rating_at >= 0 else columns


def _with_stars(
    columns: Columns, texts: list[str], delimiter: str, notes: list[str], details: dict[str, Any]
) -> Columns:
    """The columns with the ratings that are finite numbers; the other rows are left out."""
    stars = numbers(texts, decimal_comma=delimiter != ",", notes=notes)
    good = np.isfinite(stars)
    if not good.any():
        raise InputError(
            f"None of the {len(stars):,} ratings is a number (the first is {texts[0]!r:.40}); please choose another "
            "rating column, or a single minus sign to use none.",
            "E-CSV-45",
        )
    if not good.all():
        notes.append(f"Ratings that are not finite numbers, left out: {(~good).sum():,}.")
    details["range"] = f"{stars[good].min():g} to {stars[good].max():g}"
    times = columns.times[good] if len(columns.times) else columns.times
    ids = columns.users[good], columns.items[good]
    return _compact(Columns(*ids, columns.user_names, columns.item_names, stars[good].astype(np.float32), times))


def _compact(columns: Columns) -> Columns:
    """Without the names that no row has any more."""
    parts = []
    for ids, names in ((columns.users, columns.user_names), (columns.items, columns.item_names)):
        used, ids = np.unique(ids, return_inverse=True)
        parts.append((ids.astype(np.int32), [names[row] for row in used]))
    (users, user_names), (items, item_names) = parts
    return Columns(users, items, user_names, item_names, columns.stars, columns.times)


def seconds_of(text: str) -> int:
    """Seconds since 1970 of a stamp in seconds or milliseconds, or of a date in ISO form; 0 if it is neither.

    >>> seconds_of("1970-01-02"), seconds_of("964982703"), seconds_of("yesterday")
    (86400, 964982703, 0)
    """
    text = text.strip()
    try:
        value = float(text)
        value = value / 1000 if value > 1e11 else value
        return int(value) if 0 <= value < 1e11 else 0
    except ValueError:
        pass
    try:
        found = datetime.fromisoformat(text)
        return max(0, int((found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()))
    except (ValueError, OverflowError):
        return 0


def _looks_like_baskets(sample: str, delimiter: str) -> bool:
    """Most lines have fields, but not the same number of them, whatever divides them."""
    lines = [line for line in sample.split("\n")[:_BASKET_LINES] if line][:-1]
    if len(lines) < FEWEST_LINES:
        return False
    for candidate in [delimiter] if delimiter else tables.DELIMITERS:
        widths = np.array([line.count(candidate) + 1 for line in lines])
        if (widths != np.bincount(widths).argmax()).mean() > BASKET_SHARE and (widths > 1).mean() > BASKET_SHARE:
            return True
    return False


FEWEST_LINES = 5


def _baskets(text: Text, delimiter: str, details: dict[str, Any]) -> Columns:
    """Each line a user, each of its fields an item."""
    lines = [line for line in text.sample.split("\n")[:_BASKET_LINES] if line]
    delimiter = delimiter or max(tables.DELIMITERS, key=lambda one: sum(line.count(one) for line in lines))
    details |= {"format": "baskets", "delimiter": text.delimiter_name(delimiter)}
    users, items = array("i"), _Identifiers()
    n_lines = 0
    for line in _lines(text.pieces()):
        names = [name.strip() for name in line.split(delimiter) if name.strip()]
        for name in names:
            users.append(n_lines)
            items.add(name)
        n_lines += bool(names)
        if len(users) > limits.CSV_ROWS:
            raise InputError(
                f"The file lists more than {limits.CSV_ROWS:,} items in its baskets; please take a sample.", "E-CSV-54"
            )
    if not n_lines:
        raise InputError("There are no baskets in this file; please check it.", "E-CSV-35")
    names = [f"basket {number}" for number in range(1, n_lines + 1)]
    return Columns(np.array(users, dtype=np.int32), items.array(), names, items.names())


def _lines(pieces: Iterator[str]) -> Iterator[str]:
    rest = ""
    for number, piece in enumerate(pieces):
        *whole, rest = (rest + piece).split("\n")
        yield from whole
        if len(rest) > limits.LINE_BYTES:
            raise InputError(
                f"A line (in block {number + 1:,}) is longer than {limits.LINE_BYTES // 1024:,} KiB; please check the "
                "file.",
                "E-CSV-43",
            )
    yield rest


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
