"""Text as sentences of word ids."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, ClassVar

import numpy as np

from engine import limits
from engine.datasets.text import builder
from engine.datasets.text.documents import TextInput
from engine.datasets.text.tokenizer import Tokenization
from engine.embedding import read_only
from engine.report import Report, Silent

MOST_LABELS = 50
"""Different labels of documents up to which they are a column of what is trained: more have no colors."""


@dataclass(frozen=True, eq=False)
class Corpus:
    """A text, tokenized and counted.

    tokens: int32 (n_tokens,) ids into `words`, in reading order.
    sentences: int64 (n_sentences + 1,) offsets into `tokens`; windows never cross them.
    documents: int64 (n_documents + 1,) offsets into `tokens`, each also a sentence offset.
    words: the vocabulary by falling count, ties by first occurrence.
    counts: int64 (n_words,) occurrences of each word in `tokens`.
    document_names: n_documents strings. document_labels: the same, or empty if documents carry no label.
    notes: what the reader changed or dropped, as sentences for the user.
    paragraphs: int64 (n_paragraphs + 1,) offsets into `tokens`, where empty lines stood; documents end them too. Empty
    where they are not known.
    label_title: what the labels of documents are. word_kinds: word -> its kind, for words of which that is known.
    senses: int32 (n_tokens,), for tokens of ambiguous words of which it is known a row of sense_names, else -1; empty
    where no sense is known. sense_names: what the senses are called.
    """

    kind: ClassVar[str] = "corpus"

    tokens: np.ndarray
    sentences: np.ndarray
    documents: np.ndarray
    words: tuple[str, ...]
    counts: np.ndarray
    document_names: tuple[str, ...] = ()
    document_labels: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    details: Mapping[str, Any] | None = None
    """What was understood while reading (encoding, format, dropped lines...), JSON-able, for the preview."""
    label_title: str = "topic"
    word_kinds: Mapping[str, str] = field(default_factory=dict)
    senses: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int32))
    sense_names: tuple[str, ...] = ()
    paragraphs: np.ndarray = field(default_factory=lambda: np.zeros(0, np.int64))

    def __post_init__(self) -> None:
        for name in ("tokens", "sentences", "documents", "counts", "senses", "paragraphs"):
            dtype = np.int32 if name in ("tokens", "senses") else np.int64
            object.__setattr__(self, name, read_only(np.ascontiguousarray(getattr(self, name), dtype=dtype)))

    @classmethod
    def from_text(cls, text: TextInput, options: Tokenization, report: Report = Silent()) -> "Corpus":
        """Read, tokenize and count documents; raises what `builder.parts` raises."""
        return cls(**builder.parts(text, options, report)).pruned(1, max_words=limits.VOCABULARY)

    @classmethod
    def from_sentences(
        cls,
        sentences: Iterable[Sequence[str] | str],
        labels: Sequence[str] = (),
        options: Tokenization = Tokenization(),
        report: Report = Silent(),
    ) -> "Corpus":
        """Count sentences: strings are split by the app's tokenizer, sequences of words are taken as they are.

        labels: one for each sentence, which makes each a document; without any, all are one document.
        Raises InputError if there are too few words, ValueError or TypeError for what are no sentences.

        >>> corpus = Corpus.from_sentences(["A cat sits on the mat.", "Two dogs chase the cat in a garden."])
        >>> corpus.n_sentences, corpus.n_tokens, corpus.words[:3]
        (2, 14, ('a', 'cat', 'the'))
        """
        parts = builder.parts_of_sentences(sentences, labels, options, report)
        return cls(**parts).pruned(1, max_words=limits.VOCABULARY)

    @property
    def n_tokens(self) -> int:
        """Running words."""
        return len(self.tokens)

    @property
    def n_words(self) -> int:
        """Different words."""
        return len(self.words)

    @property
    def n_sentences(self) -> int:
        """Sentences (or lines)."""
        return len(self.sentences) - 1

    @cached_property
    def index(self) -> dict[str, int]:
        """word -> id."""
        return {word: row for row, word in enumerate(self.words)}

    def vocabulary_at(self, min_count: int) -> int:
        """How many words occur at least `min_count` times."""
        return int(np.searchsorted(-self.counts, -min_count, side="right"))

    def pruned(self, min_count: int, max_words: int = 0) -> "Corpus":
        """Without the words that occur less than `min_count` times or come after the first `max_words`.

        The dropped words' places close up, as in word2vec (Mikolov et al. 2013): neighbors across them become
        adjacent. Sentence and document offsets are moved accordingly; empty sentences stay, with length 0.
        """
        keep = self.vocabulary_at(min_count)
        keep = min(keep, max_words) if max_words else keep
        if keep == self.n_words:
            return self
        kept = self.tokens < keep
        dropped = np.flatnonzero(~kept)
        return replace(
            self,
            tokens=self.tokens[kept],
            sentences=self.sentences - np.searchsorted(dropped, self.sentences),
            documents=self.documents - np.searchsorted(dropped, self.documents),
            paragraphs=self.paragraphs - np.searchsorted(dropped, self.paragraphs),
            senses=self.senses[kept] if self.sense_names else self.senses,
            words=self.words[:keep],
            counts=self.counts[:keep],
        )

    def pack(self) -> tuple[dict[str, np.ndarray], dict[str, Any]]:
        """Arrays and a JSON document that `unpack` reads."""
        arrays = {name: getattr(self, name) for name in ("tokens", "sentences", "documents", "counts")}
        if self.sense_names:
            arrays["senses"] = self.senses
        if len(self.paragraphs):
            arrays["paragraphs"] = self.paragraphs
        document = {
            "words": list(self.words),
            "document_names": list(self.document_names),
            "document_labels": list(self.document_labels),
            "notes": list(self.notes),
            "details": self.details,
            "label_title": self.label_title,
            "word_kinds": dict(self.word_kinds),
            "sense_names": list(self.sense_names),
        }
        return arrays, document

    @classmethod
    def unpack(cls, arrays: Mapping[str, np.ndarray], document: Mapping[str, Any]) -> "Corpus":
        """The Corpus that `pack` took apart."""
        return cls(
            **arrays,
            words=tuple(document["words"]),
            document_names=tuple(document["document_names"]),
            document_labels=tuple(document["document_labels"]),
            notes=tuple(document["notes"]),
            details=document["details"],
            label_title=document.get("label_title", "topic"),
            word_kinds=document.get("word_kinds", {}),
            sense_names=tuple(document.get("sense_names", ())),
        )
