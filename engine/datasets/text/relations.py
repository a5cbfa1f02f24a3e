"""Lists of pairs of words that stand in one relation: built in, or as a user writes them."""

import re
from dataclasses import dataclass
from functools import cache

from engine import limits
from engine.datasets.text import toy_facts
from engine.errors import InputError

Pair = tuple[str, str]
MOST_PAIRS = 50
MAX_TEXT = 20_000

_APART = re.compile(r";|\s/\s")
_BETWEEN = re.compile(r"\t|,|:|[-=]>|→|\||=|\s[-–—]\s")
_BULLET = re.compile(r"\A(?:[-*•]|\d{1,3}[.)])\s+")
_TIGHT = re.compile(r"([^\s/-]+)[/-]([^\s/-]+)")
_MARKS = " \"'“”„«»()[]"
"""Around words, and no part of them."""

OF_LIBRARIES: dict[str, tuple[str, str]] = {
    "one-and-many": (
        "One and many (libraries)",
        "row rows, column columns, matrix matrices, vector vectors, value values, array arrays, function functions, "
        "eigenvalue eigenvalues, eigenvector eigenvectors, parameter parameters, element elements, index indices, "
        "axis axes, name names, argument arguments",
    ),
    "hyperbolic": ("Hyperbolic functions (libraries)", "sin sinh, cos cosh, tan tanh, arcsin arcsinh, arctan arctanh"),
    "opposites": (
        "Opposites (libraries)",
        "left right, lower upper, minimum maximum, min max, first last, start end, row column, rows columns, "
        "true false, positive negative, input output, larger smaller, greater less",
    ),
    "forms": (
        "Forms of verbs (libraries)",
        "compute computed, return returned, use used, apply applied, specify specified, pass passed, raise raised, "
        "convert converted, define defined, perform performed, provide provided",
    ),
}
"""For the documentation of the app's own libraries, whose words the toy world hardly knows: name -> title, pairs."""
ELSEWHERE: dict[str, tuple[str, str]] = {
    "chief": (
        "Company and chief",
        "microsoft ballmer, apple jobs, google schmidt, oracle ellison, intel otellini, amazon bezos, yahoo bartz, "
        "nokia elop, facebook zuckerberg, boeing mcnerney, starbucks schultz, citigroup pandit",
    ),
    "product": (
        "Company and product",
        "microsoft windows, google android, apple iphone, sony playstation, nintendo wii, intel pentium, "
        "toyota prius, honda civic, ford mustang, boeing dreamliner",
    ),
}
"""About a world that only large texts know."""


@dataclass(frozen=True)
class Relation:
    """name: in addresses and keys; title: for the user; pairs: (a, b), each a different pair."""

    name: str
    title: str
    pairs: tuple[Pair, ...]


@cache
def built_in() -> tuple[Relation, ...]:
    """The relations of the toy world, those of the documentation of Python libraries, and of large texts."""
    toy = tuple(
        Relation(section, section.replace("-", " ").capitalize(), pairs)
        for section, pairs in ((section, tuple(toy_facts.pairs(section))) for section, *_ in toy_facts.RELATIONS)
    )
    written = tuple(
        Relation(name, title, tuple(_two(pair) for pair in pairs.split(", ")))
        for name, (title, pairs) in (OF_LIBRARIES | ELSEWHERE).items()
    )
    return toy + written


def _two(pair: str) -> Pair:
    a, b = pair.split()
    return a, b


def parse(text: str) -> tuple[tuple[Pair, ...], tuple[str, ...]]:
    """Pairs that a user wrote, each once, and the lines that hold none.

    A pair a line, or several divided by ";" or " / "; the two words by a blank, or by what stands between words in
    tables and lists (comma, tab, colon, arrow, bar, dash) where a word has blanks of its own. A ";" or "/" that does
    not divide pairs is between the words of one. Bullets, numbers of lines and quotation marks are passed over. Raises
    InputError for too long a text or too many pairs.

    >>> parse("Paris France / Rome Italy; New York, Albany")
    ((('Paris', 'France'), ('Rome', 'Italy'), ('New York', 'Albany')), ())
    """
    if len(text) > MAX_TEXT:
        raise InputError(f"The pairs have {len(text):,} characters; at most {MAX_TEXT:,} are read.", "E-LAB-01")
    pairs: list[Pair] = []
    unread: list[str] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        found = _pairs_of(_BULLET.sub("", line, count=1))
        pairs += [pair for pair in found.values() if pair]
        unread += [part for part, pair in found.items() if pair is None]
    pairs = list(dict.fromkeys(pairs))
    if len(pairs) > MOST_PAIRS:
        raise InputError(f"There are {len(pairs):,} pairs; at most {MOST_PAIRS} are compared.", "E-LAB-02")
    return tuple(pairs), tuple(unread)


def _pairs_of(line: str) -> dict[str, Pair | None]:
    """What a line is divided into -> the pair in it, None where there is none."""
    parts = [part.strip() for part in _APART.split(line) if part.strip(_MARKS)]
    found = {part: _pair(part) for part in parts}
    if len(parts) == 2 and None in found.values():
        return {line: _two_words(parts)}
    return found


def _pair(part: str) -> Pair | None:
    words = _BETWEEN.split(part)
    if len(words) == 1:
        tight = _TIGHT.fullmatch(part)
        words = list(tight.groups()) if tight else part.split()
    return _two_words(words)


def _two_words(written: list[str]) -> Pair | None:
    words = [" ".join(word.strip(_MARKS).split()) for word in written]
    words = [word for word in words if word]
    if len(words) != 2 or any(len(word) > limits.TOKEN_LENGTH for word in words):
        return None
    return words[0], words[1]
