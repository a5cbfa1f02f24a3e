"""Lists of word pairs, in any of the layouts that they come in: a pair a line."""

from collections.abc import Callable
from pathlib import Path

from engine import limits
from engine.errors import InputError
from engine.files import archives, encodings

SEPARATORS: tuple[tuple[str, Callable[[str], list[str]]], ...] = (
    ("tabs", lambda line: line.split("\t")),
    ("@", lambda line: line.split(" @ ")),
    ("semicolons", lambda line: line.split(";")),
    ("commas", lambda line: line.split(",")),
    ("blanks", str.split),
)
"""What may stand between the two words, the surest first; blanks as in the lists of MUSE, @ as in those of hunalign."""
MOST_OF_THE_LINES = 0.8
MOST_PAIRS = 2_000_000


def read(path: Path) -> list[tuple[str, str]]:
    """The pairs in a file, in its order: of each line the first two cells that are no numbers.

    Raises InputError: not text (see `encodings`), no two words a line (E-JNT-21), too many lines (E-JNT-22).
    """
    with archives.opened(path, []) as entries:
        entry = entries[0]
        codec = encodings.understand(entry.blocks).codec
        lines = "".join(encodings.decoded(entry.blocks, codec)).splitlines()
    if len(lines) > MOST_PAIRS:
        raise InputError(f"The list has {len(lines):,} lines; at most {MOST_PAIRS:,} pairs are read.", "E-JNT-22")
    return pairs_in([line for line in lines if line.strip() and not line.startswith("#")])


def pairs_in(lines: list[str]) -> list[tuple[str, str]]:
    """The pairs in lines that are not blank; raises InputError if most lines have no two words."""
    for _, cells in SEPARATORS:
        found = [pair for line in lines if (pair := _pair(cells(line))) is not None]
        if found and len(found) >= MOST_OF_THE_LINES * len(lines):
            return found
    shown = f" The first line is “{lines[0][:60]}”." if lines else ""
    raise InputError(
        "This is no list of word pairs: a line holds a word and its translation, with a tab, comma, semicolon or blank "
        f"between them.{shown}",
        "E-JNT-21",
    )


def _pair(cells: list[str]) -> tuple[str, str] | None:
    words = [word for cell in cells if (word := cell.strip().strip('"').strip()) and not _is_number(word)]
    if len(words) < 2 or max(len(words[0]), len(words[1])) > limits.TOKEN_LENGTH:
        return None
    return words[0], words[1]


def _is_number(word: str) -> bool:
    try:
        float(word)
    except ValueError:
        return False
    return True
