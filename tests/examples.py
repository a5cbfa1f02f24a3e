"""Small datasets, one of each kind, and quick settings: what the contract test runs every learner on."""

from dataclasses import replace
from typing import Any

import numpy as np

from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import ClassicGraph, GeneratedGraph
from engine.datasets.images.image_set import ImageSet
from engine.datasets.joint.captions.captioned_images import Attribute, CaptionedImages
from engine.datasets.joint.languages.languages import Languages
from engine.datasets.pairs.great_circle import GreatCircles
from engine.datasets.pairs.pair_matrix import PairMatrix
from engine.datasets.ratings.ratings import Ratings
from engine.datasets.tables.matrix import Matrix
from engine.datasets.tables.sources import SimulatedHomes
from engine.datasets.text.corpus import Corpus
from engine.datasets.vectors.colors import NamedColors
from engine.datasets.vectors.vectors import Vectors
from engine.embedding import Embedding
from engine.evaluation.made_maps import MadeMaps
from engine.fields import specs
from engine.learners.base import Learner
from engine.projections.tsne import TSNE
from engine.report import Silent

QUICK = {
    "n_epochs": 2,
    "n_components": 4,
    "n_iter": 250,
    "min_count": 1,
    "n_walks": 2,
    "walk_length": 10,
    "perplexity": 5.0,
}


def quick(cls: type[Learner], **changes: Any) -> Learner:
    """The learner with settings that train in a moment."""
    settings = {key: value for key, value in QUICK.items() if key in specs(cls)}
    if "n_components" in specs(cls) and specs(cls)["n_components"].kind == "choice":
        settings["n_components"] = 2
    return cls(**settings | changes)


def corpus(seed: int = 0, n_tokens: int = 6_000) -> Corpus:
    """Sentences of ten words, each about one of two topics of twenty words, with Zipf-like frequencies.

    Ten of them make a document.
    """
    generator = np.random.default_rng(seed)
    weights = 1 / np.arange(1, 21)
    topics = generator.integers(0, 2, n_tokens // 10).repeat(10)
    tokens = generator.choice(20, size=n_tokens, p=weights / weights.sum()) + 20 * topics
    order = np.argsort(-np.bincount(tokens, minlength=40), kind="stable")
    ids = np.empty(40, dtype=np.int32)
    ids[order] = np.arange(40)
    words = tuple(f"{'ab'[word // 20]}{word % 20}" for word in order)
    documents = np.append(np.arange(0, n_tokens, 100), n_tokens)
    return Corpus(
        tokens=ids[tokens],
        sentences=np.arange(0, n_tokens + 1, 10),
        documents=documents,
        words=words,
        counts=np.bincount(ids[tokens], minlength=40),
        document_names=tuple(f"example {number}" for number in range(1, len(documents))),
    )


def embedding(n_items: int = 60, n_components: int = 8, seed: int = 0) -> Embedding:
    """Three clusters in space."""
    generator = np.random.default_rng(seed)
    cluster = np.arange(n_items) % 3
    centers = generator.normal(size=(3, n_components)) * 4
    vectors = centers[cluster] + generator.normal(size=(n_items, n_components))
    return Embedding(vectors, [f"item {row}" for row in range(n_items)], {"cluster": cluster})


def maps() -> MadeMaps:
    """Two t-SNE maps of an embedding."""
    whole = embedding()
    makers = [TSNE(perplexity=5.0, n_iter=250, seed=seed) for seed in (0, 1)]
    return MadeMaps(whole, tuple((maker, maker.fit(whole)) for maker in makers))


def images(n_images: int = 90, seed: int = 0) -> ImageSet:
    """Three patterns of 8 x 8 pixels with noise, a third of them for testing."""
    generator = np.random.default_rng(seed)
    targets = np.arange(n_images) % 3
    patterns = generator.integers(40, 216, (3, 8, 8, 1))
    raw = patterns[targets] + generator.integers(-40, 41, (n_images, 8, 8, 1))
    names = tuple(f"image {row}" for row in range(n_images))
    return ImageSet(raw.astype(np.uint8), targets, ("a", "b", "c"), n_images * 2 // 3, names)


def graph(n_nodes: int = 60) -> Graph:
    """Three groups of nodes, with most edges inside them."""
    return GeneratedGraph("blocks", n_nodes=n_nodes).load(Silent())


def ratings(n_users: int = 40, n_items: int = 30, seed: int = 0) -> Ratings:
    """Even viewers like even items and odd viewers odd ones; of ten ratings each, two are held out."""
    generator = np.random.default_rng(seed)
    users = np.repeat(np.arange(n_users), 10)
    items = np.concatenate([generator.choice(n_items, 10, replace=False) for _ in range(n_users)])
    return Ratings(
        users=users,
        items=items,
        stars=np.where((users + items) % 2 == 0, 5.0, 2.0) + generator.choice([-0.5, 0.0], len(users)),
        held_out=np.tile(np.arange(10) >= 8, n_users),
        user_names=tuple(f"viewer {row}" for row in range(n_users)),
        item_names=tuple(f"film {row}" for row in range(n_items)),
        times=np.arange(len(users)),
        years=1950 + np.arange(n_items),
        genres=("even", "odd"),
        item_genres=np.stack([np.arange(n_items) % 2 == 0, np.arange(n_items) % 2 == 1], axis=1),
        liked_from=4.0,
    )


def bipartite() -> Graph:
    """Eighteen women and the fourteen events that they attended."""
    return ClassicGraph("davis").load(Silent())


def table() -> Matrix:
    """Homes, some of whose columns are nearly combinations of others."""
    return SimulatedHomes(n_homes=60).load(Silent())


def pairs() -> PairMatrix:
    """Cities, and how far they are from each other."""
    return GreatCircles().load(Silent())


def vectors() -> Vectors:
    """Named colors."""
    return NamedColors().load(Silent())


def languages() -> Languages:
    """Two texts about the same two topics, in words that differ in their first letter."""
    first, second = corpus(0), corpus(1)
    second = replace(second, words=tuple(f"x{word}" for word in second.words))
    return Languages(("One", "Other"), first, second, tuple((word, f"x{word}") for word in first.words))


def captions() -> CaptionedImages:
    """Patterns in three classes and three tones, called by words that the descriptions know, too."""
    plain = images()
    tones = np.arange(plain.n_images) // 3 % 3
    raw = plain.raw // 2 + (50 * tones[:, None, None, None]).astype(np.uint8)
    named = ImageSet(raw, plain.targets, ("shirt", "boot", "bag"), plain.n_train, plain.names)
    words = ("dark", "gray", "bright")
    said = [f"{words[tone]} {named.class_of(row)}" for row, tone in enumerate(tones)]
    attributes = {"light": Attribute(words, tones)}
    return CaptionedImages(named, tuple(said), np.arange(plain.n_images), attributes)


EXAMPLES = {
    "languages": languages,
    "captions": captions,
    "pairs": pairs,
    "vectors": vectors,
    "matrix": table,
    "ratings": ratings,
    "corpus": corpus,
    "graph": graph,
    "bipartite": bipartite,
    "embedding": embedding,
    "maps": maps,
    "images": images,
}
