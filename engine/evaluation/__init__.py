"""Tests of an embedding by their name in recipes: learners whose Fit holds scores instead of vectors."""

from engine.evaluation.films.cold_start import ColdStartTest
from engine.evaluation.films.recommending import RankingTest, RecommenderComparison
from engine.evaluation.films.watching import WatchTest
from engine.evaluation.images.adversarial import AdversarialTest
from engine.evaluation.images.code_scores import CodeScores
from engine.evaluation.images.coding import CodingTest, JpegTest, RankTest
from engine.evaluation.images.few_shot import PixelShots
from engine.evaluation.images.pixel_scores import PixelScores
from engine.evaluation.images.unit_peaks import UnitPeaks
from engine.evaluation.nodes.bias_effect import BiasEffect
from engine.evaluation.nodes.edge_recall import EdgeRecall
from engine.evaluation.nodes.labels import CommunityTest, NodeClassification
from engine.evaluation.nodes.link_prediction import LinkPrediction
from engine.evaluation.words.word_tests import AnalogyTest, SimilarityTest
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
        PixelShots,
        CodeScores,
        CodingTest,
        RankTest,
        JpegTest,
        UnitPeaks,
    )
}
