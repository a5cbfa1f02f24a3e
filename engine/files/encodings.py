"""Bytes to characters, for files that do not say how they are encoded."""

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from engine.errors import InputError

ENCODINGS = {
    "auto": "Found out",
    "utf-8": "UTF-8",
    "cp1252": "Windows-1252 (Western)",
    "latin-1": "Latin-1 (Western)",
    "utf-16": "UTF-16",
}
MIN_PRINTABLE = 0.7
MAX_BAD = 0.01
_NUL_SHARE = 0.2
_LINES_NAMED = 5
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark is the beginning of this one
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = bytes({*range(32), 127} - set(b"\t\n\v\f\r"))
_CONTROL = re.compile(f"[{re.escape(_CONTROLS.decode())}]+")
_ESCAPED = re.compile("[\udc80-\udcff]")
_REPLACED = re.compile("\ufffd")
_HALF = re.compile("\udced[\udca0-\udcbf][\udc80-\udcbf]")
_NOT_ASCII = re.compile("[^\x00-\x7f]+")

Blocks = Callable[[], Iterator[bytes]]


@dataclass(frozen=True)
class Decoding:
    """A codec of Python, its name for the user, and what to tell about it."""

    codec: str
    title: str
    notes: tuple[str, ...] = ()


def understand(blocks: Blocks, encoding: str = "auto") -> Decoding:
    """How to decode the bytes; `encoding` is a key of ENCODINGS. Reads all blocks, once or twice.

    Raises InputError if they are only white space, if less than MIN_PRINTABLE of the characters are printable, or
    if more than MAX_BAD of the bytes are invalid in the encoding.
    """
    head = next(blocks(), b"")[:4]
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), "")
    if encoding == "auto" and marked:
        return _checked(_survey(blocks, marked), marked)
    if encoding not in ("auto", "utf-16") or encoding == marked:
        return _checked(_survey(blocks, encoding), encoding)
    survey = _survey(blocks, "utf-8")
    if encoding == "utf-16" or survey.looks_like_utf_16:
        codec = "utf-16-be" if survey.n_nul[0] > survey.n_nul[1] else "utf-16-le"
        note = f"Read as UTF-16 ({codec[-2:].upper()}), by its zero bytes; the file does not say so."
        return _checked(_survey(blocks, codec), codec, note)
    if survey.n_bad > 10 * survey.n_valid:  # hardly anything looks like UTF-8: an 8-bit encoding
        survey.require_printable()
        note = "Read as Windows-1252, because it is not UTF-8; if letters look wrong, choose another encoding."
        return Decoding("cp1252", ENCODINGS["cp1252"], (note,))
    return _checked(survey, "utf-8")


def decoded(blocks: Blocks, codec: str) -> Iterator[str]:
    """The text in pieces, line ends as newlines, without byte order mark; what is invalid becomes U+FFFD."""
    decoder = io.IncrementalNewlineDecoder(_decoder(codec, "replace"), translate=True)
    for block in blocks():
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def _decoder(codec: str, errors: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder("utf-8-sig" if codec == "utf-8" else codec)(errors)


@dataclass
class _Survey:
    """Counts over a whole file, decoded by one codec. `bad` is what the decoder puts for an invalid byte."""

    bad: re.Pattern[str]
    n_characters: int = 0
    n_controls: int = 0
    n_bad: int = 0
    """Invalid bytes; those of encoded halves of characters (surrogates) are counted apart."""
    n_halves: int = 0
    n_valid: int = 0
    """Characters beyond ASCII that are encoded as they should be."""
    n_nul: list[int] = field(default_factory=lambda: [0, 0])
    """Zero bytes at even and odd places."""
    n_bytes: int = 0
    n_lines: int = 0
    bad_lines: list[int] = field(default_factory=list)
    blank: bool = True

    @property
    def looks_like_utf_16(self) -> bool:
        """Every other byte is zero, as in Latin letters of two bytes each."""
        return sum(self.n_nul) > _NUL_SHARE * self.n_bytes and min(self.n_nul) < 0.1 * max(self.n_nul)

    def add_bytes(self, block: bytes) -> None:
        if 0 in block:
            odd = self.n_bytes % 2
            self.n_nul[odd] += block[0::2].count(0)
            self.n_nul[1 - odd] += block[1::2].count(0)
        self.n_bytes += len(block)

    def add_text(self, text: str) -> None:
        self.blank = self.blank and not text.strip().strip("\ufeff")
        self.n_characters += len(text)
        self.n_controls += len(text) - len(_CONTROL.sub("", text))
        if not text.isascii():
            self._add_beyond_ascii(text)
        self.n_lines += text.count("\n")

    def _add_beyond_ascii(self, text: str) -> None:
        beyond = len(text) - len(_NOT_ASCII.sub("", text))
        text, n_halves = _HALF.subn("\x01", text)
        bad = [match.start() for match in self.bad.finditer(text)]
        self.n_halves += n_halves
        self.n_bad += len(bad)
        self.n_valid += beyond - 3 * n_halves - len(bad)
        line, counted = self.n_lines + 1, 0
        for at in bad:
            line, counted = line + text.count("\n", counted, at), at
            if line not in self.bad_lines:
                self.bad_lines.append(line)
            if len(self.bad_lines) >= _LINES_NAMED:
                break

    def require_printable(self) -> None:
        if self.blank:
            raise InputError("The file holds only white space; please choose another one.", "E-GEN-15")
        share = 1 - (self.n_controls + self.n_bad) / self.n_characters
        if share < MIN_PRINTABLE:
            raise InputError(
                f"Only {share:.0%} of the file is printable (at least {MIN_PRINTABLE:.0%} is needed): it is not text, "
                "or in an unknown encoding. Please save it as plain text in UTF-8.",
                "E-TXT-25",
            )


def _survey(blocks: Blocks, codec: str) -> _Survey:
    is_utf8 = codec == "utf-8"
    survey = _Survey(_ESCAPED if is_utf8 else _REPLACED)
    decoder = _decoder(codec, "surrogateescape" if is_utf8 else "replace")
    for block in blocks():
        survey.add_bytes(block)
        survey.add_text(decoder.decode(block))
    survey.add_text(decoder.decode(b"", final=True))
    return survey


def _checked(survey: _Survey, codec: str, note: str = "") -> Decoding:
    survey.require_printable()
    title = ENCODINGS.get(codec, codec.upper())
    lines = ", ".join(map(str, survey.bad_lines))
    if survey.n_bad > MAX_BAD * survey.n_characters:
        raise InputError(
            f"{survey.n_bad:,} bytes are not {title} (first in lines {lines}), while the rest is: the file mixes "
            "encodings. Please save it as UTF-8, or choose its encoding.",
            "E-TXT-19",
        )
    notes = [note] if note else []
    if survey.n_bad:
        notes.append(f"Bytes that are not {title}, replaced by U+FFFD: {survey.n_bad:,} (first in lines {lines}).")
    if survey.n_halves:
        notes.append(f"Halves of characters (lone surrogates) replaced by U+FFFD: {survey.n_halves:,}.")
    return Decoding(codec, title, tuple(notes))
