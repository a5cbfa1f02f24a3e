"""Dataset references by their name in recipes (SOURCES), and datasets by kind (KINDS)."""

from engine.datasets.base import Source
from engine.datasets.corpus import Corpus

SOURCES: dict[str, type[Source]] = {}
KINDS: dict[str, type] = {Corpus.kind: Corpus}
