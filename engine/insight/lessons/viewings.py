"""Films that the same people watched, few enough that every pair can be seen."""

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from engine.algorithms.towers import pair_softmax
from engine.report import Silent

if TYPE_CHECKING:
    from scipy.sparse import csr_array

LECTURE = "Alice: m1 m4 m5 | m3 m2 | space robots\nBob: m8 m9 | m21 | love\nSam: m6 m10 | m2 | robots"
"""Three viewers of a lecture: what they watched, what was held out, and (ours) what they searched for."""
TEN = """Ann: m1 m2 m4 m5 | m3 | space
Ben: m1 m3 m4 | m5 | space robots
Cleo: m2 m3 m5 | m1 | robots
Dan: m1 m2 m3 m5 m8 | m4 | space
Eva: m6 m7 m8 | m9 | love
Finn: m6 m8 m9 m10 | m7 | love paris
Gus: m7 m9 m10 | m6 | paris
Hana: m11 m12 m1 | m13 | songs
Ida: m11 m13 m12 m6 | m14 | songs
Jon: m12 m13 m14 | m11 | songs"""
"""Ten of our own, of three tastes that overlap in a few films."""
N_COMPONENTS = 3
LEARNING_RATE = 0.1
MOST_VIEWERS, MOST_FILMS, MOST_WORDS = 12, 30, 12
FULL = (1_000_000, 500_000)
"""Films and viewers of the lecture."""


class Viewer(NamedTuple):
    """watched, held_out: films, each once; searched: words."""

    name: str
    watched: tuple[str, ...]
    held_out: tuple[str, ...]
    searched: tuple[str, ...]


class Viewings(NamedTuple):
    """films: those that anybody watched, n, in order of first mention; words: those searched for."""

    viewers: tuple[Viewer, ...]
    films: tuple[str, ...]
    words: tuple[str, ...]

    def watched(self) -> "csr_array":
        """1 where a viewer (row) watched a film (column), float64."""
        from scipy.sparse import csr_array

        return csr_array([[float(film in one.watched) for film in self.films] for one in self.viewers])

    def searched(self) -> "csr_array":
        """1 where a viewer (row) searched for a word (column), float64."""
        from scipy.sparse import csr_array

        rows = [[float(word in one.searched) for word in self.words] for one in self.viewers]
        return csr_array(np.array(rows).reshape(len(self.viewers), len(self.words)))

    def pairs(self) -> list[tuple[str, str, str]]:
        """Viewer, m1, m2: every ordered pair of two films that the same viewer watched."""
        return [
            (one.name, first, second)
            for one in self.viewers for first in one.watched for second in one.watched if first != second
        ]  # fmt: skip


def viewings(text: str) -> Viewings | None:
    """Lines "name: watched films | held-out films | words searched for"; the last two may lack.

    A held-out film that the viewer also watched is no longer held out. None unless there are 1 to 12 viewers, 3 to 30
    films watched, at most 12 words, and a viewer of two films.
    """
    viewers = []
    for line in filter(str.strip, text.splitlines()):
        name, colon, rest = line.partition(":")
        parts = [tuple(dict.fromkeys(part.split())) for part in f"{rest}||".split("|")[:3]]
        if not colon or not name.strip() or not parts[0]:
            return None
        held_out = tuple(film for film in parts[1] if film not in parts[0])
        viewers.append(Viewer(name.strip(), parts[0], held_out, parts[2]))
    films = tuple(dict.fromkeys(film for one in viewers for film in one.watched))
    words = tuple(dict.fromkeys(word for one in viewers for word in one.searched))
    names = {one.name for one in viewers}
    fits = len(names) == len(viewers) <= MOST_VIEWERS and 3 <= len(films) <= MOST_FILMS and len(words) <= MOST_WORDS
    return Viewings(tuple(viewers), films, words) if fits and any(len(one.watched) > 1 for one in viewers) else None


class Trained(NamedTuple):
    """inputs, outputs: u and v of each film, float32 (n, 3); losses: -ln p of a pair, on average, by pass."""

    inputs: np.ndarray
    outputs: np.ndarray
    losses: tuple[float, ...]

    @property
    def scores(self) -> np.ndarray:
        """u(m1) . v(m2), (n, n)."""
        return self.inputs @ self.outputs.T


def train(given: Viewings, n_passes: int, seed: int = 0) -> Trained:
    """The network of the co-watch method with three units and no bias, on all pairs; a viewer of n films has n (n - 1)
    of them, each of weight 1 / (n - 1).
    """
    pairs = pair_softmax.weighted_pairs(given.watched(), np.arange(len(given.films)))
    settings = pair_softmax.Settings(N_COMPONENTS, 0, False, n_passes, LEARNING_RATE, 0.0)
    (inputs, outputs, _), history = pair_softmax.train(pairs, settings, np.random.default_rng(seed), Silent())
    return Trained(inputs, outputs, tuple(history["loss"]))


class Recommended(NamedTuple):
    """lists: of each film watched, the films of the largest inner product with it, the viewer's own left out.
    common: what stands in all lists, by the mean inner product.
    """

    lists: dict[str, tuple[str, ...]]
    common: tuple[str, ...]


def recommended(given: Viewings, trained: Trained, viewer: Viewer, n: int) -> Recommended:
    """n films for each film watched, and their intersection."""
    rows = [given.films.index(film) for film in viewer.watched]
    open_ = [row for row, film in enumerate(given.films) if film not in viewer.watched]
    scores = trained.scores[np.ix_(rows, open_)]
    order = np.argsort(-scores, axis=1, kind="stable")[:, :n]
    lists = {
        film: tuple(given.films[open_[place]] for place in best)
        for film, best in zip(viewer.watched, order, strict=True)
    }
    by_mean = [given.films[open_[place]] for place in np.argsort(-scores.mean(axis=0), kind="stable")]
    return Recommended(lists, tuple(film for film in by_mean if all(film in best for best in lists.values())))
