"""Series of films, told by their titles, and how near each other the films of one lie."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from engine.embedding import Embedding

ROUNDING = 1e-6
_NOTES = re.compile(r"(\s*\([^()]*\))+\s*$")
_ARTICLES = re.compile(r"^(the|an?) |, (the|an?)$", re.IGNORECASE)
_PARTS = re.compile(r":\s| - | and the |,? part \w+| vol(\.|ume) ", re.IGNORECASE)
_NUMBER = re.compile(r"\s+(\d{1,4}|[ivx]+)$", re.IGNORECASE)


class Series(NamedTuple):
    """rows: int (m,) of its films. cosine: mean over their pairs. place: median over its films of the place, from 1,
    of the nearest other one among all films. by_chance: the place that films drawn at random would have.
    """

    name: str
    rows: np.ndarray
    cosine: float
    place: float
    by_chance: float


def members(titles: Sequence[str]) -> Mapping[str, np.ndarray]:
    """Name of a series -> int rows of its films, at least two of different titles; the largest series first.

    A title is cut before its subtitle ("Star Wars: ..."), "and the", a part or a number; what is left, without
    articles, names the series. Films of one whole title are versions of each other, not a series.
    """
    rows: dict[str, list[int]] = defaultdict(list)
    whole: dict[str, set[str]] = defaultdict(set)
    for row, title in enumerate(titles):
        bare = _NOTES.sub("", title).strip()
        name = _name(bare)
        if len(name) > 1:
            rows[name.casefold()].append(row)
            whole[name.casefold()].add(bare.casefold())
    found = {_name(_NOTES.sub("", titles[rows[key][0]]).strip()): rows[key] for key in rows if len(whole[key]) > 1}
    return {name: np.array(found[name]) for name in sorted(found, key=lambda name: (-len(found[name]), name))}


def _name(title: str) -> str:
    first = _ARTICLES.sub("", _PARTS.split(title, maxsplit=1)[0].strip())
    return _ARTICLES.sub("", _NUMBER.sub("", first)).strip()


def nearness(films: Embedding, series: Mapping[str, np.ndarray]) -> list[Series]:
    """Each series by the cosines of its films, in the order given; films whose vector is 0 take no part.

    Among n films the nearest of m - 1 drawn at random has the place n / m on average.
    """
    trained = films.norms > 0
    n, unit = int(trained.sum()), films.unit
    among = unit[trained]
    found = []
    for name, every in series.items():
        rows = every[trained[every]]
        m = len(rows)
        if m < 2:
            continue
        own = unit[rows] @ unit[rows].T
        np.fill_diagonal(own, -np.inf)
        nearer = unit[rows] @ among.T > own.max(axis=1)[:, None] + ROUNDING
        places = np.maximum(nearer.sum(axis=1), 1)  # each film is nearest to itself: the count is a place from 1
        cosine = float(own[~np.eye(m, dtype=bool)].mean())
        found.append(Series(name, rows, cosine, float(np.median(places)), n / m))
    return found
