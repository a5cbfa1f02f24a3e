"""Documents on their way from a reader to the tokenizer: named, cleaned, and cut into chunks of even size."""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from engine.files.display import CONTROL, SURROGATE, visible

CHUNK = 1_000_000
"""Characters tokenized at a time: much longer brings no speed, only memory."""
_TRIES = 20
"""Places where a chunk might be cut but for a hyphen before it."""
END_OF_DOCUMENT = "\x1e"
"""Stands between documents in a chunk; no text holds it, because control characters are replaced."""

# Dashes and quotes of Windows-1252 that somebody took for Latin-1 end up as these control characters.
_WINDOWS = {chr(code): bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0xA0)}
_C1 = re.compile(f"[{''.join(char for char, meant in _WINDOWS.items() if meant)}]")


class Document(NamedTuple):
    """One text. `pieces` joined are its characters; they may be cut anywhere, also inside a word."""

    name: str
    label: str
    pieces: Iterable[str]


@dataclass(frozen=True)
class TextInput:
    """What a text source hands over to be tokenized.

    documents: read once, in order, and only as far as they are asked for.
    size: about how many characters they hold together, for the progress; 0 if unknown.
    notes: sentences for the user; details: what was understood. Both may grow until `documents` is exhausted.
    label_title: what the labels of the documents are, as "author". word_kinds: word -> its kind, where that is known.
    """

    documents: Iterable[Document]
    size: int = 0
    notes: list[str] = field(default_factory=list)
    details: dict[str, Any] = field(default_factory=dict)
    label_title: str = "topic"
    word_kinds: Mapping[str, str] = field(default_factory=dict)


class Chunks:
    """The documents as one stream of clean chunks, each document closed by END_OF_DOCUMENT.

    Clean means: NFC; line ends are newlines; control characters became spaces (or the quotes and dashes that they
    are in Windows-1252), lone surrogates U+FFFD; invisible characters are gone (see `display.visible`).
    Chunks are cut before a word, or after 2 * CHUNK characters without a blank.
    While iterating, the names and labels of the documents and some counts are collected.
    """

    def __init__(self, documents: Iterable[Document]):
        self.names: list[str] = []
        self.labels: list[str] = []
        self.n_characters = self.n_lines = self.n_controls = self.n_surrogates = self.n_repaired = 0
        self._documents = documents

    def __iter__(self) -> Iterator[str]:
        waiting: list[str] = []
        missing = CHUNK
        for piece in self._stream():
            waiting.append(piece)
            missing -= len(piece)
            if missing <= 0:
                chunk, rest = _cut("".join(waiting))
                waiting, missing = [rest], CHUNK
                yield from _normal(chunk)
        yield from _normal("".join(waiting))

    def whole(self, text: str) -> str:
        """One more text that fits into memory, cleaned and counted as the documents are, and closed like them."""
        self.n_lines += 1
        return "".join(_normal(self._clean(text))) + END_OF_DOCUMENT

    def _stream(self) -> Iterator[str]:
        for name, label, pieces in self._documents:
            self.names.append(name)
            self.labels.append(label)
            last = "\n"
            for piece in pieces:
                for start in range(0, len(piece), CHUNK):
                    part = self._clean(piece[start : start + CHUNK])
                    last = part[-1:] or last
                    yield part
            self.n_lines += last != "\n"
            yield END_OF_DOCUMENT

    def _clean(self, part: str) -> str:
        self.n_characters += len(part)
        if not part.isascii():
            part, n_surrogates = SURROGATE.subn("\ufffd", part)
            self.n_surrogates += n_surrogates
            part, n_repaired = _C1.subn(lambda match: _WINDOWS[match[0]], part)
            self.n_repaired += n_repaired
        part, n_controls = CONTROL.subn(" ", part)
        self.n_controls += n_controls
        if "\r" in part:
            part = part.replace("\r\n", "\n").replace("\r", "\n")
        self.n_lines += part.count("\n")
        return part


def _cut(text: str) -> tuple[str, str]:
    """The text up to its last word, and that word with what follows: both may be needed to see a sentence end.

    A word that is broken by a hyphen at the end of a line is not cut there.
    """
    at = len(text.rstrip())
    for _ in range(_TRIES):
        at = max(text.rfind(blank, 0, at) for blank in (" ", "\n", "\t", "\u3000", END_OF_DOCUMENT)) + 1
        before = text[max(0, at - 100) : at].rstrip()
        if not before.endswith(("-", "\u2010", "\u00ad")):
            break
        at = max(0, at - 1)
    if at == 0 and len(text) >= 2 * CHUNK:
        at = len(text)
    return text[:at], text[at:]


def _normal(chunk: str) -> Iterator[str]:
    if chunk and not chunk.isascii():
        chunk = unicodedata.normalize("NFC", visible(chunk))
    if chunk:
        yield chunk
