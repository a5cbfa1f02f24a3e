"""What learners of two languages share: the vectors of both, trained or given, and the pairs of their words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine import costs, limits
from engine.algorithms.alignment.cooccurring import best_pairs
from engine.algorithms.alignment.maps import comparable
from engine.algorithms.alignment.scoring import Split
from engine.algorithms.skipgram import cost
from engine.algorithms.skipgram.negative_sampling import Settings, keep_probability
from engine.algorithms.skipgram.progress import Recorder
from engine.datasets.joint.languages.languages import Languages, Words, words_of
from engine.datasets.text.corpus import Corpus
from engine.embedding import Embedding
from engine.errors import InputError
from engine.learners.base import Estimate, Learner
from engine.report import Repetition, Report

FEWEST_WORDS = 20
"""Different words of a language below which there is nothing to hold against another one."""
FEWEST_PAIRS = 5
"""Pairs below which a map would be chance."""
CHECKED_WORDS = 300
"""Words by whose vectors a training is seen to go astray."""


@dataclass(frozen=True, eq=False)
class Side:
    """One language. vectors: float32 (n, d), rows of length 1. counts: (n,), empty for vectors that were given.
    kinds: word -> its kind, where that is known.
    """

    words: tuple[str, ...]
    vectors: np.ndarray
    counts: np.ndarray
    history: dict[str, list[float]]
    kinds: Mapping[str, str]


class LanguageLearner(Learner):
    """Base of the learners that put the words of two languages into one space."""

    takes: ClassVar[str] = Languages.kind
    embeds: ClassVar[str] = "bilingual word"
    step_unit: ClassVar[str] = "tokens"

    min_count: int
    max_words: int
    dictionary: str
    center: bool

    def settings(self) -> Settings:
        """The hyper-parameters of the training of each language."""
        raise NotImplementedError

    def read(self, dataset: Languages) -> tuple[Words, Words]:
        """The languages without the words that get no vector; raises InputError if too few are left (E-TRN-31)."""
        first, second = (self._kept(side, name) for side, name in zip(dataset.sides, dataset.names, strict=True))
        return first, second

    def _kept(self, side: Words, name: str) -> Words:
        if not isinstance(side, Corpus):
            return side
        kept = side.pruned(self.min_count, self.max_words)
        if kept.n_words < FEWEST_WORDS:
            raise InputError(
                f"{name} has {kept.n_words:,} words that occur {self.min_count:,} times; at least {FEWEST_WORDS} are "
                "needed. Use a longer text, or a smaller minimum count.",
                "E-TRN-31",
            )
        return kept

    def sides(self, read: tuple[Words, Words], report: Report) -> tuple[Side, Side]:
        """The vectors of both, comparable; the space of fewer dimensions gets axes of zeros."""
        found = [self._vectors(side, Repetition(report, place, 3)) for place, side in enumerate(read)]
        width = max(vectors.shape[1] for vectors, _ in found)
        first, second = (
            Side(
                words_of(side),
                np.pad(comparable(vectors, self.center), ((0, 0), (0, width - vectors.shape[1]))),
                side.counts if isinstance(side, Corpus) else np.zeros(0, np.int64),
                history,
                side.word_kinds if isinstance(side, Corpus) else {},
            )
            for side, (vectors, history) in zip(read, found, strict=True)
        )
        return first, second

    def _vectors(self, side: Words, report: Report) -> tuple[np.ndarray, dict[str, list[float]]]:
        if not isinstance(side, Corpus):
            return side.vectors, {}
        from engine.algorithms.skipgram import cpu

        settings = self.settings()
        items = np.arange(min(CHECKED_WORDS, side.n_words))
        recorder = Recorder(report, side.words, (), items, side.n_tokens * settings.n_epochs)
        vectors, _ = cpu.train(side.tokens, side.sentences, side.counts, settings, recorder)
        return vectors, recorder.history

    def known(self, dataset: Languages, read: tuple[Words, Words]) -> np.ndarray:
        """The pairs that came with the data, as rows (p, 2) of both languages."""
        first, second = ({word: row for row, word in enumerate(words_of(side))} for side in read)
        rows = [(first[a], second[b]) for a, b in dataset.pairs if a in first and b in second]
        return np.array(rows, dtype=np.int64).reshape(-1, 2)

    def candidates(self, dataset: Languages, read: tuple[Words, Words], known: np.ndarray) -> np.ndarray:
        """The pairs to learn from, (p, 2); raises InputError if there are too few (E-TRN-32) or none can be found in
        such data (E-TRN-33)."""
        if self.dictionary == "spelling":
            found = _spelled_alike(read)
        elif self.dictionary == "sentences":
            first, second = read
            if not (dataset.aligned and isinstance(first, Corpus) and isinstance(second, Corpus)):
                raise InputError(
                    "These are no sentences with their translations, so that no dictionary can be found in them. "
                    "Learn from a list of pairs, or from words of one spelling.",
                    "E-TRN-33",
                )
            texts = [(text.tokens, text.documents, text.n_words) for text in (first, second)]
            found = best_pairs(texts[0], texts[1])[0]
        else:
            found = known
        if len(found) < FEWEST_PAIRS:
            raise InputError(
                f"There are {len(found):,} pairs of words to learn from; at least {FEWEST_PAIRS} are needed. Give a "
                "list of pairs for these languages, choose another dictionary, or a smaller minimum count.",
                "E-TRN-32",
            )
        return found

    def estimate(self, dataset: Languages) -> Estimate:
        """From the tokens left after pruning and sub-sampling, and the products of all words with all."""
        seconds, megabytes, sizes = costs.KERNELS.seconds, costs.KERNELS.megabytes, []
        for side in dataset.sides:
            if not isinstance(side, Corpus):
                sizes.append((len(side.labels), side.n_components))
                continue
            settings = self.settings()
            counts = side.counts[side.counts >= self.min_count][: self.max_words or None]
            seconds += cost.seconds(settings, float(keep_probability(counts, settings.sample) @ counts))
            width = cost.padded(settings.n_components)
            megabytes += (16 * len(counts) * width + 20 * side.n_tokens) / limits.MB
            sizes.append((len(counts), width))
        (n, d), (m, e) = sizes
        pair = max(d, e) * costs.PRINCIPAL_PRODUCT + costs.SORTED_OUT_PAIR
        return Estimate(seconds + self.searches() * n * m * pair, megabytes)

    def searches(self) -> int:
        """How often each word of the one language is compared with each of the other."""
        raise NotImplementedError


def _spelled_alike(read: tuple[Words, Words]) -> np.ndarray:
    first, second = map(words_of, read)
    rows = {word: row for row, word in enumerate(second)}
    found = [(row, rows[word]) for row, word in enumerate(first) if word in rows]
    return np.array(found, dtype=np.int64).reshape(-1, 2)


def in_one_space(
    dataset: Languages, sides: tuple[Side, Side], carried: np.ndarray, part: Split, known: np.ndarray
) -> tuple[np.ndarray, Embedding]:
    """The words of both languages, by turns in the order of each: which language and row each is, int64 (n, 2), and
    their vectors, those of the first as the map carries them. A word that both languages have is followed by its
    language's name.
    """
    sizes = [len(side.words) for side in sides]
    rows = np.concatenate([np.column_stack([np.full(n, place), np.arange(n)]) for place, n in enumerate(sizes)])
    rows = rows[np.lexsort((rows[:, 0], rows[:, 1]))]
    shared = set(sides[0].words) & set(sides[1].words)
    vectors = np.concatenate([carried, sides[1].vectors])[rows[:, 0] * sizes[0] + rows[:, 1]]
    words = [sides[place].words[row] for place, row in rows]
    labels = [f"{word} ({dataset.names[place]})" if word in shared else word
              for word, (place, _) in zip(words, rows, strict=True)]  # fmt: skip
    columns = {"language": np.array([dataset.names[place] for place, _ in rows])}
    if all(len(side.counts) for side in sides):
        columns["count"] = np.array([sides[place].counts[row] for place, row in rows])
    if all(side.kinds for side in sides):
        columns["kind"] = np.array([sides[place].kinds.get(word, "other") for word, (place, _) in
                                    zip(words, rows, strict=True)])  # fmt: skip
    columns["dictionary"] = _roles(rows, part, known)
    return rows, Embedding(vectors, labels, columns)


def _roles(rows: np.ndarray, part: Split, known: np.ndarray) -> np.ndarray:
    """What each word is in the dictionary."""
    asked = known[np.isin(known[:, 0], part.held_out)]
    found = np.full(len(rows), "not used", dtype="<U12")
    for place in (0, 1):
        own = rows[:, 0] == place
        found[own & np.isin(rows[:, 1], asked[:, place])] = "held out"
        found[own & np.isin(rows[:, 1], part.seeds[:, place])] = "learned from"
    return found
