"""Tests of an embedding by their name in recipes: learners whose Fit holds scores instead of vectors."""

from engine.evaluation.films.cold_start import ColdStartTest
from engine.evaluation.films.recommending import RankingTest, RecommenderComparison
from engine.evaluation.films.watching import WatchTest
from engine.evaluation.images.adversarial import AdversarialTest
from engine.evaluation.images.class_scores import PixelScores
from engine.evaluation.nodes.bias_effect import BiasEffect
from engine.evaluation.nodes.community_recovery import CommunityTest
from engine.evaluation.nodes.edge_recall import EdgeRecall
from engine.evaluation.nodes.link_prediction import LinkPrediction
from engine.evaluation.nodes.node_classification import NodeClassification
from engine.evaluation.words.analogies import AnalogyTest
from engine.evaluation.words.similarity import SimilarityTest
from engine.learners.base import Learner

TESTS: dict[str, type[Learner]] = {
    test.name: test
    for test in (
        AnalogyTest,
        SimilarityTest,
        NodeClassification,
        CommunityTest,
        LinkPrediction,
        EdgeRecall,
        BiasEffect,
        RankingTest,
        RecommenderComparison,
        WatchTest,
        ColdStartTest,
        AdversarialTest,
        PixelScores,
    )
}
