"""Dataset references by their name in recipes (SOURCES), and datasets by kind (KINDS)."""

from engine.datasets.base import Source

SOURCES: dict[str, type[Source]] = {}
KINDS: dict[str, type] = {}
