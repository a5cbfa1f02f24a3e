"""Series told by titles, and their nearness by hand."""

import numpy as np
import pytest

from engine.embedding import Embedding
from engine.insight.films.series import members, nearness

TITLES = [
    "Toy Story (1995)",
    "Lord of the Rings: The Two Towers, The (2002)",
    "Toy Story 2 (1999)",
    "Hamlet (1996)",
    "The Lord of the Rings: The Return of the King (2003)",
    "Hamlet (Gamlet) (1964)",
    "Rocky (1976)",
    "Rocky II (1979)",
    "Harry Potter and the Goblet of Fire (2005)",
    "Harry Potter and the Chamber of Secrets (a.k.a. Harry Potter 2) (2002)",
    "Toy Story 3 (2010)",
    "District 9 (2009)",
    "Godfather: Part II, The (1974)",
    "The Godfather (1972)",
    "300 (2007)",
]


def test_titles_tell_series() -> None:
    assert {name: rows.tolist() for name, rows in members(TITLES).items()} == {
        "Toy Story": [0, 2, 10],
        "Godfather": [12, 13],
        "Harry Potter": [8, 9],
        "Lord of the Rings": [1, 4],
        "Rocky": [6, 7],
    }
    assert members(["Heat (1995)", "Heat (1986)"]) == {}, "two films of one title are no series"


def test_nearness_by_hand() -> None:
    angles = np.radians([0.0, 10.0, 30.0, 90.0, 95.0])
    films = Embedding(
        np.vstack([np.stack([np.cos(angles), np.sin(angles)], axis=1), np.zeros((1, 2))]).astype(np.float32),
        ["a", "b", "a 2", "c", "d", "a 3"],
    )
    series = {"a": np.array([0, 2, 5]), "none": np.array([3, 5])}
    (found,) = nearness(films, series)
    assert found.name == "a" and found.rows.tolist() == [0, 2], "a film without a vector takes no part"
    assert found.cosine == pytest.approx(np.cos(np.radians(30)), abs=1e-6)
    assert found.place == 2, "b is nearer to both"
    assert found.by_chance == 5 / 2


def test_the_place_by_chance_is_that_of_random_vectors() -> None:
    rng = np.random.default_rng(0)
    films = Embedding(rng.normal(size=(300, 40)).astype(np.float32), [f"f{row}" for row in range(300)])
    series = {str(at): rng.choice(300, 3, replace=False) for at in range(200)}
    found = nearness(films, series)
    rows = np.concatenate([one.rows for one in found])
    means = []
    for one in found:
        cosines = films.unit[one.rows] @ films.unit.T
        for at, row in enumerate(one.rows):
            cosines[at, row] = 2
            places = np.argsort(np.argsort(-cosines[at]))
            means.append(places[np.delete(one.rows, at)].min())
    assert len(rows) == 600 and np.mean(means) == pytest.approx(found[0].by_chance, rel=0.1)
