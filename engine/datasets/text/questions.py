"""Questions with known answers: analogies by section, and word pairs scored by people."""

import csv
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import permutations
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TypeVar

import numpy as np

from engine import limits
from engine.datasets.text import pair_columns
from engine.embedding import read_only
from engine.errors import InputError
from engine.files import archives, encodings, signatures

MAX_ROWS = 200_000
"""Questions or pairs in one file; Google's analogy file has 19,544, MEN 3,000."""
TOLERATED = 0.01
"""Share of unreadable lines that is dropped with a note; more of them refuse the file."""

_SAMPLE = 200
"""Lines looked at to find out whether they hold pairs."""
_MIN_SHARE = 0.9

Words = tuple[str, str, str, str]
Row = TypeVar("Row")
HEADERS = {"section", "category", "relation", "a", "b", "c", "d", "word1", "word2", "word3", "word4", "answer"}


@dataclass(frozen=True, eq=False)
class AnalogyQuestions:
    """Questions "a is to b as c is to d", d being the expected answer.

    sections: names of the relations, in order of first mention.
    section_of: int32 (n_questions,) index into `sections`.
    words: n_questions tuples (a, b, c, d), spelled as in the file.
    notes: what the reader dropped, as sentences for the user.
    """

    sections: tuple[str, ...]
    section_of: np.ndarray
    words: tuple[Words, ...]
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        section_of = read_only(np.asarray(self.section_of, dtype=np.int32))
        if len(section_of) != len(self.words):
            raise ValueError(f"{len(self.words)} questions, but {len(section_of)} section indices")
        object.__setattr__(self, "section_of", section_of)

    @classmethod
    def of(cls, rows: Iterable[tuple[str, Words]], notes: tuple[str, ...] = ()) -> "AnalogyQuestions":
        """From (section, (a, b, c, d)) rows."""
        rows = list(rows)
        order = {section: place for place, section in enumerate(dict.fromkeys(section for section, _ in rows))}
        section_of = np.array([order[section] for section, _ in rows], dtype=np.int32)
        return cls(tuple(order), section_of, tuple(words for _, words in rows), notes)

    def google_layout(self) -> str:
        """The text of a question file: a line ": section", then a line "a b c d" for each question."""
        lines = []
        for place, section in enumerate(self.sections):
            lines.append(f": {section}")
            lines += [" ".join(self.words[row]) for row in np.flatnonzero(self.section_of == place)]
        return "\n".join(lines) + "\n"


@dataclass(frozen=True, eq=False)
class WordPairs:
    """Word pairs and how similar (or related) people find them.

    pairs: n_pairs tuples of two words. scores: float64 (n_pairs,), finite, on whatever scale the file uses.
    notes: what the reader dropped, as sentences for the user.
    """

    pairs: tuple[tuple[str, str], ...]
    scores: np.ndarray
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        scores = read_only(np.asarray(self.scores, dtype=np.float64))
        if len(scores) != len(self.pairs):
            raise ValueError(f"{len(self.pairs)} pairs, but {len(scores)} scores")
        object.__setattr__(self, "scores", scores)


def parse_analogies(data: bytes) -> AnalogyQuestions:
    """Read a question file in Google's layout (": section" lines, then "a b c d"), as CSV, or as pairs (BATS).

    CSV rows are a,b,c,d or section,a,b,c,d, with or without a header; commas, semicolons or tabs. Lines of two words
    are pairs of one relation, of which all questions are made; of several answers "x/y" the first one counts. An
    archive holds a file for each section. Lines that begin with "#" or "//" are comments. Raises InputError E-QST-01 to
    07, and what `archives` and `encodings` raise.
    """
    rows: list[tuple[str, Words]] = []
    notes: list[str] = []
    refused: list[str] = []
    with _entries(data, notes) as entries:
        if not entries[0].name:
            found, told = _analogies(b"".join(entries[0].blocks()), "questions")
            return AnalogyQuestions.of(found, (*notes, *told))
        for entry in entries:
            try:
                found, told = _analogies(b"".join(entry.blocks()), PurePosixPath(entry.name).stem)
            except InputError as error:
                refused.append(f"{entry.name}: {error}")
                continue
            rows += found
            notes += [note for note in told if note not in notes]
            _require_few(len(rows))
    if not rows:
        raise InputError(f"No file of the archive holds questions. {' '.join(refused[:1])}", "E-QST-08")
    if refused:
        notes.append(f"Files of the archive left out: {len(refused):,}. {refused[0]}")
    return AnalogyQuestions.of(rows, tuple(notes))


def parse_pairs(data: bytes) -> WordPairs:
    """Read word pairs with scores: two words and a number a line, separated by tabs, commas, semicolons or spaces.

    Which columns they are is told by what stands in them and by the heading (see `pair_columns`), so that files with
    further columns can be read too (part of speech, frequencies, single judges). A header and lines that begin with "#"
    are skipped. Where all words carry their part of speech, as MEN's lemmas do (sun-n), it is cut off. Raises
    InputError E-QST-01 to 07.
    """
    lines, told = _lines(_unpacked(data))
    rows, notes = _sort_out(_pairs(lines), "two words and a number")
    bare = pair_columns.untagged([word for a, b, _ in rows for word in (a, b)])
    if bare:
        tagged, word = next(iter(bare.items()))
        notes = (*notes, f"The words carry their part of speech, which was cut off: {tagged:.60} is {word:.60}.")
    pairs = tuple((_spelled(bare.get(a, a)), _spelled(bare.get(b, b))) for a, b, _ in rows)
    return WordPairs(pairs, np.array([score for _, _, score in rows]), told + notes)


def _analogies(data: bytes, section: str) -> tuple[list[tuple[str, Words]], tuple[str, ...]]:
    """Questions of one file and notes. section: its name where the file gives none."""
    lines, told = _lines(data)
    if not _are_pairs(lines):
        rows, notes = _sort_out(_questions(lines, section), "four words a b c d")
        return rows, told + notes
    related, notes = _sort_out(_related(lines, section), "two words a b")
    made = list(_asked(related))
    if not made:
        raise InputError("One pair of words of a relation makes no question; at least two are needed.", "E-QST-09")
    note = f"Pairs of related words: {len(related):,}, of which {len(made):,} questions were made."
    several = "Of several answers (a/b) the first one counts." if any("/" in line for _, line in lines) else ""
    return made, (*told, *notes, note, *([several] if several else []))


@contextmanager
def _entries(data: bytes, notes: list[str]) -> Iterator[list[archives.Entry]]:
    """The files in an archive, which is read from a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "archive")
        path.write_bytes(data)
        with archives.opened(path, notes) as entries:
            yield entries


def _unpacked(data: bytes) -> bytes:
    """What a packed file holds; an archive of files as it is."""
    with _entries(data, []) as entries:
        return data if entries[0].name else b"".join(entries[0].blocks())


def _lines(data: bytes) -> tuple[list[tuple[int, str]], tuple[str, ...]]:
    """(line number, text) of every line that is neither empty nor a comment; notes on the encoding."""
    if len(data) > limits.UPLOAD_BYTES:
        raise InputError(
            f"The file has {len(data):,} bytes; a question file can have {limits.UPLOAD_BYTES:,}.", "E-QST-04"
        )
    if not data.strip():
        raise InputError("The file is empty.", "E-QST-01")
    signatures.require_text(data[: signatures.HEAD])
    decoding = encodings.understand(lambda: iter([data]))
    text = "".join(encodings.decoded(lambda: iter([data]), decoding.codec))
    if "\0" in text:
        raise InputError("This is no text file: it holds NUL bytes. Save it as plain text (UTF-8).", "E-QST-02")
    found = []
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > limits.LINE_BYTES:
            raise InputError(f"Line {number} is longer than {limits.LINE_BYTES:,} characters.", "E-QST-07")
        line = line.strip()
        if line and not line.startswith(("#", "//")):
            found.append((number, line))
    return found, decoding.notes


def _are_pairs(lines: list[tuple[int, str]]) -> bool:
    """Whether hardly a line holds more or less than two words."""
    separator = _separator(lines)
    filled = [line for _, line in lines[:_SAMPLE] if not line.startswith(":")]
    return sum(len(_cells(separator, line)) == 2 for line in filled) > _MIN_SHARE * len(filled)


def _related(lines: list[tuple[int, str]], section: str) -> Iterator[tuple[int, tuple[str, str, str] | None]]:
    """(line number, section and two words, or None where the line holds none)."""
    separator = _separator(lines)
    for number, line in lines:
        if line.startswith(":"):
            section = _section(line)
            continue
        cells = _cells(separator, line)
        answers = cells[1].split("/") if len(cells) == 2 else []
        words = [cells[0], next(filter(None, map(str.strip, answers)), "")] if answers else []
        if {cell.lower().replace(" ", "") for cell in cells} <= HEADERS:
            continue
        yield number, (section, _spelled(words[0]), _spelled(words[1])) if words and _are_words(words) else None


def _asked(related: list[tuple[str, str, str]]) -> Iterator[tuple[str, Words]]:
    """All questions of two pairs of one section."""
    sections: dict[str, list[tuple[str, str]]] = {}
    for section, a, b in related:
        sections.setdefault(section, []).append((a, b))
    _require_few(sum(len(pairs) * (len(pairs) - 1) for pairs in sections.values()))
    for section, pairs in sections.items():
        for (a, b), (c, d) in permutations(pairs, 2):
            if a != c:
                yield section, (a, b, c, d)


def _section(line: str) -> str:
    return line[1:].strip()[: limits.LABEL_LENGTH] or "questions"


def _separator(lines: list[tuple[int, str]]) -> str:
    """What separates the columns of the first line that is no ": section"; empty for spaces."""
    first = next((line for _, line in lines if not line.startswith(":")), "")
    return next((sign for sign in "\t;," if sign in first), "")


def _cells(separator: str, line: str) -> list[str]:
    if not separator:
        return line.split()
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator))]
    except csv.Error:  # a cell longer than the reader's limit
        return []


def _questions(lines: list[tuple[int, str]], section: str) -> Iterator[tuple[int, tuple[str, Words] | None]]:
    """(line number, question, or None where the line holds none)."""
    separator = _separator(lines)
    for number, line in lines:
        if line.startswith(":"):
            section = _section(line)
            continue
        cells = _cells(separator, line)
        if {cell.lower().replace(" ", "") for cell in cells} <= HEADERS:
            continue
        named = cells.pop(0)[: limits.LABEL_LENGTH] if len(cells) == 5 else section
        yield number, (named or section, _four(cells)) if len(cells) == 4 and _are_words(cells) else None


def _pairs(lines: list[tuple[int, str]]) -> Iterator[tuple[int, tuple[str, str, float] | None]]:
    """(line number, scored pair, or None where the line holds none)."""
    separator = _separator(lines)
    found = pair_columns.columns([_cells(separator, line) for _, line in lines[:_SAMPLE]], separator)
    for place, (number, line) in enumerate(lines):
        scored = pair_columns.pair(_cells(separator, line), found, separator) if found else None
        if scored is not None or place > 0:  # the first line may be a header
            yield number, scored


def _are_words(cells: list[str]) -> bool:
    return all(0 < len(cell) <= limits.TOKEN_LENGTH for cell in cells)


def _four(cells: list[str]) -> Words:
    a, b, c, d = map(_spelled, cells)
    return a, b, c, d


def _spelled(cell: str) -> str:
    """Words of several parts as the tokenizer's phrases spell them: New York -> New_York."""
    return "_".join(cell.split())


def _require_few(n_questions: int) -> None:
    if n_questions > MAX_ROWS:
        raise InputError(f"The file has more than {MAX_ROWS:,} questions; cut it into parts.", "E-QST-05")


def _sort_out(read: Iterable[tuple[int, Row | None]], wanted: str) -> tuple[list[Row], tuple[str, ...]]:
    """The rows that could be read, and a note about the lines that could not."""
    rows: list[Row] = []
    bad: list[int] = []
    for number, row in read:
        if row is None:
            bad.append(number)
        else:
            rows.append(row)
        _require_few(len(rows))
    if not rows:
        raise InputError(f"No line of the file holds {wanted}; there may be only comments in it.", "E-QST-03")
    if not bad:
        return rows, ()
    where = ", ".join(map(str, bad[:5])) + (" ..." if len(bad) > 5 else "")
    told = f"{len(bad):,} of {len(rows) + len(bad):,} lines do not hold {wanted} (lines {where})"
    if len(bad) > max(1, TOLERATED * len(rows)):
        raise InputError(f"{told}; correct them or mark them as comments with #.", "E-QST-06")
    return rows, (f"{told}; they were left out.",)
