"""Bytes to characters, for files that do not say how they are encoded."""

import codecs
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from engine.errors import InputError
from engine.files import mojibake
from engine.files.charsets import CHARSETS, guess, is_latin

_REPAIRED = "utf-8+"
ENCODINGS = {
    "auto": "Found out",
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    **{codec: charset.title for codec, charset in CHARSETS.items()},
    **{_REPAIRED + codec: title for codec, title in mojibake.CODECS.items()},
}
MIN_PRINTABLE = 0.7
MAX_BAD = 0.01
_NUL_SHARE = 0.2
_LINES_NAMED = 5
SAMPLE = 64 * 1024
"""Bytes beyond which no more lines are looked at to find out an encoding."""
_HOPELESS = 10_000
"""Bytes that are not UTF-8 after which the rest need not be tried."""
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
    """How to decode the bytes; `encoding` is a key of ENCODINGS. Reads all blocks, up to three times.

    What is not UTF-8 is decoded as its letters suggest (see `charsets`), and UTF-8 that was once read in another
    encoding and saved is repaired (see `mojibake`). Raises InputError if the bytes are only white space, if less than
    MIN_PRINTABLE of the characters are printable, or if more than MAX_BAD of them are invalid in the encoding.
    """
    head = next(blocks(), b"")
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
    if survey.n_bad > 2 * survey.n_valid or (b"\x1b$" in head and head.isascii()):
        return _guessed(blocks, survey, survey.sample.joined() or head)
    return _as_meant(_checked(survey, "utf-8"), survey.sample.joined().decode("utf-8", "replace"))


def _guessed(blocks: Blocks, survey: "_Survey", sample: bytes) -> Decoding:
    """Hardly anything looks like UTF-8: what the letters are most likely in another encoding."""
    if survey.blank:
        survey.require_printable()
    codec = guess(sample)
    if is_latin(codec) and survey.n_bad <= 10 * survey.n_valid:  # too many letters are those of UTF-8 by chance
        return _checked(survey, "utf-8")
    if not codec:
        survey.require_printable()
        codec = "cp1252"
    note = (
        f"Read as {ENCODINGS[codec]}, which its letters suggest, because it is not UTF-8; if letters look wrong, "
        "choose another encoding."
    )
    return _checked(_survey(blocks, codec), codec, note)


def _as_meant(decoding: Decoding, sample: str) -> Decoding:
    """The decoding, repaired if the text was once read in another encoding by mistake."""
    mistaken = mojibake.recognized(sample)
    if not mistaken:
        return decoding
    codec = _REPAIRED + mistaken
    note = (
        f"Letters were broken before: {ENCODINGS[codec].replace('(', 'and saved (', 1)}. They are read as they were "
        f"meant ({mojibake.example(sample, mistaken)}); choose the encoding UTF-8 to leave them as they are."
    )
    return Decoding(codec, ENCODINGS[codec], (note, *decoding.notes))


def decoded(blocks: Blocks, codec: str) -> Iterator[str]:
    """The text in pieces, line ends as newlines, without byte order mark; what is invalid becomes U+FFFD."""
    if codec.startswith(_REPAIRED):
        yield from mojibake.repaired(decoded(blocks, "utf-8"), codec.removeprefix(_REPAIRED))
        return
    decoder = io.IncrementalNewlineDecoder(_decoder(codec, "replace"), translate=True)
    for block in blocks():
        yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def beginning(pieces: Iterator[str], size: int) -> str:
    """The first pieces as one text, of `size` characters at least where there are so many; the others stay."""
    text = ""
    for piece in pieces:
        text += piece
        if len(text) >= size:
            break
    return text


def _decoder(codec: str, errors: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder("utf-8-sig" if codec.startswith("utf-8") else codec)(errors)


class _Sample:
    """The first lines that are not ASCII, about SAMPLE bytes of them; a longer line is cut after a whole character."""

    def __init__(self) -> None:
        self._lines: list[bytes] = []
        self._size = 0
        self._rest = b""

    def add(self, block: bytes) -> None:
        """Take in the next bytes of the file."""
        if self._size >= SAMPLE:
            return
        if block.isascii() and self._rest.isascii():  # nothing to take but what the next block may go on with
            self._rest = block[-SAMPLE:].rpartition(b"\n")[2]
            return
        lines = (self._rest + block).splitlines(keepends=True)
        is_open = bool(lines) and not lines[-1].endswith((b"\n", b"\r")) and len(lines[-1]) <= SAMPLE
        self._rest = lines.pop() if is_open else b""
        self._take(lines)

    def joined(self) -> bytes:
        """All of them."""
        self._take([self._rest])
        self._rest = b""
        return b"".join(self._lines)

    def _take(self, lines: list[bytes]) -> None:
        for line in lines:
            if self._size >= SAMPLE:
                return
            if not line.isascii():
                self._lines.append(_cut(line))
                self._size += len(self._lines[-1])


def _cut(line: bytes) -> bytes:
    """At most SAMPLE bytes: up to a byte that is a character of its own in every encoding, or else an even number."""
    if len(line) <= SAMPLE:
        return line
    whole = re.match(rb"(?s:.*)[\t -/]", line[:SAMPLE])
    return whole[0] if whole else line[:SAMPLE]


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
    sample: _Sample = field(default_factory=_Sample)

    @property
    def hopeless(self) -> bool:
        """Whether it is certain that this is not UTF-8."""
        return self.n_bad > _HOPELESS and self.n_bad > 2 * self.n_valid

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
        self.sample.add(block)

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
                f"Only {share:.0%} of the file is printable (at least {MIN_PRINTABLE:.0%} is needed), and none of the "
                f"other {len(CHARSETS)} encodings known here fits: it is not text. Please save it as plain text in "
                "UTF-8, or choose its encoding.",
                "E-TXT-25",
            )


def _survey(blocks: Blocks, codec: str) -> _Survey:
    is_utf8 = codec.startswith("utf-8")
    survey = _Survey(_ESCAPED if is_utf8 else _REPLACED)
    decoder = _decoder(codec, "surrogateescape" if is_utf8 else "replace")
    for block in blocks():
        survey.add_bytes(block)
        survey.add_text(decoder.decode(block))
        if is_utf8 and survey.hopeless:
            return survey
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
