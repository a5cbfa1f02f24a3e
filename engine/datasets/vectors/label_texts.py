"""Names of vectors from bytes to texts that can be shown."""

from collections.abc import Iterator, Sequence

from engine import limits
from engine.errors import InputError
from engine.files import encodings
from engine.files.display import displayable

SPACE = "<space>"
"""What a label of nothing but blanks is called."""
_BLOCK = 1 << 20


def labels_of(parts: Sequence[bytes], notes: list[str]) -> list[str]:
    """Labels as texts; parts: each with a newline behind it.

    Their encoding is found out from all of them, and what is told of it is added to `notes`. Bytes that are no letters
    become U+FFFD, blank labels SPACE, and the longer ones are cut.
    """
    return shown(decoded(parts, notes), notes)


def decoded(parts: Sequence[bytes], notes: list[str]) -> list[str]:
    """The same as texts as they are."""
    whole = b"".join(parts).removesuffix(b"\n").replace(b"\r", b" ").replace(b"\0", b" ")
    n_labels = whole.count(b"\n") + 1
    if whole.isascii():
        return whole.decode("ascii").split("\n")

    def blocks() -> Iterator[bytes]:
        return (whole[start : start + _BLOCK] for start in range(0, len(whole), _BLOCK))

    try:
        decoding = encodings.understand(blocks)
        found = "".join(encodings.decoded(blocks, decoding.codec)).split("\n")
        if len(found) == n_labels:
            notes += decoding.notes
            return found
    except InputError:  # as a text it would be refused; a vector is as good under a damaged name
        pass
    text = whole.decode("utf-8", "replace")
    notes.append(f"Bytes in labels that are not UTF-8, replaced by U+FFFD: {text.count(chr(0xFFFD)):,}.")
    return text.split("\n")


def shown(labels: Sequence[str], notes: list[str]) -> list[str]:
    """Labels on one line, without what cannot be seen, at most limits.LABEL_LENGTH long."""
    found = [
        label[: limits.LABEL_LENGTH]
        if label.isascii() and label.isprintable() and label == label.strip() and label
        else displayable(label, limits.LABEL_LENGTH)
        for label in labels
    ]
    n_blank = found.count("")
    if n_blank:
        notes.append(f"Labels of blanks alone, called {SPACE}: {n_blank:,}.")
        found = [label or SPACE for label in found]
    return found
