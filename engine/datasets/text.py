"""Sources of a Corpus: what all text sources share, and uploaded text."""

from dataclasses import dataclass
from typing import ClassVar

from engine.datasets.base import Report, Source
from engine.datasets.building import build
from engine.datasets.corpus import Corpus
from engine.datasets.documents import TextInput
from engine.datasets.tokenizer import Tokenization


@dataclass(frozen=True)
class TextSource(Tokenization, Source):
    """A text somewhere, and how it becomes words. Subclasses say where: they define `texts` and `title`."""

    kind: ClassVar[str] = Corpus.kind

    def texts(self, report: Report) -> TextInput:
        """The documents, read lazily: what takes long here should talk to `report` itself."""
        raise NotImplementedError

    def load(self, report: Report) -> Corpus:
        """Read, tokenize and count; raises InputError (see `building.build` and the readers) and Cancelled."""
        return build(self.texts(report), self, report)
