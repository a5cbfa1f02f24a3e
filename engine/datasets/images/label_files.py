"""A file of labels beside one of images: IDX, NumPy, or a table whose rows are in order or name their image."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.datasets.images import columns
from engine.datasets.images.columns import Column
from engine.datasets.images.labels import spelling
from engine.errors import InputError
from engine.files import archives, encodings, idx, npy, signatures, tables, uploads
from engine.files.archives import Entry

_COLUMNS, _ROWS = 1_000, 1_000_000


@dataclass(frozen=True, eq=False)
class LabelFile:
    """Labels as they stood in a file: an array, or the rows of a table, a heading among them not told apart.

    called: the name of the file, for the user.
    """

    called: str
    array: np.ndarray | None = None
    rows: Sequence[Sequence[str]] = ()

    def in_order(self, n_images: int, asked: str, notes: list[str]) -> np.ndarray:
        """A label for each image, in their order: (n, ...) as `labels.spelled` takes them.

        A column that numbers the images in another order puts them in order. Raises InputError if no column can be
        labels; how many there are is left to `labels.spelled`.
        """
        if self.array is not None:
            return self.array
        has_heading = len(self.rows) == n_images + 1
        headings = self.rows[0] if has_heading else [""] * len(self.rows[0])
        body = self.rows[has_heading:]
        cells = list(zip(*body, strict=True))
        found = [Column(name, cell, at) for at, (name, cell) in enumerate(zip(headings, cells, strict=True), start=1)]
        if len(found) == 1:
            return np.array([spelling(cell) for cell in found[0].cells], dtype=object)
        order = _order(found, n_images)
        rest = [column for at, column in enumerate(found) if order is None or at != order[0]]
        labels = columns.label_column(rest, asked, notes).values
        if labels is None:
            raise InputError(
                f"No column of {self.called} can be labels: each has a single value, or nearly one for each image. "
                "Please say which by Column of labels.",
                "E-IMG-106",
            )
        if order is None or len(labels) != n_images:
            return labels
        name, places = found[order[0]].title, order[1]
        if (np.diff(places) != 1).any():
            notes.append(f"The labels were put in order by the column {name}, which numbers the images.")
        sorted_: np.ndarray = np.empty_like(labels)
        sorted_[places] = labels
        return sorted_


def _order(found: Sequence[Column], n_images: int) -> tuple[int, np.ndarray] | None:
    """The column that holds each of the numbers of the images, from 0 or 1 on, and the place that it gives each row."""
    for at, column in enumerate(found):
        cells = [cell.strip() for cell in column.cells]
        if all(cell.isdecimal() and len(cell) < 10 for cell in cells):
            places = np.array([int(cell) for cell in cells])
            if len(places) == n_images and (np.sort(places) - places.min() == np.arange(n_images)).all():
                return (at, places - places.min()) if places.min() in (0, 1) else None
    return None


def read(path: Path) -> LabelFile:
    """The labels in a file of their own, by its content. Raises InputError if it is none of the kinds."""
    called = next(iter(uploads.names(path.name)), "the file of labels")
    with archives.opened(path, []) as entries:
        if len(entries) > 1:
            raise InputError(
                f"The archive of labels ({called}) holds {len(entries):,} files; please give the one with the labels.",
                "E-IMG-107",
            )
        return of_entry(entries[0], path, called)


def of_entry(entry: Entry, path: Path, called: str) -> LabelFile:
    """The labels in a file or in an entry of an archive; `path` is that of the file on disk."""
    head = next(entry.blocks(), b"")[: signatures.HEAD]
    if head.startswith(npy.MAGIC):
        return LabelFile(called, npy.read(entry.blocks(), texts=True))
    if idx.looks_like_idx(head):
        return LabelFile(called, idx.read(entry.blocks(), path.stat().st_size)[1])
    if signatures.kind(head):
        raise InputError(
            f"The file of labels ({called}) is {signatures.kind(head) or 'no text'}; taken are IDX (.gz), NumPy (.npy) "
            "and tables or lines of text (.csv, .txt).",
            "E-IMG-108",
        )
    return LabelFile(called, rows=table(entry, named=False))


def table(entry: Entry, *, named: bool) -> list[list[str]]:
    """The rows of a table of labels, a heading among them. named: they name pictures, so blanks may divide them.

    Raises InputError if it is no text, has no rows, more than an archive has files, or rows of different lengths.
    """
    codec = encodings.understand(entry.blocks).codec
    text = "".join(encodings.decoded(entry.blocks, codec))
    sample, complete = text[: tables.SAMPLE], len(text) <= tables.SAMPLE
    layout = tables.single(sample, complete=complete, header=False, blanks=named, most_columns=_COLUMNS)
    found: list[list[str]] = []
    for _, row in tables.rows([text], layout, []):
        found.append(row)
        if len(found) > _ROWS:
            raise InputError(
                f"The file of labels has more than {_ROWS:,} rows; please take a part of both files.", "E-IMG-109"
            )
    if not found:
        raise InputError("The file of labels has no rows; please check it.", "E-IMG-110")
    return found
