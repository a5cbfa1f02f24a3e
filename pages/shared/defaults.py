"""The recipes that the pages show when they are opened for the first time."""

from engine.datasets.toy_world import ToyWorld
from engine.learners.ppmi_svd import PPMISVD
from engine.runs.recipe import Recipe

WORDS = Recipe(ToyWorld(), PPMISVD(n_components=50))
