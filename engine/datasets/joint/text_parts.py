"""A part of a text, and the texts of two mixed: what a comparison of two uses of words is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.datasets.base import Source
from engine.datasets.joint.contract import JointSource
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.selected import mixed, selected
from engine.datasets.text.toy_world import ToyWorld
from engine.errors import InputError
from engine.fields import choice, integer, nested, text
from engine.report import Report, stop_if_cancelled

PARTS = {"first": "First half", "second": "Second half", "label": "Documents of a label"}


def text_sources() -> Mapping[str, type[Source]]:
    """The sources of texts by name; asked for late, because this module is part of the list."""
    from engine.datasets import SOURCES

    return {name: source for name, source in SOURCES.items() if source.kind == Corpus.kind}


@dataclass(frozen=True)
class TextPart(JointSource):
    """Half of the running words of a text in reading order, or its documents of one label."""

    name = "text_part"
    kind: ClassVar[str] = Corpus.kind
    whole: Source = nested(ToyWorld(), text_sources, label="Text", help="The whole text.")
    part: str = choice("first", PARTS, label="Part", help="What of it is taken.", hidden=True)
    label: str = text("", 200, label="Label", help="Of the documents that are taken.", hidden=True)

    def title(self) -> str:
        """What the user calls it."""
        return f"{self.called()} of {self.whole.title()}"

    def called(self) -> str:
        """The part alone."""
        return self.label if self.part == "label" else PARTS[self.part]

    def join(self, parts: Mapping[str, Corpus], report: Report) -> Corpus:
        """Take the sentences; raises InputError if there are none."""
        stop_if_cancelled(report)
        corpus = parts["whole"]
        rows = np.arange(corpus.n_sentences)
        if self.part == "label":
            rows = rows[self._labeled(corpus)]
        else:
            middle = int(np.searchsorted(corpus.sentences, corpus.n_tokens / 2))
            rows = rows[:middle] if self.part == "first" else rows[middle:]
        if not len(rows) or not np.diff(corpus.sentences)[rows].any():
            raise InputError(f"The text has no words in this part: {self.title():.200}. Choose another part.",
                             "E-JNT-11")  # fmt: skip
        return selected(corpus, rows)

    def _labeled(self, corpus: Corpus) -> np.ndarray:
        """Which sentences are of documents of the label: bool (n_sentences,)."""
        has = np.array([label == self.label for label in corpus.document_labels] or [False])
        of_sentence = np.searchsorted(corpus.documents, corpus.sentences[:-1], side="right") - 1
        return has[np.minimum(of_sentence, len(has) - 1)]


@dataclass(frozen=True)
class MixedTexts(JointSource):
    """One of two texts that hold the sentences of two others, dealt out by chance: side 0 is as long as the first."""

    name = "mixed_texts"
    kind: ClassVar[str] = Corpus.kind
    first: Source = nested(ToyWorld(), text_sources, label="First text", help="One of the two.")
    second: Source = nested(ToyWorld(), text_sources, label="Second text", help="The other one.")
    side: int = integer(0, 0, 1, label="Side", help="Which of the two mixed texts.", hidden=True)
    seed: int = integer(0, 0, 2**32 - 1, label="Seed", help="Where chance begins.", hidden=True)

    def title(self) -> str:
        """What the user calls it."""
        first, second = self.first, self.second
        said = f"Mixed text {self.side + 1} of 2"
        if isinstance(first, TextPart) and isinstance(second, TextPart) and first.whole == second.whole:
            return f"{said}: {first.called()} and {second.called()} of {first.whole.title()}"
        return f"{said}: {first.title()}; {second.title()}"

    def join(self, parts: Mapping[str, Corpus], report: Report) -> Corpus:
        """Deal out the sentences of both."""
        stop_if_cancelled(report)
        return mixed(parts["first"], parts["second"], self.seed)[self.side]
