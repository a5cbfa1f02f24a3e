"""Sources of a Matrix: a picture or table of the user's own, and simulated homes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.datasets.base import Source
from engine.datasets.tables import reader, row_reader
from engine.datasets.tables.matrix import Matrix
from engine.datasets.tables.row_reader import RowLayout
from engine.datasets.workbook import Workbook
from engine.errors import Cancelled
from engine.fields import flag, integer, text
from engine.files import uploads
from engine.files.roles import Look, Role
from engine.report import Report, Silent, stop_if_cancelled

HOME_COLUMNS = (
    "bedrooms", "bathrooms", "square feet", "floors", "lot", "yard", "age", "list price", "sale price", "tax",
)  # fmt: skip


@dataclass(frozen=True)
class SimulatedHomes(Source):
    """Homes for sale, simulated: some columns are nearly combinations of others, so few numbers tell a home.

    Yard is the lot less half the living area; the sale price about 1.05 times the list price; the tax about 1 % of it.
    """

    name = "simulated_homes"
    kind: ClassVar[str] = Matrix.kind
    n_homes: int = integer(400, 20, 5_000, label="Homes", help="Rows of the table.")
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", advanced=True)

    def title(self) -> str:
        """What the user calls it."""
        return f"{self.n_homes:,} homes (simulated)"

    def load(self, report: Report = Silent()) -> Matrix:
        """Draw the homes."""
        if report.cancelled():
            raise Cancelled
        generator = np.random.default_rng(self.seed)
        n = self.n_homes
        bedrooms = generator.integers(1, 7, n)
        bathrooms = np.maximum(1, np.rint(0.6 * bedrooms + 0.4 * generator.standard_normal(n)))
        floors = generator.integers(1, 4, n)
        area = 450 + 420 * bedrooms + 150 * generator.standard_normal(n)
        lot = area / 2 + generator.uniform(500, 9_000, n)
        age = generator.integers(0, 100, n)
        listed = 40_000 + 130 * area + 6 * lot - 700 * age + 15_000 * generator.standard_normal(n)
        sold = listed * (1.05 + 0.01 * generator.standard_normal(n))
        tax = listed * (0.01 + 0.0001 * generator.standard_normal(n))
        found = np.column_stack([bedrooms, bathrooms, area, floors, lot, lot - area / 2, age, listed, sold, tax])
        rows = tuple(f"home {number + 1}" for number in range(n))
        return Matrix(found[None], HOME_COLUMNS, rows, ("These homes are simulated; none of them exists.",))


@dataclass(frozen=True)
class UploadedMatrix(Workbook, Source):
    """A picture (PNG, JPEG) or a table of numbers (CSV, TSV, Parquet, a workbook) that the user uploaded."""

    name = "uploaded_matrix"
    kind: ClassVar[str] = Matrix.kind
    uploaded: ClassVar[bool] = True
    version: ClassVar[int] = 2
    """Signs for thousands are understood and row numbers left out since version 2."""
    sha256: str = text(
        "", 64, label="File", help="The uploaded file, by its content.", pattern="[0-9a-f]{64}", hidden=True
    )
    side: int = integer(
        384, 16, 1_024, label="Longest side", unit="pixels", step=64,
        help="Larger pictures are made this size first, so that all ranks answer at once.",
    )  # fmt: skip
    gray: bool = flag(False, label="Gray", help="One matrix of brightness instead of one for each color.")

    def title(self) -> str:
        """The name under which the file was last uploaded."""
        return next(iter(uploads.names(self.sha256)), f"upload {self.sha256[:8]}")

    def load(self, report: Report = Silent()) -> Matrix:
        """Read the file, told by its content what it is. Raises InputError and Cancelled."""
        if report.cancelled():
            raise Cancelled
        return reader.read(uploads.path(self.sha256), self.side, gray=self.gray, sheet=self.sheet)


@dataclass(frozen=True)
class UploadedTable(RowLayout, Source):
    """A table of the user's own whose rows are to become vectors: numbers, SNPs as letters, expression of genes."""

    name = "uploaded_table"
    kind: ClassVar[str] = Matrix.kind
    uploaded: ClassVar[bool] = True
    version: ClassVar[int] = 2
    """Signs for thousands are understood and row numbers left out since version 2."""
    roles: ClassVar[Mapping[str, Mapping[str, Role]]] = {"sha256": row_reader.ROLES}
    typed = frozenset(("names_column", "apart", "unused"))
    sha256: str = text(
        "", 64, label="File", help="The uploaded file, by its content.", pattern="[0-9a-f]{64}", hidden=True
    )

    def title(self) -> str:
        """The name under which the file was last uploaded."""
        return next(iter(uploads.names(self.sha256)), f"upload {self.sha256[:8]}")

    def look(self, file: str) -> Look | None:
        """The table by its first rows; None if it is turned."""
        return row_reader.look(uploads.path(self.sha256), self)

    def load(self, report: Report = Silent()) -> Matrix:
        """Read the file; see `row_reader.read`."""
        stop_if_cancelled(report)
        return row_reader.read(uploads.path(self.sha256), self)
