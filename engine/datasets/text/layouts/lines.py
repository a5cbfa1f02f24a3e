"""Text that comes cut anywhere, line by line."""

from collections.abc import Iterable, Iterator

from engine.errors import InputError

LONGEST = 20_000_000
"""Characters of a line, as of a book that is one field of a JSON object."""


def lines(pieces: Iterable[str]) -> Iterator[str]:
    """Each line without its end; raises InputError for one that is longer than LONGEST."""
    rest: list[str] = []
    length = 0
    for piece in pieces:
        *whole, last = piece.split("\n")
        for line in whole:
            yield "".join([*rest, line])
            rest, length = [], 0
        rest.append(last)
        length += len(last)
        if length > LONGEST:
            raise InputError(
                f"A line of the file is longer than {LONGEST:,} characters, which is too much for this layout; please "
                "choose Running text, or check the file.",
                "E-TXT-37",
            )
    if length:
        yield "".join(rest)
