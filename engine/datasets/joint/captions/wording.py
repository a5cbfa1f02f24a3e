"""The words of captions: how a text is taken apart, what classes are called, which words say what was measured."""

import re

LONGEST = 64
"""Words of a caption that are read."""
_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
OF_STROKES = {
    "stroke": ("thin", "medium", "thick"),
    "slant": ("slanted left", "upright", "slanted right"),
    "width": ("narrow", "regular", "wide"),
    "light": ("dark", "gray", "bright"),
}
"""Measure -> what its lower, middle and upper third are called, for digits."""
OF_SHAPES = {
    "light": ("dark", "gray", "bright"),
    "pattern": ("plain", "shaded", "patterned"),
    "width": ("narrow", "regular", "wide"),
}
"""The same for anything else."""


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text in small letters, at most LONGEST; figures of one digit as words.

    >>> words_of("Thick, slanted 7!")
    ('thick', 'slanted', 'seven')
    """
    found = (word.casefold() for word, _ in zip(_WORD.findall(text), range(LONGEST), strict=False))
    return tuple(spelled(word) for word in found)


def spelled(word: str) -> str:
    """A digit as its word, everything else as it is.

    >>> spelled("7"), spelled("17")
    ('seven', '17')
    """
    return DIGITS[int(word)] if word in set("0123456789") else word


def class_words(name: str) -> str:
    """What captions call a class.

    >>> class_words("7"), class_words("Ankle boot")
    ('seven', 'ankle boot')
    """
    return spelled(name.strip()).casefold()


def are_digits(class_names: tuple[str, ...]) -> bool:
    """Whether the classes are digits, which have strokes."""
    return len(class_names) > 0 and all(class_words(name) in DIGITS for name in class_names)
