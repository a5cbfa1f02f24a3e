"""The methods of words on equal terms: the settings that they share are those of one of them."""

from collections.abc import Mapping
from typing import Any

from engine.datasets.text.corpus import Corpus
from engine.fields import Spec, specs
from engine.learners.base import Learner
from engine.learners.words.contract import WordLearner

SHARED = ("n_components", "min_count", "max_words", "seed")
"""What makes two trainings comparable: the vocabulary, the number of dimensions, the seed."""


def alike(like: WordLearner, methods: Mapping[str, type[WordLearner]], corpus: Corpus) -> dict[str, WordLearner]:
    """Method -> its learner as it usually is on the corpus, but with the `SHARED` settings of `like`.

    A setting that a method does not allow is the nearest one that it does. The method of `like` is `like` itself.
    """
    usual = {name: cls(**dict(cls.suited(corpus)) | shared(like, cls)) for name, cls in methods.items()}
    return {name: like if name == like.name else learner for name, learner in usual.items()}


def shared(like: WordLearner, cls: type[Learner]) -> dict[str, Any]:
    """The `SHARED` settings of `like` that a class has, too, each the nearest that it allows."""
    allowed, given = specs(cls), specs(like)
    names = [name for name in SHARED if name in allowed and name in given]
    return {name: _allowed(getattr(like, name), allowed[name]) for name in names}


def _allowed(value: int, spec: Spec) -> int:
    """The nearest value; for a 0 that stands for no limit the most that a method without such a 0 allows."""
    if value == 0 and not spec.zero and spec.low > 0:
        return int(spec.high)
    return int(min(max(value, spec.low), spec.high))
