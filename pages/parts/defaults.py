"""The recipes that the pages show when they are opened for the first time."""

from engine.datasets.graphs.sources import ClassicGraph
from engine.datasets.images.sources import Digits
from engine.datasets.ratings.toy_viewers import ToyViewers
from engine.datasets.text.toy_world import ToyWorld
from engine.learners.films.ease import EASE
from engine.learners.images.pca import ImagePCA
from engine.learners.nodes.deepwalk import DeepWalk
from engine.learners.words.ppmi_svd import PPMISVD
from engine.runs.recipe import Recipe

GRAPHS = Recipe(ClassicGraph("karate"), DeepWalk(n_components=16, n_epochs=5))
WORDS = Recipe(ToyWorld(), PPMISVD(n_components=50))
IMAGES = Recipe(Digits(), ImagePCA(n_components=16))
MOVIES = Recipe(ToyViewers(), EASE())
