"""The recipes that the pages show when they are opened for the first time."""

from engine.datasets.graph_sources import ClassicGraph
from engine.datasets.images import Digits
from engine.datasets.toy_viewers import ToyViewers
from engine.datasets.toy_world import ToyWorld
from engine.learners.ease import EASE
from engine.learners.image_pca import ImagePCA
from engine.learners.node2vec import DeepWalk
from engine.learners.ppmi_svd import PPMISVD
from engine.runs.recipe import Recipe

GRAPHS = Recipe(ClassicGraph("karate"), DeepWalk(n_components=16, n_epochs=5))
WORDS = Recipe(ToyWorld(), PPMISVD(n_components=50))
IMAGES = Recipe(Digits(), ImagePCA(n_components=16))
MOVIES = Recipe(ToyViewers(), EASE())
