"""Files of images, told by their content what they are: archives of pictures or arrays, NumPy, IDX, tables."""

import codecs
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath

import numpy as np

from engine.datasets.images import (
    array_archive,
    label_files,
    paired,
    parts,
    picture_archive,
    pixel_arrays,
    pixel_tables,
)
from engine.datasets.images.builder import FEWEST, UNLABELED, Found
from engine.datasets.images.hints import Hints
from engine.datasets.images.label_files import LabelFile
from engine.datasets.images.pixel_arrays import Piece
from engine.errors import InputError
from engine.files import archives, idx, npy, pictures, signatures, uploads
from engine.files.archives import Entry
from engine.files.roles import Look
from engine.report import Report

_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
"""How text begins that has zero bytes among its letters."""
TAKEN = "pictures, a ZIP of them, IDX (.gz), NumPy (.npy, .npz) or a table (.csv)"


def read(path: Path, labels: Path | None, hints: Hints, report: Report) -> Found:
    """The images of a file, with those labels if they have a file of their own.

    Raises InputError if it is none of these, and what the reader of its kind raises.
    """
    notes: list[str] = []
    called = next(iter(uploads.names(path.name)), "")
    given = None if labels is None else label_files.read(labels)
    with archives.opened(path, notes, hints.sheet) as entries:
        if len(entries) == 1 and not entries[0].name:
            found = _single(entries[0], path, given, hints, report, notes, called)
        else:
            found = _archive(entries, path, given, hints, report, notes, called)
    return _finished(found, hints, called)


def look(path: Path, hints: Hints) -> Look | None:
    """The table of pixels in a file by its beginning, and the column proposed for the labels; None if it is none."""
    with suppress(InputError), archives.opened(path, [], hints.sheet) as entries:
        head = _head(entries[0])
        binary = pictures.is_one(head) or idx.looks_like_idx(head) or signatures.kind(head)
        if len(entries) == 1 and not binary and (b"\0" not in head or head.startswith(_WIDE_MARKS)):
            return pixel_tables.look(entries[0], hints)
    return None


def _head(entry: Entry) -> bytes:
    return next(entry.blocks(), b"")[: signatures.HEAD]


def _single(
    entry: Entry, path: Path, given: LabelFile | None, hints: Hints, report: Report, notes: list[str], called: str
) -> Found:
    """A file without others around it."""
    head = _head(entry)
    if pictures.is_one(head):
        return picture_archive.read([entry], [entry], given, hints, report, notes)
    if head.startswith(npy.MAGIC):
        array, what = npy.read(entry.blocks()), "NumPy array"
    elif idx.looks_like_idx(head):
        header, array = idx.read(entry.blocks(), path.stat().st_size)
        what = "IDX"
        if header.magic == idx.LABELS and given is None:
            raise InputError("This is the file of labels; please upload the file of images too.", "E-IMG-100")
    elif signatures.kind(head) or (b"\0" in head and not head.startswith(_WIDE_MARKS)):
        raise InputError(f"This file is {signatures.kind(head) or 'not text'}; taken are {TAKEN}.", "E-IMG-92")
    else:
        table = pixel_tables.read(entry, hints, notes, called)
        labeled = table if given is None else _labeled(table, given, hints, notes)
        return pixel_arrays.joined([labeled], hints, "a table of pixels", notes)
    piece = paired.piece(array, given, hints.label_column, called, notes)
    return pixel_arrays.joined([piece], hints, what, notes)


def _labeled(table: Piece, given: LabelFile, hints: Hints, notes: list[str]) -> Piece:
    """A table with the labels of another file, which come before its own."""
    if table.labels is not None:
        notes.append("The labels in the table were left for those of the file of labels.")
    labels = given.in_order(len(table.array), hints.label_column, notes)
    return replace(table, labels=labels, files=(table.files[0], given.called))


def _archive(
    entries: Sequence[Entry], path: Path, given: LabelFile | None, hints: Hints, report: Report, notes: list[str],
    called: str,
) -> Found:  # fmt: skip
    """An archive of pictures or, if there are none, of arrays or of tables."""
    if chosen := picture_archive.candidates(entries):
        return picture_archive.read(entries, chosen, given, hints, report, notes)
    arrays = _arrays(entries, path)
    n_others = len(entries) - len(arrays)
    if arrays:
        if n_others:
            notes.append(f"Files that are no arrays, left out: {n_others:,}.")
        what = "an archive of NumPy arrays" if entries[0].name.lower().endswith(".npy") else "an archive of arrays"
        return array_archive.read(arrays, given, hints, what, notes)
    return _tables(entries, given, hints, notes)


def _arrays(entries: Sequence[Entry], path: Path) -> dict[str, np.ndarray]:
    """The arrays of an archive, NumPy or IDX, by the names of their files."""
    found = {}
    for entry in entries:
        head = _head(entry)
        name = PurePosixPath(entry.name).name.removesuffix(".npy")
        if head.startswith(npy.MAGIC) or entry.name.lower().endswith(".npy"):
            found[name] = npy.read(entry.blocks(), texts=True)
        elif idx.looks_like_idx(head):
            found[name] = idx.read(entry.blocks(), path.stat().st_size)[1]
    return found


def _tables(entries: Sequence[Entry], given: LabelFile | None, hints: Hints, notes: list[str]) -> Found:
    """The tables of pixels in an archive: one, or several whose names say their part."""
    texts = [entry for entry in entries if entry.name.lower().endswith((".csv", ".tsv", ".txt"))]
    found: list[tuple[str, Piece]] = []
    for entry in texts:
        told: list[str] = []
        try:
            found.append((entry.name, pixel_tables.read(entry, hints, told, entry.name)))
        except InputError:
            if len(entries) == 1 and not entry.name.lower().endswith(".txt"):
                raise
            continue
        notes += [f"{PurePosixPath(entry.name).name}: {note}" for note in told] if len(texts) > 1 else told
    names = [name for name, _ in found]
    if not found:
        raise InputError(
            f"The archive holds no pictures ({', '.join(pictures.ENDINGS)}), no arrays and no tables of pixels; it "
            f"holds: {picture_archive.ending_counts(entries)}. Please pack pictures.",
            "E-IMG-89",
        )
    if len(found) > 1 and (None in map(parts.part_of, names) or given is not None):
        raise InputError(
            f"The archive holds {len(found)} tables of pixels ({', '.join(names[:4])}), and it is not clear how they "
            "belong together; please give one, or call them train.csv and test.csv, with their labels inside.",
            "E-IMG-114",
        )
    if len(found) < len(entries):
        notes.append(f"Files that are no tables of pixels, left out: {len(entries) - len(found):,}.")
    if len(found) == 1:
        piece = found[0][1] if given is None else _labeled(found[0][1], given, hints, notes)
        return pixel_arrays.joined([piece], hints, "a table of pixels", notes)
    notes.append(f"Parts: by the names of the tables ({', '.join(names)}).")
    notes += parts.told(names)
    pieces = [replace(piece, train=np.full(len(piece.array), parts.part_of(name))) for name, piece in found]
    return pixel_arrays.joined(pieces, hints, "tables of pixels", notes)


def _finished(found: Found, hints: Hints, called: str) -> Found:
    """Turned as asked, and without the images that have no class where others have one."""
    may_lie = found.details.get("format") == "IDX" or "emnist" in called.casefold()
    if hints.turn != "none":
        found.raw = pixel_arrays.turned(found.raw, hints.turn)
    elif may_lie:
        found.notes.append("If the pictures lie on their side, as those of EMNIST do, choose Turn: Rows as columns.")
    if hints.unlabeled or hints.fewest < FEWEST or found.targets is None:
        return found
    return _with_classes(found)


def _with_classes(found: Found) -> Found:
    """Only the images that have a class, if enough have one."""
    assert found.targets is not None
    known = found.targets != UNLABELED
    if known.all() or known.sum() < FEWEST:
        return found
    left = np.flatnonzero(~known)
    example = f", as {found.names[left[0]]}" if found.names else ""
    found.notes.append(
        f"Images without a class, left out: {len(left):,}{example}. To keep them, choose Keep images without a class."
    )
    if found.n_train is not None:
        n_train = int(known[: found.n_train].sum())
        found.n_train = n_train if 0 < n_train < known.sum() else None
        if found.n_train is None:
            found.notes.append("Only one part has classes: what is for testing is drawn from it.")
    found.raw, found.targets = found.raw[known], found.targets[known]
    found.names = tuple(name for name, is_known in zip(found.names, known, strict=False) if is_known)
    return found
