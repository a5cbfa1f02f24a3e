"""Occurrences of a word: where they stand, what a network holds of each, and what it tells of a word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from engine.algorithms.contextual.pieces import Pieces
from engine.algorithms.contextual.readers import Reader, TransformerReader
from engine.datasets.text.corpus import Corpus
from engine.insight.explanation import Explanation

TILE = 64
"""Sentences that are read at once."""
EDGE = "·"
"""How what stands before and behind a sentence is written."""
SHOWN = 5


@dataclass(frozen=True, eq=False)
class Occurrences:
    """Some occurrences of a word in `Pieces` of a text.

    pieces: int64 (m,), rows; columns: int64 (m,), where the word stands in each, counted from 1 behind the edge.
    places: int64 (m,), in the text.
    """

    places: np.ndarray
    pieces: np.ndarray
    columns: np.ndarray

    @classmethod
    def of(cls, pieces: Pieces, word: int, most: int) -> "Occurrences":
        """Those of a word, at most so many, evenly chosen."""
        places = np.flatnonzero(pieces.tokens == word)
        kept = np.unique(np.linspace(0, len(places) - 1, min(most, len(places))).astype(np.int64))
        chosen = pieces.piece_of(places[kept])
        return cls(places[kept], chosen, places[kept] - pieces.starts[chosen] + 1)

    def sentences(self, pieces: Pieces, words: Sequence[str]) -> list[tuple[str, str, str]]:
        """Of each what stands before the word, the word, and what stands behind it."""
        found = []
        for place, piece in zip(self.places.tolist(), self.pieces.tolist(), strict=True):
            start, end = int(pieces.starts[piece]), int(pieces.starts[piece] + pieces.lengths[piece])
            left, right = pieces.tokens[start:place], pieces.tokens[place + 1 : end]
            found.append((_spelled(left, words), words[pieces.tokens[place]], _spelled(right, words)))
        return found

    def states(self, pieces: Pieces, reader: Reader) -> list[np.ndarray]:
        """What the network holds of each after every layer, float32 (m, width of the layer); layer 0 is the word's own
        vector."""
        return [np.concatenate(layer) for layer in zip(*self._tiles(pieces, reader), strict=True)]

    def _tiles(self, pieces: Pieces, reader: Reader) -> Iterator[list[np.ndarray]]:
        for first in range(0, len(self.places), TILE):
            part = slice(first, first + TILE)
            columns = self.columns[part]
            rows, real = pieces.rows(self.pieces[part])
            yield [layer[np.arange(len(columns)), columns] for layer in reader.states(rows, real)]


def senses_of(corpus: Corpus, occurrences: Occurrences) -> np.ndarray:
    """Rows of `corpus.sense_names`, int (m,); empty if the senses of the word are not known.

    corpus: the one whose tokens the pieces are.
    """
    found = corpus.senses[occurrences.places] if corpus.sense_names else np.zeros(0, np.int32)
    return found if len(found) and (found >= 0).all() else np.zeros(0, np.int32)


@dataclass(frozen=True, eq=False)
class Attended:
    """A sentence, edges included, and the attention in it: float32 (n_layers, n_heads, length, length)."""

    words: tuple[str, ...]
    weights: np.ndarray


def attended(reader: TransformerReader, pieces: Pieces, words: Sequence[str], piece: int) -> Attended:
    """What every word of a piece takes from which."""
    rows, real = pieces.rows(np.array([piece]))
    return Attended(tuple(_named(token, words) for token in rows[0].tolist()), reader.attention(rows, real)[:, 0])


def explained(reader: Reader, pieces: Pieces, words: Sequence[str], word: int, context: int) -> tuple[Explanation, ...]:
    """A sentence with both words: what is told of the first, unseen, and how near its occurrences are to each other."""
    found = Occurrences.of(pieces, word, 5_000)
    with_context = np.array([context in _tokens(pieces, piece) for piece in found.pieces.tolist()])
    at = int(with_context.argmax())
    rows, real = pieces.rows(found.pieces[[at]])
    column = int(found.columns[at])
    sentence = " ".join(f"[{words[word]}]" if place == column else _named(token, words)
                        for place, token in enumerate(rows[0].tolist()) if 0 < place < rows.shape[1] - 1)  # fmt: skip
    told = [_told(name, chances[0], words, word, sentence) for name, chances in
            reader.chances(rows, real, column).items()]  # fmt: skip
    lacks = "" if with_context.any() else f" No sentence holds both {words[word]} and {words[context]}."
    spread = _spread(found, pieces, reader, words[word])
    return (
        *told,
        Explanation(spread.title, spread.lead, spread.formulas, spread.table, caption=spread.caption + lacks),
    )


GIVEN = {
    "masked": ("from all other words", r"P(w \mid \text{the sentence with } w \text{ masked})"),
    "next": ("from the words before it", r"P(w_t \mid w_1, \ldots, w_{t-1})"),
    "previous": ("from the words behind it", r"P(w_t \mid w_{t+1}, \ldots, w_n)"),
}


def _told(name: str, chances: np.ndarray, words: Sequence[str], word: int, sentence: str) -> Explanation:
    by, symbol = GIVEN[name]
    best = np.argsort(-chances, kind="stable")[:SHOWN].tolist()
    shown = best if word in best else [*best, word]
    own = float(chances[word])
    place = int((chances > chances[word]).sum()) + 1
    return Explanation(
        f"The word told {by}",
        sentence,
        (rf"{symbol} = \frac{{e^{{h \cdot w + b}}}}{{\sum_v e^{{h \cdot v + b_v}}}} = {own:.4f}",),
        {"Word": [words[row] for row in shown], "Chance": [float(chances[row]) for row in shown]},
        caption=f"h is what the network holds in the place of the word, which it does not see; v are the vectors of "
        f"all {len(chances):,} words. {words[word]} has place {place:,}; the loss is -ln {own:.4f} = "
        f"{-np.log(own):.3f}.",
    )


def _spread(found: Occurrences, pieces: Pieces, reader: Reader, word: str) -> Explanation:
    """Mean cosine of two occurrences, layer by layer."""
    few = Occurrences(found.places[:200], found.pieces[:200], found.columns[:200])
    means = [_mean_cosine(layer) for layer in few.states(pieces, reader)]
    return Explanation(
        f"From one vector to {len(few.places):,}",
        f"how near two occurrences of {word} are to each other on average, by cosine.",
        table={"Layer": list(range(len(means))), "Mean cosine": means},
        caption="In layer 0 all have the word's own vector; the layers above hold what their sentences make of it.",
    )


def _mean_cosine(vectors: np.ndarray) -> float:
    """Over all pairs of different rows; 1 for a single row."""
    unit = vectors / np.maximum(np.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    n, total = len(unit), unit.sum(axis=0, dtype=np.float64)
    return float((total @ total - n) / (n * (n - 1))) if n > 1 else 1.0


def _tokens(pieces: Pieces, piece: int) -> np.ndarray:
    start = pieces.starts[piece]
    return pieces.tokens[start : start + pieces.lengths[piece]]


def _spelled(tokens: np.ndarray, words: Sequence[str]) -> str:
    return " ".join(words[token] for token in tokens.tolist())


def _named(token: int, words: Sequence[str]) -> str:
    return words[token] if token < len(words) else EDGE
