"""What the grammar of the toy world tells of a word from others of its sentence: the most that anyone could.

The chances of a word given others are those of all sentences that the grammar can write with them (Bayes). So no method
that reads single sentences tells more words right, on average, than are the likeliest by these chances. The order in
which patterns take turns and the sentences around are not used.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, product
from math import prod

import numpy as np

from engine.datasets.text import toy_facts
from engine.datasets.text.ambiguous_world import JOINT
from engine.datasets.text.toy_world import FAMILIES, ITEM_EXPONENT, WORD_EXPONENT

ARTICLE, BEFORE_VOWEL, VOWELS, NOUN = "a", "an", tuple("aeio"), "{noun}"


@dataclass(frozen=True, eq=False)
class Pattern:
    """One way to write a sentence, of a fixed length. share: of all sentences. places: what stands at each word.

    A place is a slot, such as "{noun}" or "{capital}", or the chances of words that depend on nothing else.
    """

    family: str
    share: float
    places: tuple[str | Mapping[str, float], ...]


def falling(n: int, exponent: float) -> np.ndarray:
    """Chances of n choices of which the first are the likeliest."""
    weights = np.arange(2.0, n + 2) ** -exponent
    return weights / weights.sum()


def patterns() -> Iterator[Pattern]:
    """All; a pattern of the grammar with phrases of several lengths is one for each length."""
    for family, share in FAMILIES.items():
        written = toy_facts.grammar()["sentences"][family]
        for pattern in written:
            ways = product(*(_ways(part, family) for part in pattern.split() if part not in {",", "."}))
            for parts in ways:
                chance = share / len(written) * prod(part for part, _ in parts)
                yield Pattern(family, chance, tuple(chain.from_iterable(places for _, places in parts)))


def _ways(part: str, family: str) -> list[tuple[float, list[str | Mapping[str, float]]]]:
    """Chance and places of each length that a part of a pattern can have."""
    slot = toy_facts.SLOT.fullmatch(part)
    if slot is None:
        return [(1.0, [{part: 1.0}])]
    if part == NOUN or slot[1] in toy_facts.tables()[family].columns:
        return [(1.0, [part])]
    phrases = [phrase.split() for phrase in toy_facts.grammar()["words"][slot[1]]]
    chances = dict(zip(map(tuple, phrases), falling(len(phrases), WORD_EXPONENT), strict=True))
    found = []
    for length in sorted({len(phrase) for phrase in phrases}):
        alike = {phrase: chance for phrase, chance in chances.items() if len(phrase) == length}
        total = sum(alike.values())
        places: list[str | Mapping[str, float]] = [{} for _ in range(length)]
        for (phrase, chance), place in product(alike.items(), range(length)):
            words = places[place]
            assert isinstance(words, dict)
            words[phrase[place]] = words.get(phrase[place], 0.0) + chance / total
        found.append((total, places))
    return found


class Grammar:
    """The grammar over a vocabulary, in which words may be merged ("cat/spanish"). Words are given by their rows; those
    of the world that the vocabulary lacks share one more row."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.n_words = len(vocabulary) + 1
        known = {part: row for row, word in enumerate(vocabulary) for part in word.split(JOINT)}
        self._row = {word: known.get(word, len(vocabulary)) for word in _all_words()}
        vowel = [row for word, row in self._row.items() if word.startswith(VOWELS)]
        other = [row for word, row in self._row.items() if not word.startswith(VOWELS)]
        self._follows = {self._row[BEFORE_VOWEL]: self._among(vowel), self._row[ARTICLE]: self._among(other)}
        self._nouns = self._rows(chain.from_iterable(toy_facts.topics().values())).reshape(len(toy_facts.topics()), -1)
        self._noun = falling(self._nouns.shape[1], WORD_EXPONENT)
        self._next_noun = _not_twice(self._noun)
        self._weights, self._columns = {}, {}
        for family, table in toy_facts.tables().items():
            weights = toy_facts.topic_weights(table) * falling(table.n_items, ITEM_EXPONENT)[:, None]
            self._weights[family] = weights / weights.sum()
            self._columns[family] = {f"{{{role}}}": self._rows(words) for role, words in table.columns.items()}
        self._patterns = [_Places(pattern, self._row, self.n_words) for pattern in patterns()]

    def masked(self, sentence: Sequence[int], place: int) -> np.ndarray:
        """Chances of the word at a place, given all others: float64 (n_words + 1,), of sum 1 or 0."""
        known = [None if at == place else word for at, word in enumerate(sentence)]
        return self._sum((known, place, pattern) for pattern in self._patterns if pattern.n == len(sentence))

    def next(self, before: Sequence[int]) -> np.ndarray:
        """Chances of the word behind the first words of a sentence that goes on, as above."""
        place = len(before)
        longer = (pattern for pattern in self._patterns if pattern.n > place)
        return self._sum(([*before, *[None] * (pattern.n - place)], place, pattern) for pattern in longer)

    def previous(self, behind: Sequence[int]) -> np.ndarray:
        """Chances of the word before the last words of a sentence that does not begin with them, as above."""
        longer = ((pattern, pattern.n - len(behind)) for pattern in self._patterns if pattern.n > len(behind))
        return self._sum(([*[None] * n, *behind], n - 1, pattern) for pattern, n in longer)

    def _sum(self, cases: Iterable[tuple[list[int | None], int, "_Places"]]) -> np.ndarray:
        total = np.zeros(self.n_words)
        for known, place, pattern in cases:
            if pattern.allows(known):
                total += self._told(known, place, pattern)
        return total / max(total.sum(), 1e-300)

    def _told(self, known: list[int | None], place: int, pattern: "_Places") -> np.ndarray:
        """What one pattern adds to the chances of the word at a place, which is not known."""
        family = pattern.family
        items = np.full(len(self._weights[family]), pattern.chance(known))
        for at, slot in pattern.slots.items():
            if slot != NOUN and known[at] is not None:
                items = items * (self._columns[family][slot] == known[at])
        topics, nouns = self._chain(known, place, pattern)
        weights = self._weights[family]
        if place in pattern.free:
            found = pattern.free[place] * (items @ weights @ topics)
            if pattern.is_article[place]:
                found = found * self._article_share(known, place, pattern)
        else:
            at_noun = pattern.slots[place] == NOUN
            rows = self._nouns if at_noun else self._columns[family][pattern.slots[place]]
            found = np.zeros(self.n_words)
            np.add.at(found, rows, (items @ weights)[:, None] * nouns if at_noun else items * (weights @ topics))
        article = known[place - 1] if place and pattern.is_article[place - 1] else None
        return found if article is None else found * self._follows[article]

    def _article_share(self, known: list[int | None], place: int, pattern: "_Places") -> np.ndarray:
        """Of both articles, by the word behind them where it is known, else by its chances: (n_words,)."""
        behind = known[place + 1]
        chances = self._told(known, place + 1, pattern) if behind is None else np.eye(self.n_words)[behind]
        share = np.zeros(self.n_words)
        for article, words in self._follows.items():
            share[article] = chances @ words / max(chances.sum(), 1e-300)
        return share

    def _chain(self, known: list[int | None], place: int, pattern: "_Places") -> tuple[np.ndarray, np.ndarray]:
        """Under each topic the chance of the known nouns (t,), and with each noun at the place too, (t, nouns)."""
        n_topics, n = self._nouns.shape
        ahead: np.ndarray | None = None  # (t, noun at the place, noun now); before the place the middle has one entry
        for at in (at for at, slot in pattern.slots.items() if slot == NOUN):
            first = np.tile(self._noun, (n_topics, 1, 1))
            ahead = first if ahead is None else ahead @ self._next_noun
            if at == place:
                ahead = ahead.transpose(0, 2, 1) * np.eye(n)
            elif known[at] is not None:
                ahead = ahead * (self._nouns == known[at])[:, None, :]
        if ahead is None:
            return np.ones(n_topics), np.ones((n_topics, 1))
        return ahead.sum(axis=(1, 2)), ahead.sum(axis=2)

    def _rows(self, words: Iterable[str]) -> np.ndarray:
        return np.array([self._row[word] for word in words])

    def _among(self, rows: list[int]) -> np.ndarray:
        found = np.zeros(self.n_words)
        found[rows] = 1
        return found


def _all_words() -> set[str]:
    """Every word that the grammar can write."""
    nouns = chain.from_iterable(toy_facts.topics().values())
    items = chain.from_iterable(chain.from_iterable(table.columns.values()) for table in toy_facts.tables().values())
    places = chain.from_iterable(pattern.places for pattern in patterns())
    free = chain.from_iterable(place for place in places if not isinstance(place, str))
    return {ARTICLE, BEFORE_VOWEL, *nouns, *items, *free}


class _Places:
    """A pattern over the rows of a vocabulary: its slots by place, and the chances of what stands elsewhere."""

    def __init__(self, pattern: Pattern, row: Mapping[str, int], n_words: int) -> None:
        self.family, self.share, self.n = pattern.family, pattern.share, len(pattern.places)
        self.slots = {at: place for at, place in enumerate(pattern.places) if isinstance(place, str)}
        self.is_article = [place == {ARTICLE: 1.0} for place in pattern.places]
        self.free: dict[int, np.ndarray] = {}
        for at, place in enumerate(pattern.places):
            if not isinstance(place, str):
                self.free[at] = np.zeros(n_words)
                for word, chance in place.items():
                    self.free[at][row[word]] += chance
                if self.is_article[at]:
                    self.free[at][row[BEFORE_VOWEL]] = 1.0

    def allows(self, known: Sequence[int | None]) -> bool:
        """Whether all known words may stand where nothing depends on the item or the topic."""
        return all(known[at] is None or chances[known[at]] > 0 for at, chances in self.free.items())

    def chance(self, known: Sequence[int | None]) -> float:
        """Of this pattern and of those words."""
        return self.share * prod(float(chances[known[at]]) for at, chances in self.free.items()
                                 if known[at] is not None)  # fmt: skip


def _not_twice(chances: np.ndarray) -> np.ndarray:
    """Chances of the next noun by the one before (rows): whoever would come again makes way for the one after it."""
    n = len(chances)
    found, here = np.tile(chances, (n, 1)), np.arange(n)
    found[here, (here + 1) % n] += chances
    found[here, here] = 0.0
    return found
