"""DeepWalk: random walks read as sentences, their nodes as words (Perozzi, Al-Rfou and Skiena, 2014)."""

from dataclasses import dataclass

from engine.learners.nodes.contract import WalkLearner
from engine.papers import Paper


@dataclass(frozen=True)
class DeepWalk(WalkLearner):
    """Random walks, in which each step takes any edge by its weight, and skip-gram over them.

    Fit: see `WalkLearner`.
    """

    name = "deepwalk"
    title = "DeepWalk"
    papers = (
        Paper(
            "Perozzi, Al-Rfou and Skiena",
            2014,
            "DeepWalk: online learning of social representations",
            "doi:10.1145/2623330.2623732",
        ),
    )
