"""Files of unknown make to documents: plain text, tables with a text column, gzip files and ZIP archives of them.

What a file is, how it is encoded and how it is laid out is found out from its content, unless the user says it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from engine import limits
from engine.datasets.text import columns, gutenberg, hints
from engine.datasets.text.documents import Document, TextInput
from engine.datasets.text.gutenberg import LeftOut
from engine.datasets.text.layouts import json_texts, labelled, markup, subtitles, tagged, word_lines
from engine.datasets.workbook import Workbook
from engine.errors import InputError
from engine.fields import choice, text
from engine.files import archives, encodings, signatures, tables
from engine.files.archives import Entry, beginning_of
from engine.files.display import displayable
from engine.files.roles import Look

_SKIPPED = {"E-GEN-05", "E-GEN-15", "E-GEN-22", "E-TXT-25"}
"""Errors for which one file of an archive is left out, and not the archive refused."""
_MARKED: dict[str, tuple[str, Callable[[str], bool]]] = {
    "subtitles": (subtitles.TITLE, subtitles.recognized),
    "json": (json_texts.TITLE, json_texts.recognized),
    "markup": (markup.TITLE, markup.recognized),
    "labelled": (labelled.TITLE, labelled.recognized),
    "word_lines": (word_lines.TITLE, word_lines.recognized),
    "tagged": (tagged.TITLE, tagged.recognized),
}
"""Layouts that hold more than text -> what to call them, and whether a text begins like that; the surest first."""
_LOOKED_AT = 16 * 1024
"""Characters by which these layouts are recognized."""
_AS_READ, _SHOWN = 3, 60
"""Texts that are shown as they were read, and their first characters."""
_TAKEN_OUT: dict[str, Callable[[Iterable[str], list[str]], Iterator[str]]] = {
    "subtitles": subtitles.spoken,
    "markup": markup.text,
    "word_lines": word_lines.words,
    "tagged": tagged.words,
}
"""Layouts of one text -> how it is taken out, in pieces."""


@dataclass(frozen=True)
class Layout(Workbook):
    """How to read a file, as far as the user says it."""

    layout: str = choice(
        "auto",
        {
            "auto": "Found out",
            "text": "Running text",
            "table": "Table with a text column (CSV, TSV)",
            **{name: title for name, (title, _) in _MARKED.items()},
        },
        label="Layout",
        help="Whether the file is one text, a table with a text in each row, or text among numbers, tags or names, "
        "from which it is taken out.",
    )
    text_column: str = text(
        "",
        limits.LABEL_LENGTH,
        label="Text column",
        help="The column or field that holds the texts; empty for the longest.",
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
    with archives.opened(path, [], layout.sheet) as entries:
        size = sum(entry.size for entry in entries)
    return TextInput(_documents(path, layout, notes, details), size, notes, details)


def _documents(path: Path, layout: Layout, notes: list[str], details: dict[str, Any]) -> Iterator[Document]:
    with archives.opened(path, notes, layout.sheet) as entries:
        folders = {PurePosixPath(entry.name).parent for entry in entries}
        refused: list[tuple[str, InputError]] = []
        left_out = LeftOut()
        for entry in entries:
            file = _File(entry, layout, notes, details, left_out, alone=len(entries) == 1)
            try:
                file.understand()
            except InputError as error:
                if len(entries) == 1 or error.code not in _SKIPPED:
                    raise _named(error, entry.name) from error
                refused.append((entry.name, error))
                continue
            yield from file.documents(PurePosixPath(entry.name).parent.name if len(folders) > 1 else "")
        if len(refused) == len(entries):
            raise _named(refused[0][1], refused[0][0])
    notes.extend(left_out.told())
    if refused:
        names = ", ".join(name for name, _ in refused[:3])
        notes.append(f"Files left out because they are not text: {len(refused):,} ({names}). {refused[0][1]}")


def _named(error: InputError, name: str) -> InputError:
    """The error with the name of the file in an archive that it is about."""
    return error if not name or name in str(error) else InputError(f"{name}: {error}", error.code)


def look(path: Path, layout: Layout) -> Look | None:
    """The table in a file, or the first objects of JSON, and the columns proposed, by its beginning alone; None for
    what is no table, and for archives of several files. Raises InputError for what cannot be read.
    """
    with archives.opened(path, [], layout.sheet) as entries:
        if len(entries) > 1:
            return None
        file = _File(beginning_of(entries[0], tables.BEGINNING), layout, [], {}, LeftOut(), alone=True)
        file.understand()
        return file.look(entries[0].blocks)


def layout_of(path: Path) -> str:
    """What the first text of a file is laid out as: "text", "table" or what it is marked as ("json", "subtitles" ...).

    Raises InputError for what cannot be read.
    """
    with archives.opened(path, []) as entries:
        details: dict[str, Any] = {}
        _File(beginning_of(entries[0], tables.BEGINNING), Layout(), [], details, LeftOut(), alone=True).understand()
        return str(details["format"])


def _asked(layout: Layout) -> dict[str, str]:
    return {field: getattr(layout, field) for field in columns.ROLES}


def _told(document: Document) -> str:
    text = displayable("".join(document.pieces), limits.LABEL_LENGTH)
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    return f"“{shown}”" + (f" ({document.label})" if document.label else "")


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
        signatures.require_text(next(self._entry.blocks(), b"")[: signatures.HEAD], name, may_be_a_page=True)
        decoding = encodings.understand(self._entry.blocks, self._layout.encoding)
        self._codec = decoding.codec
        self._tell(decoding.notes)
        self._sample, self._complete = self._begins()
        self._marked = self._recognized()
        self._table = None if self._marked else self._sniffed()
        self._details["format"] = self._marked or ("table" if self._table else "text")
        found = self._details.setdefault("encoding", decoding.title)
        if decoding.title not in found.split(", "):
            self._details["encoding"] = f"{found}, {decoding.title}"

    def documents(self, folder: str) -> Iterator[Document]:
        """The text, or the text of each row; texts of a folder are labeled with it."""
        try:
            for document in self._rows(folder) if self._table else self._texts(folder):
                if isinstance(document.pieces, tuple):  # not a text that is read as it is needed
                    shown = self._details.setdefault("as_read", [])
                    shown += [_told(document)] * (len(shown) < _AS_READ)
                yield document
        except InputError as error:
            raise _named(error, self._entry.name) from error

    def look(self, blocks: encodings.Blocks) -> Look | None:
        """The columns of a table, or the fields of JSON, which is read on in `blocks`, as a list has no lines."""
        if self._marked == "json":
            pieces = encodings.decoded(blocks, self._codec)
            return json_texts.look(pieces, self._layout.text_column, self._layout.label_column)
        return columns.look(self._table, _asked(self._layout)) if self._table else None

    def _tell(self, notes: Iterable[str]) -> None:
        """Add sentences for the user, with the name of a file in an archive."""
        prefix = "" if self._alone or not self._entry.name else f"{self._entry.name}: "
        self._notes.extend(prefix + note for note in notes)

    def _texts(self, folder: str) -> Iterator[Document]:
        notes: list[str] = []
        pieces = encodings.decoded(self._entry.blocks, self._codec)
        if self._marked == "json":
            layout = self._layout
            yield from json_texts.documents(pieces, layout.text_column, layout.label_column, notes, self._details)
        elif self._marked == "labelled":
            yield from labelled.documents(pieces, notes)
        elif self._marked:
            yield Document(self._entry.name or "text", folder, _TAKEN_OUT[self._marked](pieces, notes))
        else:
            notes += hints.of_beginnings(self._sample.split("\n"))
            if self._layout.leave_out_licence:
                pieces = gutenberg.body(pieces, self._left_out)
            yield Document(self._entry.name or "text", folder, pieces)
        self._tell(notes)

    def _rows(self, folder: str) -> Iterator[Document]:
        table, layout = self._table, self._layout
        assert table is not None
        places = columns.found(table, _asked(layout))
        at, label_at = places["text_column"], places.get("label_column")
        self._details |= {"columns": list(table.columns), "text_column": table.columns[at], "header": table.header}
        self._details |= {
            "delimiter": table.delimiter,
            "label_column": "" if label_at is None else table.columns[label_at],
        }
        pieces = encodings.decoded(self._entry.blocks, self._codec)
        notes: list[str] = []
        labels: set[str] = set()
        for line, row in tables.rows(pieces, table, notes):
            label = folder if label_at is None else displayable(row[label_at], limits.LABEL_LENGTH)
            if len(labels) < 2:
                labels.add(label)
            yield Document(f"row {line}", label, (row[at],))
        if label_at is not None and len(labels) == 1 and self._alone:
            notes.append(f"All rows have the label “{labels.pop():.{_SHOWN}}”, which tells none apart: it is left out.")
        self._tell(notes)

    def _begins(self) -> tuple[str, bool]:
        """The first characters, and whether they are all."""
        sample = encodings.beginning(encodings.decoded(self._entry.blocks, self._codec), tables.SAMPLE + 1)
        return sample[: tables.SAMPLE], len(sample) <= tables.SAMPLE

    def _recognized(self) -> str:
        """The layout from which the text is taken out; "" for running text and tables."""
        if self._layout.layout != "auto":
            return self._layout.layout if self._layout.layout in _MARKED else ""
        return next((name for name, (_, is_one) in _MARKED.items() if is_one(self._sample[:_LOOKED_AT])), "")

    def _sniffed(self) -> tables.Table | None:
        layout = self._layout
        if layout.layout == "text" or (layout.layout == "auto" and not self._alone):
            return None
        find = tables.single if layout.layout == "table" else tables.sniff
        table = find(
            self._sample,
            complete=self._complete,
            delimiter=layout.delimiter,
            header={"auto": None, "yes": True, "no": False}[layout.header],
        )
        if table is None and (n_fields := tables.undecided(self._sample, complete=self._complete)):
            note = (
                f"Commas divide every line into {n_fields} parts, none of which is a number or repeats itself: read as "
                "running text. If it is a table, choose the layout Table."
            )
            self._tell([note])
        return table
