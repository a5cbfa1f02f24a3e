"""The text of a file with a graph: its beginning, by which its layout is told, and all of it line by line."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from engine import limits
from engine.errors import InputError
from engine.files import encodings, signatures, tables
from engine.files.archives import Entry, beginning_of
from engine.files.dialects import Lines
from engine.report import Report, Silent, stop_if_cancelled

REPORT_LINES = 20_000
_USUAL_EDGE = 12
"""Bytes, for the guess of how many edges there will be."""


@dataclass(frozen=True)
class Head:
    """The beginning of a text, up to tables.SAMPLE characters. complete: it is all there is."""

    text: str
    complete: bool

    @cached_property
    def lines(self) -> tuple[str, ...]:
        """The whole lines that are not blank, without blanks around."""
        lines = self.text.split("\n")
        whole = lines if self.complete or len(lines) == 1 else lines[:-1]
        return tuple(stripped for line in whole if (stripped := line.strip()))

    def begins(self, *marks: str) -> bool:
        """Whether the text begins with one of these, in small or capital letters."""
        return self.text.lstrip("\ufeff \t\r\n").casefold().startswith(marks)


class GraphText:
    """One file with a graph, decoded. Raises InputError, when made, for what is no text."""

    def __init__(self, entry: Entry, encoding: str, notes: list[str], report: Report = Silent()):
        signatures.require_text(next(entry.blocks(), b"")[: signatures.HEAD])
        decoding = encodings.understand(entry.blocks, encoding)
        notes.extend(decoding.notes)
        self._entry, self._codec, self._report = entry, decoding.codec, report
        self.encoding = decoding.title
        self.notes = notes

    @cached_property
    def head(self) -> Head:
        """The beginning of the text."""
        text = ""
        for piece in self.pieces():
            text += piece
            if len(text) > tables.SAMPLE:
                break
        return Head(text[: tables.SAMPLE], len(text) <= tables.SAMPLE)

    def pieces(self) -> Iterator[str]:
        """The text, cut anywhere, with newlines as line ends."""
        return encodings.decoded(self._entry.blocks, self._codec)

    def lines(self) -> Iterator[tuple[int, str]]:
        """Number and text of each line that is not blank, without blanks around; E-CSV-43 for one that is too long."""
        lines = Lines(self.pieces())
        for line in lines:
            if line.endswith("\n") and (stripped := line.strip()):
                if lines.number % REPORT_LINES == 0:
                    self.progress(lines.number)
                yield lines.number, stripped

    def whole(self, what: str) -> str:
        """All the text, where a format cannot be read line by line; raises InputError E-GRF-85 if it is too long."""
        parts, length = [], 0
        for piece in self.pieces():
            parts.append(piece)
            length += len(piece)
            if length > limits.GRAPH_DOCUMENT:
                raise InputError(
                    f"The {what} has more than {limits.GRAPH_DOCUMENT // limits.MB} million characters; please export "
                    "an edge list (CSV: source, target, weight), which may be larger.",
                    "E-GRF-85",
                )
        return "".join(parts)

    def progress(self, n_edges: int) -> None:
        """Tell how far the reading is; raises Cancelled."""
        stop_if_cancelled(self._report)
        self._report.progress(n_edges, max(n_edges, self._entry.size // _USUAL_EDGE), "edges")


def beginning(entry: Entry, encoding: str) -> Head:
    """The beginning alone, read quickly, of a file of any size; raises InputError for what is no text."""
    return GraphText(beginning_of(entry, tables.BEGINNING), encoding, []).head
