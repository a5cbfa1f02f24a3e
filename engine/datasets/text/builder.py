"""From documents, or from sentences in memory, to the fields of a Corpus."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from engine import limits
from engine.datasets.text import hints, phrases
from engine.datasets.text.documents import Chunks, TextInput
from engine.datasets.text.tokenizer import (
    BOUNDARY,
    DOCUMENT,
    EMPTY_LINE,
    PARAGRAPH,
    TOO_LONG,
    Tokenization,
    Tokenizer,
)
from engine.errors import Cancelled, InputError
from engine.files.display import displayable
from engine.report import Report, stop_if_cancelled

MIN_WORDS = 10
"""Different words below which no method has anything to learn."""
_REPORT_EVERY = 10_000
"""Sentences between two reports."""


def parts(text: TextInput, options: Tokenization, report: Report) -> dict[str, Any]:
    """Read, tokenize and count: the fields of a Corpus.

    Raises InputError if no words are found, if no word has a neighbor, or if there are fewer than MIN_WORDS different
    words; Cancelled soon after the user cancels. Memory: some 30 bytes a running word, beside one chunk of text.
    """
    chunks, tokenizer, found = Chunks(text.documents), Tokenizer(options), _Found()
    for chunk in chunks:
        if report.cancelled():
            raise Cancelled
        found.add(tokenizer.encode(chunk))
        report.progress(chunks.n_characters, max(text.size, chunks.n_characters), "characters")
    try:
        counted = _counted(chunks, tokenizer, found)
    except InputError as error:  # what was understood may say why
        raise InputError(" ".join([str(error), *text.notes, *tokenizer.found]), error.code) from error
    # Notes and details of the text may grow until all of it is read.
    return counted | {
        "notes": (*text.notes, *counted["notes"]),
        "details": text.details | counted["details"],
        "label_title": text.label_title,
        "word_kinds": text.word_kinds,
    }


def parts_of_sentences(
    sentences: Iterable[Sequence[str] | str], labels: Sequence[str], options: Tokenization, report: Report
) -> dict[str, Any]:
    """Tokenize strings, take words as they are, and count: the fields of a Corpus.

    labels: one for each sentence, which makes each a document; without any, all are one document.
    Raises InputError as `parts` does, ValueError if the number of labels is another, TypeError for what is no sentence.
    """
    if isinstance(sentences, str):
        raise TypeError("sentences is one string; needed are several sentences, each a string or a sequence of words")
    chunks, tokenizer, found = Chunks(()), Tokenizer(options), _Found()
    n_sentences = 0
    for sentence in sentences:
        n_sentences += 1
        codes = _sentence_codes(sentence, chunks, tokenizer)
        codes[-1] = DOCUMENT if len(labels) else BOUNDARY
        found.add(codes)
        if n_sentences % _REPORT_EVERY == 0:
            stop_if_cancelled(report)
            report.progress(n_sentences, n_sentences, "sentences")
    if len(labels) not in (0, n_sentences):
        raise ValueError(f"{len(labels):,} labels for {n_sentences:,} sentences; give one for each, or none")
    if not len(labels):
        found.add(np.array([DOCUMENT], dtype=np.int32))
    chunks.names = [f"sentence {number}" for number in range(1, n_sentences + 1)] if len(labels) else ["sentences"]
    chunks.labels = [displayable(label, limits.LABEL_LENGTH) for label in labels] or [""]
    return _counted(chunks, tokenizer, found)


def _sentence_codes(sentence: Sequence[str] | str, chunks: Chunks, tokenizer: Tokenizer) -> np.ndarray:
    """Codes of one sentence and of the end behind it."""
    if isinstance(sentence, str):
        return tokenizer.encode(chunks.whole(sentence))
    return np.append(tokenizer.take(sentence), DOCUMENT)


def _counted(chunks: Chunks, tokenizer: Tokenizer, found: "_Found") -> dict[str, Any]:
    """The fields of a Corpus from all codes; raises InputError as `parts` does."""
    options = tokenizer.options
    tokens, sentences, paragraphs, documents = found.joined()
    tokens, words, n_mended = tokenizer.mended(tokens)
    _require_words(tokens, sentences, words, found.n_too_long)
    if options.phrases:
        tokens, moved, words = phrases.join(tokens, sentences, words, options.phrase_threshold)
        sentences, paragraphs, documents = moved[sentences], moved[paragraphs], moved[documents]
    n_sentences = len(sentences) - 1
    sentences, n_split = _split(sentences)
    tokens, words, counts = by_count(tokens, words)
    return {
        "tokens": tokens,
        "sentences": sentences,
        "paragraphs": paragraphs,
        "documents": documents,
        "words": tuple(words),
        "counts": counts,
        "document_names": tuple(chunks.names),
        "document_labels": tuple(chunks.labels) if len(set(chunks.labels)) > 1 else (),
        "notes": (
            *tokenizer.found,
            *_notes(chunks, found, n_split, words),
            *hints.of_lines(chunks.n_lines, n_sentences, options),
            *hints.of_print(tokenizer, *n_mended),
            *hints.of_words(words, counts, options),
        ),
        "details": _details(chunks, found),
    }


class _Found:
    """Word ids and offsets, collected chunk by chunk."""

    def __init__(self) -> None:
        self.n_tokens = self.n_too_long = 0
        self._tokens = [np.zeros(0, np.int32)]
        self._sentences = [np.zeros(1, np.int64)]
        self._paragraphs = [np.zeros(1, np.int64)]
        self._documents = [np.zeros(1, np.int64)]

    def add(self, codes: np.ndarray) -> None:
        """Take in what `Tokenizer.encode` found."""
        is_word = codes >= 0
        offsets = self.n_tokens + np.cumsum(is_word)
        of_documents = codes == DOCUMENT
        of_paragraphs = of_documents | (codes == PARAGRAPH)
        self._documents.append(offsets[of_documents])
        self._paragraphs.append(offsets[of_paragraphs | (codes == EMPTY_LINE)])
        self._sentences.append(offsets[of_paragraphs | (codes == BOUNDARY)])
        self._tokens.append(codes[is_word])
        self.n_tokens += len(self._tokens[-1])
        self.n_too_long += int((codes == TOO_LONG).sum())

    def joined(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Tokens, and offsets of sentences and paragraphs (empty ones left out) and of documents."""
        sentences, paragraphs = (_of_filled(np.concatenate(each)) for each in (self._sentences, self._paragraphs))
        return np.concatenate(self._tokens), sentences, paragraphs, np.concatenate(self._documents)


def _of_filled(offsets: np.ndarray) -> np.ndarray:
    """The offsets of what is not empty."""
    return np.concatenate([offsets[:1], offsets[1:][np.diff(offsets) > 0]])


def _split(sentences: np.ndarray) -> tuple[np.ndarray, int]:
    """Offsets of sentences of at most limits.SENTENCE_TOKENS words, and how many had to be split."""
    lengths = np.diff(sentences)
    n_parts = -(-lengths // limits.SENTENCE_TOKENS)
    part = np.arange(n_parts.sum()) - np.repeat(np.cumsum(n_parts) - n_parts, n_parts)
    starts = np.repeat(sentences[:-1], n_parts) + part * limits.SENTENCE_TOKENS
    return np.append(starts, sentences[-1]), int((n_parts > 1).sum())


def by_count(tokens: np.ndarray, words: list[str]) -> tuple[np.ndarray, list[str], np.ndarray]:
    """Tokens, words and counts renumbered by falling count, ties by first occurrence; words without any are gone."""
    counts = np.bincount(tokens, minlength=len(words))
    first = np.full(len(words), len(tokens))
    first[tokens[::-1]] = np.arange(len(tokens))[::-1]
    order = np.lexsort((first, -counts))[: np.count_nonzero(counts)]
    place = np.empty(len(words), dtype=np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    return place[tokens], [words[row] for row in order], counts[order]


def _require_words(tokens: np.ndarray, sentences: np.ndarray, words: list[str], n_too_long: int) -> None:
    found = [words[row] for row in np.flatnonzero(np.bincount(tokens))]
    if not found:
        reason = f" ({n_too_long:,} runs of letters are longer than {limits.TOKEN_LENGTH})" if n_too_long else ""
        raise InputError(f"No words found{reason}; is this Chinese or Japanese? Choose character mode.", "E-TXT-24")
    advice = " Its script has no blanks between words: choose characters as the unit." if hints.unspaced(found) else ""
    if np.diff(sentences).max() < 2:
        raise InputError(
            "No word has a neighbor: every sentence is a single word. Please give running text, or other "
            f"boundaries.{advice}",
            "E-TXT-28",
        )
    if len(found) < MIN_WORDS:
        raise InputError(
            f"The text has {len(found)} different words ({', '.join(found)}); an embedding needs at least {MIN_WORDS} "
            f"different words.{advice}",
            "E-TXT-27",
        )


def _notes(chunks: Chunks, found: _Found, n_split: int, words: list[str]) -> Iterator[str]:
    if chunks.n_controls:
        yield f"Control characters replaced by blanks: {chunks.n_controls:,}."
    if chunks.n_repaired:
        yield f"Control characters read as the quotes and dashes of Windows-1252: {chunks.n_repaired:,}."
    if chunks.n_surrogates:
        yield f"Halves of characters (lone surrogates) replaced by U+FFFD: {chunks.n_surrogates:,}."
    if found.n_too_long:
        yield f"Words dropped because they have more than {limits.TOKEN_LENGTH} characters: {found.n_too_long:,}."
    if n_split:
        yield f"Sentences split because they have more than {limits.SENTENCE_TOKENS:,} words: {n_split:,}."
    if len(words) > limits.VOCABULARY:
        yield f"The {limits.VOCABULARY:,} most frequent of {len(words):,} words were kept."


def _details(chunks: Chunks, found: _Found) -> dict[str, int]:
    return {
        "documents": len(chunks.names),
        "lines": chunks.n_lines,
        "characters": chunks.n_characters,
        "dropped_tokens": found.n_too_long,
    }
