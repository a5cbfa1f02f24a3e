"""The regular expression that splits a chunk of text into words, sentence ends and document ends.

No quantifier of it is nested in a way that could match one text in two ways, and all are possessive, so that the time
is linear in the text whatever the text is.
"""

import re

from engine.datasets.text.documents import END_OF_DOCUMENT
from engine.files.scripts import ASIAN, EMOJI, FLAGS, MARKS, SOUTH_EAST, STACKED, TONES

STRONG = "。！？｡\u0964\u0965\u061f\u06d4\u0589\u0f0d\u104b\u1362\u17d4\u17d5"
"""Signs that end a sentence wherever they stand: of Chinese, Hindi, Arabic, Urdu, Armenian, Tibetan, Burmese..."""
_JOINERS = "\u200c\u200d"
_INNER = rf"\w{MARKS}{_JOINERS}"
_UNSPACED = ASIAN + SOUTH_EAST
_SPACED = rf"(?:[^\W{_UNSPACED}]|[{MARKS}{_JOINERS}])"
_CAPITALS = "".join(chr(code) for code in range(0x41, 0x590) if chr(code).isupper())
_GAP = rf"[^\S\n{END_OF_DOCUMENT}]*+"
_LINE_END = rf"(?:(?<=[-‐]){_GAP}\n{_GAP}(?![{_CAPITALS}\d]))?+"
_ELIDED = "[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu|dell|nell|quell|all|dall|sull|un"
_ELISION = rf"(?i:{_ELIDED})['’ʼ](?=[^\W\d_])"
_CHARACTER = rf"[^\W_][{MARKS}]*+"
_UNSPACED_CHARACTER = rf"[{_UNSPACED}][{MARKS}]*+(?:(?<=[{STACKED}])[{SOUTH_EAST}][{MARKS}]*+)*+"
_EMOJI = rf"[{FLAGS}][{FLAGS}]|[{EMOJI}][{TONES}]?(?:\u200d[{EMOJI}][{TONES}]?)*+"
_BLANK = rf"[^\S{END_OF_DOCUMENT}]"
_SENTENCE_END = rf"[.!?…{STRONG}]++[\"'”’»)\]」』]*+{_BLANK}?|\n{_GAP}\n|(?<=\n){_GAP}\n"
_LINE = rf"\n{_GAP}\n|\n"

emoji_in = re.compile(_EMOJI).findall
has_emoji = re.compile(f"[{EMOJI}]").search
is_emoji = re.compile(f"[{EMOJI}]").match


def expression(unit: str, boundary: str, *, elision: bool, emoji: bool, hyphens: bool) -> re.Pattern[str]:
    """What `findall` makes words of. unit: "words", "characters", or "mixed", which is characters where scripts have no
    blanks between words, and words elsewhere. boundary: "sentences" or "lines". The rest are options of Tokenization.
    """
    parts = [_unit(unit, hyphens and boundary == "sentences")]
    if elision and unit != "characters":
        parts.insert(0, _ELISION)
    if emoji:
        parts.append(_EMOJI)
    return re.compile("|".join([*parts, _SENTENCE_END if boundary == "sentences" else _LINE, END_OF_DOCUMENT]))


def _unit(unit: str, hyphens: bool) -> str:
    if unit == "characters":
        return _CHARACTER
    between = "['’ʼ‐-]" + (_LINE_END if hyphens else "")
    if unit == "words":
        return rf"[{_INNER}]++(?:{between}[{_INNER}]++)*+"
    return rf"{_UNSPACED_CHARACTER}|{_SPACED}++(?:{between}{_SPACED}++)*+"
