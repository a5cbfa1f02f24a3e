"""How a table of pixels is laid out: which columns are pixels, which stand beside them, and what divides the fields."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.datasets.images.columns import LABEL_NAMES, Column, is_number
from engine.datasets.images.hints import Hints
from engine.datasets.images.pixel_arrays import picture_shape
from engine.files import encodings, tables
from engine.files.archives import Entry

SAMPLE = 1 << 20
"""Characters looked at; a row of a color picture has ten thousand."""
_COLUMNS = 1 << 18
_LOOKED_AT = 50
_FEWEST_PIXELS = 16
_LIST = re.compile(r"[\[(]?\s*\d+(?:\.\d+)?(?:[\s,]+\d+(?:\.\d+)?){15,}\s*[\])]?")
"""Numbers in one field, divided by blanks or commas, perhaps in brackets."""
_COMMA = re.compile(r"\d,\d")


@dataclass(frozen=True)
class TableLayout:
    """codec: of the text. delimiter: a key of tables.DELIMITERS. begins: the first line that is a row of pixels.

    headings: one for each column, "" where there are none. pixels: the only column that holds the numbers of a whole
    picture, or None: all columns but those aside. ends: two of those aside, the first and the last that may be pixels,
    of which one is; which is told by the whole table. comma: whether numbers have a decimal comma.
    """

    codec: str
    table: tables.Table
    begins: int
    headings: tuple[str, ...]
    aside: tuple[int, ...]
    pixels: int | None = None
    ends: tuple[int, ...] = ()
    comma: bool = False

    @property
    def delimiter(self) -> str:
        """A key of tables.DELIMITERS."""
        return self.table.delimiter

    @property
    def width(self) -> int:
        """Fields of a row."""
        return len(self.headings)


def understood(entry: Entry, hints: Hints, notes: list[str]) -> TableLayout:
    """Look at the beginning of a table; raises InputError as `encodings.understand` and `tables.single`."""
    decoding = encodings.understand(entry.blocks)
    notes += decoding.notes
    sample = encodings.beginning(encodings.decoded(entry.blocks, decoding.codec), SAMPLE + 1)
    complete = len(sample) <= SAMPLE
    table = tables.single(sample[:SAMPLE], complete=complete, header=False, blanks=True, most_columns=_COLUMNS)
    first, *rest = [list(row) for row in table.sample[:_LOOKED_AT]]
    comma = table.delimiter != "," and _COMMA.search(sample) is not None and not _LIST.search(sample)
    if comma:
        rest = [[field.replace(",", ".") for field in row] for row in rest]
        notes.append("Numbers with a decimal comma (0,5) were read as 0.5.")
    header = _is_heading(first, rest)
    headings = tuple(field.strip() for field in first) if header else ("",) * len(first)
    rows = rest if header and rest else [first, *rest]
    columns = [
        Column(heading, cells, place)
        for place, (heading, cells) in enumerate(zip(headings, zip(*rows, strict=True), strict=True), 1)
    ]
    lists = [at for at, column in enumerate(columns) if _LIST.fullmatch(column.cells[0].strip())]
    begins = table.begins + header
    if lists:
        aside = tuple(at for at in range(len(columns)) if at != lists[0])
        return TableLayout(decoding.codec, table, begins, headings, aside, pixels=lists[0])
    aside, ends = _aside(columns, hints)
    return TableLayout(decoding.codec, table, begins, headings, aside, ends=ends, comma=comma)


def _is_heading(first: Sequence[str], rest: Sequence[Sequence[str]]) -> bool:
    """Whether the first row names the columns: words above numbers, or the numbers of the columns themselves."""
    numbers = [field.strip().strip('"') for field in first if is_number(field)]
    if not rest:
        return not numbers
    over = [cell for cell, below in zip(first, rest[0], strict=True) if is_number(below)]
    if over and not all(map(is_number, over)) and sum(map(is_number, over)) < len(over):
        counted = [field for field in over if is_number(field)]
        if len(counted) < len(over) / 2 or _counts(counted):
            return True
    if _LIST.fullmatch(rest[0][-1].strip()) or any(_LIST.fullmatch(cell.strip()) for cell in rest[0]):
        return not any(_LIST.fullmatch(cell.strip()) for cell in first)
    return len(numbers) >= _FEWEST_PIXELS and _counts(numbers)


def _counts(numbers: Sequence[str]) -> bool:
    """Whether these are 0, 1, 2, ... or 1, 2, 3, ..."""
    return bool(numbers) and any([str(at) for at in range(start, start + len(numbers))] == numbers for start in (0, 1))


def _aside(columns: Sequence[Column], hints: Hints) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The columns that are no pixels, and those two of them, or none, of which one is: the first and the last."""
    known = {at for at, column in enumerate(columns) if _is_aside(column, hints)}
    unlike = known | _unlike(columns)
    for aside in (known, unlike):
        if picture_shape(len(columns) - len(aside), hints.height, hints.width):
            return tuple(sorted(aside)), ()
    rest = [at for at in range(len(columns)) if at not in known]
    if len(rest) > 1 and picture_shape(len(rest) - 1, hints.height, hints.width):
        return tuple(sorted({*known, rest[0], rest[-1]})), (rest[0], rest[-1])
    return tuple(sorted(known)), ()


def _is_aside(column: Column, hints: Hints) -> bool:
    return (
        column.is_called(hints.label_column)
        or column.key in LABEL_NAMES
        or column.texts()
        or column.is_index()
        or column.is_part()
    )


def _unlike(columns: Sequence[Column]) -> set[int]:
    """Those whose headings are unlike those of most, which differ by numbers alone."""
    stems = [re.sub(r"\d+", "#", column.key) for column in columns]
    (stem, count), *_ = Counter(stems).most_common(1)
    if count < _FEWEST_PIXELS or not stem:
        return set()
    return {at for at, found in enumerate(stems) if found != stem}
