"""Names of clusters on data made by hand, a kind of item each."""

import numpy as np
from numpy.testing import assert_allclose, assert_array_equal

from engine.embedding import Embedding
from engine.insight.cluster_names.films import decades
from engine.insight.cluster_names.naming import LONGEST, name_clusters
from engine.insight.cluster_names.parts import Clusters

LABELS = np.array([0, 0, 0, 0, 1, 1, 1, 1, -1, -1])


def clusters(labels: list[str] | None = None, vectors: np.ndarray | None = None, **metadata: list[object]) -> Clusters:
    """Ten items: four along the first axis, four along the second, two between them."""
    directions = np.array([[1, 0.1, 0]] * 4 + [[0.1, 1, 0]] * 4 + [[1, 1, 0]] * 2) + np.eye(10, 3) * 0.01
    names = labels or [f"item {row}" for row in range(10)]
    columns = {name: np.array(column) for name, column in metadata.items()}
    return Clusters(Embedding(directions if vectors is None else vectors, names, columns), LABELS)


def texts(item: str, found: Clusters) -> list[str]:
    return [name.text for name in name_clusters(item, found)]


def test_words_are_frequent_and_nearer_to_their_own_middle_than_to_the_one_beside() -> None:
    words = ["the", "matrix", "vector", "hapax", "of", "graph", "node", "legomenon", "x", "y"]
    vectors = np.array([[1, 0.9], [1, 0], [1, 0.1], [1, 0], [0.9, 1], [0, 1], [0.1, 1], [0, 1], [1, 1], [1, 1]])
    found = clusters(words, vectors, count=[900, 200, 150, 1, 800, 90, 80, 1, 5, 5])
    named = name_clusters("word", found)
    assert [name.text for name in named] == ["matrix, vector, the", "graph, node, of"]
    own, beside = found.embedding.unit[1] @ found.middles.T
    assert named[0].why == f"“matrix” has cosine {own:.2f} with the middle, {beside:.2f} with the nearest one beside it"


def test_films_are_named_by_genre_and_decade_with_how_much_more_often() -> None:
    genre = ["War", "War", "War", "Drama", "Comedy", "Comedy|Crime", "Crime", "Drama", "Drama", "Drama"]
    year = [1941, 1949, 1945, 1990, 1990, 2001, 2010, 2020, 1999, 0]
    first, second = name_clusters("film", clusters(genre=genre, year=year))
    assert first.text == "War 1940s"
    assert first.why == (
        "War: 75%, 9.8 times as often as among the others; 1940s: 75%, 9.8 times as often as among the others"
    )
    assert second.text.split()[0] == "Comedy"  # as often as Crime, and before it by name


def test_films_without_anything_special_are_named_by_those_watched_most() -> None:
    found = clusters(genre=["Drama"] * 10, year=[1995] * 10, count=[3, 9, 1, 4, 7, 2, 8, 1, 1, 1])
    assert texts("film", found) == ["item 1, item 3", "item 6, item 4"]


def test_decades_of_years_that_are_known() -> None:
    years = np.array([1989.0, 1990, 2003, 0, np.nan])
    assert decades(years).tolist() == ["1980s", "1990s", "2000s", "", ""]


def test_nodes_are_named_by_attributes_else_by_hubs() -> None:
    club = ["a", "a", "a", "b", "b", "b", "b", "b", "a", "b"]
    degree = [5, 1, 1, 1, 1, 7, 8, 1, 1, 1]
    assert texts("node", clusters(club=club, degree=degree)) == ["a", "b"]
    community = [str(row) for row in LABELS]
    assert texts("node", clusters(community=community, degree=degree)) == [
        "around item 0, item 1",
        "around item 6, item 5",
    ]


def test_images_are_named_by_the_class_of_most_with_its_share_and_the_most_central_one() -> None:
    found = clusters(**{"class": ["3", "3", "3", "8", "3", "3", "5", "5", "1", "1"]})
    named = name_clusters("image", found)
    assert [name.text for name in named] == ["3", "3, 5"]  # half of the second one are of either
    middle = found.embedding.labels[int(found.medoids[0])]
    assert named[0].why == f"3: 75% of its images; the most central one is {middle}"
    assert named[1].why.startswith("3: 50%, 5: 50% of its images")
    assert texts("image", clusters())[0] == f"like {middle}"


def test_other_items_are_named_by_what_is_over_represented_else_by_the_most_central() -> None:
    region = ["north"] * 4 + ["south", "east", "west", "north"] + ["west", "east"]
    found = texts("row", clusters(region=region))
    assert found[0] == "north" and found[1] != "north"
    assert texts("row", clusters(vectors=np.array([[1.0, 0]] * 4 + [[0, 1.0]] * 6))) == [
        "item 0, item 1, item 2",
        "item 4, item 5, item 6",
    ]


def test_the_same_name_is_told_apart_by_an_item_and_long_ones_are_cut() -> None:
    vectors = np.concatenate([np.eye(2).repeat(4, axis=0), np.ones((20, 2))])
    columns = {"club": np.array(["a"] * 8 + ["b"] * 20), "count": np.array([1, 2, 3, 4, 1, 9, *[1] * 22])}
    labels = np.concatenate([LABELS[:8], np.full(20, -1)])
    found = Clusters(Embedding(vectors, [f"item {row}" for row in range(28)], columns), labels)
    assert texts("row", found) == ["a: item 3", "a: item 5"]
    long = clusters(club=["x" * 70] * 4 + ["y" * 70] * 4 + ["z", "z"])
    assert texts("row", long) == ["x" * (LONGEST - 1) + "…", "y" * (LONGEST - 1) + "…"]


def test_shares_and_times_by_hand() -> None:
    ((value,), _) = clusters().over_represented(np.array(["a", "a", "a", "", "", "", "", "b", "b", "a"]))
    assert (value.text, value.share) == ("a", 0.75)
    assert_allclose(value.times, (3.5 / 5) / (1.5 / 7))
    assert_allclose(value.telling, 0.75 * np.log(value.times))


def test_clusters_know_their_rows_middles_and_neighbors() -> None:
    found = clusters()
    assert [rows.tolist() for rows in found.rows] == [[0, 1, 2, 3], [4, 5, 6, 7]]
    assert_allclose(np.linalg.norm(found.middles, axis=1), 1)
    assert_array_equal(found.beside, [[1], [0]])
