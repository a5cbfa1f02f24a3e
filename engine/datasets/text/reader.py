"""Files of unknown make to documents: plain text, tables with a text column, gzip files and ZIP archives of them.

What a file is, how it is encoded and how it is laid out is found out from its content, unless the user says it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from engine import limits
from engine.datasets.text import gutenberg
from engine.datasets.text.documents import Document, TextInput
from engine.datasets.text.gutenberg import LeftOut
from engine.errors import InputError
from engine.fields import Validated, choice, text
from engine.files import archives, encodings, signatures, tables
from engine.files.archives import Entry
from engine.files.display import displayable

_SKIPPED = {"E-GEN-05", "E-GEN-15", "E-TXT-25"}
"""Errors for which one file of an archive is left out, and not the archive refused."""


@dataclass(frozen=True)
class Layout(Validated):
    """How to read a file, as far as the user says it."""

    layout: str = choice(
        "auto",
        {"auto": "Found out", "text": "Running text", "table": "Table with a text column (CSV, TSV)"},
        label="Layout",
        help="Whether the file is one text, or a table with a text in each row.",
    )
    text_column: str = text(
        "", limits.LABEL_LENGTH, label="Text column", help="The column that holds the texts; empty for the longest."
    )
    label_column: str = text(
        "", limits.LABEL_LENGTH, label="Label column", help="A column that says what sort each text is; may be empty."
    )
    delimiter: str = choice(
        "",
        {"": "Found out", **tables.SIGNS},
        label="Delimiter",
        help="What stands between the fields of a table.",
        advanced=True,
    )
    header: str = choice(
        "auto",
        {"auto": "Found out", "yes": "Yes", "no": "No"},
        label="First row is a header",
        help="Whether the first row of a table names the columns.",
        advanced=True,
    )
    encoding: str = choice(
        "auto",
        encodings.ENCODINGS,
        label="Encoding",
        help="How letters are stored. Change it if accents or quotes look wrong in the preview.",
        advanced=True,
    )
    leave_out_licence: bool = gutenberg.switch()


def read(path: Path, layout: Layout) -> TextInput:
    """The documents in a file: one for a text, one for each row of a table, one for each file in an archive.

    Documents, notes and details come as the documents are iterated over, and so do the errors: InputError for all
    that is wrong with the file, see the modules `archives`, `encodings`, `signatures` and `tables`.
    """
    notes: list[str] = []
    details: dict[str, Any] = {}
    with archives.opened(path, []) as entries:
        size = sum(entry.size for entry in entries)
    return TextInput(_documents(path, layout, notes, details), size, notes, details)


def _documents(path: Path, layout: Layout, notes: list[str], details: dict[str, Any]) -> Iterator[Document]:
    with archives.opened(path, notes) as entries:
        folders = {PurePosixPath(entry.name).parent for entry in entries}
        skipped: list[str] = []
        left_out = LeftOut()
        for entry in entries:
            file = _File(entry, layout, notes, details, left_out, alone=len(entries) == 1)
            try:
                file.understand()
            except InputError as error:
                if len(entries) == 1 or error.code not in _SKIPPED:
                    raise
                skipped.append(entry.name)
                continue
            yield from file.documents(PurePosixPath(entry.name).parent.name if len(folders) > 1 else "")
    notes.extend(left_out.told())
    if skipped:
        notes.append(f"Files left out because they are not text: {len(skipped):,} (first: {skipped[0]}).")


class _File:
    """One text file, understood and then read."""

    def __init__(
        self,
        entry: Entry,
        layout: Layout,
        notes: list[str],
        details: dict[str, Any],
        left_out: LeftOut,
        alone: bool,
    ):
        self._entry, self._layout, self._notes, self._details, self._alone = entry, layout, notes, details, alone
        self._left_out = left_out

    def understand(self) -> None:
        """Find out encoding and layout; raises InputError if it is no text."""
        name = self._entry.name or "This file"
        signatures.require_text(next(self._entry.blocks(), b"")[: signatures.HEAD], name)
        decoding = encodings.understand(self._entry.blocks, self._layout.encoding)
        self._codec = decoding.codec
        prefix = f"{self._entry.name}: " if self._entry.name else ""
        self._notes.extend(prefix + note for note in decoding.notes)
        self._table = self._sniffed()
        self._details["format"] = "table" if self._table else "text"
        found = self._details.setdefault("encoding", decoding.title)
        if decoding.title not in found.split(", "):
            self._details["encoding"] = f"{found}, {decoding.title}"

    def documents(self, folder: str) -> Iterator[Document]:
        """The text, or the text of each row; texts of a folder are labeled with it."""
        pieces = encodings.decoded(self._entry.blocks, self._codec)
        if self._table is None:
            if self._layout.leave_out_licence:
                pieces = gutenberg.body(pieces, self._left_out)
            yield Document(self._entry.name or "text", folder, pieces)
            return
        table, layout = self._table, self._layout
        at = table.column(layout.text_column or table.longest_column())
        label_at = table.column(layout.label_column) if layout.label_column else None
        self._details |= {"columns": list(table.columns), "text_column": table.columns[at], "header": table.header}
        self._details |= {"delimiter": table.delimiter, "label_column": layout.label_column}
        for line, row in tables.rows(pieces, table, self._notes):
            label = folder if label_at is None else displayable(row[label_at], limits.LABEL_LENGTH)
            yield Document(f"row {line}", label, (row[at],))

    def _sniffed(self) -> tables.Table | None:
        layout = self._layout
        if layout.layout == "text" or (layout.layout == "auto" and not self._alone):
            return None
        sample = ""
        for piece in encodings.decoded(self._entry.blocks, self._codec):
            sample += piece
            if len(sample) > tables.SAMPLE:
                break
        find = tables.single if layout.layout == "table" else tables.sniff
        return find(
            sample[: tables.SAMPLE],
            complete=len(sample) <= tables.SAMPLE,
            delimiter=layout.delimiter,
            header={"auto": None, "yes": True, "no": False}[layout.header],
        )
