"""Dataset references by their name in recipes (SOURCES), and datasets by kind (KINDS)."""

from engine.datasets.base import Source
from engine.datasets.graphs.graph import Graph
from engine.datasets.graphs.sources import ClassicGraph, DownloadedGraph, GeneratedGraph, UploadedGraph
from engine.datasets.images.image_set import ImageSet
from engine.datasets.images.sources import Digits, DownloadedImages, UploadedImages
from engine.datasets.joint.film_graph import FilmGraph
from engine.datasets.ratings.ratings import Ratings
from engine.datasets.ratings.sources import MovieLens, UploadedRatings
from engine.datasets.ratings.toy_viewers import ToyViewers
from engine.datasets.tables.matrix import Matrix
from engine.datasets.tables.sources import SimulatedHomes, UploadedMatrix
from engine.datasets.text.corpus import Corpus
from engine.datasets.text.downloaded import DownloadedText
from engine.datasets.text.sources import UploadedText
from engine.datasets.text.toy_world import ToyWorld

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
        FilmGraph,
    )
}
KINDS: dict[str, type] = {kind.kind: kind for kind in (Corpus, Graph, ImageSet, Matrix, Ratings)}
