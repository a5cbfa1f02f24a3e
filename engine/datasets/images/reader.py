"""Files of images, told by their content what they are: archives of pictures or arrays, NumPy, IDX, tables."""

from dataclasses import dataclass
from pathlib import Path

from engine.datasets.images import array_archive, picture_archive, pixel_arrays
from engine.datasets.images.builder import FEWEST, Found
from engine.errors import InputError
from engine.files import archives, idx, npy, pictures, signatures
from engine.files.pictures import Colors
from engine.report import Report


@dataclass(frozen=True)
class Hints:
    """What files do not say of themselves; 0 leaves it to the reader.

    side: longest side of the pictures of an archive. height, width: of a picture in rows of numbers. fewest: pictures
    that an archive must hold.
    """

    side: int = 0
    colors: Colors = "auto"
    height: int = 0
    width: int = 0
    fewest: int = FEWEST


def read(path: Path, labels: Path | None, hints: Hints, report: Report) -> Found:
    """The images of a file, with those labels if they have a file of their own.

    Raises InputError if it is none of these, and what the reader of its kind raises.
    """
    head = _unpacked_head(path)
    packed = signatures.kind(_head(path)) == signatures.ZIP
    if packed and array_archive.is_one(path):
        return array_archive.read(path, labels, hints.height, hints.width)
    if packed or pictures.is_one(head):
        return picture_archive.read(path, hints.side, hints.colors, report, fewest=hints.fewest)
    if head.startswith(npy.MAGIC):
        return pixel_arrays.from_npy(path, labels, hints.height, hints.width)
    if idx.looks_like_idx(head):
        return pixel_arrays.from_idx(path, labels)
    if signatures.kind(head) or b"\0" in head:
        what = signatures.kind(head) or "not text"
        raise InputError(
            f"This file is {what}; taken are pictures, a ZIP of them, IDX (.gz), NumPy (.npy, .npz) or a table (.csv).",
            "E-IMG-92",
        )
    return pixel_arrays.from_table(path, hints.height, hints.width)


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(signatures.HEAD)


def _unpacked_head(path: Path) -> bytes:
    """The first bytes of what is in the file, unpacked if it is gzip."""
    if signatures.kind(_head(path)) != signatures.GZIP:
        return _head(path)
    with archives.opened(path, []) as entries:
        return next(entries[0].blocks(), b"")[: signatures.HEAD]
