"""Sources of vectors: files of the user's own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from engine import limits
from engine.datasets.base import Source
from engine.datasets.vectors import builder, columns, reader, row_files, sprites
from engine.datasets.vectors.columns import ColumnParts
from engine.datasets.vectors.row_files import HeaderName
from engine.datasets.vectors.vectors import Vectors
from engine.fields import choice, integer, text
from engine.files import uploads
from engine.files.roles import Look, Role
from engine.report import Report, Silent, stop_if_cancelled

HEADERS = {"auto": "Found out", "yes": "Names the columns", "no": "Is an item"}
_SHA = "([0-9a-f]{64})?"


@dataclass(frozen=True)
class UploadedVectors(ColumnParts, Source):
    """Vectors that the user has: word2vec's text or binary, GloVe, fastText's .vec, TSV, CSV, .npy, .npz, safetensors,
    Parquet; beside them a file of labels, a table that is joined by label, pictures.
    """

    name = "uploaded_vectors"
    kind: ClassVar[str] = Vectors.kind
    uploaded: ClassVar[bool] = True
    roles: ClassVar[Mapping[str, Mapping[str, Role]]] = {"sha256": columns.ROLES}
    sha256: str = text(
        "", 64, label="File", help="The uploaded file, by its content.", pattern="[0-9a-f]{64}", hidden=True
    )
    labels: str = text("", 64, label="Labels", help="A file with a row for each vector.", pattern=_SHA, hidden=True)
    joined: str = text("", 64, label="Table", help="A table with the labels in a column.", pattern=_SHA, hidden=True)
    pictures: str = text("", 64, label="Pictures", help="A ZIP of pictures named by label.", pattern=_SHA, hidden=True)
    first: int = integer(
        0, 0, limits.VECTOR_ROWS, label="Only the first rows", help="Of files sorted by frequency, the most frequent "
        "items.", zero="all", step=10_000,
    )  # fmt: skip
    header: HeaderName = choice(  # noqa: RUF009 - describes a field
        "auto", HEADERS, label="First row of a table", help="Of a CSV or TSV file of vectors.", advanced=True
    )
    labels_header: HeaderName = choice(  # noqa: RUF009 - describes a field
        "auto", HEADERS, label="First row of the label file", help="Found out by the number of rows.", advanced=True
    )
    part: str = text(
        "", limits.LABEL_LENGTH, label="Part of the file", help="Of several matrices or files in one: the name of the "
        "one that holds the vectors.", advanced=True,
    )  # fmt: skip

    def title(self) -> str:
        """The name under which the file was last uploaded."""
        return next(iter(uploads.names(self.sha256)), f"upload {self.sha256[:8]}")

    def look(self, file: str) -> Look | None:
        """The table by its first rows; None for other formats."""
        return reader.look(uploads.path(self.sha256), self._header)

    def load(self, report: Report = Silent()) -> Vectors:
        """Read the files. Raises InputError and Cancelled."""
        stop_if_cancelled(report)
        path = uploads.path(self.sha256)
        found = reader.read(path, self, part=self.part, header=self._header, first=self.first)
        stop_if_cancelled(report)
        notes: list[str] = []
        if self.labels:
            row_files.attach(found, uploads.path(self.labels), self.labels_header, notes)
        if self.joined:
            found.labels = found.labels or [f"row {row + 1}" for row in range(found.n_rows)]
            row_files.join(found, uploads.path(self.joined), notes)
        shown = sprites.read(uploads.path(self.pictures), found, notes) if self.pictures else None
        found.notes += notes
        return builder.vectors(found, shown)

    @property
    def _header(self) -> bool | None:
        return {"auto": None, "yes": True, "no": False}[self.header]
