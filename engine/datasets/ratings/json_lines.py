"""JSON lines, an object in each: its keys are the columns of a table."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from engine import limits
from engine.datasets.ratings.decoded import Text
from engine.errors import InputError
from engine.files.dialects import Dialect
from engine.files.display import displayable
from engine.files.tables import MAX_BAD, Table

_NAME = 64


def recognized(lines: Sequence[str]) -> bool:
    """Whether the lines hold JSON objects, as far as one can tell; some may be damaged.

    Raises InputError for objects that are not one to a line, and for those of another language.
    """
    begins = lines[0].lstrip()[:2].replace(" ", "") if lines else ""
    if not begins.startswith(("{", "[{")) and lines[:1] != ["["]:
        return False
    if sum(_object(line) is not None for line in lines) > len(lines) / 2:
        return True
    if "{" in begins or (len(lines) > 1 and lines[1].lstrip().startswith("{")):
        raise InputError(
            "This looks like JSON or like Python's dictionaries, but there is not one JSON object in each line. Please "
            "save it as JSON lines (pandas: to_json(orient='records', lines=True)) or as CSV.",
            "E-RAT-03",
        )
    return False


def table_of(lines: Sequence[str]) -> Table:
    """The keys of the first objects as columns, with their values; raises InputError for too many keys."""
    objects = [found for line in lines if (found := _object(line)) is not None]
    keys = list(dict.fromkeys(key for found in objects for key in found))
    if len(keys) > limits.CSV_COLUMNS:
        raise InputError(
            f"The JSON objects have more than {limits.CSV_COLUMNS:,} keys ({len(keys):,}); please keep those you need.",
            "E-RAT-04",
        )
    sample = tuple(tuple(_text(found.get(key)) for key in keys) for found in objects)
    return Table(Dialect("\t", "line"), True, tuple(displayable(key, _NAME) for key in keys), sample)


def rows(text: Text, table: Table, notes: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Line number and the values of each object, "" for what it lacks; lines that are no objects are left out.

    Raises InputError if these are more than MAX_BAD, and if there are more lines than limits.CSV_ROWS.
    """
    n_rows, bad = 0, []
    lines = text.all_lines()
    for line in lines:
        found = _object(line)
        if found is None:
            if len(line.strip()) > 1:  # not the bracket around all
                bad.append(lines.number)
            continue
        n_rows += 1
        if n_rows > limits.CSV_ROWS:
            raise InputError(f"The file has more than {limits.CSV_ROWS:,} lines; please take a sample.", "E-RAT-05")
        names = {displayable(key, _NAME): value for key, value in found.items()}
        yield lines.number, [_text(names.get(name)) for name in table.columns]
    if len(bad) > MAX_BAD * n_rows:
        raise InputError(
            f"{len(bad):,} lines hold no JSON object (first: lines {', '.join(map(str, bad[:5]))}); please correct "
            "them.",
            "E-RAT-06",
        )
    if bad:
        notes.append(f"Lines left out because they hold no JSON object: {len(bad):,} (first: line {bad[0]:,}).")


def _object(line: str) -> dict[str, Any] | None:
    """The object in a line; a comma behind it, as between the lines of an array, is overlooked."""
    try:
        found = json.loads(line.strip().rstrip(","))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
