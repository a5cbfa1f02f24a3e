"""From characters to word ids.

A chunk of text is split by one regular expression into words, sentence ends and document ends. What becomes of a
word (case, length, stop list) is decided once per different spelling, when it is first seen; all later occurrences
are one look-up. No quantifier of the expression is nested in a way that could match one text in two ways, and all
are possessive, so that the time is linear in the text whatever the text is.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from engine import limits
from engine.datasets.text.documents import END_OF_DOCUMENT
from engine.errors import InputError
from engine.fields import Validated, choice, flag, real
from engine.files.display import displayable

_LISTED = """
    a about above after again against all also am an and any are as at be because been before being below between
    both but by can could did do does doing down during each few for from further had has have having he her here hers
    herself him himself his how i if in into is it its itself just me more most my myself no nor not now of off on once
    only or other our ours ourselves out over own same shall she should so some such than that the their theirs them
    themselves then there these they this those through to too under until up upon us very was we were what when where
    which while who whom why will with would you your yours yourself yourselves
    i'm you're he's she's it's we're they're i've you've we've they've i'd you'd he'd she'd we'd they'd i'll you'll
    he'll she'll it'll we'll they'll don't doesn't didn't won't wouldn't can't couldn't isn't aren't wasn't weren't
    hasn't haven't hadn't shouldn't that's there's
"""
STOP_WORDS = frozenset(_LISTED.split())
"""English function words."""

_SHORTENED = "mr mrs ms dr prof st rev gen col capt lt sgt sr jr messrs mme mlle vs etc"
ABBREVIATIONS = frozenset(_SHORTENED.split())
"""Words after which a period and a blank do not end a sentence; so do single letters."""

# Vowel signs and accents that have no composed form (NFC) are no letters for `re`; without them Hindi, Thai, Arabic
# and Hebrew words would fall apart.
_MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u0711\u0730-\u074a\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963\u0981-\u0983\u09bc-\u09d7"
    "\u0a01-\u0a03\u0a3c-\u0a51\u0a81-\u0a83\u0abc-\u0acd\u0b01-\u0b03\u0b3c-\u0b57\u0b82\u0bbe-\u0bcd\u0c00-\u0c04"
    "\u0c3e-\u0c56\u0c81-\u0c83\u0cbc-\u0cd6\u0d00-\u0d03\u0d3b-\u0d4d\u0d57\u0dca-\u0ddf\u0e31\u0e34-\u0e3a"
    "\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u0f71-\u0f84\u102b-\u103e\u17b4-\u17d3\u3099\u309a"
)
_WORD = rf"[\w{_MARKS}]++(?:['’ʼ‐-][\w{_MARKS}]++)*+"
_CHARACTER = rf"[^\W_][{_MARKS}]*+"
_STRONG = "。！？｡।॥؟"
_BLANK = rf"[^\S{END_OF_DOCUMENT}]"
_SENTENCE_END = rf"[.!?…{_STRONG}]++[\"'”’»)\]」』]*+{_BLANK}?|\n[^\S\n{END_OF_DOCUMENT}]*+\n"

BOUNDARY, PERIOD, DOCUMENT, STOPPED, TOO_LONG, NOTHING = -1, -2, -3, -4, -5, -6
"""Codes beside word ids (which are >= 0). A PERIOD is a boundary unless it follows an abbreviation."""


@dataclass(frozen=True)
class Tokenization(Validated):
    """How text becomes words: the choices of the user."""

    unit: str = choice(
        "words",
        {"words": "Words", "characters": "Characters"},
        label="Unit",
        help="What gets a vector. Characters suit Chinese and Japanese, which put no blanks between words.",
    )
    lower_case: bool = flag(
        True,
        label="Lower case",
        help="Count The and the as one word. Switch off to tell Bill from bill; rare words then get rarer.",
    )
    boundary: str = choice(
        "sentences",
        {"sentences": "Sentences", "lines": "Lines"},
        label="Boundaries",
        help="Words are neighbors only within a sentence, or within a line: lines suit one sentence or title a line.",
    )
    stop_words: bool = flag(
        False,
        label="Leave out stop words",
        help="Drop the, of, and and some 150 other English function words; the words around them close up.",
    )
    phrases: bool = flag(
        False,
        label="Join phrases",
        help="Join two words that occur together far more often than by chance, as in New_York (Mikolov et al. 2013).",
    )
    phrase_threshold: float = real(
        10.0,
        1.0,
        10_000.0,
        label="Phrase threshold",
        help="How many times more often than by chance a pair must occur to be joined. Higher gives fewer phrases.",
        advanced=True,
    )


class Tokenizer:
    """Gives ids to words in the order of their first occurrence."""

    def __init__(self, options: Tokenization):
        self.options = options
        self.words: dict[str, int] = {}
        self._spellings = _Spellings(self.code)
        self._taken = _Spellings(self._code_taken)
        self._find = _expression(options).findall
        self._last = DOCUMENT  # what stood at the end of the chunk before

    def encode(self, chunk: str) -> np.ndarray:
        """int32 codes of everything found in a clean chunk (see `documents.Chunks`): word ids >= 0, others < 0."""
        found = self._find(chunk)
        codes = np.fromiter(map(self._spellings.__getitem__, found), np.int32, len(found))
        _require_language(len(self._spellings))
        return self._without_abbreviations(codes)

    def take(self, words: Sequence[str]) -> np.ndarray:
        """int32 codes of words that were split elsewhere: as they are, but for characters that cannot be shown."""
        codes = np.fromiter(map(self._taken.__getitem__, words), np.int32, len(words))
        _require_language(len(self._taken))
        return codes

    def _without_abbreviations(self, codes: np.ndarray) -> np.ndarray:
        """Turn each PERIOD into a BOUNDARY, or into NOTHING after an abbreviation."""
        periods = np.flatnonzero(codes == PERIOD)
        shortened = [row for word, row in self.words.items() if _abbreviates(word)] if len(periods) else []
        before = np.concatenate([[self._last], codes])[periods]
        if len(codes):
            self._last = int(codes[-1])
        codes[periods] = np.where(np.isin(before, shortened), NOTHING, BOUNDARY)
        return codes

    def code(self, spelling: str) -> int:
        """What a spelling stands for; a new word gets the next id."""
        if spelling == END_OF_DOCUMENT:
            return DOCUMENT
        if not (spelling[0].isalnum() or spelling[0] == "_" or unicodedata.category(spelling[0])[0] == "M"):
            return _punctuation(spelling)
        word = self._normal(spelling)
        if len(word) > limits.TOKEN_LENGTH:
            return TOO_LONG
        if not word:
            return NOTHING
        if self.options.stop_words and word.lower() in STOP_WORDS:
            return STOPPED
        return self.words.setdefault(word, len(self.words))

    def _code_taken(self, word: str) -> int:
        if not isinstance(word, str):
            raise TypeError(f"{word!r:.80} is no word; a sentence is a string, or a sequence of strings")
        shown = displayable(word, limits.TOKEN_LENGTH + 1)
        if len(shown) > limits.TOKEN_LENGTH:
            return TOO_LONG
        return self.words.setdefault(shown, len(self.words)) if shown else NOTHING

    def _normal(self, spelling: str) -> str:
        word = spelling.replace("’", "'").replace("ʼ", "'").replace("‐", "-").strip("_")
        if self.options.lower_case:
            word = unicodedata.normalize("NFC", word.lower())  # lower() can decompose: İ
        return word


class _Spellings(dict[str, int]):
    """Spelling -> code, asking once for each."""

    def __init__(self, code: Callable[[str], int]):
        super().__init__()
        self._code = code

    def __missing__(self, spelling: str) -> int:
        code = self[spelling] = self._code(spelling)
        return code


def _require_language(n_spellings: int) -> None:
    if n_spellings > limits.SPELLINGS:
        raise InputError(
            f"The text holds more than {limits.SPELLINGS:,} different words: this is hardly language. "
            "Please check the file, or take a part of it.",
            "E-TXT-35",
        )


def _expression(options: Tokenization) -> re.Pattern[str]:
    unit = _WORD if options.unit == "words" else _CHARACTER
    boundary = _SENTENCE_END if options.boundary == "sentences" else "\n"
    return re.compile(f"{unit}|{boundary}|{END_OF_DOCUMENT}")


def _punctuation(spelling: str) -> int:
    if spelling[0] == "\n" or any(mark in spelling for mark in _STRONG):
        return BOUNDARY
    if not spelling[-1].isspace():
        return NOTHING
    return PERIOD if spelling[:-1] == "." else BOUNDARY


def _abbreviates(word: str) -> bool:
    return word.lower() in ABBREVIATIONS or (len(word) == 1 and word.lower() not in "ai")
