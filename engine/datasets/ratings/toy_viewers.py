"""Simulated viewers of stated tastes over a table of real films: data whose right answers are known.

Titles, years and genres are facts; how well known a film is stands in the table as one of five classes (5: nearly
everybody's, 1: for lovers of the cinema), by our judgement; who watched what, and how it was liked, is drawn by chance
from that and from the tastes below.
"""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import ClassVar

import numpy as np

from engine.datasets.base import Source
from engine.datasets.ratings.builder import Columns, Item
from engine.datasets.ratings.ratings import Ratings
from engine.datasets.ratings.splits import Split
from engine.fields import integer
from engine.report import Report, Silent

FILMS = Path(__file__).resolve().parents[3] / "assets" / "films" / "films.csv"


@dataclass(frozen=True)
class Taste:
    """What a group of viewers seeks out: weights of genres, and years between which films please them."""

    name: str
    genres: dict[str, float]
    searches: str
    """Words that such viewers search for."""
    years: tuple[int, int] = (1960, 2025)


TASTES = (
    Taste("science fiction fan", {"Sci-Fi": 3, "Fantasy": 0.5}, "space robots aliens future", (1975, 2025)),
    Taste("family with children", {"Family": 3, "Animation": 1.5}, "animals children cartoon magic", (1985, 2025)),
    Taste("romantic", {"Romance": 3, "Comedy": 0.5}, "love wedding date paris", (1985, 2025)),
    Taste("crime reader", {"Crime": 2.5, "Mystery": 1.5, "Thriller": 0.5}, "detective murder heist mafia"),
    Taste("horror fan", {"Horror": 3.5}, "scary zombies haunted vampires", (1970, 2025)),
    Taste(
        "lover of classics",
        {"Drama": 1, "Romance": 0.3, "Western": 0.5},
        "classic silent hollywood masterpiece",
        (1900, 1965),
    ),
    Taste(
        "action fan", {"Action": 3, "Adventure": 0.7, "Family": -2}, "explosions chase martial superhero", (1980, 2025)
    ),
    Taste("musical lover", {"Musical": 3.5}, "songs dance broadway singing"),
    Taste("student of war", {"War": 3.5, "Western": 1.5}, "battle soldiers history army"),
    Taste("art-house goer", {"Drama": 2, "Action": -2, "Family": -2, "Comedy": -0.5}, "festival subtitled slow award"),
)
SECOND = 0.5
"""How much a viewer's second taste counts beside the first."""
FAME = 0.9
"""In the exponent, for each class of fame: taste apart, the best known are watched e^3.6, or 37, times as often."""
PULL = 1.3
"""How strongly taste decides what is watched."""
MEAN_STARS, LIKING, NOISE = 3.4, 0.45, 0.5
"""Stars = mean + liking * taste + noise, rounded to halves in [0.5, 5]."""
SEARCHED, STRAY = 0.2, 0.3
"""Share of ratings that come with a search of one word, and of these words those that are drawn of all tastes."""
FIRST_DAY, DAY = 1_600_000_000, 86_400


@dataclass(frozen=True)
class ToyViewers(Split, Source):
    """Simulated viewers of real films, drawn anew for every seed."""

    kind: ClassVar[str] = Ratings.kind
    name = "toy_viewers"
    version: ClassVar[int] = 3
    """How well known a film is stands in the table since version 2; before, it was drawn by chance. Viewers search
    since version 3; their ratings are those of version 2."""
    n_users: int = integer(500, 50, 5_000, step=50, label="Viewers", help="How many viewers to simulate.")
    watched: int = integer(
        40, 10, 200, step=5, label="Films per viewer", help="How many films a viewer rates on average."
    )
    seed: int = integer(1, 0, 2**32 - 1, label="Seed", help="Another seed draws other viewers with the same tastes.")

    def title(self) -> str:
        """What the user calls it."""
        return f"{len(films()):,} real films, {self.n_users:,} simulated viewers"

    def load(self, report: Report = Silent()) -> Ratings:
        """Draw who watched what and when, and how it was liked; four stars or more count as liked."""
        rng = np.random.default_rng(self.seed)
        likings, names = _viewers(self.n_users, rng)
        users, items, stars = _watched(likings, self.watched, rng)
        times = FIRST_DAY + DAY * rng.integers(1, 1_500, len(users))
        table = films()
        searches, words = _searched(users, rng)
        columns = Columns(users, items, names, list(table), stars, times, searches, words)
        notes = [
            f"The films are real; the viewers are simulated. Put in were {len(TASTES)} tastes (genres and years) and "
            "five classes of how well known a film is; the rest is chance. What they searched for is simulated, too: "
            "words of their taste."
        ]
        return Ratings.from_columns(columns, table, (), self, 4.0, notes, {"format": "simulated"})


@cache
def films() -> dict[str, Item]:
    """Title with year -> the film, in order of year."""
    rows = [(f"{row['title']} ({row['year']})", tuple(row["genres"].split("|")), int(row["year"])) for row in _rows()]
    return {row[0]: Item(*row) for row in rows}


def fame_of_films() -> np.ndarray:
    """How well known each film is, in the order of `films`: int (n_films,), from 1 to 5 for those of most people."""
    return np.array([int(row["fame"]) for row in _rows()])


@cache
def _rows() -> tuple[dict[str, str], ...]:
    """The table of films as it is written."""
    with FILMS.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def likings_of_tastes() -> np.ndarray:
    """How much each taste likes each film, float64 (n_tastes, n_films): centered, spread 1."""
    table = list(films().values())
    years = np.array([film.year for film in table])
    found = []
    for taste in TASTES:
        weights = np.array([sum(taste.genres.get(genre, 0) for genre in film.genres) for film in table])
        outside = np.maximum(taste.years[0] - years, 0) + np.maximum(years - taste.years[1], 0)
        found.append(weights - np.minimum(outside / 10, 2.5))
    values = np.array(found)
    return (values - values.mean(axis=1, keepdims=True)) / values.std(axis=1, keepdims=True)


def _viewers(n_users: int, rng: np.random.Generator) -> tuple[np.ndarray, list[str]]:
    """How much each viewer likes each film (n_users, n_films), and names that say the taste."""
    first = np.arange(n_users) % len(TASTES)
    second = (first + rng.integers(1, len(TASTES), n_users)) % len(TASTES)
    tastes = likings_of_tastes()
    names = [f"{TASTES[taste].name} {row // len(TASTES) + 1}" for row, taste in enumerate(first)]
    return (tastes[first] + SECOND * tastes[second]) / (1 + SECOND), names


def _searched(users: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, list[str]]:
    """Number of the word searched for before each rating, and the words; most ratings come with none."""
    words = [word for taste in TASTES for word in taste.searches.split()]
    each = len(words) // len(TASTES)
    own = users % len(TASTES) * each + rng.integers(0, each, len(users))
    drawn = np.where(rng.random(len(users)) < STRAY, rng.integers(0, len(words), len(users)), own)
    return np.where(rng.random(len(users)) < SEARCHED, drawn, len(words)).astype(np.int32), [*words, ""]


def _watched(likings: np.ndarray, watched: int, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Viewer, film and stars of each rating: films drawn without repetition by fame and taste (Gumbel's trick)."""
    n_users, n_films = likings.shape
    keys = FAME * fame_of_films() + PULL * likings + rng.gumbel(size=likings.shape)
    lengths = np.clip(rng.poisson(watched, n_users), 8, n_films // 2)
    order = np.argsort(-keys, axis=1)
    users = np.repeat(np.arange(n_users, dtype=np.int32), lengths)
    items = np.concatenate([row[:length] for row, length in zip(order, lengths, strict=True)]).astype(np.int32)
    raw = MEAN_STARS + LIKING * likings[users, items] * 2 + NOISE * rng.normal(size=len(users))
    return users, items, np.clip(np.round(raw * 2) / 2, 0.5, 5).astype(np.float32)
