"""From characters to word ids.

A chunk of text is split by one regular expression (see `expressions`) into words, sentence ends and document ends. What
becomes of a word (case, length, stop list) is decided once per different spelling, when it is first seen; all later
occurrences are one look-up.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from engine import limits
from engine.datasets.text import language
from engine.datasets.text.documents import END_OF_DOCUMENT
from engine.datasets.text.expressions import STRONG, emoji_in, expression, has_emoji, is_emoji
from engine.datasets.text.segmenter import divider
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

_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_TURKISH = str.maketrans("Iİ", "ıi")
_BROKEN = re.compile(r"[-‐]\s+")
"""Where a hyphen broke a word at the end of a line."""

BOUNDARY, PERIOD, DOCUMENT, STOPPED, TOO_LONG, NOTHING, PARAGRAPH, EMPTY_LINE = -1, -2, -3, -4, -5, -6, -7, -8
"""Codes beside word ids (which are >= 0). A PERIOD is a boundary unless it follows an abbreviation. A PARAGRAPH ends
its sentence too; an EMPTY_LINE ends a paragraph whose sentence was ended, or not, by what stands before it."""


@dataclass(frozen=True)
class Tokenization(Validated):
    """How text becomes words: the choices of the user."""

    unit: str = choice(
        "words",
        {
            "words": "Words",
            "dictionary": "Words by a dictionary",
            "characters": "Characters",
            "auto": "Found out by the script",
        },
        label="Unit",
        help="What gets a vector. Words are what stands between blanks. Chinese, Japanese, Thai, Lao, Khmer and "
        "Burmese mostly put none: there each character is a unit, or a dictionary says what the words are.",
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
    elision: bool = flag(
        False,
        label="Split off l', d', qu'",
        help="French and Italian: l'homme becomes l' and homme, so that homme is one word wherever it stands.",
    )
    emoji: bool = flag(
        False,
        label="Emoji are words",
        help="Give emoji vectors of their own. Else they are left out, like punctuation.",
    )
    turkish: str = choice(
        "no",
        {"no": "No", "yes": "Yes", "auto": "Found out by the letters"},
        label="Turkish lower case",
        help="In Turkish and Azerbaijani the small letter of I is ı, and that of İ is i.",
        advanced=True,
    )
    mend_print: bool = flag(
        False,
        label="Mend printed text",
        help="Join words that a hyphen breaks at the end of a line (unless they have a hyphen elsewhere in the text), "
        "and write ligatures such as ﬁ as letters.",
        advanced=True,
    )


class Tokenizer:
    """Gives ids to words in the order of their first occurrence. What is found out is so by the first chunk."""

    def __init__(self, options: Tokenization):
        self.options = options
        self.words: dict[str, int] = {}
        self.found: list[str] = []
        """Sentences for the user on what was found out."""
        self.n_ligatures = 0
        self.emoji: Counter[str] = Counter()
        """Those left out."""
        self._unit, self._is_turkish = options.unit, options.turkish == "yes"
        self._shortened: list[int] = []
        self._n_looked_at = 0
        self._broken: dict[int, tuple[str, str]] = {}
        self._spellings = _Spellings(self.code)
        self._taken = _Spellings(self._code_taken)
        self._find: Callable[[str], list[str]] | None = None
        self._divided: Callable[[str], str] | None = None
        self._last = DOCUMENT  # what stood at the end of the chunk before

    def encode(self, chunk: str) -> np.ndarray:
        """int32 codes of everything found in a clean chunk (see `documents.Chunks`): word ids >= 0, others < 0."""
        if self._find is None:
            self._find = self._settled(chunk)
        found = self._find(self._plain(chunk))
        codes = np.fromiter(map(self._spellings.__getitem__, found), np.int32, len(found))
        _require_language(len(self._spellings))
        return self._without_abbreviations(codes)

    def _settled(self, chunk: str) -> Callable[[str], list[str]]:
        """How words are found in a text that begins like this."""
        options = self.options
        if options.unit == "dictionary":
            self._unit, self._divided = "words", divider()
        if options.unit == "auto":
            script = language.script(chunk)
            self._unit = "words" if script.divided else "mixed"
            self.found.extend(_told(script))
        if options.turkish == "auto" and options.lower_case:
            self._is_turkish = language.is_turkish(chunk)
            if self._is_turkish:
                self.found.append("By its letters this is Turkish: the small letter of I is ı, and that of İ is i.")
        return expression(
            self._unit, options.boundary, elision=options.elision, emoji=options.emoji, hyphens=options.mend_print
        ).findall

    def _plain(self, chunk: str) -> str:
        """Without ligatures, and with blanks between words that a dictionary divides; emoji left out are counted."""
        if chunk.isascii():
            return chunk
        if not self.options.emoji and has_emoji(chunk):
            self.emoji.update(emoji_in(chunk))
        if self.options.mend_print:
            for ligature, letters in _LIGATURES.items():
                self.n_ligatures += chunk.count(ligature)
                chunk = chunk.replace(ligature, letters)
        return chunk if self._divided is None else self._divided(chunk)

    def take(self, words: Sequence[str]) -> np.ndarray:
        """int32 codes of words that were split elsewhere: as they are, but for characters that cannot be shown."""
        codes = np.fromiter(map(self._taken.__getitem__, words), np.int32, len(words))
        _require_language(len(self._taken))
        return codes

    def _without_abbreviations(self, codes: np.ndarray) -> np.ndarray:
        """Turn each PERIOD into a BOUNDARY, or into NOTHING after an abbreviation."""
        periods = np.flatnonzero(codes == PERIOD)
        new = islice(self.words.items(), self._n_looked_at, None)
        self._shortened += [row for word, row in new if _abbreviates(word)]
        self._n_looked_at = len(self.words)
        before = np.concatenate([[self._last], codes])[periods]
        if len(codes):
            self._last = int(codes[-1])
        codes[periods] = np.where(np.isin(before, self._shortened), NOTHING, BOUNDARY)
        return codes

    def code(self, spelling: str) -> int:
        """What a spelling stands for; a new word gets the next id."""
        if spelling == END_OF_DOCUMENT:
            return DOCUMENT
        if not _is_word(spelling):
            return _punctuation(spelling, EMPTY_LINE if self.options.boundary == "sentences" else BOUNDARY)
        if "\n" in spelling:
            return self._code_broken(spelling)
        word = self._normal(spelling)
        if len(word) > limits.TOKEN_LENGTH:
            return TOO_LONG
        if not word:
            return NOTHING
        if self.options.stop_words and word.lower() in STOP_WORDS:
            return STOPPED
        return self.words.setdefault(word, len(self.words))

    def _code_broken(self, spelling: str) -> int:
        """A word of its own for one that was broken at line ends: `mended` knows later what it was."""
        joined, hyphenated = (self._normal(_BROKEN.sub(sign, spelling)) for sign in ("", "-"))
        if len(hyphenated) > limits.TOKEN_LENGTH:
            return TOO_LONG
        row = self.words.setdefault(f"{joined}\n{hyphenated}", len(self.words))
        self._broken[row] = joined, hyphenated
        return row

    def mended(self, tokens: np.ndarray) -> tuple[np.ndarray, list[str], tuple[int, int]]:
        """Ids in which words broken at line ends are joined, and the words that they stand for.

        A broken word keeps its hyphen if it has it elsewhere in the text, more often than it is one there.
        Also returns how many were joined, and how many of them kept the hyphen.
        """
        names, index = list(self.words), dict(self.words)
        counts = np.bincount(tokens, minlength=len(names))
        meant = np.arange(len(names), dtype=np.int32)
        n_joined = n_kept = 0
        for row, (joined, hyphenated) in self._broken.items():
            often = [counts[self.words[word]] if word in self.words else 0 for word in (joined, hyphenated)]
            keeps = often[1] > often[0]
            word = hyphenated if keeps else joined
            meant[row] = index.setdefault(word, row)
            names[meant[row]] = word
            n_joined, n_kept = n_joined + int(counts[row]), n_kept + int(counts[row] * keeps)
        return meant[tokens], names, (n_joined, n_kept)

    def _code_taken(self, word: str) -> int:
        if not isinstance(word, str):
            raise TypeError(f"{word!r:.80} is no word; a sentence is a string, or a sequence of strings")
        shown = displayable(word, limits.TOKEN_LENGTH + 1)
        if len(shown) > limits.TOKEN_LENGTH:
            return TOO_LONG
        return self.words.setdefault(shown, len(self.words)) if shown else NOTHING

    def _normal(self, spelling: str) -> str:
        word = spelling.replace("’", "'").replace("ʼ", "'").replace("‐", "-").strip("_\u200c\u200d")
        if self._is_turkish and self.options.lower_case:
            word = word.translate(_TURKISH)
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


def _told(script: language.Script) -> Iterator[str]:
    if script.name and script.divided:
        yield f"Most letters are {script.name}, and there are blanks between words: the units are words."
    elif script.name:
        yield (
            f"Most letters are {script.name}, and there are no blanks between words: each such character is a unit, as "
            "are whole words of other scripts. If blanks do divide the words, choose the unit Words; else Words by a "
            "dictionary finds some."
        )


def _is_word(spelling: str) -> bool:
    first = spelling[0]
    if first.isalnum() or first == "_" or unicodedata.category(first)[0] == "M":
        return True
    return first in "\u200c\u200d" or is_emoji(first) is not None


def _punctuation(spelling: str, line_end: int) -> int:
    """line_end: what a line end alone stands for."""
    if spelling.isspace():
        return line_end if spelling.count("\n") == 1 else PARAGRAPH
    if any(mark in spelling for mark in STRONG):
        return BOUNDARY
    if not spelling[-1].isspace():
        return NOTHING
    return PERIOD if spelling[:-1] == "." else BOUNDARY


def _abbreviates(word: str) -> bool:
    return word.lower() in ABBREVIATIONS or (len(word) == 1 and word.lower() not in "ai")
