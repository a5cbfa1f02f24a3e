"""The facts of the toy world: tables of items, the words of its topics, its grammar, and questions about them.

The tables under `assets/toy_world` were written for this project. Every row of a table is an item ("norway", the verb
"to sing"); its columns are the words that name it in different roles (country, capital, currency...), and its topics,
the most important one first.
"""

import csv
import json
import re
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path

import numpy as np

from engine.datasets.text.questions import AnalogyQuestions, Words

FOLDER = Path(__file__).parents[3] / "assets" / "toy_world"

RELATIONS = (
    ("capital", "countries", "country", "capital"),
    ("currency", "countries", "country", "currency"),
    ("nationality", "countries", "country", "nationality"),
    ("language", "countries", "country", "language"),
    ("dish", "countries", "country", "dish"),
    ("family", "people", "he", "she"),
    ("animal-young", "animals", "animal", "young"),
    ("profession-tool", "professions", "profession", "tool"),
    ("profession-place", "professions", "profession", "place"),
    ("past-tense", "verbs", "base", "past"),
    ("present-participle", "verbs", "base", "participle"),
    ("third-person", "verbs", "base", "third"),
    ("comparative", "adjectives", "base", "comparative"),
    ("superlative", "adjectives", "base", "superlative"),
    ("plural", "things", "singular", "plural"),
)
"""Section of the question file, table, and the columns whose words make its pairs."""
KINDS = {
    "countries": "countries",
    "people": "people",
    "verbs": "actions",
    "adjectives": "qualities",
    "animals": "animals",
    "things": "things",
    "professions": "professions",
}
"""Family -> what its words are called as a kind."""
SLOT = re.compile(r"\{(\w+)\}")
"""In a pattern of the grammar: a word is to stand there."""
ROYAL = frozenset(("king", "prince", "duke", "emperor"))


@dataclass(frozen=True)
class Table:
    """Items of one family. columns: role -> word of each item; topics: names of each item's topics."""

    columns: dict[str, tuple[str, ...]]
    topics: tuple[tuple[str, ...], ...]

    @property
    def n_items(self) -> int:
        """Number of rows."""
        return len(self.topics)


@cache
def tables() -> dict[str, Table]:
    """Family -> its table; the family "scenes", sentences about a topic and nothing else, has an item per topic."""
    families = [family for family in grammar()["sentences"] if family != "scenes"]
    scenes = Table({}, tuple((topic,) for topic in topics()))
    return {family: _table(family) for family in families} | {"scenes": scenes}


def _table(family: str) -> Table:
    rows = _rows(family)
    item_topics = tuple(tuple(row.pop("topics").split()) for row in rows)
    return Table({role: tuple(row[role] for row in rows) for role in rows[0]}, item_topics)


@cache
def topics() -> dict[str, tuple[str, ...]]:
    """Topic -> its nouns, the most frequent first."""
    return {row["topic"]: tuple(row["nouns"].split()) for row in _rows("topics")}


@cache
def grammar() -> dict[str, dict[str, list[str]]]:
    """{"words": {slot: its words}, "sentences": {family: sentence patterns}}.

    A pattern is a sentence with slots in braces: a column of the family's table, "noun" for a noun of the topic, or one
    of the lists of words.
    """
    return json.loads((FOLDER / "grammar.json").read_text(encoding="utf-8"))


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def pairs(section: str) -> list[tuple[str, str]]:
    """Word pairs of a relation whose answer is unique: no euro, and no language that is named like a people."""
    _, family, first, second = next(relation for relation in RELATIONS if relation[0] == section)
    columns = tables()[family].columns
    others = columns["nationality"] if section == "language" else ()
    return [
        (a, b)
        for a, b in zip(columns[first], columns[second], strict=True)
        if columns[second].count(b) == 1 and b not in others
    ]


@cache
def questions() -> AnalogyQuestions:
    """Every ordered couple of pairs (a, b), (c, d) of every relation: a is to b as c is to d."""
    rows: list[tuple[str, Words]] = []
    for section, *_ in RELATIONS:
        known = pairs(section)
        rows += [(section, (a, b, c, d)) for a, b in known for c, d in known if a != c]
    return AnalogyQuestions.of(rows)


@cache
def kinds() -> dict[str, str]:
    """Word -> its kind, of ten: what a word names, told by its table; a word of several tables is of the first."""
    found: dict[str, str] = {}
    for family, table in tables().items():
        items = zip(*table.columns.values(), strict=True)
        for words in items:
            kind = "royalty" if family == "people" and words[0] in ROYAL else KINDS[family]
            found |= {word: found.get(word, kind) for word in words}
    for word in chain.from_iterable(topics().values()):
        found.setdefault(word, "scenery")
    patterns = chain.from_iterable(chain.from_iterable(part.values()) for part in grammar().values())
    return dict.fromkeys(SLOT.sub(" ", " ".join(patterns)).split(), "small words") | found


def topic_weights(table: Table) -> np.ndarray:
    """How often an item comes up under a topic, float64 (n_items, n_topics), rows sum to 1.

    The first topic of an item weighs 1, the second 1/2, the third 1/3: what sets items of one family apart.
    """
    place = {topic: column for column, topic in enumerate(topics())}
    weights = np.zeros((table.n_items, len(place)))
    for item, names in enumerate(table.topics):
        for rank, name in enumerate(names, 1):
            weights[item, place[name]] = 1 / rank
    return weights / weights.sum(axis=1, keepdims=True)
