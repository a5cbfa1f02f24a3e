"""Project Gutenberg's header and licence around a book, recognized by their marker lines in any spelling so far.

A book of 1995 begins after the small print ("*END*THE SMALL PRINT! FOR PUBLIC DOMAIN ETEXTS*Ver.04.29.93*END*"), later
ones after "*** START OF THE PROJECT GUTENBERG EBOOK ... ***". It ends before a line that begins "*** END OF THE PROJECT
GUTENBERG EBOOK" or "End of the Project Gutenberg Etext", and the licence follows.
"""

import re
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from engine.fields import flag

LIMIT = 100_000
"""Characters: headers and licences are shorter (20,000 the longest known). What is longer is text."""
LOOK = 1_000
"""Characters: marks are shorter, also those that go over three lines."""

_BOOK = r"(?:THE\s+|THIS\s+)?PROJECT\s+GUTENBERG"
_START = rf"\*[ *]*START\s+OF\s+{_BOOK}(?:[^*\r\n]*(?:\r?\n[^*\r\n]+){{0,2}}\*+)?[^\r\n]*"
_SMALL_PRINT = r"\*+\s*END[\W_]*THE\s+SMALL\s+PRINT[^\r\n]*"
_END = rf"(?:\*[ *]*)?END\s+OF\s+{_BOOK}[^\r\n]*"
_MARK = re.compile(
    rf"^[ \t]*(?:(?P<start>{_START}|{_SMALL_PRINT})|(?P<end>{_END}))(?:\r?\n|$)", re.IGNORECASE | re.MULTILINE
)


def switch() -> Any:
    """The field of a source that says whether the licence is left out."""
    return flag(
        True,
        label="Leave out Gutenberg's licence",
        help="Books of Project Gutenberg carry a header and a licence of some 350 lines, which an embedding would "
        "learn too. They are recognized by their marker lines.",
    )


@dataclass
class LeftOut:
    """Lines left out so far, before texts and after them, their marks included; and texts that had any."""

    before: int = 0
    after: int = 0
    texts: int = 0

    def told(self) -> list[str]:
        """A sentence for the user, if anything was left out."""
        if not self.texts:
            return []
        where = f" in {self.texts:,} files" if self.texts > 1 else ""
        lines = f"{self.before:,} lines before the text and {self.after:,} after it"
        return [f"The licence of Project Gutenberg was left out{where}: {lines}."]


def body(pieces: Iterable[str], left_out: LeftOut) -> Iterator[str]:
    """The text without header and licence, in other pieces; what is left out is counted.

    Several books in one text are cut each for itself. A text without a start mark among its first LIMIT characters
    begins at once, one without an end mark goes on to its end.
    """
    seen, state = left_out.before + left_out.after, "head"
    for text, mark, follows in _segments(pieces):
        if follows != "more" and (state == "after" or (state == "head" and follows == "start")) and len(text) <= LIMIT:
            lines = _lines(text)
        else:
            lines = 0
            yield text
        if state == "head" or follows == "start":
            left_out.before += lines + _lines(mark)
        else:
            left_out.after += lines + _lines(mark)
        state = {"start": "book", "end": "after", "more": "book"}.get(follows, state)
    left_out.texts += left_out.before + left_out.after > seen


def _segments(pieces: Iterable[str]) -> Iterator[tuple[str, str, str]]:
    """(text, mark, what follows the text): a mark of a "start" or an "end", "more" of the same text, or "nothing"."""
    held = ""
    for piece in pieces:
        held += piece
        if len(held) <= LIMIT + LOOK:
            continue
        held = yield from _marked(held, len(held) - LOOK)
        if len(held) > LIMIT + LOOK:
            cut = held.rfind("\n", 0, len(held) - LOOK) + 1 or len(held) - LOOK
            yield held[:cut], "", "more"
            held = held[cut:]
    yield (yield from _marked(held, len(held))), "", "nothing"


def _marked(text: str, until: int) -> Generator[tuple[str, str, str], None, str]:
    """The segments that end with a mark which is complete before a place; returns the rest of the text."""
    at = 0
    for mark in _MARK.finditer(text):
        if mark.end() > until:
            break
        yield text[at : mark.start()], mark[0], "start" if mark["start"] else "end"
        at = mark.end()
    return text[at:]


def _lines(text: str) -> int:
    return text.count("\n") + bool(text and not text.endswith("\n"))
