"""Tables whose rows are items: numbers or genotypes to learn from, and what else is known of each row."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from engine import limits
from engine.datasets.tables import genotypes
from engine.datasets.tables.builder import FEWEST_COLUMNS, FEWEST_ROWS, NUMERIC_SHARE, require_affordable
from engine.datasets.tables.matrix import Matrix
from engine.datasets.tables.reader import parsed_file, row_numbers
from engine.datasets.workbook import Workbook
from engine.errors import InputError
from engine.fields import LONGEST_LINE, flag, line_of, names_in, text
from engine.files.display import displayable
from engine.files.numerals import has_decimal_commas, look_like_numbers, no_number, numbers
from engine.files.roles import NONE, Look, Role

NAME_LENGTH = 60
PLACES = frozenset(
    ("lat", "latitude", "lon", "long", "lng", "longitude", "east", "north", "x", "y", "fid", "iid", "pat", "mat", "sex",
     "phenotype")
)  # fmt: skip
"""Columns of places, and those that PLINK writes before the SNPs: they are no measurements."""


ROLES: Mapping[str, Role] = {
    "names_column": Role("Names of the rows"),
    "apart": Role("Known, not learned from", many=True),
    "unused": Role("Left out", many=True),
}
_LOOKED_AT = 200


@dataclass(frozen=True)
class RowLayout(Workbook):
    """How to read such a table, as far as the user says it."""

    turned: bool = flag(
        False, label="Columns are the items", help="Turn the table, as for expression with a gene in each line and a "
        "sample in each column.",
    )  # fmt: skip
    names_column: str = text(
        "", limits.LABEL_LENGTH, label="Column of names", help="The column that names the rows; empty: the first text "
        "that is another in each row, a minus sign for none.",
    )  # fmt: skip
    apart: str = text(
        "", LONGEST_LINE, label="Columns kept apart", help="Names, divided by commas: known of each row, as its "
        "place or age, but not learned from. Empty: columns called latitude, longitude, x, y and the like; a minus "
        "sign for none.",
    )  # fmt: skip
    unused: str = text(
        "", LONGEST_LINE, label="Columns left out", help="Names, divided by commas. Empty: one that numbers the rows."
    )


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
    elif not layout.unused and (place := row_numbers(table, notes)) is not None:
        names.pop(place)
        columns.pop(place)
    return _matrix(names, columns, layout, notes)


def look(path: Path, layout: RowLayout) -> Look | None:
    """The table by its first rows, and which columns name the rows or are kept apart; None for a turned one.

    Raises InputError like `read`.
    """
    if layout.turned:
        return None
    table, body = parsed_file(path, layout.sheet, [], most_rows=_LOOKED_AT)
    place = row_numbers(table, [])
    numbered = "" if place is None else table.columns[place]
    found = _sorted(table.columns, list(zip(*body, strict=True)), RowLayout(), [])
    named = next((name for name, values in found.known.items() if name != numbered and _tells_apart(values)), "")
    apart = line_of(name for name in found.known if name not in (named, numbered))
    proposed = {"names_column": named, "apart": apart, "unused": line_of([numbered] if numbered else [])}
    return Look(table, {role: said for role, said in proposed.items() if said}, "learned from")


def _turned(names: list[str], columns: list[list[str]]) -> tuple[list[str], list[list[str]]]:
    """Items as rows: the first column's fields become the names of the columns, the header those of the rows."""
    return ["name", *columns[0]], [names[1:], *map(list, zip(*columns[1:], strict=True))]


@dataclass
class _Columns:
    """Columns by what they are for. learned: numbers. known: numbers or text, known of the rows and not learned from.
    odd: those of text that looks like numbers, with an example.
    """

    learned: dict[str, np.ndarray] = field(default_factory=dict)
    known: dict[str, np.ndarray] = field(default_factory=dict)
    n_genotypes: int = 0
    odd: list[str] = field(default_factory=list)


def _sorted(names: Sequence[str], columns: Sequence[Sequence[str]], layout: RowLayout, notes: list[str]) -> _Columns:
    wanted = PLACES if not layout.apart else _said(layout.apart)
    found = _Columns()
    commas = has_decimal_commas(columns)
    for name, fields in zip(names, columns, strict=True):
        values = numbers(fields, decimal_comma=commas, notes=notes)
        coded = None if _numeric(values, fields) else genotypes.counted(fields)
        if name.casefold() in wanted and _numeric(values, fields):
            found.known[name] = values
        elif name.casefold() not in wanted and (coded is not None or _numeric(values, fields)):
            found.learned[name] = values if coded is None else coded
            found.n_genotypes += coded is not None
        else:
            found.known[name] = np.array([displayable(text, limits.LABEL_LENGTH) for text in fields])
            found.odd += [f"{name} (as “{no_number(fields)}”)"] * look_like_numbers(fields)
    return found


def _said(line: str) -> set[str]:
    return {name.casefold() for name in names_in(line) if name != NONE}


def _matrix(names: list[str], columns: list[list[str]], layout: RowLayout, notes: list[str]) -> Matrix:
    shown = [displayable(name, NAME_LENGTH) or f"column {place + 1}" for place, name in enumerate(names)]
    _require_known([layout.names_column, *names_in(layout.apart), *names_in(layout.unused)], shown)
    rows = _row_names_asked(shown, columns, layout)
    unused = _said(layout.unused) | ({layout.names_column.casefold()} if rows else set())
    kept = [place for place, name in enumerate(shown) if name.casefold() not in unused]
    found = _sorted([shown[place] for place in kept], [columns[place] for place in kept], layout, notes)
    if found.odd:
        notes.append(f"Columns with digits that are no numbers as they are written: {', '.join(found.odd)[:200]}.")
    if found.n_genotypes:
        notes.append(f"Columns of genotypes, as numbers of the rarer letter (0, 1, 2): {found.n_genotypes:,}.")
    rows = rows or _row_names(found.known, len(columns[0]), layout, notes)
    learned = _filled(found.learned, notes)
    if len(learned) < FEWEST_COLUMNS or len(rows) < FEWEST_ROWS:
        raise InputError(
            f"The table has {len(learned)} columns of numbers that vary and {len(rows)} rows; at least "
            f"{FEWEST_COLUMNS} and {FEWEST_ROWS} are needed. Columns found: {displayable(', '.join(shown[:12]), 200)}.",
            "E-TAB-01",
        )
    numbers_kept = np.column_stack(list(learned.values()))
    require_affordable(numbers_kept)
    if found.known:
        notes.append(f"Known of the rows, and not learned from: {displayable(', '.join(found.known), 200)}.")
    return Matrix(numbers_kept[None].astype(np.float32), tuple(learned), rows, tuple(notes), found.known)


def _require_known(asked: Iterable[str], there: Sequence[str]) -> None:
    known = {name.casefold() for name in there}
    for name in asked:
        if name not in ("", NONE) and name.casefold() not in known:
            raise InputError(
                f"There is no column {name!r:.80}; choose one of: {displayable(', '.join(there[:20]), 300)}.",
                "E-CSV-38",
            )


def _row_names_asked(names: Sequence[str], columns: Sequence[Sequence[str]], layout: RowLayout) -> tuple[str, ...]:
    """What the column of names holds that the user says, equal ones told apart by their number; () if none is said."""
    wanted = layout.names_column.casefold()
    place = next((place for place, name in enumerate(names) if name.casefold() == wanted), None)
    if place is None:
        return ()
    seen = Counter[str]()
    result = []
    for row, given in enumerate(columns[place], 1):
        name = displayable(given, limits.LABEL_LENGTH) or f"row {row}"
        seen[name] += 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return tuple(result)


def _numeric(values: np.ndarray, fields: Sequence[str]) -> bool:
    """Whether nearly all fields that are not missing hold numbers, and some do."""
    known = np.array([field.strip().upper() not in genotypes.MISSING for field in fields])
    found = np.isfinite(values)
    return bool(found.any() and found[known].mean() >= NUMERIC_SHARE)


def _row_names(known: dict[str, np.ndarray], n_rows: int, layout: RowLayout, notes: list[str]) -> tuple[str, ...]:
    """The first text that is another in each row, which then is no attribute; else numbers."""
    for name, values in known.items():
        if layout.names_column != NONE and _tells_apart(values):
            del known[name]
            notes.append(f"The column “{name}” names the rows.")
            return tuple(values.tolist())
    return tuple(f"row {place + 1}" for place in range(n_rows))


def _tells_apart(values: np.ndarray) -> bool:
    """Whether it is text that is another in each row."""
    return values.dtype.kind != "f" and len(set(values.tolist())) == len(values)


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
