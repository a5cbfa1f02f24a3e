"""Tests of an embedding by their name in recipes: learners whose Fit holds scores instead of vectors."""

from engine.evaluation.adversarial import AdversarialTest
from engine.evaluation.bias_effect import BiasEffect
from engine.evaluation.cold_start import ColdStartTest
from engine.evaluation.edge_recall import EdgeRecall
from engine.evaluation.images import PixelScores
from engine.evaluation.links import LinkPrediction
from engine.evaluation.nodes import CommunityTest, NodeClassification
from engine.evaluation.recommending import RankingTest, RecommenderComparison
from engine.evaluation.watching import WatchTest
from engine.evaluation.words import AnalogyTest, SimilarityTest
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
