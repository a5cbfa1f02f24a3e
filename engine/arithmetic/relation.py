"""A relation as pairs of items: every pair answers for every other one, and the steps between the two of a pair are
compared.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.arithmetic.analogy import METHODS, place_among, ranking
from engine.arithmetic.lookup import find
from engine.embedding import Embedding
from engine.errors import InputError

BUDGET = 60_000_000
"""Scores of one formula that are computed: a quarter of a second of one core."""
NEAR = 10


@dataclass(frozen=True, eq=False)
class Known:
    """Pairs whose two items are there, different, and have a direction.

    rows: int64 (n_pairs, 2). left_out: the other pairs, as written; missing: the items of these that are not there.
    """

    rows: np.ndarray
    left_out: tuple[tuple[str, str], ...]
    missing: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Answered:
    """What one formula answers: answer, place: int64 (n_questions,), row of the best answer and place of the right one,
    from 1.
    """

    answer: np.ndarray
    place: np.ndarray

    @property
    def accuracy(self) -> float:
        """Share of the questions whose right answer is the best one, in [0, 1]."""
        return float((self.place == 1).mean())

    @property
    def near(self) -> float:
        """Share of the questions whose right answer is among the ten best."""
        return float((self.place <= NEAR).mean())

    @property
    def median(self) -> float:
        """Median place of the right answer."""
        return float(np.median(self.place))


@dataclass(frozen=True, eq=False)
class Relation:
    """All questions a : b :: c : d of two of the pairs whose four items are different.

    questions: int64 (n_questions, 4), rows of a, b, c and d. by: "3cosadd", "3cosmul" and "nearest", which takes the
    item nearest to c. n_candidates: items among which answers were sought; n_all: questions of all pairs as written.
    """

    questions: np.ndarray
    by: dict[str, Answered]
    n_candidates: int
    n_all: int

    @property
    def coverage(self) -> float:
        """Share of the questions of all pairs that could be asked."""
        return len(self.questions) / self.n_all


def known(embedding: Embedding, pairs: Sequence[tuple[str, str]]) -> Known:
    """The pairs that can be asked about; upper case is tried as lower case too."""
    found = [(find(embedding, a), find(embedding, b)) for a, b in pairs]
    usable = [
        a is not None and b is not None and a != b and bool(embedding.norms[a] * embedding.norms[b] > 0)
        for a, b in found
    ]
    rows = [two for two, kept in zip(found, usable, strict=True) if kept]
    left_out = [pair for pair, kept in zip(pairs, usable, strict=True) if not kept]
    missing = [
        word for pair, two in zip(pairs, found, strict=True) for word, row in zip(pair, two, strict=True) if row is None
    ]
    return Known(np.array(rows, dtype=np.int64).reshape(-1, 2), tuple(left_out), tuple(dict.fromkeys(missing)))


def answered(embedding: Embedding, pairs: Known, budget: int = BUDGET) -> Relation:
    """Ask every pair by every other one, as `engine.arithmetic.analogy.solve` does, the given items left out.

    At most `budget` scores of each formula are computed: answers of many questions are sought among the first items
    (of words: the most frequent) and those of the pairs. Raises InputError if no question can be asked.
    """
    first, second = np.nonzero(~np.eye(len(pairs.rows), dtype=bool))
    questions = np.column_stack([pairs.rows[first], pairs.rows[second]])
    different = (np.diff(np.sort(questions, axis=1), axis=1) > 0).all(axis=1)
    questions = questions[different]
    if not len(questions):
        raise InputError(
            f"A relation needs two pairs of four different items; {len(pairs.rows)} of the pairs are known here.",
            "E-LAB-03",
        )
    candidates = _candidates(embedding, pairs.rows, budget // len(questions))
    answers = _answers(embedding.unit[candidates], np.searchsorted(candidates, questions))
    by = {name: Answered(candidates[answer], place) for name, (answer, place) in answers.items()}
    n = len(pairs.rows) + len(pairs.left_out)
    return Relation(questions, by, len(candidates), n * (n - 1))


def _candidates(embedding: Embedding, asked: np.ndarray, n_first: int) -> np.ndarray:
    """Rows with a direction, rising: the first ones and all that are asked with."""
    among = np.flatnonzero(embedding.norms > 0)
    return among if len(among) <= n_first else np.union1d(among[:n_first], asked)


def _answers(unit: np.ndarray, questions: np.ndarray) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """Best answer and place of the right one, (n_questions,) each, by each formula; questions: columns of `unit`."""
    items, at = np.unique(questions[:, :3], return_inverse=True)
    cosines = unit[items] @ unit.T  # (n_items, n_candidates)
    at = at.reshape(-1, 3)
    answer = {name: np.empty(len(questions), np.int64) for name in (*METHODS, "nearest")}
    place = {name: np.empty(len(questions), np.int64) for name in answer}
    for row, (a, b, c) in enumerate(at.tolist()):
        given, right = questions[row, :3], questions[row, 3]
        scores = {method: ranking(cosines[a], cosines[b], cosines[c], method) for method in METHODS}
        for name, values in (scores | {"nearest": cosines[c].copy()}).items():
            values[given] = -np.inf
            answer[name][row] = values.argmax()
            place[name][row] = place_among(values, right)
    return {name: (answer[name], place[name]) for name in answer}


@dataclass(frozen=True)
class Parallel:
    """How parallel the steps from the first to the second item of all pairs are.

    steps: mean cosine between the steps of two pairs, in [-1, 1]. exchanged: the same where every first item is joined
    with the second of another pair, over all turns of the list: what the two groups of items do without any relation.
    """

    steps: float
    exchanged: float


def parallel(embedding: Embedding, rows: np.ndarray) -> Parallel:
    """Compare the steps between the unit vectors of the pairs (n_pairs, 2); NaN of fewer than two pairs."""
    first, second = embedding.unit[rows[:, 0]].astype(float), embedding.unit[rows[:, 1]].astype(float)
    turned = [_mean_cosine(np.roll(second, turn, axis=0) - first) for turn in range(1, len(rows))]
    return Parallel(_mean_cosine(second - first), float(np.mean(turned)) if turned else float("nan"))


def _mean_cosine(steps: np.ndarray) -> float:
    """Over all twos of different rows (n, d); steps of length 0 are left out."""
    lengths = np.linalg.norm(steps, axis=1)
    unit = steps[lengths > 0] / lengths[lengths > 0, None]
    n = len(unit)
    if n < 2:
        return float("nan")
    return float((np.square(unit.sum(axis=0)).sum() - n) / (n * (n - 1)))
