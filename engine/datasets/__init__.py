"""Dataset references by their name in recipes (SOURCES), and datasets by kind (KINDS)."""

from engine.datasets.base import Source
from engine.datasets.corpus import Corpus
from engine.datasets.downloaded import DownloadedText
from engine.datasets.graph import Graph
from engine.datasets.graph_sources import ClassicGraph, DownloadedGraph, GeneratedGraph, UploadedGraph
from engine.datasets.image_set import ImageSet
from engine.datasets.images import Digits, DownloadedImages, UploadedImages
from engine.datasets.matrices import SimulatedHomes, UploadedMatrix
from engine.datasets.matrix import Matrix
from engine.datasets.rating_sources import MovieLens, UploadedRatings
from engine.datasets.ratings import Ratings
from engine.datasets.text import UploadedText
from engine.datasets.toy_viewers import ToyViewers
from engine.datasets.toy_world import ToyWorld

SOURCES: dict[str, type[Source]] = {
    source.name: source
    for source in (
        ToyWorld,
        DownloadedText,
        UploadedText,
        ClassicGraph,
        GeneratedGraph,
        DownloadedGraph,
        UploadedGraph,
        Digits,
        DownloadedImages,
        UploadedImages,
        SimulatedHomes,
        UploadedMatrix,
        ToyViewers,
        MovieLens,
        UploadedRatings,
    )
}
KINDS: dict[str, type] = {kind.kind: kind for kind in (Corpus, Graph, ImageSet, Matrix, Ratings)}
