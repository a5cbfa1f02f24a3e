"""Sources of pairs: files of the user's own."""

from dataclasses import dataclass
from typing import ClassVar

from engine.datasets.base import Source
from engine.datasets.pairs import builder, reader
from engine.datasets.pairs.builder import SortName
from engine.datasets.pairs.line_layout import HeaderName, LayoutName
from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.datasets.workbook import Workbook
from engine.fields import choice, text
from engine.files import uploads
from engine.report import Report, Silent, stop_if_cancelled

SORT_NAMES = {"auto": "Found out", "distances": "Distances", "similarities": "Similarities"}
LAYOUTS = {
    "auto": "Found out", "square": "A square", "lower": "Its lower half alone", "upper": "Its upper half alone",
    "list": "A pair in each line",
}  # fmt: skip
HEADERS = {"auto": "Found out", "yes": "Names the columns", "no": "Holds pairs"}


@dataclass(frozen=True)
class UploadedPairs(Workbook, Source):
    """A table of pairs that the user has: a square (CSV, TSV, blanks, a workbook, Parquet, .npy, .npz), half of it as
    PHYLIP and R write it, or a list with two items and a number in each line.
    """

    name = "uploaded_pairs"
    kind: ClassVar[str] = PairMatrix.kind
    uploaded: ClassVar[bool] = True
    sha256: str = text(
        "", 64, label="File", help="The uploaded file, by its content.", pattern="[0-9a-f]{64}", hidden=True
    )
    sort: SortName = choice(  # noqa: RUF009 - describes a field
        "auto", SORT_NAMES, label="The numbers are", help="Small distances mean near, large similarities mean alike. "
        "Found out by the diagonal: 0 for distances, the largest of each row for similarities.",
    )  # fmt: skip
    layout: LayoutName = choice(  # noqa: RUF009 - describes a field
        "auto", LAYOUTS, label="Layout", help="Of a square whose halves differ one can be taken alone; else the mean "
        "of both is.",
    )  # fmt: skip
    header: HeaderName = choice(  # noqa: RUF009 - describes a field
        "auto", HEADERS, label="First row", help="Of a table: whether it holds names.", advanced=True
    )

    def title(self) -> str:
        """The name under which the file was last uploaded."""
        return next(iter(uploads.names(self.sha256)), f"upload {self.sha256[:8]}")

    def load(self, report: Report = Silent()) -> PairMatrix:
        """Read the file. Raises InputError and Cancelled."""
        stop_if_cancelled(report)
        found = reader.read(uploads.path(self.sha256), self.layout, self.header, self.sheet)
        stop_if_cancelled(report)
        half = self.layout if self.layout in ("lower", "upper") else ""
        return builder.pair_matrix(found, self.sort, half)
