"""Tests of an embedding by their name in recipes: learners whose Fit holds scores instead of vectors."""

from engine.learners.base import Learner
from engine.registry import registered

TESTS: dict[str, type[Learner]] = registered(
    __name__,
    (
        "clusters.density",
        "clusters.kmeans",
        "words.analogies",
        "words.matrix_agreement",
        "words.relatives",
        "words.similarity",
        "words.use_change",
        "nodes.node_classification",
        "nodes.number_prediction",
        "nodes.community_recovery",
        "nodes.link_prediction",
        "nodes.edge_recall",
        "nodes.bias_effect",
        "films.recommending",
        "films.watching",
        "films.cold_start",
        "images.adversarial",
        "images.pixel_scores",
        "images.code_scores",
        "images.coding",
        "images.double_descent",
        "images.few_shot",
        "images.matching",
        "images.new_images",
        "images.robustness",
        "images.unit_peaks",
        "map_truth",
        "map_agreement",
        "map_jumps",
        "map_placed",
    ),
    Learner,
)
