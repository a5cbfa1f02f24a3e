"""Where a table of word pairs has its two words and their score, and words that carry their part of speech."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from engine import limits

TAGGED = 0.9
"""Share of the words with a tag that makes them all carry one."""
SCORED = re.compile(r"score|mean|human|rating|simil|simlex|relat|gold", re.IGNORECASE)
"""Headings of a score that people gave. Files also have the words' frequencies, concreteness or single judges."""
TAG = re.compile(r"(.+)[-_#][nvajr]", re.IGNORECASE)
"""A word and its part of speech as WordNet abbreviates it, such as MEN's sun-n."""

Row = Sequence[str]


@dataclass(frozen=True)
class Columns:
    """Which columns hold the words, and which the score."""

    a: int
    b: int
    score: int


def columns(rows: Sequence[Row], separator: str) -> Columns | None:
    """From the first lines of a table, cut into cells; None if it has no two columns of words and one of numbers.

    The words are the first two columns that are (mostly) none of numbers. The score is the first column of numbers
    after them that the first line calls one, else the first after them, else the last before them.
    """
    numeric: list[int] = []
    words: list[int] = []
    for column in range(max(map(len, rows), default=0)):
        cells = [number(row[column], separator) for row in rows if column < len(row)]
        (numeric if 2 * sum(cell is not None for cell in cells) >= len(cells) else words).append(column)
    if len(words) < 2 or not numeric:
        return None
    after = [column for column in numeric if column > words[1]] or numeric[::-1]
    called = [column for column in after if column < len(rows[0]) and SCORED.search(rows[0][column])]
    return Columns(words[0], words[1], (called or after)[0])


def pair(row: Row, found: Columns, separator: str) -> tuple[str, str, float] | None:
    """The two words and the score of a line; None if it lacks one."""
    if max(found.a, found.b, found.score) >= len(row):
        return None
    score = number(row[found.score], separator)
    words = row[found.a], row[found.b]
    if score is None or not all(0 < len(word) <= limits.TOKEN_LENGTH for word in words):
        return None
    return *words, score


def number(cell: str, separator: str) -> float | None:
    """A finite number, with a decimal comma where commas do not separate columns."""
    try:
        value = float(cell if separator == "," else cell.replace(",", "."))
    except ValueError:
        return None
    return value if math.isfinite(value) else None


def untagged(words: Sequence[str]) -> dict[str, str]:
    """Word -> the word without its part of speech, if (nearly) all carry one; empty if they do not."""
    found = {word: match.group(1) for word in words if (match := TAG.fullmatch(word))}
    return found if words and len(found) >= TAGGED * len(set(words)) else {}
