"""What the pages of the app open with, and their first maps: `engine.warm` makes them before the first visitor comes.

A page whose opening is not listed here makes it at its first visit.
"""

from collections.abc import Iterator
from typing import TypeVar

from engine.datasets.graphs.sources import ClassicGraph
from engine.datasets.images.sources import Digits
from engine.datasets.joint.captions.measured import MeasuredCaptions
from engine.datasets.joint.languages.toy_languages import ToyLanguages
from engine.datasets.pairs.great_circle import GreatCircles
from engine.datasets.ratings.sources import SETS, MovieLens
from engine.datasets.ratings.toy_viewers import ToyViewers
from engine.datasets.tables.population import SimulatedPopulation
from engine.datasets.text.library_docs import LibraryDocs
from engine.datasets.vectors.colors import NamedColors
from engine.fields import specs
from engine.files.downloads.fetch import missing
from engine.learners.base import Learner
from engine.learners.documents.lsa import LSA
from engine.learners.films.cowatch import CoWatch
from engine.learners.images.pca import ImagePCA
from engine.learners.nodes.deepwalk import DeepWalk
from engine.learners.pairs.pair_spectrum import PairSpectrum
from engine.learners.rows.row_pca import RowPCA
from engine.learners.shared_spaces.aligned_words import AlignedWords
from engine.learners.shared_spaces.contrastive_towers import ContrastiveTowers
from engine.learners.vectors.as_given import AsGiven
from engine.learners.words.ppmi_svd import PPMISVD
from engine.projections import PROJECTIONS
from engine.projections.base import Projection
from engine.runs.recipe import EmbeddingOf, Recipe

P = TypeVar("P", bound=Projection)

WORDS = Recipe(LibraryDocs(), PPMISVD())
MOVIES = Recipe(ToyViewers(), CoWatch())
MOVIES_RATED = Recipe(MovieLens(), CoWatch())
"""Where the files of `RATED` are at hand."""
RATED = SETS[MovieLens.entry]
IMAGES = Recipe(Digits(), ImagePCA(n_components=16))
GRAPHS = Recipe(ClassicGraph("karate"), DeepWalk(n_components=16, n_epochs=5))
TABLES = Recipe(SimulatedPopulation(), RowPCA())
PAIRS = Recipe(GreatCircles(), PairSpectrum())
VECTORS = Recipe(NamedColors(), AsGiven())
DOCUMENTS = Recipe(LibraryDocs(), LSA())
LANGUAGES = Recipe(ToyLanguages(), AlignedWords(n_components=50, n_epochs=5, window=5, n_seeds=100))
IMAGES_AND_WORDS = Recipe(MeasuredCaptions(), ContrastiveTowers(n_epochs=104))

FIRST_ITEMS = 2_000
"""On a map at first: the first items are the most frequent ones."""


def openings() -> tuple[Recipe, ...]:
    """Trainings, the quickest first, so that something is to be seen soon."""
    return (
        PAIRS,
        VECTORS,
        GRAPHS,
        IMAGES,
        MOVIES if missing(RATED) else MOVIES_RATED,
        LANGUAGES,
        WORDS,
        DOCUMENTS,
        TABLES,
        IMAGES_AND_WORDS,
    )


def map_of(run_id: str, name: str, n_items: int, projection: Projection, n_shown: int = FIRST_ITEMS) -> Recipe:
    """A map of the first `n_shown` of the `n_items` of an embedding."""
    return Recipe(EmbeddingOf(run_id, name, 0 if n_shown >= n_items else n_shown), projection)


def usual(projection: type[P], learner: Learner | None) -> P:
    """A projection of the vectors of a learner as the pages begin with it: by what these are near."""
    fields = {"metric": learner.near_by} if learner is not None and "metric" in specs(projection) else {}
    return projection(**fields)


def first_maps(run_id: str, name: str, n_items: int, learner: Learner | None = None) -> Iterator[Recipe]:
    """The maps among which a page chooses the one that it opens with."""
    for cls in PROJECTIONS.values():
        if cls.opens:
            yield map_of(run_id, name, n_items, usual(cls, learner))
