"""The contract of learners that recommend: they train on Ratings, and score every item for any history."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from engine.datasets.ratings.ratings import Histories, Ratings
from engine.embedding import Embedding
from engine.errors import InputError
from engine.fit import Fit
from engine.insight import inner_product
from engine.insight.explanation import Explanation
from engine.learners.base import Advice, Learner

FILMED = 200
"""Films whose vectors are kept over the training: those that come up most."""


@dataclass(frozen=True)
class Scored:
    """What the numbers of `Recommender.scores` are: name of a column, and a sentence about their size and sign."""

    title: str
    sentence: str


class Recommender(Learner):
    """Base of learners that take ratings.

    Fit: the first embedding is "item", one row for each item of the dataset in its order, so that rows of an
    embedding are columns of `scores`. Nothing but `ratings.train` and `ratings.liked` may influence a fit.
    """

    takes: ClassVar[str] = Ratings.kind
    embeds: ClassVar[str] = "film"
    explained: ClassVar[Mapping[str, str]] = {"film": "film", "other film": "film"}
    places_unseen: ClassVar[bool] = False
    """Whether films that no training has seen get a place too; they are those of the array "cold" of its Fit."""

    def scores(self, fit: Fit, ratings: Ratings, histories: Histories, items: np.ndarray | None = None) -> np.ndarray:
        """How well items suit each viewer, float32 (n_users, n_items), higher is better.

        histories: all items that each viewer has watched, with stars; they need not be viewers of the training, so
        that a new viewer is served without training again. Items of the history are scored like all others.
        items: int (m,), those to be scored, in this order; all by default.
        """
        raise NotImplementedError

    def scored(self) -> Scored:
        """What `scores` are."""
        return Scored(
            "Inner product", "of the viewer's vector and the film's; below 0 where they point away from each other."
        )

    def require(self, dataset: Ratings) -> None:
        """Raise the InputError with which `fit` would refuse these data; quick to compute."""

    def pair_vectors(self, fit: Fit) -> tuple[Embedding, Embedding]:
        """Of a film that was watched, and of one to be recommended: vectors whose inner product says how well the
        second goes with the first.
        """
        return fit.main, fit.context

    def advice(self, dataset: Ratings) -> list[Advice]:
        """What `fit` would refuse, and what it takes."""
        try:
            self.require(dataset)
        except InputError as error:
            return [Advice("error", str(error))]
        return super().advice(dataset)

    def explain(self, fit: Fit, dataset: Ratings, chosen: Mapping[str, int]) -> tuple[Explanation, ...]:
        """The inner product of the vectors of two films."""
        first, second = two_films(chosen["film"], chosen["other film"])
        watched, recommended = self.pair_vectors(fit)
        title, lead = "An inner product, term by term", "the score of two films for each other"
        return (inner_product.explained(watched.vectors[first], recommended.vectors[second], title, lead),)


def two_films(first: int, second: int, trained: np.ndarray | None = None) -> tuple[int, int]:
    """The rows of two films; raises InputError if they are one, or one of them is not in `trained`, bool (n_items,)."""
    if first == second:
        raise InputError("Choose two different films.", "E-MOV-01")
    if trained is not None and not (trained[first] and trained[second]):
        raise InputError("One of these films was left out of the training; choose others.", "E-MOV-02")
    return first, second


def of_items(values: np.ndarray, items: np.ndarray | None) -> np.ndarray:
    """The rows of some items, or all (None)."""
    return values if items is None else values[items]


def item_embedding(vectors: np.ndarray, ratings: Ratings) -> Embedding:
    """Vectors (n_items, n_components) with what is known of the items."""
    return Embedding(vectors, ratings.item_names, ratings.item_metadata())


def user_embedding(vectors: np.ndarray, ratings: Ratings) -> Embedding:
    """Vectors (n_users, n_components) with the number of ratings of each viewer and the genre they watch most."""
    columns: dict[str, np.ndarray] = {"count": ratings.train.lengths}
    if ratings.genres:
        columns["genre"] = favorite_genres(ratings)
    return Embedding(vectors, ratings.user_names, columns)


def one_space(items: np.ndarray, users: np.ndarray, ratings: Ratings) -> dict[str, Embedding]:
    """The embeddings "item", "user" and "together" of vectors whose inner products say how well they suit each other.

    items: (n_items, k); users: (n_users, k). In "together" both kinds are scaled to the same mean square length, one
    by the inverse factor of the other, so that the inner products between them stay. Its rows are in order of count
    within their kind, and mixed evenly, so that the first rows hold the most frequent of both; its column "kind" says
    which is which. Viewers whose names are numbers, or titles of films, have "viewer" before them.
    """
    found = {"item": item_embedding(items, ratings), "user": user_embedding(users, ratings)}
    lengths = [max(float(np.sqrt((one.vectors.astype(np.float64) ** 2).mean())), 1e-12) for one in found.values()]
    factor = np.sqrt(lengths[1] / lengths[0])
    vectors = np.vstack([found["item"].vectors * factor, found["user"].vectors / factor])
    titles = set(ratings.item_names)
    viewers = [f"viewer {name}" if name.isdigit() or name in titles else name for name in ratings.user_names]
    columns = {"kind": np.repeat(["film", "viewer"], [ratings.n_items, ratings.n_users])}
    shared = [name for name in ("count", "genre") if name in found["user"].metadata]
    columns |= {name: np.concatenate([one.metadata[name] for one in found.values()]) for name in shared}
    order = np.argsort(np.concatenate([_places(one) for one in found.values()]), kind="stable")
    labels = np.array([*ratings.item_names, *viewers], dtype=object)[order].tolist()
    mixed = {name: values[order] for name, values in columns.items()}
    return found | {"together": Embedding(vectors[order], labels, mixed)}


def _places(embedding: Embedding) -> np.ndarray:
    """Where each row stands by falling count, in (0, 1)."""
    order = np.argsort(-embedding.metadata["count"], kind="stable")
    places = np.empty(len(order))
    places[order] = (np.arange(len(order)) + 0.5) / len(order)
    return places


def favorite_genres(ratings: Ratings) -> np.ndarray:
    """The genre that each viewer likes most beyond its share among all likings; strings (n_users,)."""
    likings = ratings.liked
    marks = np.asarray(likings.matrix() @ ratings.item_genres.astype(float))
    expected = marks.sum(axis=1, keepdims=True) * marks.sum(axis=0) / max(marks.sum(), 1)
    # a few likings are added so that a single rare film does not name a viewer's taste
    best = ((marks + 1) / (expected + 1)).argmax(axis=1)
    return np.where(likings.lengths > 0, np.array(ratings.genres)[best], "none")


def usual_items(ratings: Ratings, min_count: int) -> np.ndarray:
    """int64 rows of the items that `min_count` viewers liked in training; raises InputError below three of them."""
    counts = ratings.liked.counts()
    rows = np.flatnonzero(counts >= min_count)
    if len(rows) < 3:
        raise InputError(
            f"Only {len(rows):,} items were liked by {min_count:,} viewers in training, at least 3 are needed: "
            "choose a smaller minimum count, or count lower ratings as liked.",
            "E-TRN-08",
        )
    return rows


def in_all_rows(values: np.ndarray, rows: np.ndarray, n_items: int) -> np.ndarray:
    """`values` (m, ...) of some rows placed among zeros for all (n_items, ...)."""
    placed = np.zeros((n_items, *values.shape[1:]), dtype=values.dtype)
    placed[rows] = values
    return placed


@dataclass(frozen=True)
class Baseline:
    """What every recommender must beat: the same list for all, or no list at all."""

    name: str
    seed: int = 0

    def scores(self, ratings: Ratings, histories: Histories) -> np.ndarray:
        """float32 (n_users, n_items)."""
        if self.name == "co_liking":
            return _cosines_of_likings(ratings, histories)
        if self.name == "popular":
            counts = ratings.liked.counts().astype(np.float32)
            return np.broadcast_to(counts, (histories.n_users, ratings.n_items))
        rng = np.random.default_rng(self.seed)
        return rng.random((histories.n_users, ratings.n_items), dtype=np.float32)


def _cosines_of_likings(ratings: Ratings, histories: Histories) -> np.ndarray:
    """Sum of the cosines between each film and the liked ones, as columns of who liked what (Sarwar et al., 2001)."""
    likings = ratings.liked.matrix() / np.sqrt(np.maximum(ratings.liked.counts(), 1))
    found = histories.liked(ratings.liked_from).matrix() @ likings.T @ likings
    return found.toarray().astype(np.float32)


BASELINES: Mapping[str, str] = {"popular": "Popular", "co_liking": "Co-liking cosine", "random": "Random"}
