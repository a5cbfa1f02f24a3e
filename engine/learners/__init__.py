"""Learners by their name in recipes; pages list them in this order."""

from engine.learners.base import Learner
from engine.registry import registered

LEARNERS: dict[str, type[Learner]] = registered(
    __name__,
    (
        "words.skipgram",
        "words.ppmi_svd",
        "words.glove",
        "words.validity",
        "nodes.deepwalk",
        "nodes.node2vec",
        "nodes.netmf",
        "nodes.prone",
        "nodes.laplacian",
        "nodes.hope",
        "nodes.bipartite_towers",
        "nodes.force_layout",
        "images.pca",
        "images.autoencoder",
        "images.variational",
        "images.cnn",
        "images.triplet",
        "rows.row_pca",
        "rows.row_autoencoder",
        "pairs.pair_spectrum",
        "pairs.pair_stress",
        "vectors.as_given",
        "films.cowatch",
        "films.two_tower",
        "films.ease",
        "films.implicit_als",
        "films.truncated_svd",
        "films.biased_factors",
        "films.item2vec",
        "films.watch_prediction",
    ),
    Learner,
)
