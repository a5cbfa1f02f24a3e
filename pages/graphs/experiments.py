"""Trainings on graphs that are worth a look, ready to start."""

from engine.datasets.graphs.sources import ClassicGraph, GeneratedGraph
from engine.learners.nodes.node2vec import Node2Vec
from engine.runs.recipe import Recipe
from pages.parts.domain import Experiments

EXPERIMENTS = Experiments(
    "The effect of q (node2vec): walks that stay near are to find roles, walks that leave communities. The tab "
    "“p and q” puts two settings side by side.",
    {
        f"{title} (q = {q:g})": Recipe(source, Node2Vec(n_components=16, n_epochs=10, p=1.0, q=q))
        for title, source, q in (
            ("Les Misérables: communities", ClassicGraph("lesmis"), 0.5),
            ("Les Misérables: roles", ClassicGraph("lesmis"), 2.0),
            ("Barbell: communities", GeneratedGraph("barbell", n_nodes=60), 0.1),
            ("Barbell: roles", GeneratedGraph("barbell", n_nodes=60), 10.0),
        )
    },
)
