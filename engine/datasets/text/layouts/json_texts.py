"""Texts in JSON: an object in each line (JSON lines), or a list of objects, of which one field is the text."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import Any

from engine import limits
from engine.datasets.text import columns
from engine.datasets.text.documents import Document
from engine.datasets.text.layouts.lines import lines
from engine.errors import InputError
from engine.files.dialects import Dialect
from engine.files.display import displayable
from engine.files.roles import NONE, Look
from engine.files.tables import Table

TITLE = "JSON (lines, or a list of objects)"
LARGEST = 50_000_000
"""Characters of a file that is no JSON lines: it is read as a whole."""
_SAMPLE = 200
"""Objects looked at to find out the fields."""
_MAX_BAD = 0.01
_BEGINS = re.compile(r'\s*(?:\[\s*)?\{\s*"[^"\n]{0,200}"\s*:|\s*\[\s*"')
_TEXTS = (
    "text", "body", "content", "review", "reviewtext", "review_text", "full_text", "message", "sentence", "tweet",
    "comment", "document", "article", "abstract",
)  # fmt: skip

Record = dict[str, Any]


def recognized(sample: str) -> bool:
    """Whether a text begins like JSON with names or texts in it."""
    return _BEGINS.match(sample) is not None


def documents(
    pieces: Iterable[str], text_field: str, label_field: str, notes: list[str], details: dict[str, Any]
) -> Iterator[Document]:
    """A document for each object. text_field: that of the text; found out if empty: by its name, or the longest.
    label_field: likewise, by its name alone; see `columns.found`.

    Raises InputError for JSON of another layout, and if more than _MAX_BAD of the lines are broken.
    """
    records = _records(pieces, notes)
    first = list(islice(records, _SAMPLE))
    table = _table(first)
    _require(text_field, table.columns)
    _require(label_field, table.columns)
    places = columns.found(table, _asked(text_field, label_field, first))
    text_field = table.columns[places["text_column"]]
    label_field = table.columns[places["label_column"]] if "label_column" in places else ""
    details |= {"columns": list(table.columns), "text_column": text_field, "label_column": label_field}
    n_missing = 0
    for where, record in chain(first, records):
        text = _text(record.get(text_field))
        n_missing += not text.strip()
        if text.strip():
            yield Document(where, displayable(_text(record.get(label_field)), limits.LABEL_LENGTH), (text,))
    notes.append(f"Read as JSON: the text is in the field “{displayable(text_field, 60)}” of each object.")
    if n_missing:
        notes.append(f"Objects left out because that field is missing or empty: {n_missing:,}.")


def look(pieces: Iterable[str], text_field: str, label_field: str) -> Look:
    """The first objects as a table with a column for each field. Raises InputError like `documents`."""
    first = list(islice(_records(pieces, []), _SAMPLE))
    return columns.look(_table(first), _asked(text_field, label_field, first))


def _table(records: Sequence[tuple[str, Record]]) -> Table:
    fields = tuple(dict.fromkeys(name for _, record in records for name in record))
    rows = [tuple(_text(record.get(name)) for name in fields) for _, record in records]
    return Table(Dialect(","), True, fields, tuple(rows))


def _asked(text_field: str, label_field: str, records: Sequence[tuple[str, Record]]) -> dict[str, str]:
    return {"text_column": text_field or _most_like_text(records), "label_column": label_field}


def _records(pieces: Iterable[str], notes: list[str]) -> Iterator[tuple[str, Record]]:
    """Where each object is, and its fields."""
    stream = lines(pieces)
    begun: list[str] = []
    filled: list[str] = []
    while len(filled) < 2 and (line := next(stream, None)) is not None:
        begun.append(line)
        filled += [line] if line.strip() else []
    first = _object(filled[0] if filled else "")
    is_whole = len(filled) == 1 and isinstance(first, dict) and any(isinstance(part, list) for part in first.values())
    if isinstance(first, dict) and not is_whole:
        yield from _of_lines(begun, stream, notes)
    else:
        yield from _listed("\n".join([*begun, *_bounded(stream)]))


def _of_lines(begun: list[str], stream: Iterator[str], notes: list[str]) -> Iterator[tuple[str, Record]]:
    n_lines, bad = 0, list[int]()
    for number, line in enumerate(chain(begun, stream), 1):
        if not line.strip():
            continue
        n_lines += 1
        found = _object(line)
        if isinstance(found, dict):
            yield f"line {number}", found
        else:
            bad.append(number)
    if len(bad) > _MAX_BAD * n_lines:
        raise InputError(
            f"{len(bad):,} of {n_lines:,} lines are no JSON objects (first in lines {', '.join(map(str, bad[:5]))}); "
            "please correct them, or choose Running text as layout.",
            "E-TXT-38",
        )
    if bad:
        notes.append(f"Lines left out because they are no JSON objects: {len(bad):,} (first: line {bad[0]:,}).")


def _bounded(stream: Iterator[str]) -> Iterator[str]:
    size = 0
    for line in stream:
        size += len(line) + 1
        if size > LARGEST:
            raise InputError(
                f"The JSON file has more than {LARGEST:,} characters and is no JSON lines; please save it with an "
                "object in each line (in pandas: to_json(lines=True, orient='records')).",
                "E-TXT-39",
            )
        yield line


def _listed(text: str) -> Iterator[tuple[str, Record]]:
    found = _object(text)
    if isinstance(found, dict):  # {"data": [...]}
        found = max((value for value in found.values() if isinstance(value, list)), key=len, default=None)
    rows = found if isinstance(found, list) else []
    records = [{"text": row} if isinstance(row, str) else row for row in rows]
    kept = [(f"object {number}", row) for number, row in enumerate(records, 1) if isinstance(row, dict)]
    if not kept or len(kept) < len(rows):
        raise InputError(
            "This is JSON, but neither an object in each line nor a list of objects, so that it is not clear where the "
            "texts are. Please save it as JSON lines or CSV, or choose Running text as layout.",
            "E-TXT-40",
        )
    yield from kept


def _object(text: str) -> Any:
    with suppress(ValueError, RecursionError):
        return json.loads(text)
    return None


def _most_like_text(records: Sequence[tuple[str, Record]]) -> str:
    """The field of the text: one of a usual name, or that with the most characters. Raises InputError if none is."""
    texts = Counter[str]()
    for _, record in records:
        texts.update({field: len(value) for field, value in record.items() if isinstance(value, str) and " " in value})
    if not texts:
        raise InputError("No field of the JSON objects holds text; please check the file.", "E-TXT-41")
    usual = {field.casefold(): field for field in reversed(texts)}
    return next((usual[known] for known in _TEXTS if known in usual), texts.most_common(1)[0][0])


def _require(name: str, fields: Sequence[str]) -> None:
    if name not in ("", NONE, *fields):
        listed = ", ".join(displayable(field, 40) for field in fields[:30])
        raise InputError(f"There is no field {name!r:.80}; choose one of: {listed}.", "E-TXT-42")


def _text(value: Any) -> str:
    """A field as text; lists of texts line by line."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "\n".join(_text(part) for part in value if isinstance(part, str | int | float))
    return str(value) if isinstance(value, int | float) else ""
