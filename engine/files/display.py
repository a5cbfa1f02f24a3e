"""Foreign names made safe to show."""

import re
import unicodedata

CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f]")
SURROGATE = re.compile("[\ud800-\udfff]")
INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\U000e0000-\U000e007f]"
)
"""Zero-width and bidirectional control characters: two words that look the same must be the same."""


def displayable(name: str, max_length: int) -> str:
    """The name in NFC on one line, without control, invisible and half characters, cut to `max_length` characters.

    >>> displayable("in\\u202evoice\\n1", 80)
    'invoice 1'
    """
    name = SURROGATE.sub("\ufffd", name[: 10 * max_length])
    name = INVISIBLE.sub("", CONTROL.sub(" ", name))
    return unicodedata.normalize("NFC", " ".join(name.split()))[:max_length]
