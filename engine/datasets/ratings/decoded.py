"""The text of an uploaded file: its first characters, and all of it in pieces."""

from collections.abc import Iterator
from functools import cached_property

from engine.datasets.ratings.layout import DOUBLE_COLON
from engine.files import encodings, signatures, tables
from engine.files.archives import Entry
from engine.files.dialects import Lines

FEWEST_LINES = 12
"""So many lines are looked at where they are long, as in a table with a column for each item."""
_MOST_SAMPLED = 4 * 1024 * 1024
_LINES = 1_000


class Text:
    """One file of text, decoded."""

    def __init__(self, entry: Entry, encoding: str, notes: list[str]):
        signatures.require_text(next(entry.blocks(), b"")[: signatures.HEAD], entry.name or "This file")
        decoding = encodings.understand(entry.blocks, encoding)
        notes.extend(decoding.notes)
        self.encoding = decoding.title
        self._entry, self._codec, self._colons = entry, decoding.codec, False
        self.complete, self.sample = self._sampled()

    def _sampled(self) -> tuple[bool, str]:
        """Whether the sample is all of the text, and the sample."""
        sample, complete = "", True
        for piece in self._decoded():
            sample += piece
            if len(sample) > _MOST_SAMPLED or (len(sample) > tables.SAMPLE and sample.count("\n") >= FEWEST_LINES):
                complete = False
                break
        size = min(max(tables.SAMPLE, _end_of_line(sample, FEWEST_LINES)), _MOST_SAMPLED)
        return complete and size >= len(sample), sample[:size]

    @cached_property
    def lines(self) -> list[str]:
        """The first lines of the sample that are whole and not blank, at most 1,000."""
        lines = self.sample.split("\n")
        whole = lines if self.complete else lines[:-1] or lines
        return [line for line in whole[:_LINES] if line.strip()]

    def take_colons(self, wanted: str) -> str:
        """The delimiter to look for: two colons, if they are what divides the lines, are read as tabs."""
        self._colons = wanted == DOUBLE_COLON or (not wanted and all(DOUBLE_COLON in line for line in self.lines[:200]))
        if self._colons:
            self.sample = self.sample.replace(DOUBLE_COLON, "\t")
            self.__dict__.pop("lines", None)
        return "\t" if self._colons else wanted

    def pieces(self) -> Iterator[str]:
        """All of the text, with tabs for double colons."""
        return _without_colons(self._decoded()) if self._colons else self._decoded()

    def all_lines(self) -> Lines:
        """All of the text, line by line; the last one is an end mark, see `dialects`."""
        return Lines(self.pieces())

    def holds(self, sought: str) -> bool:
        """Whether something stands in the text, within a block of it."""
        return any(sought in piece for piece in self._decoded())

    def delimiter_name(self, delimiter: str) -> str:
        """What the file really holds between its fields."""
        return DOUBLE_COLON if self._colons else delimiter

    def _decoded(self) -> Iterator[str]:
        return encodings.decoded(self._entry.blocks, self._codec)


def _end_of_line(text: str, number: int) -> int:
    """Where the line of a number ends; the end of the text if it has not so many."""
    at = 0
    for _ in range(number):
        at = text.find("\n", at) + 1
        if not at:
            return len(text)
    return at


def _without_colons(pieces: Iterator[str]) -> Iterator[str]:
    """Tabs for double colons, also for those that are cut in two."""
    kept = ""
    for piece in pieces:
        whole = kept + piece
        kept = ":" if whole.endswith(":") and not whole.endswith(DOUBLE_COLON) else ""
        yield whole[: len(whole) - len(kept)].replace(DOUBLE_COLON, "\t")
    yield kept


def head_of(entry: Entry) -> Entry:
    """The lines that end within the first 64 KiB of an entry."""
    start = next(entry.blocks(), b"")[: tables.SAMPLE]
    start = start[: start.rfind(b"\n") + 1] or start
    return Entry(entry.name, len(start), lambda: iter([start]))
