"""Datasets by kind (KINDS), and dataset references by their name in recipes (SOURCES)."""

from typing import Any

from engine.datasets.base import Source
from engine.registry import registered

KINDS: dict[str, type[Any]] = registered(
    __name__,
    (
        "text.corpus",
        "graphs.graph",
        "images.image_set",
        "tables.matrix",
        "pairs.pair_matrix",
        "vectors.vectors",
        "ratings.ratings",
        "joint.languages.languages",
        "joint.captions.captioned_images",
    ),
    object,
    key="kind",
)
SOURCES: dict[str, type[Source]] = registered(
    __name__,
    (
        "text.toy_world",
        "text.ambiguous_world",
        "text.descriptions",
        "text.library_docs",
        "text.downloaded",
        "text.downloaded_documents",
        "text.sources",
        "graphs.sources",
        "graphs.library_imports",
        "images.sources",
        "tables.sources",
        "tables.population",
        "pairs.great_circle",
        "pairs.measurements",
        "pairs.sources",
        "vectors.colors",
        "vectors.sources",
        "ratings.toy_viewers",
        "ratings.sources",
        "joint.film_graph",
        "joint.text_parts",
        "joint.languages.toy_languages",
        "joint.languages.downloaded",
        "joint.languages.uploaded",
        "joint.captions.measured",
        "joint.captions.uploaded",
    ),
    Source,
)
