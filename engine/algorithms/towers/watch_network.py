"""The network that predicts whether a viewer watches a film: rows of ids, genres and words searched for, numbers,
and one hidden layer.

Covington, Adams and Sargin (2016), in outline; inner products go straight to the answer, too, as the wide part of Cheng
et al. (2016, doi:10.1145/2988450.2988454). Trained by `watch_training`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from engine.algorithms.towers.sums import summed

if TYPE_CHECKING:
    from scipy.sparse import csr_array

NUMBERS = ("year", "popularity", "activity")
PRODUCTS = ("history · film", "viewer's genres · film's genres", "words searched for · film")
"""The last one where there are words."""
TABLES = ("film_rows", "history_rows", "genre_rows", "weights", "bias", "output", "term_rows")
ROWS = (0, 1, 2, 6)
"""Those of the tables that hold learned rows of ids, genres and words searched for."""
INITIAL_SPREAD = 0.1


@dataclass(frozen=True, eq=False)
class Facts:
    """What the network is told of films and of how often they are watched, apart from the viewers asked for.

    genres: float32 (n_items, n_genres), rows of sum 1 (0 for films without genres). years: float32 (n_items,),
    standardized, 0 where unknown. counts: int64 (n_items,) viewers of each film in training. level, spread: (2,) mean
    and standard deviation of log(1 + count) over films, and of log(1 + films watched) over viewers.
    """

    genres: np.ndarray
    years: np.ndarray
    counts: np.ndarray
    level: np.ndarray
    spread: np.ndarray

    @classmethod
    def of(cls, genres: np.ndarray, years: np.ndarray, counts: np.ndarray, lengths: np.ndarray) -> "Facts":
        """genres: bool (n_items, n_genres). years: int (n_items,), 0 where unknown. counts: int (n_items,) viewers of
        each film in training; lengths: int (n_users,) films of each viewer there.
        """
        marks = genres.astype(np.float32)
        logs = [np.log1p(counts), np.log1p(lengths)]
        level = np.array([each.mean() for each in logs])
        spread = np.array([max(each.std(), 1e-3) for each in logs])
        shares = marks / np.maximum(marks.sum(axis=1, keepdims=True), 1)
        return cls(shares, _standardized(years), counts, level, spread)

    def popularity(self, counts: np.ndarray) -> np.ndarray:
        """Standardized logarithm of how many viewers watched a film, float32."""
        return ((np.log1p(counts) - self.level[0]) / self.spread[0]).astype(np.float32)

    def activity(self, lengths: np.ndarray) -> np.ndarray:
        """Standardized logarithm of how many films a viewer watched, float32."""
        return ((np.log1p(lengths) - self.level[1]) / self.spread[1]).astype(np.float32)


def _standardized(years: np.ndarray) -> np.ndarray:
    """float32 (n,), mean 0 and standard deviation 1 over the known ones; the unknown ones are 0."""
    known, found = years > 0, np.zeros(len(years), dtype=np.float32)
    if known.any():
        found[known] = (years[known] - years[known].mean()) / max(years[known].std(), 1.0)
    return found


@dataclass(frozen=True, eq=False)
class Pairs:
    """Viewers (rows of some histories) and films asked about; int (b,) each.

    own: bool (b,), whether the film stands in the viewer's history, from which it is then left out: what is to be
    predicted must not be told.
    """

    users: np.ndarray
    items: np.ndarray
    own: np.ndarray

    def rows(self, rows: np.ndarray) -> "Pairs":
        """Some of the pairs."""
        return Pairs(self.users[rows], self.items[rows], self.own[rows])


@dataclass(frozen=True, eq=False)
class Forward:
    """One pass through the network: every layer of it for each pair, so that it can be shown and gone back through.

    film, history: (b, k); film_genres, viewer_genres: (b, g) vectors; terms: (b, k), or (b, 0) without words searched
    for; products: (b, 2), or (b, 3) with these; numbers: (b, 3) as in NUMBERS; inputs: all of them side by side;
    hidden: (b, h) after the rectifier; logits: (b,) of the weighted hidden units and, straight, the products.
    """

    film: np.ndarray
    history: np.ndarray
    film_genres: np.ndarray
    viewer_genres: np.ndarray
    terms: np.ndarray
    products: np.ndarray
    numbers: np.ndarray
    inputs: np.ndarray
    hidden: np.ndarray
    logits: np.ndarray


class Network:
    """The tables that are learned, in the order of TABLES, and the facts that they are used with.

    film_rows: (n_items, k) of the film asked about; history_rows: (n_items, k), whose mean over the films watched
    stands for the viewer; genre_rows: (n_genres, g) for the genres of the film and, averaged, of the viewer;
    weights: (n_inputs, h) and bias (h,) of the hidden layer; output: (h + 1,) its weights and the bias of all;
    term_rows: (n_terms, k), whose mean over the words searched for is the viewer's second sparse input.
    """

    def __init__(self, facts: Facts, tables: Mapping[str, np.ndarray]):
        self.facts = facts
        k = tables["film_rows"].shape[1]
        self.tables = [tables.get(name, np.zeros((0, k), dtype=np.float32)) for name in TABLES]

    @classmethod
    def drawn(
        cls, facts: Facts, k: int, g: int, h: int, base: float, rng: np.random.Generator, n_terms: int = 0
    ) -> "Network":
        """A network to begin with; it says `base` (a log-odds) of every pair. Films nobody watched begin at 0."""
        n_items, n_genres = facts.genres.shape
        rows = [INITIAL_SPREAD * rng.standard_normal(shape) for shape in ((n_items, k), (n_items, k), (n_genres, g))]
        rows[0][facts.counts == 0] = rows[1][facts.counts == 0] = 0.0
        n_inputs = count_inputs(k, g, n_terms)
        weights = rng.standard_normal((n_inputs, h)) * np.sqrt(2 / n_inputs)
        output = np.append(INITIAL_SPREAD * rng.standard_normal(h), base)
        terms = np.zeros((n_terms, k))  # a random beginning of what is told of few would be learned by heart
        found = zip(TABLES, (*rows, weights, np.zeros(h), output, terms), strict=True)
        return cls(facts, {name: table.astype(np.float32) for name, table in found})

    def films(self) -> np.ndarray:
        """Of each film its row, and beside it the mean row of its genres: float32 (n_items, k + g)."""
        film_rows, genre_rows = self.tables[0], self.tables[2]
        return np.hstack([film_rows, self.facts.genres @ genre_rows])

    def forward(self, pairs: Pairs, viewers: "Viewers") -> Forward:
        """The network's answers for pairs of these viewers."""
        film_rows, history_rows, genre_rows, weights, bias, output, term_rows = self.tables
        film, of_film = film_rows[pairs.items], self.facts.genres[pairs.items] @ genre_rows
        history, of_viewer = viewers.history(pairs, history_rows), viewers.genres(pairs, self.facts) @ genre_rows
        terms = viewers.terms(pairs, term_rows)
        products = np.column_stack([(film * history).sum(axis=1), (of_film * of_viewer).sum(axis=1)])
        if len(term_rows):
            products = np.column_stack([products, (film * terms).sum(axis=1)])
        popularity = self.facts.popularity(self.facts.counts[pairs.items] - pairs.own)
        activity = self.facts.activity(viewers.lengths[pairs.users])
        numbers = np.column_stack([self.facts.years[pairs.items], popularity, activity])
        inputs = np.hstack([film, history, of_film, of_viewer, terms, products, numbers])
        hidden = np.maximum(inputs @ weights + bias, 0)
        logits = hidden @ output[:-1] + output[-1] + products.sum(axis=1)
        return Forward(film, history, of_film, of_viewer, terms, products, numbers, inputs, hidden, logits)

    def backward(self, pairs: Pairs, viewers: "Viewers", passed: Forward, of_logits: np.ndarray) -> list[np.ndarray]:
        """Gradients of the tables for those of the logits (b,)."""
        film_rows, history_rows, _, weights, _, output, term_rows = self.tables
        of_hidden = of_logits[:, None] * output[:-1] * (passed.hidden > 0)
        of_inputs = of_hidden @ weights.T
        parts = np.split(of_inputs, self._ends, axis=1)
        products = parts[5] + of_logits[:, None]
        ids, genres, searched = products[:, :1], products[:, 1:2], products[:, 2:]
        of_film = parts[2] + genres * passed.viewer_genres
        of_viewer = parts[3] + genres * passed.film_genres
        of_row, of_terms = parts[0] + ids * passed.history, parts[4]
        if len(term_rows):
            of_row, of_terms = of_row + searched * passed.terms, of_terms + searched * passed.film
        return [
            summed(of_row, pairs.items, len(film_rows)),
            viewers.back_to_rows(parts[1] + ids * passed.film, pairs, len(history_rows)),
            self.facts.genres[pairs.items].T @ of_film + viewers.genres(pairs, self.facts).T @ of_viewer,
            passed.inputs.T @ of_hidden,
            of_hidden.sum(axis=0),
            np.append(passed.hidden.T @ of_logits, of_logits.sum()),
            viewers.back_to_terms(of_terms, pairs, term_rows),
        ]

    def of_all(self, viewers: "Viewers", items: np.ndarray | slice = slice(None)) -> np.ndarray:
        """Logits of films (by default all) for every viewer, float32 (n_users, n_films), as `forward` gives them.

        What concerns one side alone is multiplied with the weights once for each viewer and film, not for each pair.
        """
        film_rows, history_rows, genre_rows, weights, bias, output, term_rows = self.tables
        film_rows, terms = film_rows[items], viewers.term_means(term_rows)
        means, of_film = viewers.means(history_rows), self.facts.genres[items] @ genre_rows
        of_viewer = viewers.genre_means(self.facts) @ genre_rows
        film_part, history_part, of_film_part, of_viewer_part, term_part, product_part, number_part = np.split(
            weights, self._ends
        )
        popularity = self.facts.popularity(self.facts.counts[items])
        films = film_rows @ film_part + of_film @ of_film_part + bias
        films += np.column_stack([self.facts.years[items], popularity]) @ number_part[:2]
        sides = means @ history_part + of_viewer @ of_viewer_part + terms @ term_part
        sides += self.facts.activity(viewers.lengths)[:, None] * number_part[2]
        found = np.empty((len(sides), len(films)), dtype=np.float32)
        for row, side in enumerate(sides):
            products = np.column_stack([film_rows @ means[row], of_film @ of_viewer[row]])
            if len(term_rows):
                products = np.column_stack([products, film_rows @ terms[row]])
            hidden = products @ product_part
            hidden += films
            hidden += side
            found[row] = np.maximum(hidden, 0, out=hidden) @ output[:-1] + products.sum(axis=1)
        return found + output[-1]

    @property
    def _ends(self) -> list[int]:
        """Where the parts of the inputs end, the last left out: film, history, both genres, words, products."""
        k, g, n_terms = self.tables[0].shape[1], self.tables[2].shape[1], len(self.tables[6])
        return np.cumsum([k, k, g, g, k if n_terms else 0, n_products(n_terms)]).tolist()


def n_products(n_terms: int) -> int:
    """How many inner products go straight to the answer."""
    return len(PRODUCTS) if n_terms else len(PRODUCTS) - 1


def count_inputs(k: int, g: int, n_terms: int) -> int:
    """How many numbers the hidden layer is given, for rows of k numbers, and of g for genres."""
    return (3 if n_terms else 2) * k + 2 * g + n_products(n_terms) + len(NUMBERS)


class Viewers:
    """Viewers as the network takes them.

    watched: (n_users, n_items), 1 where a viewer has watched a film; searched: (n_users, n_terms), 1 where one has
    searched for a word, or None where nothing is known of that.
    """

    def __init__(self, watched: "csr_array", searched: "csr_array | None" = None):
        self._matrix: csr_array = watched.astype(np.float32)
        self._searched = None if searched is None else searched.astype(np.float32)
        self.lengths = np.diff(watched.indptr)
        if self._searched is not None:
            self._n_searched = np.maximum(np.diff(self._searched.indptr), 1)[:, None]

    @property
    def n_terms(self) -> int:
        """Words that may have been searched for."""
        return 0 if self._searched is None else self._searched.shape[1]

    def history(self, pairs: Pairs, rows: np.ndarray) -> np.ndarray:
        """Mean of the rows (n_items, k) of what the viewer of each pair watched, the pair's own film left out."""
        present, place = np.unique(pairs.users, return_inverse=True)
        own = pairs.own[:, None] * rows[pairs.items]
        return (((self._matrix[present] @ rows)[place] - own) / self._rest(pairs)).astype(np.float32)

    def genres(self, pairs: Pairs, facts: Facts) -> np.ndarray:
        """Mean shares of genres of what the viewer of each pair watched, its own film left out; (b, n_genres)."""
        return self.history(pairs, facts.genres)

    def back_to_rows(self, gradients: np.ndarray, pairs: Pairs, n_rows: int) -> np.ndarray:
        """Gradients (n_rows, k) of the rows that `history` averages, for those of its means (b, k)."""
        present, place = np.unique(pairs.users, return_inverse=True)
        spread = (gradients / self._rest(pairs)).astype(np.float32)
        of_viewers = self._matrix[present].T @ summed(spread, place, len(present))
        return of_viewers - summed(spread * pairs.own[:, None], pairs.items, n_rows)

    def means(self, rows: np.ndarray) -> np.ndarray:
        """Mean of the rows of what each viewer watched, float32 (n_users, k)."""
        return (self._matrix @ rows / np.maximum(self.lengths, 1)[:, None]).astype(np.float32)

    def genre_means(self, facts: Facts) -> np.ndarray:
        """Mean shares of genres of what each viewer watched, float32 (n_users, n_genres)."""
        return self.means(facts.genres)

    def terms(self, pairs: Pairs, rows: np.ndarray) -> np.ndarray:
        """Mean of the rows (n_terms, k) of the words that the viewer of each pair searched for, 0 without any.

        float32 (b, k), or (b, 0) where the network knows no words.
        """
        present, place = np.unique(pairs.users, return_inverse=True)
        return self._term_means(rows, present)[place]

    def term_means(self, rows: np.ndarray) -> np.ndarray:
        """The same for every viewer, float32 (n_users, k or 0)."""
        return self._term_means(rows, np.arange(len(self.lengths)))

    def _term_means(self, rows: np.ndarray, users: np.ndarray) -> np.ndarray:
        if self._searched is None or not len(rows):
            return np.zeros((len(users), rows.shape[1] if len(rows) else 0), dtype=np.float32)
        return (self._searched[users] @ rows / self._n_searched[users]).astype(np.float32)

    def back_to_terms(self, gradients: np.ndarray, pairs: Pairs, rows: np.ndarray) -> np.ndarray:
        """Gradients (n_terms, k) of the rows that `terms` averages, for those of its means (b, k)."""
        if self._searched is None or not len(rows):
            return np.zeros_like(rows)
        present, place = np.unique(pairs.users, return_inverse=True)
        spread = summed((gradients / self._n_searched[pairs.users]).astype(np.float32), place, len(present))
        return self._searched[present].T @ spread

    def _rest(self, pairs: Pairs) -> np.ndarray:
        return np.maximum(self.lengths[pairs.users] - pairs.own, 1)[:, None]
