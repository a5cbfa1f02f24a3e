"""Embeddings of words, films, images and graph nodes, trained and questioned. It knows nothing of Streamlit.

    import engine

    corpus = engine.SOURCES["toy_world"]().load()  # or engine.Corpus.from_sentences(...)
    words = engine.train("ppmi_svd", corpus).main
    engine.most_similar(words, "king")
    engine.analogy(words, "king - man + woman")
    flat = engine.project(words, "pca", n_components=2)

These names are what a notebook needs; all else is imported from its own module. Each is imported when it is first
asked for, so that importing the package costs nothing. Nothing inside the package imports a name from here.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.by_name import analogy, most_similar, project, train
    from engine.datasets import SOURCES
    from engine.datasets.graphs.graph import Graph
    from engine.datasets.images.image_set import ImageSet
    from engine.datasets.ratings.ratings import Ratings
    from engine.datasets.text.corpus import Corpus
    from engine.embedding import Embedding
    from engine.fit import Fit
    from engine.learners import LEARNERS
    from engine.projections import PROJECTIONS

__all__ = [
    "LEARNERS",
    "PROJECTIONS",
    "SOURCES",
    "Corpus",
    "Embedding",
    "Fit",
    "Graph",
    "ImageSet",
    "Ratings",
    "analogy",
    "most_similar",
    "project",
    "train",
]

_HOMES = {
    "LEARNERS": "engine.learners",
    "PROJECTIONS": "engine.projections",
    "SOURCES": "engine.datasets",
    "Corpus": "engine.datasets.text.corpus",
    "Embedding": "engine.embedding",
    "Fit": "engine.fit",
    "Graph": "engine.datasets.graphs.graph",
    "ImageSet": "engine.datasets.images.image_set",
    "Ratings": "engine.datasets.ratings.ratings",
    "analogy": "engine.by_name",
    "most_similar": "engine.by_name",
    "project": "engine.by_name",
    "train": "engine.by_name",
}

VERSION = 1
"""What servers of downloads are told. Ids of runs do not depend on it: each class has a version of its own."""


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'engine' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return [*globals(), *__all__]
