"""Files beside the vectors: one whose rows are those of the vectors, and one that is joined by the label."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np

from engine import limits
from engine.datasets.vectors.columns import HEADINGS, NAME_LENGTH
from engine.datasets.vectors.found import Found
from engine.datasets.vectors.label_texts import shown
from engine.datasets.vectors.table_reader import known_column
from engine.errors import InputError
from engine.files import archives, encodings, npy, signatures, tables
from engine.files.display import displayable
from engine.files.roles import plain_name

HeaderName = Literal["auto", "yes", "no"]
SAMPLE = 1 << 16
MOST_BYTES = 300 * limits.MB
ONLY = "label"
"""What a column alone is called."""


@dataclass(frozen=True)
class Rows:
    """The rows of such a file, a possible header among them."""

    rows: list[list[str]]
    notes: tuple[str, ...] = ()


def attach(found: Found, path: Path, header: HeaderName, notes: list[str]) -> None:
    """Labels and what is known, row by row. Raises InputError E-VEC-15 if the rows are not as many as the vectors."""
    read = _rows(path)
    notes += read.notes
    begins = _header(found.n_rows, read.rows, header)
    names = read.rows[0] if begins else [ONLY] if len(read.rows[0]) == 1 else _numbered(len(read.rows[0]))
    columns = dict(zip(_each_once(names), zip(*read.rows[begins:], strict=True), strict=True))
    label = _label(columns)
    if found.labels is not None:
        found.metadata.setdefault("label in the vectors", np.array(found.labels))
    found.labels = shown(columns.pop(label), notes)
    found.metadata |= {name: known_column(fields) for name, fields in columns.items()}


def join(found: Found, path: Path, notes: list[str]) -> None:
    """What a table knows of each label; its key is the column that holds most of the labels.

    Raises InputError E-VEC-16 if none holds any, E-VEC-17 for a file that is no table.
    """
    read = _rows(path)
    notes += read.notes
    if len(read.rows) < 2 or len(read.rows[0]) < 2:
        raise InputError(
            "A file that is joined to the vectors is a table of at least two columns, one of which holds their labels.",
            "E-VEC-17",
        )
    assert found.labels is not None
    labels = set(found.labels)
    columns = dict(zip(_each_once(read.rows[0]), zip(*read.rows[1:], strict=True), strict=True))
    keys = {name: shown(fields, []) for name, fields in columns.items()}
    met = {name: len(labels.intersection(fields)) for name, fields in keys.items()}
    key = max(met, key=met.__getitem__)
    if not met[key]:
        raise InputError(
            f"No column of the table holds a label of the vectors: the labels begin with {_some(found.labels)}, the "
            f"table has {', '.join(f'{name} ({_some(fields)})' for name, fields in list(columns.items())[:6])}.",
            "E-VEC-16",
        )
    place = {label: row for row, label in reversed(list(enumerate(keys.pop(key))))}
    rows = [place.get(label, -1) for label in found.labels]
    n_unmet = rows.count(-1)
    first = displayable(found.labels[rows.index(-1)], 40) if n_unmet else ""
    notes.append(
        f"Joined by the column “{key}”: {len(rows) - n_unmet:,} of {len(rows):,} items"
        + (f"; the first that is not in the table: “{first}”." if n_unmet else ".")
    )
    for name, fields in columns.items():
        if name != key:
            found.metadata[name] = known_column([fields[row] if row >= 0 else "" for row in rows])


def _rows(path: Path) -> Rows:
    """The rows of text, a table or an array of NumPy."""
    notes: list[str] = []
    with archives.opened(path, notes) as entries:
        if len(entries) > 1:
            raise InputError(f"The archive holds {len(entries):,} files; please give one.", "E-VEC-18")
        head = next(entries[0].blocks(), b"")[: signatures.HEAD]
        if head.startswith(npy.MAGIC):
            array = npy.read(entries[0].blocks(), texts=True)
            if array.ndim != 1:
                raise InputError(
                    f"The array of labels has {array.ndim} dimensions; one entry a row is needed.", "E-VEC-19"
                )
            return Rows([[text.decode("utf-8", "replace") if isinstance(text, bytes) else str(text)] for text in
                         array.tolist()], tuple(notes))  # fmt: skip
        signatures.require_text(head)
        decoding = encodings.understand(entries[0].blocks)
        text = "".join(encodings.decoded(entries[0].blocks, decoding.codec))
    if len(text) > MOST_BYTES:
        raise InputError(
            f"The file beside the vectors has more than {MOST_BYTES // limits.MB} MB; please take a part.", "E-VEC-20"
        )
    return Rows(_cut(text, notes), (*decoding.notes, *notes))


def _cut(text: str, notes: list[str]) -> list[list[str]]:
    """Rows of fields where something divides all lines, else a row a line, blank ones too."""
    sample = text[:SAMPLE]
    complete = len(text) <= SAMPLE
    lines = text.removesuffix("\n").split("\n")
    first = lines[:200]
    if all("\t" in line for line in first):
        return _cut_at_tabs(lines, notes)
    table = tables.sniff(sample, complete=complete, header=False)
    if table is None:
        return [[line] for line in lines]
    return [row for _, row in tables.rows([text], table, notes)]


def _cut_at_tabs(lines: Sequence[str], notes: list[str]) -> list[list[str]]:
    """Fields as TensorFlow's projector takes them: quotes are letters, and what is missing at a line's end is empty."""
    rows = [line.split("\t") for line in lines]
    width = len(rows[0])
    longer = next((place for place, row in enumerate(rows) if len(row) > width), None)
    if longer is not None:
        raise InputError(
            f"Line {longer + 1:,} of the file beside the vectors has {len(rows[longer]):,} columns, the first has "
            f"{width:,}; please correct it.",
            "E-VEC-13",
        )
    if n_short := sum(len(row) < width for row in rows):
        notes.append(f"Rows with fewer than {width} columns, whose last fields were taken as empty: {n_short:,}.")
    return [row + [""] * (width - len(row)) for row in rows]


def _header(n_rows: int, rows: Sequence[Sequence[str]], header: HeaderName) -> bool:
    """Whether the first row names the columns: by how many there are, unless it is said."""
    begins = header == "yes" or (header == "auto" and len(rows) == n_rows + 1)
    n_found = len(rows) - begins
    if n_found != n_rows:
        odd = f"; vector {n_found + 1:,} is the first without a label"
        if n_found > n_rows:
            row = displayable(" ".join(rows[n_rows + begins]), 40)
            odd = f"; row {n_rows + 1:,}, “{row}”, is the first without a vector"
        raise InputError(
            f"There are {n_rows:,} vectors, but the label file has {len(rows):,} rows, or {len(rows) - 1:,} below a "
            f"header{odd}. Please give the file of these vectors, or say whether its first row is a header.",
            "E-VEC-15",
        )
    return begins


def _label(columns: Mapping[str, Sequence[str]]) -> str:
    """The column of labels: one that is headed so, else the first text that is another in each row, else the first."""
    headed = [name for heading in HEADINGS[:-3] for name in columns if plain_name(name) == heading]
    differing = [name for name, fields in columns.items() if len(set(fields)) == len(fields)]
    texts = [name for name in differing if known_column(columns[name][:1_000]).dtype.kind == "U"]
    return next(iter([*headed, *texts, *columns]))


def _numbered(n_columns: int) -> list[str]:
    return [f"column {place}" for place in range(1, n_columns + 1)]


def _each_once(names: Sequence[str]) -> list[str]:
    """Headings that can be shown, each once."""
    found: list[str] = []
    for place, name in enumerate(names, 1):
        name = displayable(name, NAME_LENGTH) or f"column {place}"
        found.append(name if name not in found else f"{name} ({place})")
    return found


def _some(texts: Sequence[str]) -> str:
    return displayable(", ".join(texts[:2]), 50)
