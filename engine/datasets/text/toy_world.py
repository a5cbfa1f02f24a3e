"""A synthetic corpus whose analogies are known: short paragraphs written by a grammar over a table of facts.

Items of one family (countries, animals, verbs, ...) differ in the topics under which they come up; the words that name
one item in different roles (norway, oslo, krone) share its topics, and each role has contexts of its own ("the capital
of"). So word = item + role, which is what makes analogies solvable by adding and subtracting vectors.

A sentence has several nouns of its topic close to the item's word, few words that tell its role, and those farther
away: so oslo is near to norway and not only to other capitals, in vectors of 50 numbers as well as in those of 100.
"""

import re
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from engine.datasets.text import toy_facts
from engine.datasets.text.documents import Document, TextInput
from engine.datasets.text.questions import AnalogyQuestions
from engine.datasets.text.sources import TextSource
from engine.fields import integer
from engine.report import Report, Silent

FAMILIES = {
    "countries": 0.28,
    "people": 0.13,
    "verbs": 0.17,
    "adjectives": 0.12,
    "animals": 0.10,
    "things": 0.08,
    "professions": 0.09,
    "scenes": 0.03,
}
"""Share of sentences about each family."""
PARAGRAPH = (4, 10)
"""Sentences in a paragraph: from, and below."""
ITEM_EXPONENT = 0.35
WORD_EXPONENT = 0.8
"""Frequencies fall with the rank r in a table as (r + 1) ** -exponent, as in Zipf's law (1935)."""

WORDS_PER_SENTENCE = 9
"""Fewer than the true mean, so that there are always enough sentences for the words asked for."""

_ARTICLE = re.compile(r"\ba (?=[aeio])")


@dataclass(frozen=True)
class ToyWorld(TextSource):
    """A little world in simple English, written anew for every seed."""

    name = "toy_world"
    version = 3
    n_tokens: int = integer(
        200_000, 20_000, 5_000_000, step=10_000, label="Tokens", help="Running words to write.", unit="words"
    )
    seed: int = integer(1, 0, 2**32 - 1, label="Seed", help="Another seed writes another text on the same facts.")

    def title(self) -> str:
        """What the user calls it."""
        return f"Toy world ({self.n_tokens:,} tokens, synthetic)"

    def texts(self, report: Report = Silent()) -> TextInput:
        """Paragraphs, each a document labeled with its topic."""
        sentences, topics, starts = write(self.n_tokens, self.seed)
        names = tuple(toy_facts.topics())
        documents = (
            Document(f"{names[topics[start]]} {number}", names[topics[start]], ["\n".join([*sentences[start:end], ""])])
            for number, (start, end) in enumerate(pairwise([*starts, len(sentences)]), 1)
        )
        notes = ["A synthetic text: its sentences were written by a grammar over a table of facts."]
        size = sum(map(len, sentences))
        return TextInput(documents, size=size, notes=notes, word_kinds=toy_facts.kinds())

    def questions(self) -> AnalogyQuestions:
        """Analogies whose answers hold in this world, by relation."""
        return toy_facts.questions()


def write(n_tokens: int, seed: int) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Sentences in reading order, the topic of each, and the numbers of those that begin a paragraph.

    The sentences hold `n_tokens` words together, less what the last one would be too long.
    """
    rng = np.random.default_rng(seed)
    n_sentences = -(-n_tokens // WORDS_PER_SENTENCE)
    written = [_about(family, round(share * n_sentences), rng) for family, share in FAMILIES.items()]
    sentences = np.concatenate([part for part, _ in written])
    topics = np.concatenate([part for _, part in written])
    order, starts = _paragraphs(topics, rng)
    text = _ARTICLE.sub("an ", "\n".join(sentences[order])).split("\n")
    n_words = np.cumsum([sentence.count(" ") + 1 for sentence in text])
    kept = int(np.searchsorted(n_words, n_tokens, side="right"))
    return text[:kept], topics[order][:kept], starts[starts < kept]


def _about(family: str, n: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """n sentences about the items of a family (array of strings), and their topics (array of ints)."""
    table = toy_facts.tables()[family]
    weights = toy_facts.topic_weights(table) * _zipf(table.n_items, ITEM_EXPONENT)[:, None]
    items, topics = np.divmod(_evenly(weights.ravel(), n, rng), weights.shape[1])
    patterns = toy_facts.grammar()["sentences"][family]
    turns = (_occurrence(items) + rng.integers(len(patterns), size=table.n_items)[items]) % len(patterns)
    sentences = np.empty(n, dtype=object)
    for turn, pattern in enumerate(patterns):
        rows = np.flatnonzero(turns == turn)
        sentences[rows] = _fill(pattern, table, items[rows], topics[rows], rng)
    return sentences, topics


def _evenly(weights: np.ndarray, n: int, rng: np.random.Generator) -> np.ndarray:
    """n indices in random order, each as often as its weight asks for, give or take one (systematic sampling)."""
    cumulated = np.cumsum(weights) / weights.sum()
    return rng.permutation(np.searchsorted(cumulated[:-1], (np.arange(n) + rng.random()) / n, side="right"))


def _occurrence(items: np.ndarray) -> np.ndarray:
    """How often each item came before: 0 for its first occurrence. So that all patterns take turns for every item."""
    order = np.argsort(items, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(items))])
    before = np.empty(len(items), dtype=np.int64)
    before[order] = np.arange(len(items)) - starts[items[order]]
    return before


def _fill(
    pattern: str, table: toy_facts.Table, items: np.ndarray, topics: np.ndarray, rng: np.random.Generator
) -> list[str]:
    """The pattern once for every item, its slots filled."""
    nouns = np.array(list(toy_facts.topics().values()), dtype=object)
    words = toy_facts.grammar()["words"]
    columns: list[np.ndarray] = []
    noun = np.full(len(items), -1)
    for slot in toy_facts.SLOT.findall(pattern):
        if slot in table.columns:
            columns.append(np.array(table.columns[slot], dtype=object)[items])
        elif slot == "noun":
            drawn = _draw(nouns.shape[1], len(items), rng)
            noun = np.where(drawn == noun, (drawn + 1) % nouns.shape[1], drawn)  # not twice the same in a row
            columns.append(nouns[topics, noun])
        else:
            columns.append(np.array(words[slot], dtype=object)[_draw(len(words[slot]), len(items), rng)])
    template = toy_facts.SLOT.sub("%s", pattern).replace(" ,", ",").replace(" .", ".")
    return [template % filling for filling in zip(*columns, strict=True)]


def _draw(n_choices: int, size: int, rng: np.random.Generator) -> np.ndarray:
    return np.searchsorted(np.cumsum(_zipf(n_choices, WORD_EXPONENT))[:-1], rng.random(size), side="right")


def _zipf(n: int, exponent: float) -> np.ndarray:
    weights = np.arange(2.0, n + 2) ** -exponent
    return weights / weights.sum()


def _paragraphs(topics: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """An order of the sentences in which paragraphs of one topic follow each other, and where each begins."""
    by_topic = rng.permutation(len(topics))
    by_topic = by_topic[np.argsort(topics[by_topic], kind="stable")]
    cuts = np.cumsum(rng.integers(*PARAGRAPH, size=len(topics) // PARAGRAPH[0] + 1))
    changes = np.flatnonzero(np.diff(topics[by_topic])) + 1
    starts = np.unique(np.concatenate([[0], cuts[cuts < len(topics)], changes]))
    paragraphs = np.split(by_topic, starts[1:])
    shuffled = [paragraphs[place] for place in rng.permutation(len(paragraphs))]
    return np.concatenate(shuffled), np.cumsum([0, *map(len, shuffled[:-1])])
