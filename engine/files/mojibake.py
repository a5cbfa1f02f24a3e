"""UTF-8 that was once read in another encoding and saved like that (MÃ¤dchen for Mädchen), turned back."""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache

CODECS = {
    "cp1252": "UTF-8 once read as Windows-1252 (MÃ¤dchen)",
    "cp1251": "UTF-8 once read as Windows-1251 (РњРёСЂ)",
    "mac_roman": "UTF-8 once read as Mac Roman (M√§dchen)",
}
"""Encodings in which UTF-8 is often read by mistake, and what to call it."""
_SHARE = {"cp1252": 0.2}
_USUAL_SHARE = 0.8
_FEW = 3
"""Broken characters below which a text holds nothing else beyond ASCII, or they may be meant."""
_BEYOND = re.compile("[^\x00-\x7f]")


def recognized(sample: str) -> str:
    """The encoding in which the text was read by mistake, a key of CODECS; "" if it seems to be as it was written.

    Broken are sequences that no language has: of all characters beyond ASCII they must make up a good part.
    """
    beyond = len(_BEYOND.findall(sample))
    for codec in CODECS:
        found = [match[0] for match in _sequences(codec).finditer(sample) if _meant(match[0], codec) != match[0]]
        covered = sum(map(len, found))
        if covered and (
            covered == beyond or (len(found) >= _FEW and covered >= _SHARE.get(codec, _USUAL_SHARE) * beyond)
        ):
            return codec
    return ""


def example(sample: str, codec: str) -> str:
    """The first broken word and what it means."""
    for word in sample.split():
        if (meant := repair(word, codec)) != word:
            return f"{word[:40]} for {meant[:40]}"
    return ""


def repair(text: str, codec: str) -> str:
    """The text with every broken sequence as the character that it was.

    >>> repair("MÃ¤dchen", "cp1252")
    'Mädchen'
    """
    return text if text.isascii() else _sequences(codec).sub(_meaning(codec), text)


def repaired(pieces: Iterable[str], codec: str) -> Iterator[str]:
    """A text that comes in pieces, which may be cut within a sequence, repaired."""
    rest = ""
    for piece in pieces:
        text = rest + piece
        open_end = _open_end(codec).search(text)
        cut = open_end.start() if open_end else len(text)
        yield repair(text[:cut], codec)
        rest = text[cut:]
    yield repair(rest, codec)


def _meaning(codec: str) -> Callable[[re.Match[str]], str]:
    return lambda match: _meant(match[0], codec)


def _meant(sequence: str, codec: str) -> str:
    try:
        meant = bytes(_bytes(codec)[character] for character in sequence).decode("utf-8")
    except UnicodeDecodeError:
        return sequence
    return meant if meant.isprintable() or meant == "\u00a0" else sequence


@cache
def _bytes(codec: str) -> dict[str, int]:
    """Character -> byte; bytes without a character were kept as control characters."""
    known = {byte: bytes([byte]).decode(codec, "ignore") for byte in range(0x80, 0x100)}
    controls = {chr(byte): byte for byte in range(0x80, 0x100)} if codec == "cp1252" else {}
    return controls | {character: byte for byte, character in known.items() if character}


def _class(codec: str, low: int, high: int) -> str:
    return "[" + "".join(re.escape(c) for c, byte in _bytes(codec).items() if low <= byte <= high) + "]"


@cache
def _sequences(codec: str) -> re.Pattern[str]:
    inner = _class(codec, 0x80, 0xBF)
    two, three, four = (_class(codec, *ends) for ends in ((0xC2, 0xDF), (0xE0, 0xEF), (0xF0, 0xF4)))
    return re.compile(f"{two}{inner}|{three}{inner}{{2}}|{four}{inner}{{3}}")


@cache
def _open_end(codec: str) -> re.Pattern[str]:
    return re.compile(f"{_class(codec, 0xC2, 0xF4)}{_class(codec, 0x80, 0xBF)}{{0,2}}$")
