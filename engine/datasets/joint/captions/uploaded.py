"""Pictures and captions of the user's own: an archive of pictures, and a table that names them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.datasets.base import Source
from engine.datasets.images import label_files
from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.name_tables import Names
from engine.datasets.images.sources import UploadedImages
from engine.datasets.joint.captions.captioned_images import CaptionedImages
from engine.datasets.joint.captions.wording import words_of
from engine.errors import InputError
from engine.fields import again, text
from engine.files import uploads
from engine.report import Report, Silent, stop_if_cancelled

LONGEST = 1_000
"""Characters of a caption that are kept."""
HEADINGS = ("caption", "captions", "text", "sentence", "description", "comment")


@dataclass(frozen=True)
class UploadedCaptions(Source):
    """Pictures, and a table with a row for each caption: the name of the picture's file, and the caption."""

    name = "uploaded_captions"
    kind: ClassVar[str] = CaptionedImages.kind
    uploaded: ClassVar[bool] = True
    sha256: str = text(
        "", 64, label="Pictures", help="The uploaded archive, by its content.", pattern="[0-9a-f]{64}", hidden=True
    )
    captions_sha256: str = text(
        "", 64, label="Captions", help="The uploaded table, by its content.", pattern="[0-9a-f]{64}", hidden=True
    )
    side: int = again(UploadedImages, "side", 64)
    colors: str = again(UploadedImages, "colors", "auto")
    test_share: float = again(UploadedImages, "test_share", 0.2)

    def title(self) -> str:
        """The names under which the files were last uploaded."""
        first, second = (next(iter(uploads.names(sha)), sha[:8]) for sha in (self.sha256, self.captions_sha256))
        return f"{first} with {second}"

    def load(self, report: Report = Silent()) -> CaptionedImages:
        """Read both, and join them by the names of the pictures. Raises InputError."""
        stop_if_cancelled(report)
        rows = label_files.read(uploads.path(self.captions_sha256)).rows
        images = UploadedImages(
            sha256=self.sha256, side=self.side, colors=self.colors, test_share=self.test_share, unlabeled=True
        ).load(report)
        return joined(images, rows)


def joined(images: ImageSet, rows: Sequence[Sequence[str]]) -> CaptionedImages:
    """The images with the captions of a table, a heading perhaps among its rows. Raises InputError if none fits.

    What is left out - rows that name no picture, rows without words - is told in the notes.
    """
    if not rows or len(rows[0]) < 2:
        raise InputError(
            "The captions are no table with a column of file names and one of captions; the first line could be "
            "file,caption.",
            "E-CAP-13",
        )
    lookup = Names(images.names)
    places = [[lookup.place(row[column]) if row[column].strip() else None for row in rows] for column in _columns(rows)]
    key = max(range(len(places)), key=lambda column: len(set(places[column]) - {None}))
    if not set(places[key]) - {None}:
        some = ", ".join(images.names[:3])
        raise InputError(
            f"No row of the captions names a picture; the pictures are called {some:.120}. The captions need a column "
            "with the names of the files.",
            "E-CAP-14",
        )
    said = _caption_column(rows, key)
    found: list[tuple[int, str]] = []
    n_strange = n_empty = n_long = 0
    begins = int(places[key][0] is None and _is_heading(rows[0][said]))
    for row, place in zip(rows[begins:], places[key][begins:], strict=True):
        caption = " ".join(row[said].split())
        n_long += len(caption) > LONGEST
        if place is None:
            n_strange += 1
        elif not words_of(caption[:LONGEST]):
            n_empty += 1
        else:
            found.append((place, caption[:LONGEST]))
    if not found:
        raise InputError("None of the captions has words in it; please check the file.", "E-CAP-16")
    found.sort(key=lambda pair: pair[0])
    pictures = np.array([place for place, _ in found])
    n_bare = images.n_images - len(np.unique(pictures))
    counts = {
        "Captions that name no picture of the archive": n_strange, "Captions without words": n_empty,
        f"Captions cut to {LONGEST:,} characters": n_long, "Pictures without a caption": n_bare,
    }  # fmt: skip
    notes = [f"{told}: {n:,}." for told, n in counts.items() if n]
    return CaptionedImages(images, tuple(caption for _, caption in found), pictures, {}, (*notes, *images.notes))


def _columns(rows: Sequence[Sequence[str]]) -> range:
    return range(min(map(len, rows)))


def _caption_column(rows: Sequence[Sequence[str]], key: int) -> int:
    """The column headed as captions are, else the one with the longest texts."""
    others = [column for column in _columns(rows) if column != key]
    if not others:
        raise InputError("Beside the names of the pictures the table has no column of captions.", "E-CAP-15")
    headed = [column for column in others if _is_heading(rows[0][column])]
    return headed[0] if headed else max(others, key=lambda column: sum(len(row[column]) for row in rows))


def _is_heading(cell: str) -> bool:
    return cell.strip().casefold() in HEADINGS
