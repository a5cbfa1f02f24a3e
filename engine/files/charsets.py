"""Which encoding is likely for bytes that are not UTF-8: charset-normalizer says which can be, letters which is.

The library alone takes French for Portuguese in Windows-1250; among the encodings that it finds possible, the one is
chosen whose characters are the most likely ones in a language that uses it.
"""

import math
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from engine.files.letters import LATIN, contexts, languages

_WEST = (
    "French", "German", "Spanish", "Portuguese", "Italian", "Danish or Norwegian", "Swedish or Finnish", "Icelandic",
    "Albanian",
)  # fmt: skip
_CENTER = (
    "Polish", "Czech or Slovak", "Hungarian", "Romanian", "Croatian or Slovene", "German", "Albanian",
)  # fmt: skip
_BALTIC = ("Lithuanian", "Latvian", "Estonian", "Polish", "Swedish or Finnish", "Danish or Norwegian")
_CYRILLIC = ("Russian", "Ukrainian", "Bulgarian", "Serbian or Macedonian", "Belarusian")
_CHINESE = ("Chinese",)


@dataclass(frozen=True)
class Charset:
    """An encoding: its name for the user, the languages written in it, and how rare it is (0 and more)."""

    title: str
    languages: tuple[str, ...]
    rarity: float = 0


CHARSETS = {
    "cp1252": Charset("Windows-1252 (Western)", _WEST),
    "latin-1": Charset("Latin-1 (Western)", _WEST, 1),
    "gb18030": Charset("GB18030 (simplified Chinese; GBK, GB2312)", _CHINESE, 1),
    "big5hkscs": Charset("Big5 (traditional Chinese)", _CHINESE, 1),
    "cp932": Charset("Shift_JIS (Japanese)", ("Japanese",), 1),
    "euc_jp": Charset("EUC-JP (Japanese)", ("Japanese",), 1),
    "cp949": Charset("EUC-KR (Korean)", ("Korean",), 1),
    "cp1250": Charset("Windows-1250 (Central European)", _CENTER, 2),
    "cp1251": Charset("Windows-1251 (Cyrillic)", _CYRILLIC, 1),
    "cp1253": Charset("Windows-1253 (Greek)", ("Greek",), 1),
    "cp1254": Charset("Windows-1254 (Turkish)", ("Turkish",), 2),
    "cp1255": Charset("Windows-1255 (Hebrew)", ("Hebrew",), 1),
    "cp1256": Charset("Windows-1256 (Arabic)", ("Arabic", "Persian"), 1),
    "cp1257": Charset("Windows-1257 (Baltic)", _BALTIC, 3),
    "cp1258": Charset("Windows-1258 (Vietnamese)", ("Vietnamese",), 2),
    "cp874": Charset("Windows-874 (Thai; TIS-620)", ("Thai",), 1),
    "iso8859_2": Charset("ISO-8859-2 (Central European)", _CENTER, 3),
    "iso8859_3": Charset("ISO-8859-3 (Maltese, Esperanto)", ("Maltese", "Esperanto"), 6),
    "iso8859_4": Charset("ISO-8859-4 (Baltic)", _BALTIC, 8),
    "iso8859_5": Charset("ISO-8859-5 (Cyrillic)", _CYRILLIC, 3),
    "iso8859_6": Charset("ISO-8859-6 (Arabic)", ("Arabic",), 3),
    "iso8859_7": Charset("ISO-8859-7 (Greek)", ("Greek",), 2),
    "iso8859_8": Charset("ISO-8859-8 (Hebrew)", ("Hebrew",), 2),
    "iso8859_9": Charset("ISO-8859-9 (Turkish)", ("Turkish",), 3),
    "iso8859_10": Charset("ISO-8859-10 (Nordic)", (*_BALTIC, "Icelandic"), 9),
    "iso8859_13": Charset("ISO-8859-13 (Baltic)", _BALTIC, 5),
    "iso8859_14": Charset("ISO-8859-14 (Celtic)", ("Welsh",), 8),
    "iso8859_15": Charset("ISO-8859-15 (Western)", _WEST, 2),
    "iso8859_16": Charset("ISO-8859-16 (Romanian)", ("Romanian",), 6),
    "koi8_r": Charset("KOI8-R (Russian)", ("Russian",), 2),
    "koi8_u": Charset("KOI8-U (Ukrainian)", ("Ukrainian", "Russian"), 3),
    "mac_roman": Charset("Mac Roman (Western)", _WEST, 6),
    "mac_latin2": Charset("Mac (Central European)", _CENTER, 8),
    "mac_cyrillic": Charset("Mac (Cyrillic)", _CYRILLIC, 6),
    "mac_greek": Charset("Mac (Greek)", ("Greek",), 8),
    "mac_turkish": Charset("Mac (Turkish)", ("Turkish",), 8),
    "mac_iceland": Charset("Mac (Icelandic)", ("Icelandic",), 9),
    "cp437": Charset("DOS 437 (Western)", _WEST, 8),
    "cp850": Charset("DOS 850 (Western)", _WEST, 7),
    "cp852": Charset("DOS 852 (Central European)", _CENTER, 8),
    "cp866": Charset("DOS 866 (Russian)", ("Russian", "Bulgarian"), 5),
    "iso2022_jp": Charset("ISO-2022-JP (Japanese)", ("Japanese",), 9),
}
"""Codecs of Python, the usual ones first."""
_TOLERATED = 0.5
"""What charset-normalizer calls the share of a mess: the letters have the last word."""
_MAX_BAD = 0.02
_LETTERS, _IDEOGRAPHS = -5.5, -8.0
"""Logarithm of the likelihood of a character of a true text, on the average and at least; noise is below -6 and -9."""
_FEW, _ENOUGH = 1024, 8 * 1024
"""Bytes that say which encodings are worth a closer look, and that say enough."""
_LOOKED_AT = 8
_BEFORE = re.compile(rb"\A[\x00-\x7f]*(?=[\x00-\x7f]{9}[\x80-\xff])")
"""What comes before the first letter that is not ASCII, and a few before it."""


def guess(sample: bytes) -> str:
    """The likeliest key of CHARSETS for lines of text that is not UTF-8; "" if it can be none of them."""
    if b"\x1b$" in sample and sample.isascii():
        return "iso2022_jp"
    sample = _BEFORE.sub(b"", sample, count=1)
    first = _ranked(_lines(sample, _FEW), [codec for codec in CHARSETS if codec != "iso2022_jp"])
    return next(iter(_ranked(_lines(sample, _ENOUGH), first[:_LOOKED_AT])), "")


def _lines(sample: bytes, size: int) -> bytes:
    """Whole lines of at most so many bytes; a part of the first one if it is longer."""
    return sample if len(sample) <= size else sample[: sample.rfind(b"\n", 0, size) + 1 or size]


def _ranked(sample: bytes, codecs: list[str]) -> list[str]:
    """The encodings that are possible, the likeliest first, and of equal ones the first."""
    known = _known(sample, codecs)
    likelihoods = {codec: _likelihood(sample, codec) for codec in codecs}
    # The library knows nothing of a text with a damaged character, and little of a few letters.
    kept = {
        codec: total - CHARSETS[codec].rarity
        for codec, (total, mean) in likelihoods.items()
        if codec.replace("-", "_") in known or mean > _least(codec)
    }
    return sorted(kept, key=lambda codec: (-kept[codec], list(CHARSETS).index(codec)))


def _least(codec: str) -> float:
    return _IDEOGRAPHS if CHARSETS[codec].languages[0] in ("Chinese", "Japanese", "Korean") else _LETTERS


def _known(sample: bytes, codecs: list[str]) -> set[str]:
    """Those encodings in which the library finds no mess."""
    if not codecs:
        return set()
    found = from_bytes(sample, cp_isolation=codecs, threshold=_TOLERATED, enable_fallback=False)
    return {name for match in found for name in (match.encoding, *match.could_be_from_charset)}


def is_latin(codec: str) -> bool:
    """Whether an encoding is one of languages with Latin letters."""
    return codec in CHARSETS and CHARSETS[codec].languages[0] in LATIN


def _likelihood(sample: bytes, codec: str) -> tuple[float, float]:
    """Logarithm for the language that fits best, up to a constant: of all characters, and of one on the average."""
    text = sample.decode(codec, "replace")
    found = contexts(text)
    n_characters = found.total()
    if not n_characters or text.count("\ufffd") > _MAX_BAD * n_characters:
        return -math.inf, -math.inf
    total = max(score(found) for score in languages(CHARSETS[codec].languages))
    return total, total / n_characters
