"""Categories of items: how much of one is in an item, and whether two kinds of items lean to different categories."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from engine.arithmetic.lookup import find
from engine.embedding import Embedding
from engine.errors import InputError

EXACT = 200_000
"""Ways to part the targets up to which all are tried: two lists of ten words have 184,756."""
DRAWN = 50_000
"""Ways that are drawn where there are more."""
TIE = 1e-9
"""Sums that differ by less count as equal: rounding would decide otherwise."""
MOST_ITEMS = 200
MOST_CATEGORIES = 12
_NAMED = re.compile(r"[:=\t]")
_LISTED = re.compile(r"[,;|\t]")
_BLANK = re.compile(r"\s+")


@dataclass(frozen=True, eq=False)
class Category:
    """A list of items under a name. rows: int64 (n,), those known, each once; missing: the others."""

    name: str
    rows: np.ndarray
    missing: tuple[str, ...] = ()


def categories(embedding: Embedding, lists: Sequence[tuple[str, Sequence[str]]]) -> list[Category]:
    """Look up the items of named lists; those without a direction count as missing."""
    found = []
    for name, words in lists:
        rows = {word: find(embedding, word) for word in words}
        known = [row for row in rows.values() if row is not None and embedding.norms[row] > 0]
        missing = tuple(word for word, row in rows.items() if row is None or embedding.norms[row] == 0)
        found.append(Category(name, np.array(list(dict.fromkeys(known)), dtype=np.int64), missing))
    return found


def parse(text: str) -> list[tuple[str, list[str]]]:
    """Named lists as a user writes them, one a line: "name: word, word, ...".

    A tab or "=" may stand for the colon; semicolons, bars or tabs for the commas; blanks where there are none of these.
    Raises InputError for a line without a name or words, a name twice, or too much.

    >>> parse("fruit: apple, pear\\nfirms: Acme, Globex")
    [('fruit', ['apple', 'pear']), ('firms', ['Acme', 'Globex'])]
    """
    found: dict[str, list[str]] = {}
    for line in filter(None, map(str.strip, text.split("\n"))):
        name, listed = (*_NAMED.split(line, maxsplit=1), "")[:2]
        name = " ".join(name.split())
        apart = _LISTED if _LISTED.search(listed.strip()) else _BLANK
        words = [" ".join(word.split()) for word in apart.split(listed)]
        words = list(dict.fromkeys(filter(None, words)))
        if not name or not words:
            raise InputError(
                f"“{line[:60]}” is no list; write a name, a colon and words, such as fruit: apple, pear.", "E-LAB-05"
            )
        if name in found:
            raise InputError(f"Two lists are called “{name[:60]}”; give each a name of its own.", "E-LAB-06")
        if len(words) > MOST_ITEMS or len(found) >= MOST_CATEGORIES:
            raise InputError(
                f"At most {MOST_CATEGORIES} lists of at most {MOST_ITEMS} items each are compared.", "E-LAB-07"
            )
        found[name] = words
    return list(found.items())


def mean_of_cosines(embedding: Embedding, rows: np.ndarray) -> np.ndarray:
    """How much of a category is in each item: mean cosine with its items, float32 (n_items,)."""
    return embedding.unit @ embedding.unit[rows].mean(axis=0)


def cosine_of_mean(embedding: Embedding, rows: np.ndarray) -> np.ndarray:
    """The cosine of each item with the mean of the category's vectors as they are, float32 (n_items,).

    Long vectors weigh more here than in `mean_of_cosines`. 0 where the mean has no direction.
    """
    mean = embedding.vectors[rows].mean(axis=0)
    length = np.linalg.norm(mean)
    return np.clip(embedding.unit @ (mean / length), -1, 1) if length > 0 else np.zeros(embedding.n_items, np.float32)


@dataclass(frozen=True, eq=False)
class Association:
    """The Word Embedding Association Test (Caliskan, Bryson and Narayanan, 2017).

    first, second: float64 (n_x,), (n_y,): of each target word of X and of Y, its mean cosine with the attributes A less
    that with B. effect: the difference of their means over the standard deviation of all, in [-2, 2] for lists of one
    length. p: share of the ways to part the targets into lists of these lengths whose effect is as large or larger; of
    `n_ways` ways, all of them if `exact`, else drawn, and then the lists as they are count as one more.
    """

    first: np.ndarray
    second: np.ndarray
    effect: float
    p: float
    n_ways: int
    exact: bool


def association(
    embedding: Embedding, x: np.ndarray, y: np.ndarray, a: np.ndarray, b: np.ndarray, seed: int = 0
) -> Association:
    """Do the items x lean to a, and y to b? All are rows. One-sided, as published.

    Raises InputError for fewer than two items of x or y, none of a or b, or an item in both x and y.
    """
    if min(len(x), len(y)) < 2 or min(len(a), len(b)) < 1:
        raise InputError(
            f"The test needs at least two known items of each target and one of each attribute, not {len(x)}, "
            f"{len(y)}, {len(a)} and {len(b)}.",
            "E-LAB-08",
        )
    both = np.intersect1d(x, y)
    if len(both):
        raise InputError(f"“{embedding.labels[int(both[0])]:.60}” is in both targets; leave it out of one.", "E-LAB-09")
    leaning = embedding.unit[a].mean(axis=0, dtype=float) - embedding.unit[b].mean(axis=0, dtype=float)
    values = embedding.unit[np.concatenate([x, y])].astype(float) @ leaning
    first, second = values[: len(x)], values[len(x) :]
    spread = float(values.std())
    effect = float(first.mean() - second.mean()) / spread if spread > 0 else 0.0
    p, n_ways, exact = _chance(values, len(x), seed)
    return Association(first, second, effect, p, n_ways, exact)


def _chance(values: np.ndarray, n_first: int, seed: int) -> tuple[float, int, bool]:
    """How often n_first of the values, taken without regard to lists, sum to what the first ones do or more.

    The totals are fixed, so that the sum of one list orders the ways just as the difference of means does.
    """
    n_ways = comb(len(values), n_first)
    reached = values[:n_first].sum() - TIE
    if n_ways <= EXACT:
        chosen = np.array(list(combinations(range(len(values)), n_first)))
        return float((values[chosen].sum(axis=1) >= reached).mean()), n_ways, True
    generator = np.random.default_rng(seed)
    sums = np.concatenate(
        [generator.permuted(np.tile(values, (DRAWN // 10, 1)), axis=1)[:, :n_first].sum(axis=1) for _ in range(10)]
    )
    return float(1 + (sums >= reached).sum()) / (1 + DRAWN), DRAWN, False
