"""The methods of words on equal terms: the settings that they share are those of one of them."""

from collections.abc import Mapping
from typing import Any

from engine.datasets.text.corpus import Corpus
from engine.fields import specs
from engine.learners.words.contract import WordLearner

SHARED = ("n_components", "min_count", "max_words", "seed")
"""What makes two trainings comparable: the vocabulary, the number of dimensions, the seed."""


def alike(like: WordLearner, methods: Mapping[str, type[WordLearner]], corpus: Corpus) -> dict[str, WordLearner]:
    """Method -> its learner as it usually is on the corpus, but with the `SHARED` settings of `like`.

    A setting that a method does not allow is the nearest one that it does. The method of `like` is `like` itself.
    """
    return {name: like if name == like.name else _like(like, cls, corpus) for name, cls in methods.items()}


def _like(like: WordLearner, cls: type[WordLearner], corpus: Corpus) -> WordLearner:
    allowed, given = specs(cls), specs(like)
    fields: dict[str, Any] = dict(cls.suited(corpus))
    for name in SHARED:
        if name in allowed and name in given:
            fields[name] = _within(getattr(like, name), allowed[name].low, allowed[name].high, bool(allowed[name].zero))
    return cls(**fields)


def _within(value: int, low: float, high: float, zero: bool) -> int:
    """The value in [low, high]; 0, where it stands for no limit, is the most that a method without such a 0 allows."""
    if value == 0 and not zero and low > 0:
        return int(high)
    return int(min(max(value, low), high))
