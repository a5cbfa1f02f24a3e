"""node2vec: walks that like to stay near or to leave, read as sentences (Grover and Leskovec, 2016)."""

from dataclasses import dataclass

from engine.fields import real
from engine.learners.nodes.contract import WalkLearner
from engine.papers import Paper


@dataclass(frozen=True)
class Node2Vec(WalkLearner):
    """Walks that like to stay near (small p, large q) or to leave (large p, small q), and skip-gram over them.

    Fit: as DeepWalk, which it equals at p = q = 1.
    """

    name = "node2vec"
    title = "node2vec"
    papers = (
        Paper(
            "Grover and Leskovec",
            2016,
            "node2vec: scalable feature learning for networks",
            "doi:10.1145/2939672.2939754",
        ),
    )

    p: float = real(
        1.0, 0.01, 100.0, label="Return p", help="Above 1 a walk seldom turns back; below 1 it stays near its start.",
        step=0.25,
    )  # fmt: skip
    q: float = real(
        1.0, 0.01, 100.0, label="In-out q", help="Above 1 a walk stays among common neighbors (roles); below 1 it goes "
        "far (communities).", step=0.25,
    )  # fmt: skip

    def bias(self) -> tuple[float, float]:
        """p and q of the walks."""
        return self.p, self.q
