"""Foreign names made safe to show."""

import re
import unicodedata

from engine.files.scripts import EMOJI, JOINING, SOUTH_EAST

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
SURROGATE = re.compile("[\ud800-\udfff]")
_NEVER_SEEN = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f"
_INVISIBLE = re.compile(f"[{_NEVER_SEEN}]")
_UNSEEN = re.compile(f"[{_NEVER_SEEN}\u200c\u200d]")
_WORD_END = re.compile(
    f"(?<=[{SOUTH_EAST}\u0e2f-\u0e5b\u0eb0-\u0ecd\u102b-\u109f\u17b4-\u17e9])\u200b|\u200b(?=[{SOUTH_EAST}])"
)
_LINE_END = re.compile(r"\u00ad(?=[^\S\n]*\n)")
_JOINER = re.compile(f"(?<![{JOINING}{EMOJI}])[\u200c\u200d]|[\u200c\u200d](?![{JOINING}{EMOJI}])")


def visible(text: str) -> str:
    """Without characters that have no width or turn the direction: two words that look the same must be the same.

    Kept is what can be seen: joiners between letters whose shape they change, U+200B as a blank between words of Thai,
    Lao, Khmer and Burmese, and a soft hyphen at the end of a line.

    >>> visible("pay\\u202epal\\u200b"), visible("می\\u200cرود") == "می\\u200cرود"
    ('paypal', True)
    """
    if text.isascii() or not _UNSEEN.search(text):
        return text
    text = _LINE_END.sub("-", _WORD_END.sub(" ", text))
    return _JOINER.sub("", _INVISIBLE.sub("", text))


def displayable(name: str, max_length: int) -> str:
    """The name in NFC on one line, without control, invisible and half characters, cut to `max_length` characters.

    >>> displayable("in\\u202evoice\\n1", 80)
    'invoice 1'
    """
    name = SURROGATE.sub("\ufffd", name[: 10 * max_length])
    name = visible(CONTROL.sub(" ", name))
    return unicodedata.normalize("NFC", " ".join(name.split()))[:max_length]
