"""One word a line, with what is known of it in columns: CoNLL-U of Universal Dependencies, CoNLL-X and CoNLL-2003."""

import re
from collections.abc import Iterable, Iterator

from engine.datasets.text.layouts.lines import lines

TITLE = "A word in each line (CoNLL)"
_MIN_SHARE = 0.95
_FEW = 10
_NUMBER = re.compile(r"\d+(?:[-.]\d+)?")
_TAG = re.compile(r"[A-Z][A-Z$:|-]{0,9}(?:[-_:][A-Za-z]{1,12})?|O|_|[.,:;()'\"`#$?!-]+")


def recognized(sample: str) -> bool:
    """Whether a text begins like a treebank: rows of as many fields, blank lines after sentences, numbers or tags."""
    rows = [_fields(line) for line in sample.split("\n")[:-1] if line.strip() and not _is_comment(line)]
    n_blank = sum(not line.strip() for line in sample.split("\n")[:-1])
    if len(rows) < _FEW or not 1 < len(rows[0]) <= 20 or not 0 < n_blank <= len(rows):
        return False
    alike = [row for row in rows if len(row) == len(rows[0])]
    if len(alike) < _MIN_SHARE * len(rows):
        return False
    return _is_numbered(alike) or any(_are_tags(column) for column in list(zip(*alike, strict=True))[1:])


def words(pieces: Iterable[str], notes: list[str]) -> Iterator[str]:
    """The words, a sentence a paragraph; words that stand for several (don't) are taken, and not their parts."""
    n_sentences, sentence, skipped, place = 0, list[str](), 0, -1
    for line in lines(pieces):
        if line.strip() and not _is_comment(line):
            row = _fields(line)
            place = place if place >= 0 else int(bool(_NUMBER.fullmatch(row[0])) and len(row) > 1)
            number = row[0] if place else ""
            if place < len(row) and not _is_part(number, skipped):
                sentence.append(row[place])
            skipped = int(number.split("-")[1]) if "-" in number[1:] else skipped
        elif not line.strip():
            if sentence:
                n_sentences += 1
                yield " ".join(sentence) + "\n\n"
            sentence, skipped = [], 0
    if sentence:
        n_sentences += 1
        yield " ".join(sentence) + "\n\n"
    column = "second" if place > 0 else "first"
    notes.append(
        f"Read as one word a line: the {column} column, {n_sentences:,} sentences; the other columns left out."
    )


def _is_comment(line: str) -> bool:
    return (line.startswith(("# ", "-DOCSTART-")) and "\t" not in line) or line == "#"


def _fields(line: str) -> list[str]:
    return [field.strip() for field in line.split("\t")] if "\t" in line else line.split()


def _is_part(number: str, last: int) -> bool:
    """Whether a word of that number was taken with the one before, or is one that nobody said (8.1)."""
    return "." in number or (number.isdigit() and int(number) <= last)


def _is_numbered(rows: list[list[str]]) -> bool:
    """Whether the first column counts the words of each sentence."""
    numbers = [row[0] for row in rows]
    return len(rows[0]) > 3 and all(map(_NUMBER.fullmatch, numbers)) and numbers.count("1") > 1


def _are_tags(column: tuple[str, ...]) -> bool:
    """Whether a column holds few different names in capitals."""
    tags = [field for field in column if _TAG.fullmatch(field)]
    capitals = {tag for tag in tags if tag[0].isalpha()}
    return len(tags) > _MIN_SHARE * len(column) and 1 < len(capitals) <= max(4, len(column) / 4)
