"""What a text says of itself: whether its script puts blanks between words, and whether its letters are Turkish."""

import re
from dataclasses import dataclass

from engine.files.scripts import ASIAN, BURMESE, KANA, KHMER, LAO, MARKS, SOUTH_EAST, THAI

SAMPLE = 200_000
"""Characters looked at."""
_RUN = {"Asian": re.compile(f"[{ASIAN}]+"), "South-East Asian": re.compile(f"[{SOUTH_EAST}{MARKS}]+")}
_LONGEST = {"Asian": 3.5, "South-East Asian": 9}
"""Letters of a word on the average, at most; words of written Chinese have 1.7, of Thai 4 and of Khmer 5."""
_SCRIPTS = {"Thai": THAI, "Lao": LAO, "Burmese": BURMESE, "Khmer": KHMER, "Japanese": KANA, "Chinese": ASIAN}
_DOTLESS, _ONLY_TURKISH = re.compile("[ıİ]"), re.compile("[ğĞşŞəƏ]")
_MARK = re.compile(f"[{MARKS}]")


@dataclass(frozen=True)
class Script:
    """name: of the script in which most letters are, if it puts no blanks between words, else "". divided: whether
    words are divided there nevertheless, by blanks or by U+200B.
    """

    name: str = ""
    divided: bool = True


def script(text: str) -> Script:
    """How the beginning of a text divides its words."""
    sample = text[:SAMPLE]
    if sample.isascii():
        return Script()
    n_letters = sum(map(str.isalpha, sample))
    runs = {kind: [len(_MARK.sub("", run)) for run in find.findall(sample)] for kind, find in _RUN.items()}
    kind = max(runs, key=lambda kind: sum(runs[kind]))
    lengths = [length for length in runs[kind] if length]
    if not lengths or sum(lengths) <= n_letters / 2:
        return Script()
    return Script(_name(sample), sum(lengths) / len(lengths) <= _LONGEST[kind])


def _name(sample: str) -> str:
    """The script of the most letters; Japanese is told from Chinese by a tenth of syllables."""
    counts = {name: len(re.findall(f"[{letters}]", sample)) for name, letters in _SCRIPTS.items()}
    if counts["Japanese"] * 10 > counts["Chinese"]:
        counts["Japanese"] = counts["Chinese"] + 1
    return max(counts, key=counts.__getitem__)


def is_turkish(text: str) -> bool:
    """Whether the beginning of a text has the letters by which Turkish and Azerbaijani differ from others."""
    sample = text[:SAMPLE]
    few = sum(map(str.isalpha, sample)) / 250
    return not sample.isascii() and len(_DOTLESS.findall(sample)) > few and len(_ONLY_TURKISH.findall(sample)) > few
