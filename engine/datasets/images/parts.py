"""Which part of a data set is meant, training or test, by the words that people use for it."""

import re
from collections.abc import Sequence

import numpy as np

TRAINING = frozenset(("train", "training", "trn", "tr", "trainset"))
VALIDATION = frozenset(("val", "valid", "validation", "dev"))
TEST = VALIDATION | {"test", "testing", "tst", "te", "testset", "eval", "evaluation", "holdout", "t10k"}
_WORD = re.compile(r"t10k|[A-Z]?[a-z]+|[A-Z]+(?![a-z])")


def words(name: str) -> list[str]:
    """The words of a name, small: those between signs and digits, and those that begin with a capital.

    >>> words("PublicTest_images2")
    ['public', 'test', 'images']
    """
    return [word.lower() for word in _WORD.findall(name)]


def part_of(name: str) -> bool | None:
    """True if the name means training, False if it means validation or test, None if neither.

    >>> part_of("seg_train"), part_of("x_test"), part_of("val2017"), part_of("contest")
    (True, False, False, None)
    """
    for word in words(name):
        if word in TRAINING or word in TEST:
            return word in TRAINING
    return None


def is_validation(name: str) -> bool:
    """Whether the name means the part that is for choosing between methods."""
    return any(word in VALIDATION for word in words(name))


def split(names: Sequence[str]) -> np.ndarray | None:
    """Which of many are for training, bool (n,), by the name of the part of each; None unless there are both parts.

    A name of no part counts as training where others have one.
    """
    known = {name: part_of(name) for name in set(names)}
    if {True, False} - set(known.values()):
        return None
    return np.array([known[name] is not False for name in names])


def told(names: Sequence[str]) -> list[str]:
    """A sentence where a validation part counts as test."""
    found = sorted({name for name in names if is_validation(name)})
    return [f"What is for validation ({', '.join(found[:3])}) counts as the test part."] if found else []
