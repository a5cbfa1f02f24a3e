"""Dataset references by their name in recipes (SOURCES), and datasets by kind (KINDS)."""

from engine.datasets.base import Source
from engine.datasets.corpus import Corpus
from engine.datasets.downloaded import DownloadedText
from engine.datasets.text import UploadedText
from engine.datasets.toy_world import ToyWorld

SOURCES: dict[str, type[Source]] = {source.name: source for source in (ToyWorld, DownloadedText, UploadedText)}
KINDS: dict[str, type] = {Corpus.kind: Corpus}
