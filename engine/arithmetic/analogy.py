"""Arithmetic with vectors: analogies and the odd one out."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from engine.embedding import Embedding
from engine.errors import InputError
from engine.neighbors import largest

Method = Literal["3cosadd", "3cosmul"]
METHODS: dict[Method, str] = {"3cosadd": "3CosAdd: sum of cosines", "3cosmul": "3CosMul: product of shifted cosines"}
EPSILON = 0.001
"""Keeps 3CosMul's denominator from 0 (Levy and Goldberg, 2014)."""
MAX_TERMS = 20
MAX_TEXT = 1_000

_SIGN = re.compile(r"(?:^|(?<=\s))([+\-−–])\s*")
_QUOTED = re.compile(r'"([^"]*)"')


@dataclass(frozen=True)
class Terms:
    """A signed sum of labels: those that are added and those that are subtracted, in order of writing."""

    positive: tuple[str, ...]
    negative: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Answers:
    """The items that complete a sum best, best first; ties are in order of row.

    rows: int64 (k,). scores: float32 (k,), the cosine with the sum's direction under "3cosadd", a ratio of
    products of shifted cosines in [0, 1] under "3cosmul". all_scores: float32 (n_items,), -inf for no answer.
    """

    rows: np.ndarray
    scores: np.ndarray
    all_scores: np.ndarray

    def place_of(self, row: int) -> int | None:
        """1 for the best answer, 2 for the next, ...; None if the item could not be an answer."""
        score = self.all_scores[row]
        if score == -np.inf:
            return None
        return place_among(self.all_scores, row)


def place_among(scores: np.ndarray, row: int) -> int:
    """The place of a row by scores (n,): 1 for the largest, 2 for the next, ...; ties are in order of row."""
    return 1 + int(np.count_nonzero(scores > scores[row]) + np.count_nonzero(scores[:row] == scores[row]))


def parse(text: str) -> Terms:
    """Read "king - man + woman".

    A sign stands at the beginning or after a space, so that hyphens inside words stay; quotes guard the rest:
    '"rock - paper" + scissors'. Raises InputError if there is nothing to add.
    """
    if len(text) > MAX_TEXT:
        raise InputError(f"The sum has {len(text):,} characters; at most {MAX_TEXT:,} are read.", "E-ANA-01")
    quoted: list[str] = []

    def hide(match: re.Match[str]) -> str:
        quoted.append(match[1])
        return f"\0{len(quoted) - 1}\0"

    pieces = _SIGN.split(_QUOTED.sub(hide, text.replace("\0", "").strip()))
    signs = ["+", *pieces[1::2]]
    parts = [re.sub("\0(\\d+)\0", lambda m: quoted[int(m[1])], piece).strip() for piece in pieces[::2]]
    if not parts[0]:  # the text begins with a sign, or is empty
        signs, parts = signs[1:], parts[1:]
    if "" in parts:
        raise InputError("A plus or minus has no word after it; write for example king - man + woman.", "E-ANA-02")
    signed = list(zip(signs, parts, strict=True))
    if not any(sign == "+" for sign, _ in signed) or len(signed) > MAX_TERMS:
        raise InputError(f"A sum has 1 to {MAX_TERMS} words, at least one of them added.", "E-ANA-09")
    positive = tuple(part for sign, part in signed if sign == "+")
    return Terms(positive, tuple(part for sign, part in signed if sign != "+"))


def solve(
    embedding: Embedding,
    positive: Sequence[int],
    negative: Sequence[int],
    k: int = 10,
    method: Method = "3cosadd",
    exclude_inputs: bool = True,
    exclude: Collection[int] = (),
) -> Answers:
    """The `k` items that complete a sum of rows best, e.g. positive (king, woman), negative (man).

    3CosAdd (Mikolov, Yih and Zweig, 2013) ranks by the cosine with the sum of unit vectors, 3CosMul (Levy and
    Goldberg, 2014) by the product of the cosines, shifted to [0, 1], with positive rows over that with negative rows.
    Raises InputError if an input has no direction or the terms cancel out.
    """
    _require_direction(embedding, [*positive, *negative])
    scores = _scores(embedding, list(positive), list(negative), method)
    scores[embedding.norms == 0] = -np.inf
    if exclude_inputs:
        scores[[*positive, *negative]] = -np.inf
    scores[list(exclude)] = -np.inf
    rows, values = largest(scores[None, :], min(k, len(scores)))
    possible = values[0] > -np.inf
    return Answers(rows[0][possible], values[0][possible], scores)


def ranking(a: np.ndarray, b: np.ndarray, c: np.ndarray, method: Method) -> np.ndarray:
    """Scores, of the shape of a, b and c, that rank items as `solve` does for b - a + c, from their cosines with these.

    Not what `solve` says: a positive factor that all items share is left out.
    """
    if method == "3cosadd":
        return b - a + c
    return (1 + b) * (1 + c) / (1 + a + 2 * EPSILON)


def _scores(embedding: Embedding, positive: list[int], negative: list[int], method: Method) -> np.ndarray:
    unit = embedding.unit
    if method == "3cosadd":
        return unit @ _direction(unit[positive].sum(axis=0) - unit[negative].sum(axis=0))
    shifted = (1 + unit @ unit[[*positive, *negative]].T) / 2
    above, below = shifted[:, : len(positive)], shifted[:, len(positive) :]
    return above.prod(axis=1) / (below.prod(axis=1) + (EPSILON if negative else 0))


def _direction(total: np.ndarray) -> np.ndarray:
    length = np.linalg.norm(total)
    if length < 1e-6:
        raise InputError("The terms cancel each other: nothing is left to point anywhere.", "E-ANA-04")
    return total / length


def _require_direction(embedding: Embedding, rows: Sequence[int]) -> None:
    for row in rows:
        if embedding.norms[row] == 0:
            raise InputError(f"“{embedding.labels[row]:.60}” has no direction: its vector is zero.", "E-ANA-05")


@dataclass(frozen=True)
class Step:
    """One term of 3CosAdd: its sign (+1 or -1) and its cosine with the answer."""

    label: str
    sign: int
    cosine: float


@dataclass(frozen=True)
class Trace:
    """How an answer's 3CosAdd score comes about: score = sum of sign * cosine / length of the sum of unit vectors."""

    answer: str
    steps: tuple[Step, ...]
    length: float
    score: float


def trace(embedding: Embedding, positive: Sequence[int], negative: Sequence[int], answer: int) -> Trace:
    """The numbers behind `solve` with "3cosadd", in float64."""
    rows = [*positive, *negative]
    signs = np.repeat([1, -1], [len(positive), len(negative)])
    unit = embedding.unit[rows].astype(np.float64)
    cosines = unit @ embedding.unit[answer].astype(np.float64)
    length = float(np.linalg.norm(signs @ unit))
    named = zip(rows, signs, cosines, strict=True)
    steps = tuple(Step(embedding.labels[row], int(sign), float(cosine)) for row, sign, cosine in named)
    return Trace(embedding.labels[answer], steps, length, float(signs @ cosines) / length)


@dataclass(frozen=True, eq=False)
class OddOne:
    """The row that fits least among others. cosines: float32, of each with the direction of all, in order of asking."""

    row: int
    cosines: np.ndarray


def doesnt_match(embedding: Embedding, rows: Sequence[int]) -> OddOne:
    """The item farthest in angle from the mean of all items' unit vectors; needs at least three."""
    if len(set(rows)) < 3:
        raise InputError(f"The odd one out is sought among at least 3 items, not {len(set(rows))}.", "E-ANA-06")
    _require_direction(embedding, rows)
    unit = embedding.unit[list(rows)]
    cosines = unit @ _direction(unit.sum(axis=0))
    return OddOne(rows[int(cosines.argmin())], cosines)
