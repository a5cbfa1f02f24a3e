"""Tables whose rows are items: numbers or genotypes to learn from, and what else is known of each row."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine import limits
from engine.datasets.tables import genotypes
from engine.datasets.tables.builder import FEWEST_COLUMNS, FEWEST_ROWS, NUMERIC_SHARE, require_affordable
from engine.datasets.tables.matrix import Matrix
from engine.datasets.tables.reader import parsed_file, row_numbers
from engine.datasets.workbook import Workbook
from engine.errors import InputError
from engine.fields import flag, text
from engine.files.display import displayable
from engine.files.numerals import has_decimal_commas, look_like_numbers, no_number, numbers

NAME_LENGTH = 60
PLACES = frozenset(
    ("lat", "latitude", "lon", "long", "lng", "longitude", "east", "north", "x", "y", "fid", "iid", "pat", "mat", "sex",
     "phenotype")
)  # fmt: skip
"""Columns of places, and those that PLINK writes before the SNPs: they are no measurements."""


@dataclass(frozen=True)
class RowLayout(Workbook):
    """How to read such a table, as far as the user says it."""

    turned: bool = flag(
        False, label="Columns are the items", help="Turn the table, as for expression with a gene in each line and a "
        "sample in each column.",
    )  # fmt: skip
    apart: str = text(
        "", limits.LABEL_LENGTH, label="Columns kept apart", help="Names, divided by commas: known of each row, as its "
        "place or age, but not learned from. Empty: columns called latitude, longitude, x, y and the like.",
    )  # fmt: skip


def read(path: Path, layout: RowLayout) -> Matrix:
    """The rows of a table (CSV, TSV, also .gz).

    Columns of numbers and of genotypes (0/1/2, AG, A/G, 0/1) are learned from, missing fields as the mean of their
    column; columns of text and those kept apart become attributes, and the first text that is another in each row names
    the rows. Raises InputError: too few columns or rows are left, and what `reader`, `encodings` and `builder` raise.
    """
    notes: list[str] = []
    table, body = parsed_file(path, layout.sheet, notes)
    names, columns = list(table.columns), [list(column) for column in zip(*body, strict=True)]
    if layout.turned:
        names, columns = _turned(names, columns)
    elif (place := row_numbers(table, notes)) is not None:
        names.pop(place)
        columns.pop(place)
    return _matrix(names, columns, layout, notes)


def _turned(names: list[str], columns: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Items as rows: the first column's fields become the names of the columns, the header those of the rows."""
    return ["name", *columns[0]], [names[1:], *map(list, zip(*columns[1:], strict=True))]


def _matrix(names: list[str], columns: list[list[str]], layout: RowLayout, notes: list[str]) -> Matrix:
    shown = [displayable(name, NAME_LENGTH) or f"column {place + 1}" for place, name in enumerate(names)]
    wanted = {name.strip().casefold() for name in layout.apart.split(",")} if layout.apart else PLACES
    learned: dict[str, np.ndarray] = {}
    attributes: dict[str, np.ndarray] = {}
    n_genotypes = 0
    odd: list[str] = []
    commas = has_decimal_commas(columns)
    for name, fields in zip(shown, columns, strict=True):
        values = numbers(fields, decimal_comma=commas, notes=notes)
        coded = None if _numeric(values, fields) else genotypes.counted(fields)
        if name.casefold() in wanted and _numeric(values, fields):
            attributes[name] = values
        elif coded is not None or (_numeric(values, fields) and name.casefold() not in wanted):
            learned[name] = values if coded is None else coded
            n_genotypes += coded is not None
        else:
            attributes[name] = np.array([displayable(field, limits.LABEL_LENGTH) for field in fields])
            odd += [f"{name} (as “{no_number(fields)}”)"] * look_like_numbers(fields)
    if odd:
        notes.append(f"Columns with digits that are no numbers as they are written: {', '.join(odd)[:200]}.")
    if n_genotypes:
        notes.append(f"Columns of genotypes, as numbers of the rarer letter (0, 1, 2): {n_genotypes:,}.")
    rows = _row_names(attributes, len(columns[0]), notes)
    kept = _filled(learned, notes)
    if len(kept) < FEWEST_COLUMNS or len(rows) < FEWEST_ROWS:
        raise InputError(
            f"The table has {len(kept)} columns of numbers that vary and {len(rows)} rows; at least "
            f"{FEWEST_COLUMNS} and {FEWEST_ROWS} are needed. Columns found: {displayable(', '.join(shown[:12]), 200)}.",
            "E-TAB-01",
        )
    numbers_kept = np.column_stack(list(kept.values()))
    require_affordable(numbers_kept)
    if attributes:
        notes.append(f"Known of the rows, and not learned from: {displayable(', '.join(attributes), 200)}.")
    return Matrix(numbers_kept[None].astype(np.float32), tuple(kept), rows, tuple(notes), attributes)


def _numeric(values: np.ndarray, fields: Sequence[str]) -> bool:
    """Whether nearly all fields that are not missing hold numbers, and some do."""
    known = np.array([field.strip().upper() not in genotypes.MISSING for field in fields])
    found = np.isfinite(values)
    return bool(found.any() and found[known].mean() >= NUMERIC_SHARE)


def _row_names(attributes: dict[str, np.ndarray], n_rows: int, notes: list[str]) -> tuple[str, ...]:
    """The first text that is another in each row, which then is no attribute; else numbers."""
    for name, values in attributes.items():
        if values.dtype.kind != "f" and len(set(values.tolist())) == n_rows:
            del attributes[name]
            notes.append(f"The column “{name}” names the rows.")
            return tuple(values.tolist())
    return tuple(f"row {place + 1}" for place in range(n_rows))


def _filled(learned: dict[str, np.ndarray], notes: list[str]) -> dict[str, np.ndarray]:
    """Columns that vary, with the mean for what is missing; those that lack more than a fifth are left out."""
    sparse = [name for name, values in learned.items() if np.isfinite(values).mean() < NUMERIC_SHARE]
    found, n_filled, n_constant = {}, 0, 0
    for name, values in learned.items():
        known = np.isfinite(values)
        if name in sparse:
            continue
        if np.ptp(values[known]) == 0:
            n_constant += 1
            continue
        n_filled += int((~known).sum())
        found[name] = np.where(known, values, values[known].mean())
    if sparse:
        notes.append(f"Columns left out because more than a fifth of their fields are missing: {len(sparse):,}.")
    if n_constant:
        notes.append(f"Columns left out because they never vary: {n_constant:,}.")
    if n_filled:
        notes.append(f"Missing fields taken as the mean of their column: {n_filled:,}.")
    return found
